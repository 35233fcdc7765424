/*
 * bound.h - the first place of a sorted list at which something no longer holds.
 *
 *     bound b = { .high = n };                     places 0 to n - 1
 *     while (bound_asks(&b))
 *         bound_told(&b, list[b.at].beg < beg);    holds up to some place and nowhere behind it
 *     return b.at;                                 n when it holds everywhere
 *
 * By halves: about log2(n) questions. A list that is not sorted gets some answer from low to high, none beyond.
 */
#ifndef UNDERSEAL_BOUND_H
#define UNDERSEAL_BOUND_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bound {
	size_t at;          /* the place that is asked about, in the end the answer */
	size_t low, high;   /* where the answer lies: from low to high, both may be it */
} bound;

/* Is there a place left to ask about? */
static inline bool bound_asks(bound *b)
{
	b->at = b->low + (b->high - b->low) / 2;
	return b->low < b->high;
}

/* Does it hold at that place? */
static inline void bound_told(bound *b, bool holds)
{
	if (holds)
		b->low = b->at + 1;
	else
		b->high = b->at;
}

#endif
