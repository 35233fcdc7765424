/*
 * fontnames.h - which font names say nothing about anyone.
 *
 * Readers choose a substitute by name when a font is not embedded, so the names of common fonts
 * have to stay. Any other name may be a client's corporate typeface or plain text and becomes
 * "Font7", keeping only the style words a substitute is chosen by.
 */
#ifndef UNDERSEAL_PDF_FONTNAMES_H
#define UNDERSEAL_PDF_FONTNAMES_H

#include "redact/base/str.h"

/* The name to write in place of `name`. index: a number of its own for each distinct name; it also
 * makes the subset tag, since six letters of a tag are six letters of free text. In mem. */
str rpdf_font_name(str name, uint32_t index, arena *mem);

/* Whether it is one of those that stay, or made by rpdf_font_name(); with or without a subset tag. */
bool rpdf_common_font_name(str name);

#endif
