/*
 * jpeg.h - samples as a JPEG again (the only door to libjpeg's encoder).
 */
#ifndef UNDERSEAL_PDF_JPEG_H
#define UNDERSEAL_PDF_JPEG_H

#include "formats/lib/mu.h"

/* 8-bit samples, 1 (grey) or 3 (RGB) planes, rows without padding. The result has no metadata but
 * what decoding needs. Yours; throws on trouble. */
fz_buffer *rpdf_encode_jpeg(fz_context *ctx, const unsigned char *samples, int width, int height, int planes);

#endif
