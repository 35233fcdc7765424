/*
 * sha256.h - SHA-256 (FIPS 180-4) of bytes that come piece by piece.
 *
 * OpenSSL's, because it uses the processor's own instructions: four times libsodium's speed where
 * they are there, and hashing is what sealing a bundle spends its time on.
 */
#ifndef UNDERSEAL_SHA256_H
#define UNDERSEAL_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32, SHA256_HEX = 65 /* with the NUL */ };

/* As large as OpenSSL's own state, which its file checks. A value: copy it, forget it. */
typedef struct sha256 {
	uint64_t state[16];
} sha256;

/* Begins anew; then any number of sha256_add(). */
void sha256_init(sha256 *s);
void sha256_add(sha256 *s, const void *bytes, size_t n);

/* Lower-case hex. The state is used up. */
void sha256_done(sha256 *s, char hex[static SHA256_HEX]);

#endif
