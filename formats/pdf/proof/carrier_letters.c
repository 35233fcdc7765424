#include "formats/pdf/proof/carrier_letters.h"

#include "redact/base/utf8.h"

#include <mupdf/fitz.h>
#include <ctype.h>
#include <string.h>

/* Of a list, one letter in so many is there for the second time when it is text. */
enum { ONE_IN = 8, LONGEST_RANGE = 256, LONGEST_TEXT = 1 << 20 };

void rpdf_letters_add(carrier_letters *l, uint32_t c)
{
	char bytes[4];
	if (c < ' ' || c > 0x10ffff || l->text.n > LONGEST_TEXT)
		return;
	l->n++;
	if (c < 65536) {
		l->repeated += l->seen[c >> 3] >> (c & 7) & 1;
		l->seen[c >> 3] |= (unsigned char)(1 << (c & 7));
	}
	buf_add(&l->text, bytes, (size_t)utf8_put(bytes, c));
}

void rpdf_letters_gap(carrier_letters *l)
{
	if (l->text.n && l->text.p[l->text.n - 1] != '\n')
		buf_byte(&l->text, '\n');
}

void rpdf_letters_name(carrier_letters *l, str glyph)
{
	char z[64];
	if (glyph.n == 0 || glyph.n >= sizeof z)
		return;
	memcpy(z, glyph.p, glyph.n);
	z[glyph.n] = '\0';
	int c = fz_unicode_from_glyph_name(z);
	if (c > 0 && c != FZ_REPLACEMENT_CHARACTER)
		rpdf_letters_add(l, (uint32_t)c);
}

void rpdf_letters_names(carrier_letters *l, str list)
{
	for (size_t at = 0; at < list.n;) {
		size_t beg = ++at;
		while (at < list.n && list.p[at] != '/' && !isspace((unsigned char)list.p[at]))
			at++;
		rpdf_letters_name(l, str_sub(list, beg, at));
		while (at < list.n && list.p[at] != '/')
			at++;
	}
}

void rpdf_letters_end(carrier_letters *l, buf *out)
{
	if (l->repeated && l->repeated * ONE_IN >= l->n) {
		rpdf_letters_gap(l);
		buf_str(out, buf_view(&l->text));
	}
	buf_free(&l->text);
	*l = (carrier_letters){ 0 };
}

/* ---- ToUnicode ------------------------------------------------------------------------------ */

typedef struct hex_string {
	unsigned char bytes[64];
	size_t n;
} hex_string;

static int digit(int c)
{
	return isdigit(c) ? c - '0' : isxdigit(c) ? (c | 0x20) - 'a' + 10 : -1;
}

/* *at is behind the "<"; what does not fit is passed over. */
static hex_string read_hex(str s, size_t *at)
{
	hex_string h = { 0 };
	int have = -1;
	for (; *at < s.n && s.p[*at] != '>'; ++*at) {
		int v = digit((unsigned char)s.p[*at]);
		if (v < 0)
			continue;
		if (have >= 0 && h.n < sizeof h.bytes)
			h.bytes[h.n++] = (unsigned char)(have << 4 | v);
		have = have >= 0 ? -1 : v;
	}
	return h;
}

static uint32_t code_of(const hex_string *h)
{
	uint32_t v = 0;
	for (size_t i = 0; i < h->n && i < 4; i++)
		v = v << 8 | h->bytes[i];
	return v;
}

/* As UTF-16, its last unit raised by `more`. */
static void add_meaning(carrier_letters *l, const hex_string *h, uint32_t more)
{
	for (size_t i = 0; i + 1 < h->n; i += 2) {
		uint32_t c = (uint32_t)h->bytes[i] << 8 | h->bytes[i + 1];
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < h->n) {
			c = 0x10000 + ((c - 0xd800) << 10) + (((uint32_t)h->bytes[i + 2] << 8 | h->bytes[i + 3]) & 0x3ff);
			i += 2;
		}
		rpdf_letters_add(l, i + 3 < h->n ? c : c + more);
	}
}

typedef struct map_reader {
	carrier_letters *l;
	enum { OUTSIDE, CHARS, RANGES } in;
	hex_string held[2];
	int nheld;
	bool in_array;
	uint32_t next;     /* the code that goes on without a gap */
} map_reader;

static void meaning_of(map_reader *m, uint32_t code, const hex_string *h, uint32_t more)
{
	if (code != m->next)
		rpdf_letters_gap(m->l);
	add_meaning(m->l, h, more);
	m->next = code + 1;
}

static void take(map_reader *m, const hex_string *h)
{
	int codes = m->in == CHARS ? 1 : 2;
	if (m->in == OUTSIDE)
		return;
	if (m->nheld < codes) {
		m->held[m->nheld++] = *h;
		return;
	}
	uint32_t first = code_of(&m->held[0]), last = code_of(&m->held[codes - 1]);
	if (m->in_array) {
		meaning_of(m, m->next, h, 0);
		return;
	}
	for (uint32_t i = 0; i <= last - first && i < LONGEST_RANGE; i++)
		meaning_of(m, first + i, h, i);
	m->nheld = 0;
}

static void word(map_reader *m, str w)
{
	if (str_is(w, "beginbfchar"))
		m->in = CHARS;
	else if (str_is(w, "beginbfrange"))
		m->in = RANGES;
	else if (str_is(w, "endbfchar") || str_is(w, "endbfrange"))
		m->in = OUTSIDE;
	m->nheld = 0;
	m->in_array = false;
}

void rpdf_letters_cmap(carrier_letters *l, str s)
{
	map_reader m = { .l = l };
	for (size_t at = 0; at < s.n;) {
		int c = (unsigned char)s.p[at++];
		if (c == '<' && at < s.n && s.p[at] != '<') {
			hex_string h = read_hex(s, &at);
			take(&m, &h);
		} else if (c == '[' && m.nheld == 2) {
			m.in_array = true;
			if (code_of(&m.held[0]) != m.next)
				rpdf_letters_gap(l);
			m.next = code_of(&m.held[0]);
		} else if (c == ']') {
			m.in_array = false;
			m.nheld = 0;
		} else if (isalpha(c)) {
			size_t beg = at - 1;
			while (at < s.n && isalpha((unsigned char)s.p[at]))
				at++;
			word(&m, str_sub(s, beg, at));
		}
	}
}
