/*
 * cache.h - answers kept for a while: what was used last stays, up to so many bytes.
 */
#ifndef UNDERSEAL_REVIEW_CACHE_H
#define UNDERSEAL_REVIEW_CACHE_H

#include "cli/review/answer.h"

/* What an answer is of. `state` is the revision of a document that it shows; 0 where it does not depend on one. */
typedef struct cache_key {
	char kind;
	uint32_t document, page, width;
	uint64_t state;
} cache_key;

typedef struct cache {
	size_t limit;            /* bytes */
	struct cache_entry *entries; size_t n, room;
	size_t bytes;
	uint64_t uses;
} cache;

bool cache_key_same(const cache_key *a, const cache_key *b);

/* Lent; NULL when it is not there. */
answer *cache_find(cache *c, const cache_key *key);

/* Holds it, and drops what was not used for longest. */
void cache_put(cache *c, const cache_key *key, answer *a);

/* Forgets what it has of a document by this kind. */
void cache_forget(cache *c, char kind, uint32_t document);
void cache_drop(cache *c);

#endif
