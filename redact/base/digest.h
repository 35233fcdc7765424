/*
 * digest.h - strings put into one BLAKE2b hash, so that no byte can move from one to the next.
 *
 * For what must withstand who may choose the strings; a table in memory is served by hash.h.
 */
#ifndef UNDERSEAL_DIGEST_H
#define UNDERSEAL_DIGEST_H

#include "redact/base/str.h"

#include <sodium.h>

/* Adds a string to a hash that crypto_generichash_init() began: its size in eight bytes, the lowest first, and its bytes. */
static inline void digest_part(crypto_generichash_state *h, str s)
{
	unsigned char size[8];
	for (int i = 0; i < 8; i++)
		size[i] = (unsigned char)((uint64_t)s.n >> 8 * i);
	crypto_generichash_update(h, size, sizeof size);
	crypto_generichash_update(h, (const unsigned char *)s.p, s.n);
}

#endif
