/*
 * Numbers of notes: from the ids a document gives them to the order in which they are referred to.
 */
#include "formats/docx/inner.h"

static size_t slot_of(const number_map *map, int64_t old)
{
	size_t at = (size_t)((uint64_t)old * 0x9e3779b97f4a7c15u >> 32) & (map->nslots - 1);
	while (map->slots[at] && map->old[map->slots[at] - 1] != old)
		at = (at + 1) & (map->nslots - 1);
	return at;
}

size_t number_find(const number_map *map, int64_t old)
{
	uint32_t index = map->nslots ? map->slots[slot_of(map, old)] : 0;
	return index ? index - 1 : SIZE_MAX;
}

void number_add(number_map *map, int64_t old, arena *mem)
{
	*ARENA_PUSH(mem, map->old, map->n, map->room) = old;
	if (2 * map->n > map->nslots) {
		map->nslots = map->nslots ? 2 * map->nslots : 16;
		map->slots = arena_array(mem, uint32_t, map->nslots);
		for (size_t i = 0; i + 1 < map->n; i++)
			map->slots[slot_of(map, map->old[i])] = (uint32_t)i + 1;
	}
	map->slots[slot_of(map, old)] = (uint32_t)map->n;
}
