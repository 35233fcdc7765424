/*
 * hollow.h - letters of which only the outline is drawn: a thin line around nothing. They are read as what
 * their outlines enclose.
 */
#ifndef UNDERSEAL_OCR_HOLLOW_H
#define UNDERSEAL_OCR_HOLLOW_H

#include "formats/lib/ocr/pass.h"
#include "formats/lib/ocr/view.h"

/* Where the view has such letters, fills them, reads them again, and adds what is surer so. `letter` is the
 * usual height of a letter of the view, in its pixels. */
bool hollow_read(struct ocr *o, const ocr_view *v, float letter, ocr_list *words, err *e);

#endif
