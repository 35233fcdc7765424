/*
 * flatproof.h - that what annotations and form fields showed is what their pages show now.
 *
 * The source is opened once more, untouched, and each page that something was drawn into is rendered
 * as a reader shows it, beside the page that was made of it. Shares no code with the flattening.
 */
#ifndef UNDERSEAL_PDF_FLATPROOF_H
#define UNDERSEAL_PDF_FLATPROOF_H

#include "formats/pdf/rpdf.h"

/* Adds the check "annotations-kept". d was opened with its handling and is not changed yet. */
void rpdf_prove_flattened(fz_context *ctx, struct rpdf_doc *d, proof *report);

#endif
