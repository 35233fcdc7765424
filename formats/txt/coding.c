#include "formats/txt/coding.h"

#include "redact/base/utf8.h"

enum {
	LOOKED_AT = 64 << 10,   /* bytes by which a text is told from a binary file     */
	FEW_HIGH = 4,           /* of Windows-1252 at most a fourth are above ASCII      */
};

/* The unassigned bytes of 80 to 9F mean what they do in Latin-1. */
static const uint16_t high_1252[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
};

static unsigned byte_at(str s, size_t i)
{
	return (unsigned char)s.p[i];
}

/* Blanks, ends of lines and pages; all other controls belong to terminals and binary files. */
static bool is_text_sign(uint32_t c)
{
	return c >= 0x20 ? c != 0x7f : c >= 0x09 && c <= 0x0d;
}

/* Old programs end a text with a byte 1A. */
static bool is_end(str s, size_t at)
{
	return at == s.n && byte_at(s, s.n - 1) == 0x1a;
}

static bool reads_as(coding how, str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = coding_next(how, s, &at);
		if (!is_text_sign(c) && !is_end(s, at))
			return false;
	}
	return true;
}

/* ---- UTF-16 ------------------------------------------------------------------------------------ */

static unsigned pair_at(bool big, str s, size_t i)
{
	return big ? byte_at(s, i) << 8 | byte_at(s, i + 1) : byte_at(s, i + 1) << 8 | byte_at(s, i);
}

/* Halves of pairs come together, and nothing is cut off. */
static bool is_utf16(bool big, str s)
{
	if (s.n % 2)
		return false;
	for (size_t i = 0; i < s.n; i += 2) {
		unsigned c = pair_at(big, s, i);
		if (c >= 0xd800 && c < 0xdc00) {
			i += 2;
			if (i >= s.n || pair_at(big, s, i) >> 10 != 0x37)
				return false;
		} else if (c >= 0xdc00 && c < 0xe000) {
			return false;
		} else if (c == 0xfffe || !is_text_sign(c)) {
			return false;
		}
	}
	return true;
}

/* Without a mark: most signs are ASCII, so every other byte is zero. */
static bool shows_zeros(bool big, str s)
{
	size_t n = s.n < LOOKED_AT ? s.n : LOOKED_AT, plain = 0;
	if (s.n < 4 || s.n % 2)
		return false;
	for (size_t i = 0; i + 1 < n; i += 2)
		plain += pair_at(big, s, i) < 0x80 && is_text_sign(pair_at(big, s, i));
	return 10 * plain >= 7 * (n / 2);
}

/* ---- which ------------------------------------------------------------------------------------- */

static bool is_1252(str s)
{
	size_t high = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned c = byte_at(s, i);
		if (c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d)
			return false;
		high += c >= 0x80;
	}
	return FEW_HIGH * high <= s.n && reads_as(CODING_1252, s);
}

static str behind(str s, size_t n)
{
	return str_sub(s, n, s.n);
}

coding coding_of(str bytes, size_t *mark)
{
	*mark = 0;
	if (str_starts(bytes, "\xEF\xBB\xBF")) {
		*mark = 3;
		str s = behind(bytes, 3);
		return utf8_valid(s) && reads_as(CODING_UTF8, s) ? CODING_UTF8 : CODING_UNKNOWN;
	}
	bool little = bytes.n >= 2 && byte_at(bytes, 0) == 0xff && byte_at(bytes, 1) == 0xfe;
	bool big = bytes.n >= 2 && byte_at(bytes, 0) == 0xfe && byte_at(bytes, 1) == 0xff;
	if (little || big) {
		*mark = 2;
		return !is_utf16(big, behind(bytes, 2)) ? CODING_UNKNOWN : big ? CODING_UTF16_BE : CODING_UTF16_LE;
	}
	if (utf8_valid(bytes) && reads_as(CODING_UTF8, bytes))
		return CODING_UTF8;
	if (shows_zeros(false, bytes) && is_utf16(false, bytes))
		return CODING_UTF16_LE;
	if (shows_zeros(true, bytes) && is_utf16(true, bytes))
		return CODING_UTF16_BE;
	return is_1252(bytes) ? CODING_1252 : CODING_UNKNOWN;
}

bool coding_may_be_text(str bytes)
{
	str s = str_sub(bytes, 0, LOOKED_AT);
	if (s.n == 0 || str_starts(s, "{\\rtf"))
		return false;
	if (str_starts(s, "\xff\xfe") || str_starts(s, "\xfe\xff") || shows_zeros(false, str_sub(s, 0, s.n & ~(size_t)1))
	 || shows_zeros(true, str_sub(s, 0, s.n & ~(size_t)1)))
		return true;
	for (size_t i = 0; i < s.n; i++)
		if (!is_text_sign(byte_at(s, i)) && !(byte_at(s, i) == 0x1a && i + 1 == bytes.n))
			return false;
	return true;
}

/* ---- signs ------------------------------------------------------------------------------------- */

uint32_t coding_next(coding how, str bytes, size_t *at)
{
	if (how == CODING_UTF8)
		return utf8_next(bytes, at);
	if (how == CODING_1252 || *at + 1 >= bytes.n) {
		unsigned c = byte_at(bytes, (*at)++);
		return c >= 0x80 && c < 0xa0 ? high_1252[c - 0x80] : c;
	}
	bool big = how == CODING_UTF16_BE;
	uint32_t c = pair_at(big, bytes, *at);
	*at += 2;
	if (c >> 10 == 0x36 && *at + 1 < bytes.n) {
		c = 0x10000 + ((c & 0x3ff) << 10 | (pair_at(big, bytes, *at) & 0x3ff));
		*at += 2;
	}
	return c;
}

static void put_pair(bool big, uint32_t c, buf *out)
{
	buf_byte(out, (int)(big ? c >> 8 : c & 0xff));
	buf_byte(out, (int)(big ? c & 0xff : c >> 8));
}

void coding_put(coding how, uint32_t c, buf *out)
{
	char utf8[4];
	if (how == CODING_UTF8) {
		buf_add(out, utf8, (size_t)utf8_put(utf8, c));
	} else if (how == CODING_1252) {
		buf_byte(out, c > 0xff || (c >= 0x80 && c < 0xa0) ? '?' : (int)c);
	} else if (c < 0x10000) {
		put_pair(how == CODING_UTF16_BE, c, out);
	} else {
		put_pair(how == CODING_UTF16_BE, 0xd800 | (c - 0x10000) >> 10, out);
		put_pair(how == CODING_UTF16_BE, 0xdc00 | (c & 0x3ff), out);
	}
}
