/*
 * shown.h - what a glyph itself claims to show, whatever its font says that its code means.
 *
 * ToUnicode is only a table beside the letters: it can read as another word, or say nothing at all,
 * while the page plainly shows a name. Glyphs often say themselves what they are: by their name in
 * the program ("M", "uni041C", "f_i"), or by the Unicode table that leads to them. Names that say
 * nothing (g12, cid123, a65) and codes for private use make no claim.
 */
#ifndef UNDERSEAL_PDF_SHOWN_H
#define UNDERSEAL_PDF_SHOWN_H

#include "formats/pdf/walk/walk.h"

enum { SHOWN_MOST = PDF_MRANGE_CAP };

/* What is known of the fonts met so far. */
typedef struct shown_fonts shown_fonts;

/* In mem, but fonts are held: shown_close() it; NULL is fine. */
shown_fonts *shown_open(arena *mem);
void         shown_close(fz_context *ctx, shown_fonts *fonts);

/* SHOWN_SIGN: one sign in place of another, a hyphen for a blank: that is common. SHOWN_LETTER: one of the
 * two is a letter or digit, or the font says nothing. */
typedef enum shown_as { SHOWN_SAME, SHOWN_SIGN, SHOWN_LETTER } shown_as;

/* Whether the glyph claims to be something other than what its font says that it means; then *as is
 * the glyph with the meaning that it claims. Cheap after the first time for a glyph. */
shown_as shown_claim(fz_context *ctx, shown_fonts *fonts, const rpdf_glyph *g, rpdf_glyph *as);

#endif
