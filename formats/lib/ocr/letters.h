/*
 * letters.h - ink that has the shape of letters, before anything is read.
 */
#ifndef UNDERSEAL_OCR_LETTERS_H
#define UNDERSEAL_OCR_LETTERS_H

#include "redact/base/arena.h"

#include "formats/lib/ocr/ocr.h"

#include <leptonica/allheaders.h>

typedef struct letters {
	ocr_box *boxes; size_t n, room;   /* by x0    */
	float height;                     /* the median */
} letters;

/* Connected pieces of ink that may be letters: of their size, and with a neighbour on the same line. */
letters letters_of(PIX *ink, arena *mem);

/* The same, down to `least` pixels high: of a picture that is looked at smaller than it is. */
letters letters_from(PIX *ink, int least, arena *mem);

/* How many of them are lower than `height`, and have others that are beside them. mem is for the working. */
size_t letters_below(const letters *all, float height, arena *mem);
size_t letters_above(const letters *all, float height, arena *mem);

/* The letters of less than `low` pixels, the usual ones, and those of more than `high`. What has none of its own size beside
 * it, as a piece of a broken letter, goes with the usual ones, and so does a size that hardly has any. In mem. */
void letters_part(const letters *all, int low, int high, letters sizes[3], arena *mem);

#endif
