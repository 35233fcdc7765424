/*
 * carrier_escapes.h - words that XML, addresses and scripts write in a roundabout way.
 *
 * For the verifier: "M&#97;rgaret" in metadata, "Margaret%20Okonjo" in a link, "\u004dargaret" in a
 * script say the same as the plain words.
 */
#ifndef UNDERSEAL_PDF_CARRIER_ESCAPES_H
#define UNDERSEAL_PDF_CARRIER_ESCAPES_H

#include "redact/base/buf.h"
#include "redact/base/str.h"

/* Appends s with every escape undone. False when there was none. */
bool rpdf_words_unescape(str s, buf *out);

#endif
