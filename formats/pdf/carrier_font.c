#include "formats/pdf/carrier_font.h"

#include "formats/pdf/carrier_words.h"

#include <ctype.h>
#include <string.h>

/* A file with more entries in a table than this is broken or hostile. */
enum { MOST_ENTRIES = 65535 };

static uint32_t be(str s, size_t at, int n)
{
	uint32_t v = 0;
	for (int i = 0; i < n; i++)
		v = v << 8 | (at + (size_t)i < s.n ? (unsigned char)s.p[at + (size_t)i] : 0);
	return v;
}

carrier_font_kind rpdf_font_kind(str p)
{
	uint32_t tag = be(p, 0, 4);
	if (p.n < 12)
		return FONT_NONE;
	if (tag == 0x00010000 || tag == 0x74727565 /* true */ || tag == 0x4f54544f /* OTTO */)
		return FONT_SFNT;
	if (str_starts(p, "%!"))
		return FONT_TYPE1;
	if (p.p[0] == 1 && p.p[1] == 0 && (unsigned char)p.p[2] >= 4 && (unsigned char)p.p[2] < 16
	    && p.p[3] >= 1 && p.p[3] <= 4)
		return FONT_CFF;
	return FONT_NONE;
}

static void add_latin(buf *out, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x80)
			buf_byte(out, 0xc0 | c >> 6);
		buf_byte(out, c >= 0x80 ? 0x80 | (c & 0x3f) : c);
	}
	buf_byte(out, '\n');
}

/* ---- TrueType and OpenType ------------------------------------------------------------------ */

static void cff_names(str p, buf *out);

static void name_table(str t, buf *out)
{
	uint32_t n = be(t, 2, 2), storage = be(t, 4, 2);
	for (uint32_t i = 0; i < n && 6 + 12 * (size_t)(i + 1) <= t.n; i++) {
		size_t at = 6 + 12 * (size_t)i;
		uint32_t platform = be(t, at, 2), len = be(t, at + 8, 2), off = be(t, at + 10, 2);
		str s = str_sub(t, (size_t)storage + off, (size_t)storage + off + len);
		if (platform == 1)
			add_latin(out, s);
		else
			rpdf_words_utf16(out, s, false);
	}
}

/* Glyph names: Pascal strings behind the index array of a format 2 table. */
static void post_table(str t, buf *out)
{
	if (be(t, 0, 4) != 0x00020000)
		return;
	size_t at = 34 + 2 * (size_t)be(t, 32, 2);
	for (int i = 0; i < MOST_ENTRIES && at < t.n; i++) {
		size_t len = (unsigned char)t.p[at];
		add_latin(out, str_sub(t, at + 1, at + 1 + len));
		at += 1 + len;
	}
}

static void sfnt_names(str p, buf *out)
{
	uint32_t n = be(p, 4, 2);
	for (uint32_t i = 0; i < n && 12 + 16 * (size_t)(i + 1) <= p.n; i++) {
		size_t at = 12 + 16 * (size_t)i;
		size_t off = be(p, at + 8, 4), len = be(p, at + 12, 4);
		str tag = str_sub(p, at, at + 4), t = str_sub(p, off, off + len);
		if (str_is(tag, "name"))
			name_table(t, out);
		else if (str_is(tag, "post"))
			post_table(t, out);
		else if (str_is(tag, "CFF "))
			cff_names(t, out);
	}
}

/* ---- CFF ------------------------------------------------------------------------------------ */

/* Appends the entries of an INDEX at `at` when out is there; returns where it ends, 0 if broken. */
static size_t cff_index(str p, size_t at, buf *out)
{
	uint32_t n = be(p, at, 2);
	if (at + 2 > p.n)
		return 0;
	if (n == 0)
		return at + 2;
	int size = (unsigned char)(at + 2 < p.n ? p.p[at + 2] : 0);
	size_t offsets = at + 3, data = offsets + (size_t)(n + 1) * (size_t)size - 1;
	if (size < 1 || size > 4 || data >= p.n)
		return 0;
	size_t from = 1;
	for (uint32_t i = 1; i <= n; i++) {
		size_t to = be(p, offsets + (size_t)i * (size_t)size, size);
		if (to < from || to > p.n - data)
			return 0;
		if (out)
			add_latin(out, str_sub(p, data + from, data + to));
		from = to;
	}
	return data + from;
}

static void cff_names(str p, buf *out)
{
	size_t at = cff_index(p, be(p, 2, 1), out); /* names of the fonts           */
	if (at)
		at = cff_index(p, at, NULL);            /* top dictionaries: no strings */
	if (at)
		cff_index(p, at, out);                  /* strings, glyph names         */
}

/* ---- Type 1 --------------------------------------------------------------------------------- */

/* The encrypted part, readable: it names every glyph. Its key is public (Adobe, Type 1 font
 * format, 7.1). */
static void type1_names(str p, buf *out)
{
	const char *mark = memmem(p.p, p.n, "eexec", 5);
	if (!mark)
		return;
	const unsigned char *at = (const unsigned char *)mark + 5, *end = (const unsigned char *)p.p + p.n;
	while (at < end && isspace(*at))
		at++;
	bool in_hex = end - at >= 4;
	for (int i = 0; i < 4 && in_hex; i++)
		in_hex = isxdigit(at[i]);

	uint16_t key = 55665;
	int have = -1;
	for (size_t skipped = 0; at < end; at++) {
		int c = *at;
		if (in_hex) {
			if (!isxdigit(c))
				continue;
			int v = isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
			if (have < 0) {
				have = v;
				continue;
			}
			c = have << 4 | v;
			have = -1;
		}
		int plain = c ^ key >> 8;
		key = (uint16_t)((c + key) * 52845u + 22719u);
		if (skipped < 4) /* random bytes */
			skipped++;
		else
			buf_byte(out, plain >= ' ' && plain < 0x7f ? plain : '\n');
	}
	buf_byte(out, '\n');
}

void rpdf_font_names(str program, buf *out)
{
	switch (rpdf_font_kind(program)) {
	case FONT_SFNT:  sfnt_names(program, out); break;
	case FONT_CFF:   cff_names(program, out); break;
	case FONT_TYPE1: type1_names(program, out); break;
	case FONT_NONE:  break;
	}
}
