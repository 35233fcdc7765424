#include "cli/review/cache.h"

#include <stdlib.h>

struct cache_entry {
	cache_key key;
	answer *a;
	uint64_t used;
};

bool cache_key_same(const cache_key *a, const cache_key *b)
{
	return a->kind == b->kind && a->document == b->document && a->page == b->page && a->width == b->width && a->state == b->state;
}

answer *cache_find(cache *c, const cache_key *key)
{
	for (size_t i = 0; i < c->n; i++) {
		if (!cache_key_same(&c->entries[i].key, key))
			continue;
		c->entries[i].used = ++c->uses;
		return c->entries[i].a;
	}
	return NULL;
}

static void take_out(cache *c, size_t i)
{
	c->bytes -= c->entries[i].a->body.n;
	answer_drop(c->entries[i].a);
	c->entries[i] = c->entries[--c->n];
}

void cache_put(cache *c, const cache_key *key, answer *a)
{
	for (size_t i = 0; i < c->n; i++)
		if (cache_key_same(&c->entries[i].key, key))
			take_out(c, i--);
	if (a->body.n > c->limit)
		return;
	while (c->n && c->bytes + a->body.n > c->limit) {
		size_t oldest = 0;
		for (size_t i = 1; i < c->n; i++)
			if (c->entries[i].used < c->entries[oldest].used)
				oldest = i;
		take_out(c, oldest);
	}
	if (c->n == c->room) {
		c->room = c->room ? c->room * 2 : 64;
		c->entries = realloc(c->entries, c->room * sizeof *c->entries);
		if (!c->entries)
			abort();
	}
	c->entries[c->n++] = (struct cache_entry){ *key, answer_hold(a), ++c->uses };
	c->bytes += a->body.n;
}

void cache_forget(cache *c, char kind, uint32_t document)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->entries[i].key.kind == kind && c->entries[i].key.document == document)
			take_out(c, i--);
}

void cache_drop(cache *c)
{
	while (c->n)
		take_out(c, c->n - 1);
	free(c->entries);
	*c = (cache){ 0 };
}
