/*
 * misread.h - known values looked for in what OCR read, where a letter of them may be another.
 *
 * "Okonji" in a scan may be the Okonjo that a person wrote down to be removed. So in units that were read off
 * pixels, and in no others, values are compared by what their letters look like, and a long one may have a
 * letter or two wrong. Digits are not guessed at: one other digit is another number. But no number has a sign among
 * its digits as "410924€44415" has: there any digit may have stood.
 */
#ifndef UNDERSEAL_MISREAD_H
#define UNDERSEAL_MISREAD_H

#include "redact/detector.h"

typedef bool misread_hit(void *arg, size_t value, size_t unit, size_t beg, size_t end);

typedef enum misread_how {
	MISREAD_DOUBT,  /* a letter or two of a long value may be another                        */
	MISREAD_ALIKE,  /* only what looks alike counts, and no letter may be another            */
	MISREAD_NEAR,   /* of long numbers alone: one digit is another. May well be another number */
} misread_how;

/* Calls hit for each place in t's units of pixels where a value may stand: whole words, bytes of the unit. False when
 * hit returned false. */
bool misread_find(const text *t, const str *values, size_t n, misread_how how, misread_hit *hit, void *arg);

/* Adds to what was found (sorted and merged, as it is afterwards) where in pixels values that were found, and
 * terms, may stand misread: rule "misread", and less sure than origin[i], as what values[i] was found. */
void misread_doubt(const detectors *all, const text *t, const str *values, const finding *origin, size_t n, findings *out);

#endif
