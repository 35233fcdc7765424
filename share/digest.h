/*
 * digest.h - what a file's bytes come to: size, SHA-256 and CRC-32, in one reading.
 */
#ifndef UNDERSEAL_DIGEST_H
#define UNDERSEAL_DIGEST_H

#include "redact/base/err.h"
#include "redact/base/str.h"

#include <sodium.h>

enum { DIGEST_BLOCK = 64 << 10 }; /* bytes read at a time */

typedef struct digest {
	crypto_hash_sha256_state sha256;
	uint64_t size;
	uint32_t crc;
} digest;

void digest_init(digest *d);
void digest_add(digest *d, const void *bytes, size_t n);
void digest_done(digest *d, char sha256[static 65]);

/* Bytes of a file to whoever wants them, in order. */
typedef bool digest_sink(void *arg, const void *bytes, size_t n, err *e);

/* Reads a regular file, no link, to its end; sink may be NULL. ERR_INPUT, ERR_REFUSED for a link. */
bool digest_stream(const char *path, digest *d, digest_sink *sink, void *arg, err *e);

bool digest_file(const char *path, uint64_t *size, char sha256[static 65], uint32_t *crc, err *e);

#endif
