/*
 * pagetree.h - the pages of a PDF as its tree has them, and a tree that every reader agrees on.
 *
 * Readers find pages by walking /Kids, by believing /Count, or by both. A tree in which these
 * disagree has pages that one sees and another does not, and a page that redaction does not see is
 * a page unredacted. So a source is mended before anybody asks for its pages.
 */
#ifndef UNDERSEAL_PDF_PAGETREE_H
#define UNDERSEAL_PDF_PAGETREE_H

#include "formats/lib/mu.h"

/*
 * The pages of doc in order, found by walking /Kids from the root; what loops back is passed over.
 * Lent by doc, the list in mem. *sound (when not NULL) says whether counts, types and objects are
 * such that MuPDF's own page functions see exactly these pages. Throws ERR_REFUSED beyond 100,000
 * pages and when the tree is more than 64 deep.
 */
size_t rpdf_pages(fz_context *ctx, pdf_document *doc, arena *mem, pdf_obj ***pages, bool *sound);

/* The same where their number is known: pdf_lookup_page_obj() of each, which takes as long as there are pages
 * before it, in one go. Throws when the tree has another number of them. */
pdf_obj **rpdf_all_pages(fz_context *ctx, pdf_document *doc, int npages, arena *mem);

/* Replaces an unsound tree, in memory, by one of the same pages that is sound: what they inherited
 * stands on them, a page that stood in it twice becomes two. Returns the number of pages. */
size_t rpdf_mend_pages(fz_context *ctx, pdf_document *doc);

/* Takes over what page inherits from the nodes above it. Damage above it is no loss of the page. */
void rpdf_settle_page(fz_context *ctx, pdf_obj *page);

/* Makes pages (references, each with an object of its own) the whole page tree of doc. */
void rpdf_plant_pages(fz_context *ctx, pdf_document *doc, pdf_obj **pages, size_t n);

#endif
