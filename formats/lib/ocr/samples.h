/*
 * samples.h - how the digits of a page look: those that were surely read.
 */
#ifndef UNDERSEAL_OCR_SAMPLES_H
#define UNDERSEAL_OCR_SAMPLES_H

#include "formats/lib/ocr/glyph.h"
#include "formats/lib/ocr/pass.h"

/* All zero is one without any. */
typedef struct samples {
	bool taken;
	struct { glyph *list; size_t n, room; } of[10];
} samples;

/* The digits of words that were surely read. In mem. */
void samples_take(samples *s, PIX *grey, const ocr_list *words, arena *mem);

typedef enum samples_say { SAMPLES_NONE, SAMPLES_FIRST, SAMPLES_SECOND } samples_say;

/* Which of two signs stands in that box, as far as the page's own digits tell; a letter is like none of them. */
samples_say samples_tell(const samples *s, PIX *grey, ocr_box at, char first, char second);

#endif
