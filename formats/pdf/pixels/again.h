/*
 * again.h - marked places of a written page, read once more: whatever of a removed value is left in
 * pixels is read here, upright, turned or upside down.
 */
#ifndef UNDERSEAL_PDF_AGAIN_H
#define UNDERSEAL_PDF_AGAIN_H

#include "formats/lib/ocr/seen.h"
#include "formats/pdf/pixels/view.h"

/* Adds a unit with what stands in and around the boxes that accepted marks of p have on page n (from 0), each
 * word with its place. None where the page has no such marks, or nothing but text. Throws. */
void rpdf_see_again(fz_context *ctx, struct rpdf_doc *d, int n, const plan *p, seer *r, text *out);

#endif
