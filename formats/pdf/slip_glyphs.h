/*
 * slip_glyphs.h - words on a slip sheet in letters that the standard fonts lack: Greek, Cyrillic, Chinese …
 *
 * They are drawn as outlines of the fonts that MuPDF carries, and say what they are as ActualText (ISO 32000-1, 14.9.4), so that they can be
 * copied. No font is embedded, none of the system is opened. Letters stand one after the other from left to right as they come: Arabic is
 * not joined.
 */
#ifndef UNDERSEAL_PDF_SLIP_GLYPHS_H
#define UNDERSEAL_PDF_SLIP_GLYPHS_H

#include "formats/lib/mu.h"
#include "redact/base/buf.h"

/* Adds a line, with a font R of the page, of at most so many points to a page's content; returns how many bytes of the words it has: at least one character. Throws. */
size_t slip_glyphs(fz_context *ctx, buf *out, str words, float size, float x, float y, float width);

#endif
