/*
 * see.h - words that a page shows and its text does not say, read by OCR from a picture of the page.
 */
#ifndef UNDERSEAL_PDF_SEE_H
#define UNDERSEAL_PDF_SEE_H

#include "formats/pdf/rpdf.h"

/* The member ocr of the format, see format.h. After rpdf_extract_pages(). Throws. */
void rpdf_see(fz_context *ctx, struct rpdf_doc *d, const ocr_order *order, text *out);

#endif
