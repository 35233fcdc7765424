/*
 * digest.h - what a file's bytes come to: size, SHA-256 and CRC-32, in one reading.
 */
#ifndef UNDERSEAL_DIGEST_H
#define UNDERSEAL_DIGEST_H

#include "redact/base/err.h"
#include "redact/base/sha256.h"
#include "redact/base/str.h"

typedef struct digest {
	sha256 hash;
	uint64_t size;
	uint32_t crc;
} digest;

/* Begins anew; then any number of digest_add(). */
void digest_init(digest *d);
void digest_add(digest *d, const void *bytes, size_t n);

/* The same without the hash, which is then of nothing. */
void digest_sum(digest *d, const void *bytes, size_t n);
void digest_done(digest *d, char hex[static SHA256_HEX]);

#endif
