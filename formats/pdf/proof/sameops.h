/*
 * sameops.h - whether two pages are drawn by the same operators: the short way of the comparison.
 *
 * Most pages carry no mark, and what is drawn on them was copied operator by operator under other
 * resource names. Writing down the operators of both is a fraction of the work of finding out where
 * every glyph falls, and equal operators on equal resources draw equal pages. So the answer is one
 * of two: true, nothing that is drawn or that the text says differs; or false, this test cannot
 * tell, and the comparison of record.h and pagediff.h must. Whatever is not surely simple (patterns,
 * shadings, soft masks, Type 3 fonts, layers, trouble in the file) makes it false.
 *
 * It shares no code with what writes a page, only the judges of glyphs and images with pagediff.h.
 *
 *     same *s = rpdf_same_new(ctx, differ);
 *     if (rpdf_same_operators(ctx, s, a, page_of_a, b, page_of_b)) ...
 *     rpdf_same_drop(ctx, s);
 */
#ifndef UNDERSEAL_PDF_SAMEOPS_H
#define UNDERSEAL_PDF_SAMEOPS_H

#include "formats/pdf/proof/pagediff.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdbool.h>

/* What was found out about pairs of fonts, images and forms of two documents, by their numbers: one
 * for each pair of documents. The differ is lent for as long as it lives. */
typedef struct same same;
same *rpdf_same_new(fz_context *ctx, differ *d);   /* throws      */
void  rpdf_same_drop(fz_context *ctx, same *s);    /* NULL is fine */

/* The contents of page objects, without boxes and rotation. Throws only for want of memory. */
bool rpdf_same_operators(fz_context *ctx, same *s, pdf_document *a, pdf_obj *page_a, pdf_document *b,
                         pdf_obj *page_b);

#endif
