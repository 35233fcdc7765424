/*
 * carrier_letters.h - letters that a font lists one by one, read as text.
 *
 * A font with a code, a glyph or a name for each letter of a line, in the order of the line, is that
 * line: /Differences[33/O/k/o/n/j/o], glyphs in that order, a ToUnicode map. A font of an honest
 * producer lists each letter once, in an order that may come from its first page; that is an alphabet,
 * and says no more than which letters there are. So a list counts as text only when it repeats some.
 *
 * For the verifier; shares nothing with the pruning.
 */
#ifndef UNDERSEAL_PDF_CARRIER_LETTERS_H
#define UNDERSEAL_PDF_CARRIER_LETTERS_H

#include "redact/base/buf.h"

/* All zero to begin with. */
typedef struct carrier_letters {
	buf text;                      /* UTF-8, a newline for a gap in the numbers      */
	size_t n, repeated;
	unsigned char seen[65536 / 8];
} carrier_letters;

void rpdf_letters_add(carrier_letters *l, uint32_t character);
void rpdf_letters_name(carrier_letters *l, str glyph);   /* as the Adobe Glyph List reads it */
void rpdf_letters_gap(carrier_letters *l);

/* "/M/a/r", as CharSet has it. */
void rpdf_letters_names(carrier_letters *l, str list);

/* What the codes of a ToUnicode CMap mean, code by code. */
void rpdf_letters_cmap(carrier_letters *l, str cmap);

/* Appends the list if it is text, a newline behind it, and begins anew. */
void rpdf_letters_end(carrier_letters *l, buf *out);

#endif
