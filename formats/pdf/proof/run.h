/*
 * run.h - what MuPDF draws of a page, with layers that change within a text object.
 *
 * MuPDF 1.21 gathers the text of a text object and draws it where that ends, or where the state of
 * graphics changes; whether a layer hides it is asked only then. So text between BT and ET that a layer
 * hides is shown when the layer ends before ET, and shown text is lost when it ends behind. Here text is
 * drawn before optional content begins and before it ends, each piece under the layers it stands in.
 */
#ifndef UNDERSEAL_PDF_PROOF_RUN_H
#define UNDERSEAL_PDF_PROOF_RUN_H

#include "formats/lib/mu.h"

/* As pdf_run_page_contents() for viewing; cookie may be NULL. Throws. */
void rpdf_run_contents(fz_context *ctx, pdf_page *page, fz_device *dev, fz_matrix ctm, fz_cookie *cookie);

#endif
