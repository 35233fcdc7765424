/*
 * compare.h - the proof that a redacted PDF still is the document it was, outside the marks.
 *
 * Source and output are interpreted page by page by a recording device and compared item by item;
 * where that cannot tell, by pixels. A page without a mark that is drawn by the same operators on the
 * same resources is not interpreted at all (sameops.h). Adds these checks to the report, naming pages and never words:
 *
 *     page-count     as many pages, each of the same size and rotation
 *     text-kept      the letters outside the marks, in the same order
 *     marks-empty    nothing readable, in text or pixels, below an accepted mark
 *     drawing-kept   glyphs, paths, images, shadings, clips and groups outside the marks, at their
 *                    places (0.1 pt), in their sizes and colours
 *     layer-unseen   where a text layer was asked for: what was added to a page shows nothing, and no word
 *                    of it lies under a mark (layer_proof.h); all other checks look at the page without it
 */
#ifndef UNDERSEAL_PDF_COMPARE_H
#define UNDERSEAL_PDF_COMPARE_H

#include "redact/model/plan.h"
#include "redact/model/proof.h"
#include "redact/model/text.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

/* before_text and after_text are the extractions of the two documents. With pixels true every page
 * is compared as pixels, too. False (and a FAIL) for what could not be compared at all; throws
 * when the comparison broke down. The result says whether every check could be made. */
bool rpdf_compare(fz_context *ctx, pdf_document *before, const text *before_text,
                  pdf_document *after, const text *after_text, const plan *p, bool pixels,
                  proof *report);

#endif
