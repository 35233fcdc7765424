/*
 * colour.h - words in coloured ink: stamps, mostly, which lie across other words and at a slant of
 * their own.
 */
#ifndef UNDERSEAL_OCR_COLOUR_H
#define UNDERSEAL_OCR_COLOUR_H

#include "formats/lib/ocr/pass.h"
#include "formats/lib/ocr/view.h"

/* Adds the words of v->colour. `letter` is the usual height of a letter of the view, in its pixels. */
bool colour_read(struct ocr *o, ocr_view *v, float letter, ocr_list *words, err *e);

#endif
