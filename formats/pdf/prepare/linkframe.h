/*
 * linkframe.h - the frames that readers draw around links.
 *
 * A link has no appearance of its own: its border and colour say what is seen (ISO 32000-1, 12.5.4, and /Border
 * and /C in table 164). MuPDF draws no such frame, so where links become content it is made here.
 */
#ifndef UNDERSEAL_PDF_LINKFRAME_H
#define UNDERSEAL_PDF_LINKFRAME_H

#include "formats/lib/mu.h"

bool rpdf_is_link(fz_context *ctx, pdf_obj *annot);

/* The link's frame as an appearance, a form in the page's own space, whose box says nothing of how wide the link is: a reference, yours. NULL when no
 * frame is seen: one without width, of no colour, or wider than the link. */
pdf_obj *rpdf_link_frame(fz_context *ctx, pdf_document *doc, pdf_obj *link);

#endif
