#include "cli/review/groups.h"

#include "redact/base/fold.h"
#include "redact/base/hash.h"

struct group {
	str key;
	uint64_t hash;
	int32_t next;            /* of those with the same place in the table; -1: none */
};

struct group_table {
	arena *mem;
	struct group *list; size_t n, room;
	int32_t *first; size_t places;   /* a power of two */
};

enum { FIRST_PLACES = 1024 };

static void spread(group_table *t, size_t places)
{
	t->first = arena_array(t->mem, int32_t, places);
	t->places = places;
	for (size_t i = 0; i < places; i++)
		t->first[i] = -1;
	for (size_t i = 0; i < t->n; i++) {
		int32_t *first = &t->first[t->list[i].hash & (places - 1)];
		t->list[i].next = *first;
		*first = (int32_t)i;
	}
}

group_table *groups_new(arena *mem)
{
	group_table *t = arena_alloc(mem, sizeof *t);
	t->mem = mem;
	spread(t, FIRST_PLACES);
	return t;
}

int32_t groups_number(group_table *t, str value)
{
	arena *mem = arena_new();
	str key = str_trim(fold_text(value, FOLD_WORDS, mem));
	uint64_t hash = hash64(key);
	int32_t i = key.n ? t->first[hash & (t->places - 1)] : -1;
	while (i >= 0 && !(t->list[i].hash == hash && str_eq(t->list[i].key, key)))
		i = t->list[i].next;
	if (i < 0 && key.n) {
		i = (int32_t)t->n;
		int32_t *first = &t->first[hash & (t->places - 1)];
		*ARENA_PUSH(t->mem, t->list, t->n, t->room) = (struct group){ str_dup(key, t->mem), hash, *first };
		*first = i;
		if (t->n > t->places)
			spread(t, t->places * 2);
	}
	arena_drop(mem);
	return i;
}
