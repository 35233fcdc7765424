/*
 * readings_int.h - how readings are put together: by overleaf.c (from page to page), guises.c (letters
 * apart, letters for digits), broken.c (over the ends of lines and cells),
 * seams.c (words that meet) and labels.c (numbers of lists and what follows them).
 */
#ifndef UNDERSEAL_READINGS_INT_H
#define UNDERSEAL_READINGS_INT_H

#include "redact/readings.h"

/* One reading in the making; an all-zero one but for t and mem is empty. */
typedef struct reading_draft {
	const text *t;
	arena *mem;
	buf said;            /* to be freed */
	reading made;
} reading_draft;

/* Bytes [beg, end) of a unit as they are; one byte in place of them; a byte that stands for nothing. */
void draft_copy(reading_draft *d, uint32_t unit, uint32_t beg, uint32_t end);
void draft_put(reading_draft *d, char c, uint32_t unit, uint32_t beg, uint32_t end);
void draft_part(reading_draft *d, char c);

/* Adds what was drafted to r as a reading of `unit`, and empties the draft. */
void draft_finish(reading_draft *d, readings *r, uint32_t unit, unit_doubt doubt);

/* Each adds the readings of its kind, one file each: over the page, in guise, in broken pieces, at seams, by labels. */
void overleaf_read(const text *t, arena *mem, readings *r);
void guises_read(const text *t, arena *mem, readings *r);
void broken_read(const text *t, arena *mem, readings *r);
void seams_read(const text *t, arena *mem, readings *r);
void labels_read(const text *t, arena *mem, readings *r);

#endif
