/*
 * layer.h - a text layer: what OCR saw of a redacted page, written below it as text that nobody sees,
 * so that a scan can be searched.
 *
 * A content stream of its own at each page's end, in render mode 3 and a font whose glyphs are empty and
 * whose codes are Unicode: it shows nothing, and tells nothing but the words. formats/pdf/proof/layer_proof.h
 * knows it by that, takes it off again, and compares what is left with the source.
 */
#ifndef UNDERSEAL_PDF_LAYER_H
#define UNDERSEAL_PDF_LAYER_H

#include "formats/pdf/rpdf.h"

/* Adds the words of `seen` to the pages of d->doc, a file of ours that was opened as it is and extracted: but
 * for those that text says there already, and those in accepted marks of p. Returns how many. Throws. */
size_t rpdf_plant_layer(fz_context *ctx, struct rpdf_doc *d, const text *seen, const plan *p);

#endif
