/*
 * onto.h - something drawn on top of what a page draws already.
 */
#ifndef UNDERSEAL_PDF_ONTO_H
#define UNDERSEAL_PDF_ONTO_H

#include "formats/lib/mu.h"

typedef struct rpdf_onto {
	pdf_obj *form;     /* a form XObject: a reference, lent */
	fz_matrix place;   /* its space to that of the page     */
} rpdf_onto;

/* Draws them after the page's own content, in its default user space, whatever that content leaves
 * open or closes too often. The page's dictionary gets contents and resources of its own. */
void rpdf_draw_onto(fz_context *ctx, pdf_document *doc, pdf_obj *page, const rpdf_onto *list, size_t n);

#endif
