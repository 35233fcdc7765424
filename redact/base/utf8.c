#include "redact/base/utf8.h"

#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

static bool is_tail(unsigned char b)
{
	return (b & 0xC0) == 0x80;
}

/* The length of the well-formed sequence at p, or 0. Bounds of the second byte per Unicode's
 * table 3-7: they shut out overlong forms, surrogates and what lies above U+10FFFF. */
static int sequence(const unsigned char *p, size_t left)
{
	unsigned char a = p[0], low = 0x80, high = 0xBF;
	int n;

	if (a < 0x80)
		return 1;
	if (a >= 0xC2 && a <= 0xDF)
		n = 2;
	else if (a >= 0xE0 && a <= 0xEF)
		n = 3;
	else if (a >= 0xF0 && a <= 0xF4)
		n = 4;
	else
		return 0;
	if (left < (size_t)n)
		return 0;
	if (a == 0xE0)
		low = 0xA0;
	else if (a == 0xED)
		high = 0x9F;
	else if (a == 0xF0)
		low = 0x90;
	else if (a == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (int i = 2; i < n; i++)
		if (!is_tail(p[i]))
			return 0;
	return n;
}

uint32_t utf8_next(str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;

	if (p[0] < 0x80) {
		(*at)++;
		return p[0];
	}
	int n = sequence(p, s.n - *at);
	if (n == 0) {
		(*at)++;
		return REPLACEMENT;
	}
	*at += (size_t)n;
	uint32_t c = p[0] & (0x7Fu >> n);
	for (int i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3Fu);
	return c;
}

int utf8_put(char out[static 4], uint32_t c)
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = REPLACEMENT;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

bool utf8_valid(str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0; i < s.n;) {
		int n = sequence(p + i, s.n - i);
		if (n == 0)
			return false;
		i += (size_t)n;
	}
	return true;
}

static bool is_letter(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC:
		return true;
	default:
		return false;
	}
}

static bool is_ascii_letter(str s, size_t at)
{
	return at < s.n && (s.p[at] | 0x20) >= 'a' && (s.p[at] | 0x20) <= 'z';
}

bool utf8_letter_at(str s, size_t at)
{
	if (at >= s.n)
		return false;
	unsigned char b = (unsigned char)s.p[at];
	if (b < 0x80)
		return is_ascii_letter(s, at);
	size_t next = at;
	if (sequence((const unsigned char *)s.p + at, s.n - at))
		return is_letter(utf8_next(s, &next));
	return is_ascii_letter(s, at + 1);
}

bool utf8_letter_before(str s, size_t at)
{
	if (at == 0 || at > s.n)
		return false;
	size_t beg = at - 1;
	while (beg > 0 && at - beg < 4 && is_tail((unsigned char)s.p[beg]))
		beg--;
	if (beg + (size_t)sequence((const unsigned char *)s.p + beg, s.n - beg) == at)
		return utf8_letter_at(s, beg);
	return (unsigned char)s.p[at - 1] >= 0x80 && at > 1 && is_ascii_letter(s, at - 2);
}

bool utf8_small_before(str s, size_t at)
{
	if (at == 0 || at > s.n)
		return false;
	size_t beg = at - 1;
	while (beg > 0 && at - beg < 4 && is_tail((unsigned char)s.p[beg]))
		beg--;
	return utf8proc_category((utf8proc_int32_t)utf8_next(s, &beg)) == UTF8PROC_CATEGORY_LL;
}

bool utf8_capital_at(str s, size_t at)
{
	return at < s.n && utf8proc_category((utf8proc_int32_t)utf8_next(s, &at)) == UTF8PROC_CATEGORY_LU;
}

bool utf8_unseen(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 ||
	       c == 0x17b4 || c == 0x17b5 || (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x3164 || c == 0xfeff || c == 0xffa0 ||
	       (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

static bool is_joiner(uint32_t c)
{
	return c == 0x200c || c == 0x200d;
}

bool utf8_is_name(str s)
{
	bool seen = false;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if (utf8_unseen(c) && !is_joiner(c))
			return false;
		seen |= !utf8_unseen(c) && utf8proc_category((utf8proc_int32_t)c) != UTF8PROC_CATEGORY_ZS;
	}
	return seen;
}
