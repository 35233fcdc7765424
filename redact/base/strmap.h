/*
 * strmap.h - numbers by name.
 *
 * Names may be strangers': each map hashes with a key of its own, drawn by lot, so that nobody can choose names that fall
 * onto each other. An all-zero map is an empty one, once mem is set.
 *
 * Source: SipHash-2-4, Aumasson and Bernstein (libsodium's crypto_shorthash()).
 */
#ifndef UNDERSEAL_STRMAP_H
#define UNDERSEAL_STRMAP_H

#include "redact/base/arena.h"
#include "redact/base/str.h"

typedef struct strmap {
	arena *mem;
	struct strmap_slot *slots; size_t n, nslots;
	unsigned char key[16];
} strmap;

/* The number goes by this name from now on, instead of the one it had. The name is lent as long as the map lives. */
void strmap_put(strmap *m, str name, size_t number);

/* False when the name has none. */
bool strmap_get(const strmap *m, str name, size_t *number);

static inline bool strmap_has(const strmap *m, str name)
{
	size_t ignored;
	return strmap_get(m, name, &ignored);
}

#endif
