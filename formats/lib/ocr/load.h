/*
 * load.h - a picture lent by a caller, as the layers of a view, at the size at which it will be read.
 */
#ifndef UNDERSEAL_OCR_LOAD_H
#define UNDERSEAL_OCR_LOAD_H

#include "formats/lib/ocr/view.h"

/* nareas > 0: all else is white. apart: coloured ink, where there is some, becomes a layer of its own. A view is
 * smaller than its picture by `shrink` (1: as it is), or by more where it would be too large. ERR_REFUSED for
 * absurd sizes. v: view_drop(). */
bool load_view(ocr_view *v, const ocr_picture *p, const ocr_box *areas, size_t nareas, bool apart, float shrink, err *e);

#endif
