/*
 * live.h - the stretches of a text where a context word can speak for a value.
 *
 * A pattern that asks for a context word need not be tried elsewhere. The stretches are rather too wide: context.h and
 * columns.h decide.
 */
#ifndef UNDERSEAL_LIVE_H
#define UNDERSEAL_LIVE_H

#include "patterns/spots.h"

typedef struct stretch { size_t beg, end; } stretch;   /* where a value may begin: bytes of the folded text, the last one too */

/* One for each word, ascending by where it begins. Lives in mem. */
stretch *live_stretches(const context *c, const surroundings *in, arena *mem);

/* Of the places where a pattern may match, those in the stretches, and those in front of them from where a match could
 * reach to another: tried in turn, these are found as if all were tried. width: no match is longer. */
struct places live_places(const struct places *all, const stretch *list, size_t n, size_t width, arena *mem);

/* How many of the places lie in [beg, end]. */
size_t live_count(const struct places *of, size_t beg, size_t end);

#endif
