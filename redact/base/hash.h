/*
 * hash.h - FNV-1a: bytes made a number, for tables in memory and the shipped lists.
 *
 * The same number on every machine and for ever (the lists of people/ hold such numbers). It withstands no
 * enemy: who may choose the bytes may make them collide, so a table keyed by it bounds its chains or its size.
 *
 * Source: the FNV hash, Fowler, Noll, Vo; draft-eastlake-fnv.
 */
#ifndef UNDERSEAL_HASH_H
#define UNDERSEAL_HASH_H

#include "redact/base/str.h"

#define HASH32 2166136261u              /* of nothing */
#define HASH64 UINT64_C(14695981039346656037)

static inline uint32_t hash32_byte(uint32_t h, unsigned char c)
{
	return (h ^ c) * 16777619u;
}

static inline uint64_t hash64_byte(uint64_t h, unsigned char c)
{
	return (h ^ c) * UINT64_C(1099511628211);
}

static inline uint32_t hash32_more(uint32_t h, str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = hash32_byte(h, (unsigned char)s.p[i]);
	return h;
}

static inline uint32_t hash32(str s)
{
	return hash32_more(HASH32, s);
}

static inline uint64_t hash64(str s)
{
	uint64_t h = HASH64;
	for (size_t i = 0; i < s.n; i++)
		h = hash64_byte(h, (unsigned char)s.p[i]);
	return h;
}

/* The same of words that differ in the case of a to z alone. */
static inline uint64_t hash64_small(str s)
{
	uint64_t h = HASH64;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		h = hash64_byte(h, c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	return h;
}

#endif
