/*
 * layer_font.h - a font that shows nothing: one empty glyph for every code, and every code is the
 * character of that number in Unicode.
 */
#ifndef UNDERSEAL_PDF_LAYER_FONT_H
#define UNDERSEAL_PDF_LAYER_FONT_H

#include "formats/lib/mu.h"

/* Of the size of the font: every glyph is so wide; so far a line reaches up and down. */
#define LAYER_WIDE 0.5f
#define LAYER_UP   0.8f
#define LAYER_DOWN 0.2f

/* A reference to it, in doc. Yours. Throws. */
pdf_obj *rpdf_layer_font(fz_context *ctx, pdf_document *doc);

#endif
