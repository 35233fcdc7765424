/*
 * syntax.h - the words that every PDF holds because it is one.
 *
 * Whoever looks for a client called Parent must not find /Parent 2 0 R. Words of the format's own
 * vocabulary say nothing about a document where they stand as syntax: as a name or as a keyword, in
 * exactly this spelling.
 */
#ifndef UNDERSEAL_PDF_VOCAB_SYNTAX_H
#define UNDERSEAL_PDF_VOCAB_SYNTAX_H

#include "redact/base/str.h"

/* Names of the PDF standard, of its fourteen fonts, and of single glyphs (Adobe Glyph List). */
bool rpdf_syntax_name(str name);

/* Keywords between objects and in content streams, CMaps and functions. */
bool rpdf_syntax_keyword(str word);

/* The collections of characters that a font's CIDSystemInfo names: Japan1 and its like. */
bool rpdf_syntax_ordering(str word);

#endif
