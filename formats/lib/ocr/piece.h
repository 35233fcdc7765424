/*
 * piece.h - parts of a picture and of what was read in it.
 */
#ifndef UNDERSEAL_OCR_PIECE_H
#define UNDERSEAL_OCR_PIECE_H

#include "formats/lib/ocr/ocr.h"

/* What lies in the box, by quarters of a turn clockwise. In mem. */
ocr_picture ocr_piece(const ocr_picture *p, ocr_box b, int quarters, arena *mem);

/* The place of a word's letter, as high as the word: letters of a line are covered as a line. */
ocr_box ocr_letter(const ocr_word *w, size_t i);

#endif
