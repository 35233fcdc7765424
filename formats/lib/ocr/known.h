/*
 * known.h - pixels that were read before: a letterhead or a logo stands on every page of a document, and is read
 * once.
 */
#ifndef UNDERSEAL_KNOWN_H
#define UNDERSEAL_KNOWN_H

#include "formats/lib/ocr/ocr.h"

/* What was read in areas so far. All zero is one that knows nothing. */
typedef struct known {
	struct known_area *list; size_t n, room;
	arena *mem;
} known;

/* ocr_read(), but what stands in an area of the very same pixels as one before is taken from there. Only areas that
 * were read without doubt are kept, and none of the size of a page. Units and failures are those of ocr_read(). */
bool known_read(known *k, ocr *o, const ocr_picture *p, const ocr_box *areas, size_t nareas, arena *mem, ocr_page *out, err *e);

void known_drop(known *k);

#endif
