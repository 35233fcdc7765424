/*
 * large.h - letters far larger than the rest of a picture: the headline of a poster.
 *
 * Tesseract takes one size of letters for a page's own. Others it reads as noise, or as many small ones. So the large ones
 * are read by themselves, at a size that reads well, and the rest is read without them.
 */
#ifndef UNDERSEAL_OCR_LARGE_H
#define UNDERSEAL_OCR_LARGE_H

#include "formats/lib/ocr/pass.h"
#include "formats/lib/ocr/view.h"

/* Adds their words, and takes them out of v->grey; v->ink keeps them. Nothing where there are none. */
bool large_read(struct ocr *o, ocr_view *v, const letters *found, ocr_list *words, err *e);

#endif
