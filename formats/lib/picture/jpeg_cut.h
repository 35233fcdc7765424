/*
 * jpeg_cut.h - taking pixels out of a JPEG and leaving all others bit for bit what they were.
 *
 * Whoever decodes a JPEG and codes it anew changes every pixel of it, and a scan that goes through that
 * with each redaction wears away. Here only the blocks of eight by eight samples that hold a pixel to be
 * removed are touched: those wholly to be removed become even, in the others the samples that stay are
 * coded again with the tables that the image has. That works in whatever colours it is kept, progressive
 * or not. Metadata, thumbnails and comments are not written.
 */
#ifndef UNDERSEAL_JPEG_CUT_H
#define UNDERSEAL_JPEG_CUT_H

#include "formats/lib/picture/mask.h"
#include "redact/base/arena.h"
#include "redact/base/str.h"

/* The JPEG without the marked pixels, in mem. False when it cannot be taken apart (damaged, of a rare kind,
 * or too large): then nothing was done. */
bool jpeg_cut(str jpeg, pixel_mark *mark, void *arg, arena *mem, str *out);

#endif
