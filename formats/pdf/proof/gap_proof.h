/*
 * gap_proof.h - that a line with a gap says nothing of what is gone from it (--gap even).
 *
 * Shares nothing with what lays lines out; knows what they promise. On a line that a text mark lies on:
 *
 *     a box is as wide as a whole number of half ems, and every box of a stretch like every other;
 *     a letter stands where the one before it ends by the width of its font, an accent a twentieth
 *     of an em or several aside, and what stands behind a blank a blank's width behind it, all of
 *     one stretch narrowed alike;
 *     no Tc, Tw or number of a TJ moves anything; where a stretch begins is told in hundredths.
 *
 * Stretches without a box are cells beside it, which stay where they stood. A line whose boxes are as
 * wide as what was marked was left as it was: that is counted, and no promise is kept there.
 */
#ifndef UNDERSEAL_PDF_GAP_PROOF_H
#define UNDERSEAL_PDF_GAP_PROOF_H

#include "formats/pdf/proof/pagediff.h"
#include "redact/base/arena.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

typedef struct gap_tally {
	uint32_t even;     /* lines that say nothing                                      */
	uint32_t left;     /* lines that were left as they were                           */
	uint32_t uneven;   /* lines that were laid out and still say something            */
} gap_tally;

/* Looks at one page of both documents, counted from 0; ctm: from its space to points as shown; zones
 * are those of the page. Throws. */
gap_tally rpdf_gap_prove(fz_context *ctx, pdf_document *before, pdf_document *after, int number, fz_matrix ctm,
                         const zone *zones, size_t n);

#endif
