/*
 * png.h - samples as a PNG file (ISO/IEC 15948).
 */
#ifndef UNDERSEAL_PNG_H
#define UNDERSEAL_PNG_H

#include "redact/base/buf.h"

/* Added to out, in 16 shades, which is plenty for a small page. A byte a sample, rows without padding; both sides at least 1. */
void png_grey(buf *out, const unsigned char *grey, uint32_t width, uint32_t height);

/* The same in colour, three bytes a sample, packed for speed. */
void png_rgb(buf *out, const unsigned char *rgb, uint32_t width, uint32_t height);

#endif
