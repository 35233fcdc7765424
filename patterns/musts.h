/*
 * musts.h - what every match of a pattern must hold, so that most of a text need not be tried.
 *
 * Nearly all patterns ask for digits, or for a sign such as @. Reading the pattern's own words tells how
 * many digits at least, within how many bytes, and how far from its beginning the first one may stand: nine
 * digits within seventeen bytes are rare. What this reader of patterns does not know for certain, it does
 * not say: such a pattern is tried everywhere.
 */
#ifndef UNDERSEAL_MUSTS_H
#define UNDERSEAL_MUSTS_H

#include "redact/base/str.h"

typedef struct musts {
	size_t width;          /* a match has at most so many bytes; SIZE_MAX: no limit          */
	unsigned digits;       /* at least so many ASCII digits, in it or looked ahead for; 0: not known */
	size_t within;         /* ... that stand within so many bytes from its beginning         */
	size_t before_digit;   /* ... the first behind at most so many                           */
	char sign;             /* an ASCII sign that every match holds, not a letter or digit; 0: none known */
	size_t before_sign;    /* at most so many bytes stand before one of them                 */
} musts;

/* Of a pattern as regex.h takes it, which must be one that compiles. */
musts musts_of(str pattern);

#endif
