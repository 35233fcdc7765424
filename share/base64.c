#include "share/base64.h"

/* All ones when a <= x <= b, else zero; for values below 2^16. */
static unsigned between(unsigned x, unsigned a, unsigned b)
{
	return ((a - 1 - x) & (x - b - 1)) >> 8;
}

static char char_of(unsigned v)
{
	unsigned c = between(v, 0, 25) & (v + 'A');
	c |= between(v, 26, 51) & (v - 26 + 'a');
	c |= between(v, 52, 61) & (v - 52 + '0');
	c |= between(v, 62, 62) & '+';
	c |= between(v, 63, 63) & '/';
	return (char)(c & 0xff);
}

/* 0..63, or a value with bit 8 set. */
static unsigned value_of(char character)
{
	unsigned c = (unsigned char)character;
	unsigned upper = between(c, 'A', 'Z'), lower = between(c, 'a', 'z');
	unsigned digit = between(c, '0', '9'), plus = between(c, '+', '+');
	unsigned slash = between(c, '/', '/');
	unsigned v = (upper & (c - 'A')) | (lower & (c - 'a' + 26)) | (digit & (c - '0' + 52)) |
	             (plus & 62) | (slash & 63);
	return (v & 0x3f) | (~(upper | lower | digit | plus | slash) & 0x100);
}

size_t base64_encode(char *out, const void *bytes, size_t n, bool pad)
{
	const unsigned char *in = bytes;
	size_t o = 0;
	unsigned held = 0, bits = 0;
	for (size_t i = 0; i < n; i++) {
		held = (held << 8 | in[i]) & 0xffff;
		for (bits += 8; bits >= 6; bits -= 6)
			out[o++] = char_of(held >> (bits - 6) & 0x3f);
	}
	if (bits)
		out[o++] = char_of(held << (6 - bits) & 0x3f);
	while (pad && o % 4)
		out[o++] = '=';
	out[o] = '\0';
	return o;
}

bool base64_decode(str text, bool pad, void *out, size_t room, size_t *n)
{
	unsigned char *to = out;
	size_t len = text.n;
	if (pad) {
		if (len % 4)
			return false;
		for (int i = 0; i < 2 && len && text.p[len - 1] == '='; i++)
			len--;
	}
	if (len % 4 == 1)
		return false;
	size_t o = 0;
	unsigned held = 0, bits = 0, wrong = 0;
	for (size_t i = 0; i < len; i++) {
		unsigned v = value_of(text.p[i]);
		wrong |= v & 0x100;
		held = (held << 6 | (v & 0x3f)) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			if (o == room)
				return false;
			to[o++] = (unsigned char)(held >> bits & 0xff);
		}
	}
	/* Left-over bits that are not zero would give one value several spellings. */
	wrong |= held & ((1u << bits) - 1);
	*n = o;
	return wrong == 0;
}
