/*
 * outline.h - which pieces of ink are which letters of a word.
 *
 * A reader knows the order of letters better than their places. Where half of a word goes, its last letter must go with all
 * of its ink and the sign beside it stay: the pieces of ink are dealt out to the letters in their order, and a letter's box
 * becomes the outline of its pieces. The arm of a y that reaches over a full stop is the y's.
 */
#ifndef UNDERSEAL_OCR_OUTLINE_H
#define UNDERSEAL_OCR_OUTLINE_H

#include "formats/lib/ocr/ocr.h"

#include <leptonica/allheaders.h>

/* Gives the letters of an upright word of the grey picture the outlines of their ink. Outlines of letters that reach over one
 * another overlap. Letters that share a piece part where they parted before, and a word without ink stays as it is. */
void outline_letters(PIX *grey, ocr_word *w);

#endif
