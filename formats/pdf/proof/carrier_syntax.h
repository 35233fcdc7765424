/*
 * carrier_syntax.h - the format's own words, taken out of bytes that are searched for a document's.
 *
 * See vocab/syntax.h: the verifier blanks them where, and only where, they stand as syntax.
 */
#ifndef UNDERSEAL_PDF_CARRIER_SYNTAX_H
#define UNDERSEAL_PDF_CARRIER_SYNTAX_H

#include "redact/base/str.h"

/* Overwrites names and keywords of the vocabulary with blanks, in place, and the names of common fonts
 * where a font names itself; with `spelt` hex strings and the plain strings of text objects as well, since
 * what they spell is searched on its own. */
void rpdf_syntax_blank(char *bytes, size_t n, bool spelt);

/* The same for the name in the marker by which a JPEG tells how its colours are coded (Adobe Technical
 * Note 5116, 18): every second JPEG needs it. */
void rpdf_syntax_blank_markers(char *bytes, size_t n);

#endif
