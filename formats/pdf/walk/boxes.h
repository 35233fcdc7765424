/*
 * boxes.h - the black boxes that say that, and why, something is gone.
 */
#ifndef UNDERSEAL_PDF_BOXES_H
#define UNDERSEAL_PDF_BOXES_H

#include "formats/lib/mu.h"
#include "redact/base/str.h"
#include "redact/model/geom.h"

struct rpdf_box { rect at; str label; };

struct rpdf_boxes {
	struct rpdf_box *list; size_t n, room;
};

/* Adds a box in page points; one that is there already is not drawn twice. */
void rpdf_add_box(struct rpdf_boxes *b, rect at, str label, arena *mem);

/* Appends the operators that fill the boxes with black and set each label in white Helvetica inside
 * its box where it fits, upright on the page as shown; once where boxes of a line lie in one another. ctm is the page's (default user space to
 * points); the content before must be balanced. Adds a font to resources when it is needed. */
void rpdf_draw_boxes(fz_context *ctx, pdf_document *doc, const struct rpdf_boxes *b, fz_matrix ctm,
                     fz_buffer *content, pdf_obj *resources);

#endif
