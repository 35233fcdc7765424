/*
 * unpack.h - glyphs of Type 3 fonts that show text, made a part of what their pages draw.
 *
 * Such a glyph is one letter that says a whole word, and says it in the font, for all places at once.
 * Where a document is prepared at open() each use of one becomes a form, so that what it says is read,
 * marked, removed and compared where it stands, by code that knows nothing of it. See walk_type3.c.
 */
#ifndef UNDERSEAL_PDF_UNPACK_H
#define UNDERSEAL_PDF_UNPACK_H

#include "formats/pdf/rpdf.h"

/* After rpdf_flatten(), which makes pictures of annotations a part of the pages. Pages that were changed
 * join those that the proof draws beside the file as it was. Throws beyond the limits of a walk. */
void rpdf_unpack_glyphs(fz_context *ctx, struct rpdf_doc *d);

#endif
