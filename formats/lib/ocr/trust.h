/*
 * trust.h - what was found set against what ought to be there: the ink that no word accounts for, and
 * the verdict on the whole.
 */
#ifndef UNDERSEAL_OCR_TRUST_H
#define UNDERSEAL_OCR_TRUST_H

#include "formats/lib/ocr/letters.h"
#include "formats/lib/ocr/pass.h"

/* The letters that no word of at least `sure` covers. In mem. */
letters trust_unread(const letters *all, const ocr_list *words, int sure, arena *mem);

/* Too many of these characters are in words read with little confidence. */
bool trust_is_unsure(const ocr_list *words);

/* Fills page->trust and page->why. mem is for the working. `native` is the height of letters in the picture's own pixels. */
void trust_judge(ocr_page *page, const letters *all, const letters *unread, const ocr_list *words, float native,
                 arena *mem);

#endif
