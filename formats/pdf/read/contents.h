/*
 * contents.h - what pages draw, unpacked once for all who read it.
 *
 * A page is read several times over: for its words, for its marks, to be written, to be compared. Each
 * time its streams would be unpacked anew, by a library that takes its time. So they are put in place of the
 * packed ones, in memory. Only where a whole document is prepared: who looks at a file as it is needs
 * its streams as they are.
 */
#ifndef UNDERSEAL_PDF_CONTENTS_H
#define UNDERSEAL_PDF_CONTENTS_H

#include "formats/lib/mu.h"

/* How much of a document may lie in memory unpacked. */
enum { CONTENTS_BUDGET = 24 << 20 };

/* Unpacks the content streams of a page in memory, as far as they are of the usual kind and *budget lasts, which is
 * lowered by what they hold. Throws when memory lacks. */
void rpdf_unpack_contents(fz_context *ctx, pdf_document *doc, pdf_obj *page, size_t *budget);

/* Makes the streams of a page one, in memory, where a string begins in one of them and goes on in the next: there no
 * blank belongs between them. Throws when memory lacks. */
void rpdf_join_contents(fz_context *ctx, pdf_document *doc, pdf_obj *page);

#endif
