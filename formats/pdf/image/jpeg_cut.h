/*
 * jpeg_cut.h - taking pixels out of a JPEG and leaving all others bit for bit what they were.
 *
 * Whoever decodes a JPEG and codes it anew changes every pixel of it, and a scan that goes through that
 * with each redaction wears away. Here only the blocks of eight by eight samples that hold a pixel to be
 * removed are touched: those wholly to be removed become even, in the others the samples that stay are
 * coded again with the tables that the image has. That works in whatever colours it is kept, progressive
 * or not. Metadata, thumbnails and comments are not written.
 */
#ifndef UNDERSEAL_PDF_JPEG_CUT_H
#define UNDERSEAL_PDF_JPEG_CUT_H

#include "formats/lib/mu.h"
#include "redact/model/geom.h"

/* The JPEG without the pixels that the boxes touch, where ctm takes the unit square in which the image
 * lies to the boxes' space. Yours; NULL when it cannot be taken apart (damaged, of a rare kind, or too
 * large): then nothing was done. Throws when memory lacks. */
fz_buffer *rpdf_cut_jpeg(fz_context *ctx, str jpeg, fz_matrix ctm, const rect *boxes, size_t nboxes);

#endif
