/*
 * landing.h - where in a text a match may begin, by what every match must hold.
 */
#ifndef UNDERSEAL_LANDING_H
#define UNDERSEAL_LANDING_H

#include "patterns/musts.h"

/* A text's digits, for landing on those that lie close enough together. */
typedef struct landing {
	str text;
	const uint32_t *digits; size_t n;   /* where they stand */
} landing;

landing landing_of(str text, arena *mem);

/* The next bytes [*beg, *last] at or behind `from` where a match may begin; false: nowhere. *state is 0 at first. */
bool landing_next(const landing *l, const musts *m, size_t from, size_t *state, size_t *beg, size_t *last);

#endif
