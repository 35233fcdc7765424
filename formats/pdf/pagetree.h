/*
 * pagetree.h - the pages of a PDF as its tree has them.
 */
#ifndef UNDERSEAL_PDF_PAGETREE_H
#define UNDERSEAL_PDF_PAGETREE_H

#include "formats/lib/mu.h"

/*
 * The pages of doc in order, found by walking the page tree and not by its /Count, which may lie.
 * Lent by doc, the list in mem. Throws when the tree loops or has more than 100,000 pages.
 */
size_t rpdf_pages(fz_context *ctx, pdf_document *doc, arena *mem, pdf_obj ***pages);

#endif
