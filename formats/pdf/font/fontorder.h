/*
 * fontorder.h - fonts whose codes say in which order their letters were first used.
 *
 * Some programs number the letters of a font as they meet them. Where a removed word was the first to
 * use a letter, the numbers of the letters that stay still tell it was there, however its gap looks.
 */
#ifndef UNDERSEAL_PDF_FONTORDER_H
#define UNDERSEAL_PDF_FONTORDER_H

#include "formats/lib/mu.h"
#include "redact/model/proof.h"

/* Notes in report how many fonts of the rewritten pages are numbered so. Throws. */
void rpdf_tell_font_order(fz_context *ctx, pdf_document *doc, proof *report);

#endif
