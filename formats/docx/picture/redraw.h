/*
 * redraw.h - pictures of other kinds, decoded and written anew as PNG or JPEG.
 *
 * GIF (its first frame), BMP, TIFF (its first page), JPEG 2000, JPEG XR and PNM are read by MuPDF's
 * loaders; SVG is drawn (formats/lib/picture/vector.h); of EMF and WMF the bitmap is taken, where the
 * metafile is nothing but the wrapping of one. What remains has no place to hide anything: it is
 * pixels, encoded by us.
 */
#ifndef UNDERSEAL_DOCX_REDRAW_H
#define UNDERSEAL_DOCX_REDRAW_H

#include "formats/lib/picture/picture.h"

/* False when the bytes are no picture that can be drawn whole. edge: in how many pixels a drawing is to be
 * shown along its longer edge, 0 where nobody knows. */
bool picture_redraw(str bytes, uint32_t edge, arena *mem, clean_picture *out);

/* "EMF", for people; "" when the bytes tell of no kind. */
const char *picture_kind_name(str bytes);

/* The bytes as they are, or inflated where a drawing is kept packed (.emz, .wmz, .svgz). */
str picture_unpack(str bytes, arena *mem);

#endif
