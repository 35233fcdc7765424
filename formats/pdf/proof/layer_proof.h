/*
 * layer_proof.h - a text layer of ours, known by its form, taken off before the page is compared.
 *
 * An output's page has one content stream, and behind it, where a text layer was asked for, a second. That one
 * may hold nothing but text in render mode 3, word by word with its own place, font and width: whoever reads
 * it so knows that it shows nothing and changes nothing, and that what is left is the page without it.
 * What its words say is looked at with all other text of the file: that nothing of it was removed.
 */
#ifndef UNDERSEAL_PDF_LAYER_PROOF_H
#define UNDERSEAL_PDF_LAYER_PROOF_H

#include "formats/pdf/proof/pagediff.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>

typedef struct layer_tally { unsigned words, pages; } layer_tally;

/* Takes the layer off a page of the output, in memory, and adds it to the tally; false where there is something
 * in its place that is none, or a word of it lies under a mark. A page without one is fine. Throws. */
bool rpdf_layer_take_off(fz_context *ctx, pdf_obj *page, const zone *zones, size_t nzones, layer_tally *sum);

#endif
