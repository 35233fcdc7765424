#include "patterns/people/census.h"

#include "redact/base/bound.h"
#include "redact/base/hash.h"

uint32_t census_key(str word)
{
	uint32_t h = hash32(word);
	return (h ^ h >> 24) & 0xFFFFFF;
}

static uint32_t key_at(str list, size_t i)
{
	const unsigned char *p = (const unsigned char *)list.p + i * NAME_BYTES;
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

name_rank census_rank(str list, str word)
{
	uint32_t key = census_key(word);
	bound b = { .high = list.n / NAME_BYTES };
	while (bound_asks(&b))
		bound_told(&b, key_at(list, b.at) < key);
	if (b.at == list.n / NAME_BYTES || key_at(list, b.at) != key)
		return (name_rank){ 0, 0 };
	unsigned char ranks = (unsigned char)list.p[b.at * NAME_BYTES + 3];
	return (name_rank){ ranks >> 4, ranks & 15 };
}
