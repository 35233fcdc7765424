#include "formats/pdf/proof/carrier_escapes.h"

#include "redact/base/utf8.h"

#include <string.h>

static int digit(int c, int base)
{
	int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
	      : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
	return v < base ? v : -1;
}

/* Digits at `at`, from `least` to `most` of them; 0 when there are fewer. */
static size_t number(str s, size_t at, int base, size_t least, size_t most, uint32_t *value)
{
	size_t n = 0;
	*value = 0;
	while (n < most && at + n < s.n && digit((unsigned char)s.p[at + n], base) >= 0)
		*value = *value * (uint32_t)base + (uint32_t)digit((unsigned char)s.p[at + n++], base);
	return n < least ? 0 : n;
}

/* "&#77;" "&#x4d;" "&amp;": its length, 0 when it is none. */
static size_t entity(str s, size_t at, uint32_t *c)
{
	static const struct { const char *name; char c; } known[] = {
		{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' }, { "&nbsp;", ' ' },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(str_sub(s, at, s.n), known[i].name)) {
			*c = (unsigned char)known[i].c;
			return strlen(known[i].name);
		}
	if (at + 3 >= s.n || s.p[at + 1] != '#')
		return 0;
	bool hex = s.p[at + 2] == 'x' || s.p[at + 2] == 'X';
	size_t beg = at + (hex ? 3 : 2), n = number(s, beg, hex ? 16 : 10, 1, 7, c);
	if (!n)
		return 0;
	return beg + n - at + (beg + n < s.n && s.p[beg + n] == ';');
}

static size_t escape(str s, size_t at, uint32_t *c, bool *byte)
{
	size_t n;
	*byte = false;
	switch (s.p[at]) {
	case '&':
		return entity(s, at, c);
	case '%':
		*byte = true;
		n = number(s, at + 1, 16, 2, 2, c);
		return n ? 1 + n : 0;
	case '\\':
		if (at + 1 < s.n && s.p[at + 1] == 'u')
			return (n = number(s, at + 2, 16, 4, 4, c)) ? 2 + n : 0;
		if (at + 1 < s.n && s.p[at + 1] == 'x') {
			n = number(s, at + 2, 16, 2, 2, c);
			return n ? 2 + n : 0;
		}
		return 0;
	default:
		return 0;
	}
}

bool rpdf_words_unescape(str s, buf *out)
{
	bool any = false;
	for (size_t i = 0; i < s.n;) {
		uint32_t c;
		bool byte;
		size_t n = escape(s, i, &c, &byte);
		char utf8[4];
		if (!n)
			buf_byte(out, (unsigned char)s.p[i]);
		else if (byte)
			buf_byte(out, (int)c);
		else if (c < 0x110000 && (c < 0xd800 || c > 0xdfff))
			buf_add(out, utf8, (size_t)utf8_put(utf8, c));
		any |= n > 0;
		i += n ? n : 1;
	}
	return any;
}
