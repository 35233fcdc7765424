/*
 * glyphnames.h - which glyph names a document's own fonts know.
 *
 * /Differences selects glyphs by name. A name that some font program holds has to stay as it is; a
 * name that is no common one and that no font holds selects nothing, and can only be text.
 */
#ifndef UNDERSEAL_PDF_GLYPHNAMES_H
#define UNDERSEAL_PDF_GLYPHNAMES_H

#include "formats/lib/mu.h"

typedef struct glyph_names {
	fz_font **fonts;
	size_t n, room;
	bool loaded;
	arena *mem;      /* for the list; the fonts are dropped by rpdf_drop_glyph_names() */
} glyph_names;

/* Loads the embedded fonts of src at the first call. */
bool rpdf_is_glyph_name(fz_context *ctx, glyph_names *g, pdf_document *src, const char *name);

void rpdf_drop_glyph_names(fz_context *ctx, glyph_names *g);   /* NULL is fine */

#endif
