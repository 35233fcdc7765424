/*
 * dropped.h - counting what a rebuild leaves behind of a document as a whole.
 *
 * The rebuild itself counts keys it passes over in pages and their resources. What it never comes
 * near - outlines, forms, scripts, attachments, structure - is counted here, by the plain kinds
 * that a proof prints: "annotation", "form field", "bookmark", "script", "attachment" ...
 */
#ifndef UNDERSEAL_PDF_DROPPED_H
#define UNDERSEAL_PDF_DROPPED_H

#include "formats/lib/mu.h"
#include "redact/model/proof.h"

struct rpdf_kept;

/* Adds drops to report, and a note for signatures, which a reader of the source will miss. What kept (may be NULL) has is not left behind. */
void rpdf_count_dropped(fz_context *ctx, pdf_document *src, pdf_obj **pages, size_t npages,
                        const struct rpdf_kept *kept, proof *report);

#endif
