/*
 * carriers.h - every place of a PDF file's bytes that can carry words.
 *
 * For the verifier. Lists what any reader could dig out of the file: each object that the
 * cross-reference knows and each that it does not (older revisions, leftovers), their strings,
 * names and keys, their streams undone of all filters, strings inside content and object streams,
 * the names in font programs, PDFs inside the PDF, what lies between objects, and the raw bytes.
 * Written apart from redaction and rebuild; the only thing it has in common with them is MuPDF's
 * parser.
 *
 * Nothing is passed over in silence: a stream of an unknown filter, one that inflates beyond the
 * limit, an archive that cannot be looked into make the listing throw at its end (after all else was
 * listed), with a message that names the object, so that the check becomes a SKIP.
 */
#ifndef UNDERSEAL_PDF_CARRIERS_H
#define UNDERSEAL_PDF_CARRIERS_H

#include "redact/format.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

void rpdf_carriers(fz_context *ctx, pdf_document *pdf, str file_bytes, carrier_sink *sink, void *arg);

#endif
