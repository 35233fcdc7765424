/*
 * png.h - samples of grey as a PNG file (ISO/IEC 15948): 16 shades, which is plenty for a small page.
 */
#ifndef UNDERSEAL_PNG_H
#define UNDERSEAL_PNG_H

#include "redact/base/buf.h"

/* Added to out. A byte a sample, rows without padding; both sides at least 1. */
void png_grey(buf *out, const unsigned char *grey, uint32_t width, uint32_t height);

#endif
