/*
 * seen.h - the words of a picture as a unit of text, and marked places of a picture read once more.
 *
 * For pictures that are documents or parts of one. Pages that are drawn have text of their own beside what
 * is seen: see formats/pdf/pixels/.
 */
#ifndef UNDERSEAL_SEEN_H
#define UNDERSEAL_SEEN_H

#include "formats/lib/ocr/ocr.h"
#include "redact/base/buf.h"
#include "redact/model/text.h"

/* OCR takes a tenth of a second to start: it does when the first picture asks for it. */
typedef struct seer { const char *languages; ocr *ocr; } seer;
void seer_end(seer *s);

/* What one unit will hold. A picture that shows one thing on white paper and another on black is read
 * twice into it. */
typedef struct seen {
	arena *mem;
	float pixels;         /* of the picture, that one unit of its boxes is */
	buf text;
	span *spans; size_t n, room;
	bool doubtful;
} seen;

/* Adds the words of the picture, each with a box that takes in its grey rims. A picture without anything of
 * the shape of letters costs nothing; one that is too large counts as doubtful. */
bool seen_read(seer *s, seen *to, const ocr_picture *p, err *e);

/* Hands the words over, and empties it. The unit's id, kind, page and frame are the caller's. */
void seen_end(seen *from, unit *u);

/* Adds to `said` what stands in the boxes and around them, upright, turned or upside down. In pixels. */
bool seen_again(seer *s, const ocr_picture *p, const rect *boxes, size_t n, buf *said, err *e);

#endif
