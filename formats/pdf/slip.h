/*
 * slip.h - the page that stands for a document that is withheld.
 *
 * One page of letter size that says so, by what code and for what reason, and what the document was called. It is written from
 * nothing: no byte of any document is in it. ISO 32000-1, 7.5 and 9.6.2.2 (a standard font).
 */
#ifndef UNDERSEAL_PDF_SLIP_H
#define UNDERSEAL_PDF_SLIP_H

#include "redact/format.h"

/* Values with letters that WinAnsi lacks are drawn (slip_glyphs.h). The same sheet gives the same bytes. */
bool rpdf_slip(const slip_sheet *what, buf *out, err *e);

#endif
