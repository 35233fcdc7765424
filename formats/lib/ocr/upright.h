/*
 * upright.h - which way up a view is, and how far it leans.
 */
#ifndef UNDERSEAL_OCR_UPRIGHT_H
#define UNDERSEAL_OCR_UPRIGHT_H

#include "formats/lib/ocr/pass.h"
#include "formats/lib/ocr/view.h"

/* Turns and straightens the view. v->ink is there before, and may be gone afterwards. */
bool upright_view(struct ocr *o, ocr_view *v, arena *mem, err *e);

/* By how many degrees, clockwise, a small piece of a page has to be turned; 0 when that is not clear. */
float upright_lean(PIX *ink);

#endif
