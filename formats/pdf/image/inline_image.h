/*
 * inline_image.h - images that stand in the content stream itself (BI ... ID ... EI).
 */
#ifndef UNDERSEAL_PDF_INLINE_IMAGE_H
#define UNDERSEAL_PDF_INLINE_IMAGE_H

#include "formats/lib/mu.h"

/*
 * A fresh image with the same samples and nothing else: bytes after the end of the compressed data
 * are gone. Yours. NULL when it cannot stay inline (JPEG and the like, whose own metadata is
 * stripped from image objects; spaces that an inline image cannot name): make it an object.
 * named_space: its colour space has a name to write.
 */
fz_image *rpdf_clean_inline_image(fz_context *ctx, fz_image *image, bool named_space);

#endif
