/*
 * glyph.h - the pictures of two letters, compared.
 *
 * Tesseract knows how an 8 may look; a page knows how its own look. Which of two digits a third one is tells the likeness to
 * those of the page that were surely read.
 */
#ifndef UNDERSEAL_OCR_GLYPH_H
#define UNDERSEAL_OCR_GLYPH_H

#include "formats/lib/ocr/ocr.h"

#include <leptonica/allheaders.h>

enum { GLYPH_WIDE = 14, GLYPH_HIGH = 20 };

/* A letter brought to one size, its ink's mean taken away and its spread made one. */
typedef struct glyph {
	float ink[GLYPH_WIDE * GLYPH_HIGH];
	float wide, high;   /* of the letter, in pixels */
} glyph;

/* The box without its white rims. False where there is too little ink in it for a letter. */
bool glyph_ink(PIX *grey, ocr_box *at);

/* Cuts the ink in the box out of a clean grey picture. False where there is none to speak of. */
bool glyph_take(PIX *grey, ocr_box at, glyph *out);

/* 1 for the same, 0 and less for what has nothing in common. */
float glyph_likeness(const glyph *a, const glyph *b);

#endif
