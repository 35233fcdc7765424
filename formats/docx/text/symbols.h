/*
 * symbols.h - glyphs that a document names by their number in a font.
 *
 * w:sym, and characters of Unicode's private area from F000 on in a text, say "the glyph number so and
 * so". In fonts of letters that number is the letter; of the fonts of pictures that everybody has, some
 * glyphs are letters and digits as well. All others are dots to whoever searches.
 */
#ifndef UNDERSEAL_DOCX_SYMBOLS_H
#define UNDERSEAL_DOCX_SYMBOLS_H

#include "redact/base/str.h"

/* The character that glyph `code` of a font shows; U+2022 for a picture. */
uint32_t symbol_letter(str font, uint32_t code);

/* "F030": 0 for what is no number. */
uint32_t symbol_code(str hex);

/* The first character of s, at or behind `at`, that names a glyph: its bytes are [*beg, *end) and its
 * number comes back; 0 when there is none. */
uint32_t symbol_in_text(str s, size_t at, size_t *beg, size_t *end);

#endif
