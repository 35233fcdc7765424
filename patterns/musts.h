/*
 * musts.h - what every match of a pattern must hold, so that most of a text need not be tried.
 *
 * Nearly all patterns ask for a digit, or for a sign such as @. Reading the pattern's own words tells how far from
 * its beginning the first may stand. What this reader of patterns does not know for certain, it does not say: such
 * a pattern is tried everywhere.
 */
#ifndef UNDERSEAL_MUSTS_H
#define UNDERSEAL_MUSTS_H

#include "redact/base/str.h"

enum { MUSTS_FARTHEST = 1000 /* bytes: what may stand farther is not told */ };

typedef struct musts {
	size_t width;          /* a match has at most so many bytes; SIZE_MAX: no limit                        */
	bool digit;            /* an ASCII digit stands in it, or is looked ahead for                          */
	size_t before_digit;   /* ... behind at most so many bytes                                             */
	char sign;             /* an ASCII sign that every match holds, not a letter or digit; 0: none known   */
	size_t before_sign;    /* ... behind at most so many bytes                                             */
} musts;

/* Of a pattern as regex.h takes it, which must be one that compiles. */
musts musts_of(str pattern);

#endif
