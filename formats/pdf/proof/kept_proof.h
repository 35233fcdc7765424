/*
 * kept_proof.h - that bookmarks and links of the written file are those of the source.
 *
 * Reads both by itself and shares nothing with kept_read.c but the page tree: names are looked up by
 * MuPDF. A title may differ only by what stands in brackets, a link may lack only where a mark lies
 * or an address could hold a value, and nothing may be there that the source does not have.
 */
#ifndef UNDERSEAL_PDF_KEPT_PROOF_H
#define UNDERSEAL_PDF_KEPT_PROOF_H

#include "formats/lib/mu.h"
#include "redact/model/plan.h"
#include "redact/model/proof.h"

/* Adds "outlines-kept" and "links-kept" to report, each where the source has such things. how is what
 * was asked for. */
void rpdf_prove_kept(fz_context *ctx, pdf_document *before, pdf_document *after, const plan *p,
                     const handling *how, proof *report);

#endif
