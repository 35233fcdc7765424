/*
 * upright.h - which way up a view is, and how far it leans.
 */
#ifndef UNDERSEAL_OCR_UPRIGHT_H
#define UNDERSEAL_OCR_UPRIGHT_H

#include "formats/lib/ocr/pass.h"
#include "formats/lib/ocr/view.h"

/* Turns and straightens the view. v->ink is there before, and may be gone afterwards. */
bool upright_view(struct ocr *o, ocr_view *v, arena *mem, err *e);

/* Whether what was read in the view is so doubtful that it should be read the other way up. */
bool upright_is_doubtful(const ocr_view *v, const ocr_list *words);

/* How well something was read: its words' letters, by how sure they are. */
double upright_worth(const ocr_list *words);

/* By how many degrees, clockwise, a small piece of a page has to be turned; 0 when that is not clear. */
float upright_lean(PIX *ink);

#endif
