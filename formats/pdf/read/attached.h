/*
 * attached.h - the files that a PDF carries within it.
 *
 * ISO 32000-1, 7.11: a file specification with /EF holds the bytes of the file it speaks of. It stands
 * in the tree of embedded files, in an annotation that shows a pin, in a portfolio, among the assets
 * of a film or beside any object (/AF); all are found by walking what the trailer leads to.
 */
#ifndef UNDERSEAL_PDF_ATTACHED_H
#define UNDERSEAL_PDF_ATTACHED_H

#include "formats/lib/mu.h"
#include "redact/format.h"

/* Hands over each embedded file once. Throws what the sink says, and ERR_REFUSED for a file that
 * unpacks to more than ATTACHMENT_LARGEST or cannot be unpacked. */
void rpdf_attachments(fz_context *ctx, pdf_document *doc, attachment_sink *sink, void *arg);

#endif
