/*
 * closer.h - a closer look at numbers that are listed but for a digit as they were read.
 *
 * Tesseract takes a 3 for an 8 in one size and not in another. Where what it read is a listed number but for a digit or
 * two, the place is read again by itself, in other sizes and from the picture's own pixels, and the doubtful digits are
 * compared with digits of the page that were surely read (glyph.h). What is taken for the listed number then has that
 * number's digits; all other numbers, be they ever so near, stay as they were read.
 */
#ifndef UNDERSEAL_OCR_CLOSER_H
#define UNDERSEAL_OCR_CLOSER_H

#include "formats/lib/ocr/pass.h"
#include "formats/lib/ocr/view.h"

/* Looks at the words of a view that was loaded from p. Nothing where nothing is listed (ocr_list_numbers()). */
bool closer_read(struct ocr *o, const ocr_picture *p, const ocr_view *v, ocr_list *words, err *e);

#endif
