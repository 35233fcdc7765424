/*
 * fax.h - one bit a pixel as CCITT T.6 (ISO 32000-1, 7.4.6), the way of fax machines and of most scanners.
 */
#ifndef UNDERSEAL_PDF_FAX_H
#define UNDERSEAL_PDF_FAX_H

#include "formats/lib/mu.h"

/* Rows of whole bytes, w pixels each. NULL where w or h is none that a fax has. Yours. */
fz_buffer *rpdf_encode_fax(fz_context *ctx, const unsigned char *bits, int w, int h);

/* The filter and its parameters. */
void rpdf_put_fax(fz_context *ctx, pdf_obj *dict, int w, int h);

#endif
