/*
 * vector.h - the door to librsvg, which draws SVG.
 *
 * The library is loaded when first a drawing is met: linked in, it would cost every worker some fifty shared
 * libraries. A drawing is given to it without an address of its own, so nothing that it refers to is loaded
 * but what stands in it (rsvg_handle_new_from_data(), "security and locations of referenced files").
 */
#ifndef UNDERSEAL_VECTOR_H
#define UNDERSEAL_VECTOR_H

#include "formats/lib/picture/picture.h"

enum { VECTOR_DPI = 200 };

/* A PNG, of so many pixels along its longer edge, within limits; 0: at VECTOR_DPI of the size that the drawing
 * says itself. False when it is none, has no size, or librsvg is not installed. */
bool vector_draw(str svg, uint32_t edge, arena *mem, clean_picture *out);

/* What librsvg opens by itself: fonts and where they are. NULL-terminated. */
const char *const *vector_reads(void);

#endif
