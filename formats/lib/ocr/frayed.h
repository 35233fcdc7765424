/*
 * frayed.h - words that were read in part: beside them, on their line, stand letters that no word accounts for.
 *
 * Tesseract drops the end of a word where its first guess at where lines and words lie went wrong: on paper with
 * much grain, beside the rule of a table. What it does read it is sure of, so nothing but the ink tells. A value
 * cut so is worse than one that was not read, for its page looks as if all were read.
 */
#ifndef UNDERSEAL_OCR_FRAYED_H
#define UNDERSEAL_OCR_FRAYED_H

#include "formats/lib/ocr/letters.h"
#include "formats/lib/ocr/pass.h"

/* Reads each such stretch of a line again by itself, with the words at its ends, and takes it where more of its ink is
 * accounted for. */
bool frayed_read(struct ocr *o, PIX *grey, const letters *found, ocr_list *words, err *e);

/* Whether such words are left. `unread` are the letters that no word accounts for. */
bool frayed_are_left(const letters *unread, const ocr_list *words, arena *mem);

#endif
