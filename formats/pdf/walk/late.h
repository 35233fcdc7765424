/*
 * late.h - a content stream in which state is set only when something is painted in it.
 *
 * Where a word is gone its colour, its q and Q, its BT and ET, its matrix and its clip would still
 * tell that, and in how many pieces, it was there. This writer holds all of these back until
 * something needs them: what is set twice is written once, what nothing is painted in is not written
 * at all, and text stands by absolute matrices that do not lean on what was before.
 *
 * It is a pdf_processor in front of another one. It takes all that the walk hands on but the text
 * operators: text comes through late_show(). ISO 32000-1, 8.4 and 9.4.
 */
#ifndef UNDERSEAL_PDF_LATE_H
#define UNDERSEAL_PDF_LATE_H

#include "formats/pdf/walk/walk_path.h"

typedef struct late late;

/* chain is lent and outlives it; ctm: from the stream's space to page points. fresh: nothing was set
 * before it, as at the start of a page, whereas a form begins with what its caller had set. Drop it
 * with pdf_drop_processor(). */
pdf_processor *late_new(fz_context *ctx, pdf_processor *chain, fz_matrix ctm, bool fresh);

/* Whether the paths that come next are in page points: the space that is in force, which can tell where
 * they were, is then not written but for its scale. */
void late_paths_on_page(pdf_processor *to, bool on);

/* Text with its state: font is a resource's name, or "" for the one that a graphics state set. m is its
 * matrix: to page points, and then the space that is in force tells nothing either; or, with `own`, to
 * that very space. items: what TJ takes. */
void late_show(fz_context *ctx, pdf_processor *to, const char *font, const pdf_text_state *text,
               fz_matrix m, bool own, pdf_obj *items);

/* The font in force, for what inherits it. */
void late_font(fz_context *ctx, pdf_processor *to, const char *font, float size);

#endif
