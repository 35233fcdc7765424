/* The functions on a plain state have no successor that needs no allocation; this asks for the API in
 * which they are not deprecated. */
#define OPENSSL_API_COMPAT 0x10101000L
#include "redact/base/sha256.h"

#include <openssl/sha.h>
#include <stdalign.h>

_Static_assert(sizeof(sha256) >= sizeof(SHA256_CTX) && alignof(sha256) >= alignof(SHA256_CTX), "room for OpenSSL's state");

static SHA256_CTX *of(sha256 *s)
{
	return (SHA256_CTX *)(void *)s->state;
}

void sha256_init(sha256 *s)
{
	SHA256_Init(of(s));
}

void sha256_add(sha256 *s, const void *bytes, size_t n)
{
	SHA256_Update(of(s), bytes, n);
}

void sha256_done(sha256 *s, char hex[static SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[SHA256_SIZE];
	SHA256_Final(hash, of(s));
	for (int i = 0; i < SHA256_SIZE; i++) {
		hex[2 * i] = digits[hash[i] >> 4];
		hex[2 * i + 1] = digits[hash[i] & 15];
	}
	hex[2 * SHA256_SIZE] = '\0';
}
