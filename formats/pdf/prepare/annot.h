/*
 * annot.h - one annotation of a page: whether a reader is shown it, and by which appearance, where.
 *
 * Form fields are annotations, too: their widgets. What is said here follows ISO 32000-1, 12.5.2 to
 * 12.5.5 and 12.7, and where the document leaves a choice, what the common readers do.
 */
#ifndef UNDERSEAL_PDF_ANNOT_H
#define UNDERSEAL_PDF_ANNOT_H

#include "formats/lib/mu.h"

typedef enum annot_kind {
	ANNOT_NONE,      /* no annotation at all, or one that is never drawn: a popup, a link */
	ANNOT_REDACTION, /* a redaction that somebody drew and nobody applied                 */
	ANNOT_WIDGET,
	ANNOT_MARKUP,    /* anything else                                                     */
} annot_kind;

annot_kind rpdf_annot_kind(fz_context *ctx, pdf_obj *annot);

enum { ANNOT_INVISIBLE = 1, ANNOT_HIDDEN = 2, ANNOT_NO_ROTATE = 16, ANNOT_NO_VIEW = 32 };

/* Whether its flags or its layer keep it from the screen. */
bool rpdf_annot_is_hidden(fz_context *ctx, pdf_document *doc, pdf_obj *annot);

/* One of the subtypes of the specification: for them alone the flag Invisible says nothing. */
bool rpdf_annot_is_known(fz_context *ctx, pdf_obj *annot);

/* The type of a widget's field: /Tx, /Ch, /Btn, /Sig or NULL. Lent. */
pdf_obj *rpdf_annot_field(fz_context *ctx, pdf_obj *widget);
bool     rpdf_annot_is_password(fz_context *ctx, pdf_obj *widget);

/* The normal appearance in its present state: a stream, lent. NULL where there is none; *blank says
 * whether that is on purpose, as with a box that is not ticked. */
pdf_obj *rpdf_annot_look(fz_context *ctx, pdf_obj *annot, bool *blank);

/* Where it is drawn, in the page's space: its Rect; an icon that the reader draws itself hangs from the upper
 * left corner of that, whatever its size (ISO 32000-1, 12.5.6.4). */
fz_rect rpdf_annot_rect(fz_context *ctx, pdf_obj *annot);

/* What brings the appearance `look` to its place on a page: algorithm 8.1, with the flag NoRotate.
 * page_ctm as of pdf_page_obj_transform(). False when it would draw nothing. */
bool rpdf_annot_place(fz_context *ctx, pdf_obj *annot, pdf_obj *look, fz_matrix page_ctm, int rotate, fz_matrix *place);

#endif
