/*
 * docunits.h - every text of a PDF that is not page content, as units.
 *
 * Document information, XMP, bookmarks, destinations, annotations and their appearances, form
 * fields, links, scripts, attachments, structure texts, layer names, private data of programs, and
 * any other string that the file holds. The rebuild drops all of it, so no unit stays; but a name
 * that stands only in a bookmark is found there and then hunted on the pages.
 *
 * Ids name kind, object and key: "info Author", "bookmark 17 /Title", "field 8 /V",
 * "metadata 40 stream", "metadata 12 /PieceInfo/Acme/Private/Note".
 */
#ifndef UNDERSEAL_PDF_DOCUNITS_H
#define UNDERSEAL_PDF_DOCUNITS_H

#include "formats/lib/mu.h"
#include "redact/model/text.h"

struct rpdf_kept;

/* Adds the units to out, but what kept (may be NULL) claims and lists itself; doc stays as it is. Throws ERR_REFUSED beyond 500,000 of them or 256 MB. */
void rpdf_document_units(fz_context *ctx, pdf_document *doc, const struct rpdf_kept *kept, text *out);

#endif
