#include "redact/base/strmap.h"

#include <sodium.h>

_Static_assert(sizeof ((strmap *)0)->key == crypto_shorthash_KEYBYTES, "the key of a map is one of its hash");

struct strmap_slot { str name; size_t number; bool taken; };

enum { LEAST = 64 }; /* of slots; always a power of two, and half of them free */

static struct strmap_slot *slot_of(const strmap *m, str name)
{
	uint64_t hash;
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)(name.n ? name.p : ""), name.n, m->key);
	size_t at = (size_t)hash & (m->nslots - 1);
	while (m->slots[at].taken && !str_eq(m->slots[at].name, name))
		at = (at + 1) & (m->nslots - 1);
	return &m->slots[at];
}

static void make_room(strmap *m)
{
	if (m->n * 2 < m->nslots)
		return;
	strmap larger = *m;
	if (!m->nslots)
		randombytes_buf(larger.key, sizeof larger.key);
	larger.nslots = m->nslots ? m->nslots * 2 : LEAST;
	larger.slots = arena_array(m->mem, struct strmap_slot, larger.nslots);
	for (size_t i = 0; i < m->nslots; i++)
		if (m->slots[i].taken)
			*slot_of(&larger, m->slots[i].name) = m->slots[i];
	*m = larger;
}

void strmap_put(strmap *m, str name, size_t number)
{
	make_room(m);
	struct strmap_slot *slot = slot_of(m, name);
	m->n += !slot->taken;
	*slot = (struct strmap_slot){ slot->taken ? slot->name : name, number, true };
}

bool strmap_get(const strmap *m, str name, size_t *number)
{
	const struct strmap_slot *slot = m->nslots ? slot_of(m, name) : NULL;
	if (!slot || !slot->taken)
		return false;
	*number = slot->number;
	return true;
}
