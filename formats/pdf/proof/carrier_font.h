/*
 * carrier_font.h - the words in a font program: its names, notices and glyph names.
 *
 * A subset font made for one document can carry that document's words: a family named after a
 * client, a UTF-16 name table, glyphs named after letters, an encrypted section. For the verifier.
 */
#ifndef UNDERSEAL_PDF_CARRIER_FONT_H
#define UNDERSEAL_PDF_CARRIER_FONT_H

#include "redact/base/buf.h"

typedef enum carrier_font_kind { FONT_NONE, FONT_SFNT, FONT_CFF, FONT_TYPE1 } carrier_font_kind;

/* What the first bytes look like. */
carrier_font_kind rpdf_font_kind(str program);

/* Appends each name as UTF-8 and a newline; what cannot be read is left out. The plain bytes are
 * not among them: they are searched as they are. */
void rpdf_font_names(str program, buf *out);

#endif
