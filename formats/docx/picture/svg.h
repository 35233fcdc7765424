/*
 * svg.h - drawings that are XML.
 */
#ifndef UNDERSEAL_DOCX_SVG_H
#define UNDERSEAL_DOCX_SVG_H

#include "redact/base/buf.h"

bool svg_is(str bytes);

/* Without a document type that only names one; as it is otherwise. In mem. */
str svg_plain(str bytes, arena *mem);

/*
 * The words that a drawing draws as letters, a line for every text element; where that is made of several
 * pieces, piece by piece as well. False when nobody can tell what it shows: it is not read whole, or holds
 * what is not drawn here: pages of HTML, another drawing in an address.
 */
bool svg_words(str bytes, buf *out);

#endif
