/*
 * seen.h - the words of a picture as a unit of text, and marked places of a picture read once more.
 *
 * For pictures that are documents or parts of one. Pages that are drawn have text of their own beside what
 * is seen: see formats/pdf/pixels/.
 */
#ifndef UNDERSEAL_SEEN_H
#define UNDERSEAL_SEEN_H

#include "formats/lib/ocr/known.h"
#include "redact/base/buf.h"
#include "redact/model/text.h"

/* OCR takes a tenth of a second to start: it does when the first picture asks for it. What it read it knows. */
typedef struct seer {
	const char *languages;
	const str *listed; size_t nlisted;  /* see ocr_list_numbers() */
	ocr *ocr;
	known known;
} seer;
void seer_end(seer *s);

/* ocr_read() with it. */
bool seer_read(seer *s, const ocr_picture *p, const ocr_box *areas, size_t nareas, arena *mem, ocr_page *out, err *e);

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

/* A box of what was read, in the units of those that are told: points of a page, say. */
typedef rect seen_where(const void *arg, ocr_box b);

/* Adds the words of a page, each as a whole: what is read a second time, and otherwise, is not to be halved. */
void seen_words(seen *to, const ocr_page *page, seen_where *where, const void *arg);

/* Adds what stands in a place of the picture, upright, turned or upside down. */
bool seen_place(seer *s, seen *to, const ocr_picture *p, ocr_box place, err *e);

/* The same for all that stands in the boxes and around them. Boxes in pixels. */
bool seen_again(seer *s, seen *to, const ocr_picture *p, const rect *boxes, size_t n, err *e);

#endif
