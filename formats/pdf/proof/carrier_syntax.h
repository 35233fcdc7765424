/*
 * carrier_syntax.h - the words that every PDF holds because it is one.
 *
 * Whoever looks for a client called Parent must not find /Parent 2 0 R. Words of the format's own
 * vocabulary say nothing about a document, so the verifier blanks them where, and only where, they
 * stand as syntax: as a name or as a keyword, in exactly this spelling.
 */
#ifndef UNDERSEAL_PDF_CARRIER_SYNTAX_H
#define UNDERSEAL_PDF_CARRIER_SYNTAX_H

#include "redact/base/str.h"

/* Names of the PDF standard, of its fourteen fonts, and of single glyphs (Adobe Glyph List). */
bool rpdf_syntax_name(str name);

/* Keywords between objects and in content streams, CMaps and functions. */
bool rpdf_syntax_keyword(str word);

/* Overwrites names and keywords of the vocabulary with blanks, in place; with `spelt` hex strings as
 * well, since what they spell is searched on its own. */
void rpdf_syntax_blank(char *bytes, size_t n, bool spelt);

#endif
