#include "formats/pdf/proof/carrier_font.h"

#include "formats/pdf/proof/carrier_letters.h"
#include "formats/pdf/proof/carrier_words.h"
#include "formats/pdf/vocab/syntax.h"

#include <ctype.h>
#include <stdlib.h>
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
	if (str_starts(p, "%!") || (p.n > 8 && str_starts(p, "\x80\x01") && str_starts(str_sub(p, 6, p.n), "%!")))
		return FONT_TYPE1;
	if (p.p[0] == 1 && p.p[1] == 0 && (unsigned char)p.p[2] >= 4 && (unsigned char)p.p[2] < 16
	    && p.p[3] >= 1 && p.p[3] <= 4)
		return FONT_CFF;
	return FONT_NONE;
}

/* What a font with CIDs says of its characters, as their CIDSystemInfo does. */
static bool is_collection(str s)
{
	return str_is(s, "Adobe") || rpdf_syntax_ordering(s);
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

/* The name of a glyph; those that the format knows are no words: every font has a plus and an equal. */
static void add_glyph_name(buf *out, str name)
{
	if (!rpdf_syntax_name(name))
		add_latin(out, name);
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
	enum { MACINTOSH = 258, BLANK = 3, TILDE = 97 };
	uint32_t n = be(t, 32, 2);
	size_t first = 34 + 2 * (size_t)n, at = first, *begins = calloc(MOST_ENTRIES, sizeof *begins), count = 0;
	carrier_letters letters = { 0 };
	for (; begins && count < MOST_ENTRIES && at < t.n; count++) {
		size_t len = (unsigned char)t.p[at];
		begins[count] = at;
		add_glyph_name(out, str_sub(t, at + 1, at + 1 + len));
		at += 1 + len;
	}
	for (uint32_t gid = 0; gid < n && first <= t.n; gid++) {
		uint32_t index = be(t, 34 + 2 * (size_t)gid, 2);
		if (index >= BLANK && index <= TILDE) {
			rpdf_letters_add(&letters, ' ' + index - BLANK);
		} else if (index >= MACINTOSH && index - MACINTOSH < count) {
			size_t name = begins[index - MACINTOSH];
			rpdf_letters_name(&letters, str_sub(t, name + 1, name + 1 + (unsigned char)t.p[name]));
		}
	}
	rpdf_letters_end(&letters, out);
	free(begins);
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
		str entry = str_sub(p, data + from, data + to);
		if (out && !is_collection(entry))
			add_glyph_name(out, entry);
		from = to;
	}
	return data + from;
}

/* Entry i of the INDEX at `at`, which cff_index() has read. */
static str cff_entry(str p, size_t at, uint32_t i)
{
	uint32_t n = be(p, at, 2);
	int size = (int)be(p, at + 2, 1);
	if (i >= n)
		return (str){ NULL, 0 };
	size_t offsets = at + 3, data = offsets + (size_t)(n + 1) * (size_t)size - 1;
	return str_sub(p, data + be(p, offsets + (size_t)i * (size_t)size, size),
	               data + be(p, offsets + (size_t)(i + 1) * (size_t)size, size));
}

/* The operand of an operator in a top dictionary; 0 when it has none. */
static uint32_t cff_operand(str dict, int wanted)
{
	uint32_t value = 0;
	for (size_t at = 0; at < dict.n;) {
		int b = (int)be(dict, at++, 1);
		if (b == 28 || b == 29) {
			value = be(dict, at, b == 28 ? 2 : 4);
			at += b == 28 ? 2 : 4;
		} else if (b == 30) {
			while (at < dict.n && (be(dict, at, 1) & 15) != 15)
				at++;
			at++;
		} else if (b >= 32 && b <= 246) {
			value = (uint32_t)b - 139;
		} else if (b >= 247) {
			value = ((uint32_t)b - 247) * 256 + be(dict, at++, 1) + 108;
		} else if (b == wanted) {
			return value;
		} else if (b == 12) {
			at++;
		}
	}
	return 0;
}

/* What its glyphs are called, one after the other. Strings 1 to 95 are those of ASCII. */
static void cff_letters(str p, uint32_t charset, uint32_t glyphs, size_t strings, buf *out)
{
	enum { ASCII = 95, OWN = 391 };
	size_t at = (size_t)charset + 1;
	uint32_t format = be(p, charset, 1), step = format == 0 ? 2 : format == 1 ? 3 : 4;
	carrier_letters letters = { 0 };
	for (uint32_t gid = 1; gid < glyphs && at < p.n && format <= 2; at += step) {
		uint32_t id = be(p, at, 2), left = be(p, at + 2, (int)step - 2);
		for (uint32_t i = 0; i <= left && gid < glyphs; i++, gid++) {
			if (id + i >= 1 && id + i <= ASCII)
				rpdf_letters_add(&letters, ' ' + id + i - 1);
			else if (id + i >= OWN)
				rpdf_letters_name(&letters, cff_entry(p, strings, id + i - OWN));
		}
	}
	rpdf_letters_end(&letters, out);
}

static void cff_names(str p, buf *out)
{
	enum { CHARSET = 15, CHARSTRINGS = 17 };
	size_t tops = cff_index(p, be(p, 2, 1), out);                 /* names of the fonts           */
	size_t strings = tops ? cff_index(p, tops, NULL) : 0;         /* top dictionaries: no strings */
	if (!strings || !cff_index(p, strings, out))                  /* strings, glyph names         */
		return;
	str top = cff_entry(p, tops, 0);
	uint32_t charset = cff_operand(top, CHARSET), glyphs = be(p, cff_operand(top, CHARSTRINGS), 2);
	if (charset > 2)
		cff_letters(p, charset, glyphs, strings, out);
}

/* ---- Type 1 --------------------------------------------------------------------------------- */

/* Without the marks of PFB, which stand before each part and within it. */
static buf type1_bytes(str p)
{
	buf out = { 0 };
	size_t at = 0;
	while (at + 6 < p.n && (unsigned char)p.p[at] == 0x80 && p.p[at + 1] != 3) {
		size_t n = be(p, at + 2, 1) | be(p, at + 3, 1) << 8 | be(p, at + 4, 1) << 16 | (size_t)be(p, at + 5, 1) << 24;
		buf_str(&out, str_sub(p, at + 6, at + 6 + n));
		at += 6 + n;
	}
	if (at == 0)
		buf_str(&out, p);
	return out;
}

/* The encrypted part, readable: it names every glyph. Its key is public (Adobe, Type 1 font
 * format, 7.1). */
static void type1_decrypt(str p, buf *out)
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

/* The next name at or behind *at, which is moved behind it; NULL when there is none. */
static str type1_name(str s, size_t *at)
{
	const char *slash = *at < s.n ? memchr(s.p + *at, '/', s.n - *at) : NULL;
	if (!slash)
		return (str){ NULL, 0 };
	size_t beg = (size_t)(slash - s.p) + 1, end = beg;
	while (end < s.n && !isspace((unsigned char)s.p[end]) && s.p[end] != '/')
		end++;
	*at = end;
	return str_sub(s, beg, end);
}

/* Names that are followed by a number, as outlines are, or by "put", as in an encoding. */
static void type1_letters(str s, buf *out)
{
	carrier_letters letters = { 0 };
	str name;
	for (size_t at = 0; (name = type1_name(s, &at)).p;) {
		while (at < s.n && isspace((unsigned char)s.p[at]))
			at++;
		if (at < s.n && (isdigit((unsigned char)s.p[at]) || str_starts(str_sub(s, at, s.n), "put")))
			rpdf_letters_name(&letters, name);
	}
	rpdf_letters_end(&letters, out);
}

/* All that the font says but the names of glyphs that the format knows. */
static void type1_words(str s, buf *out)
{
	size_t from = 0;
	str name;
	for (size_t at = 0; (name = type1_name(s, &at)).p;) {
		if (!rpdf_syntax_name(name))
			continue;
		buf_str(out, str_sub(s, from, at - name.n));
		from = at;
	}
	buf_str(out, str_sub(s, from, s.n));
}

static void type1_names(str p, buf *out)
{
	buf whole = type1_bytes(p), plain = { 0 };
	str s = buf_view(&whole);
	const char *mark = memmem(s.p, s.n, "eexec", 5);
	type1_decrypt(s, &plain);
	type1_letters(str_sub(s, 0, mark ? (size_t)(mark - s.p) : s.n), out);
	type1_letters(buf_view(&plain), out);
	type1_words(buf_view(&plain), out);
	buf_free(&whole);
	buf_free(&plain);
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
