#include "formats/docx/text/symbols.h"
#include "redact/base/utf8.h"

#include <string.h>
#include <strings.h>

enum { DOT = 0x2022, PRIVATE = 0xf000 };

/* Letters of the face Symbol, from A and from a on. */
static const uint16_t greek[2][26] = {
	{ 0x391, 0x392, 0x3a7, 0x394, 0x395, 0x3a6, 0x393, 0x397, 0x399, 0x3d1, 0x39a, 0x39b, 0x39c,
	  0x39d, 0x39f, 0x3a0, 0x398, 0x3a1, 0x3a3, 0x3a4, 0x3a5, 0x3c2, 0x3a9, 0x39e, 0x3a8, 0x396 },
	{ 0x3b1, 0x3b2, 0x3c7, 0x3b4, 0x3b5, 0x3d5, 0x3b3, 0x3b7, 0x3b9, 0x3c6, 0x3ba, 0x3bb, 0x3bc,
	  0x3bd, 0x3bf, 0x3c0, 0x3b8, 0x3c1, 0x3c3, 0x3c4, 0x3c5, 0x3d6, 0x3c9, 0x3be, 0x3c8, 0x3b6 },
};

static bool is(str font, const char *name)
{
	return font.n == strlen(name) && strncasecmp(font.p, name, font.n) == 0;
}

static uint32_t of_symbol(uint32_t code)
{
	if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z'))
		return greek[code >= 'a'][(code | 0x20) - 'a'];
	return code > ' ' && code < 0x7f && !strchr("\"$'*@\\^`", (int)code) ? code : DOT;
}

/* Digits in circles, black and white. */
static uint32_t of_circles(uint32_t code, uint32_t zero)
{
	enum { NEXT = 11 };  /* a ten stands behind the nine */
	if (code >= zero && code < zero + 10)
		return '0' + (code - zero);
	return code >= zero + NEXT && code < zero + NEXT + 10 ? '0' + (code - zero - NEXT) : DOT;
}

uint32_t symbol_letter(str font, uint32_t code)
{
	static const char *const pictures[] = { "Webdings", "Wingdings 3", "ZapfDingbats", "Zapf Dingbats" };
	if (code >= PRIVATE && code <= PRIVATE + 0xff)
		code -= PRIVATE;
	if (is(font, "Symbol") || is(font, "SymbolMT"))
		return of_symbol(code);
	if (is(font, "Wingdings"))
		return of_circles(code, 0x80);
	if (is(font, "Wingdings 2"))
		return of_circles(code, 0x69);
	for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
		if (is(font, pictures[i]))
			return DOT;
	return code < 0x20 ? DOT : code;
}

uint32_t symbol_code(str hex)
{
	uint32_t code = 0;
	for (size_t i = 0; i < hex.n && i < 6; i++) {
		char c = hex.p[i];
		uint32_t v = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : ((uint32_t)(c | 32) - 'a' + 10) & 15;
		code = code << 4 | v;
	}
	return code;
}

uint32_t symbol_in_text(str s, size_t at, size_t *beg, size_t *end)
{
	while (at < s.n) {
		const char *lead = memchr(s.p + at, 0xef, s.n - at);
		if (!lead)
			return 0;
		size_t next = at = (size_t)(lead - s.p);
		uint32_t c = utf8_next(s, &next);
		if (c >= PRIVATE + 0x20 && c <= PRIVATE + 0xff) {
			*beg = at;
			*end = next;
			return c;
		}
		at = next;
	}
	return 0;
}
