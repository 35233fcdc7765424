/*
 * appearance.h - pictures of annotations that bring none of their own.
 *
 * Readers draw a field from its value and a highlight from its corners where the file holds no
 * appearance, or says that those it holds are stale. Here MuPDF draws them, from copies: the
 * annotations of the document stay as they are. No script of the document is ever run.
 */
#ifndef UNDERSEAL_PDF_APPEARANCE_H
#define UNDERSEAL_PDF_APPEARANCE_H

#include "formats/pdf/rpdf.h"

/* One annotation that is seen. */
typedef struct rpdf_seen {
	pdf_obj *annot;   /* lent                                                             */
	pdf_obj *look;    /* its appearance, a stream: kept; NULL when nothing is drawn       */
	pdf_obj *as;      /* the dictionary whose Rect says where: kept; annot or its copy    */
	bool wants_look;  /* has to be drawn for want of an appearance that shows it          */
} rpdf_seen;

/* Finds the look of an annotation in the file, or says that it wants one. */
void rpdf_seen_find(fz_context *ctx, struct rpdf_doc *d, rpdf_seen *s);

/* Draws those of page `number` (from 0) that want a look. What cannot be drawn stays without. */
void rpdf_seen_draw(fz_context *ctx, struct rpdf_doc *d, pdf_obj *page, int number, rpdf_seen *list, size_t n);

#endif
