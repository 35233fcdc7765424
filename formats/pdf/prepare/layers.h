/*
 * layers.h - optional content, worked out once and written down so that nobody can read it otherwise.
 *
 * MuPDF 1.21 shows what an expression (VE) hides, takes the first of the other configurations for the
 * default one, and hides what a group's usage speaks of though no event asks. Who writes a page without
 * its layers then shows what was hidden, or loses what was shown. So before anyone looks, the states
 * that the default configuration gives for viewing on a screen are put in place of how it came to them.
 * ISO 32000-1, 8.11.
 */
#ifndef UNDERSEAL_PDF_LAYERS_H
#define UNDERSEAL_PDF_LAYERS_H

#include "formats/lib/mu.h"

/* Changes the document in memory; one without layers is left as it is. Throws. */
void rpdf_settle_layers(fz_context *ctx, pdf_document *doc);

#endif
