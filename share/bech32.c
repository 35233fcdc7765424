#include "share/bech32.h"

#include <string.h>

static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
enum { CHECKSUM = 6, LONGEST = 512 };

/* One step of the checksum: BIP 173's generator over five-bit values. */
static uint32_t step(uint32_t sum, unsigned value)
{
	static const uint32_t generator[] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	unsigned top = sum >> 25;
	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= generator[i];
	return sum;
}

static bool checksum_holds(const char *hrp, const unsigned char *values, size_t n)
{
	uint32_t sum = 1;
	for (const char *c = hrp; *c; c++)
		sum = step(sum, (unsigned char)*c >> 5);
	sum = step(sum, 0);
	for (const char *c = hrp; *c; c++)
		sum = step(sum, *c & 31);
	for (size_t i = 0; i < n; i++)
		sum = step(sum, values[i]);
	return sum == 1;
}

/* The text in lower case; false when it mixes the two or is no printable ASCII. */
static bool lower(str text, char *out)
{
	bool small = false, large = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c < 33 || c > 126)
			return false;
		small |= c >= 'a' && c <= 'z';
		large |= c >= 'A' && c <= 'Z';
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return !(small && large);
}

/* Five-bit values to bytes; the bits left over must be few and zero. */
static bool regroup(const unsigned char *values, size_t n, unsigned char *out, size_t size)
{
	uint32_t held = 0;
	unsigned bits = 0;
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		held = (held << 5 | values[i]) & 0xfff;
		bits += 5;
		if (bits < 8)
			continue;
		bits -= 8;
		if (at == size)
			return false;
		out[at++] = (unsigned char)(held >> bits);
	}
	return at == size && bits < 5 && (held & ((1u << bits) - 1)) == 0;
}

bool bech32_decode(str text, const char *hrp, unsigned char *out, size_t n)
{
	char plain[LONGEST];
	unsigned char values[LONGEST];
	size_t front = strlen(hrp);
	if (text.n > LONGEST || text.n < front + 1 + CHECKSUM || !lower(text, plain) ||
	    memcmp(plain, hrp, front) != 0 || plain[front] != '1')
		return false;
	size_t count = text.n - front - 1;
	for (size_t i = 0; i < count; i++) {
		const char *at = memchr(alphabet, plain[front + 1 + i], sizeof alphabet - 1);
		if (!at)
			return false;
		values[i] = (unsigned char)(at - alphabet);
	}
	return checksum_holds(hrp, values, count) && regroup(values, count - CHECKSUM, out, n);
}
