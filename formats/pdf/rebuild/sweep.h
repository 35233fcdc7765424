/*
 * sweep.h - objects that nothing leads to, taken out of a document that is about to be written.
 *
 * MuPDF's own collection follows references by calling itself: a hundred thousand bookmarks, each
 * pointing at the next, are more than a stack holds.
 */
#ifndef UNDERSEAL_PDF_SWEEP_H
#define UNDERSEAL_PDF_SWEEP_H

#include "formats/lib/mu.h"

/* Frees every object of doc that its trailer does not lead to. No recursion through references. */
void rpdf_sweep(fz_context *ctx, pdf_document *doc);

#endif
