/*
 * pixels_int.h - what pixels.c (images and pages) and pixels_shade.c (shadings) share.
 */
#ifndef UNDERSEAL_PDF_PIXELS_INT_H
#define UNDERSEAL_PDF_PIXELS_INT_H

#include "formats/pdf/proof/pixels.h"

enum {
	PIXELS_RIM = 1,       /* pixels beside a box that its edge may touch                       */
	PIXELS_CONVERTED = 2, /* rounding, where the two had to be brought to one colour space     */
};

/* A box as it lies among pixels. */
typedef struct pixel_quad {
	fz_point p[4];
} pixel_quad;

/* A box (points) in pixels of a picture of w by h that fills the unit square under ctm. */
pixel_quad rpdf_pixels_quad(rect box, fz_matrix ctm, int w, int h);

/* Compares pixmaps of one size and one number of components, outside n quads grown by a rim. step: how far
 * a sample may be off; nearly: it may also lie between those beside it. */
bool rpdf_pixels_alike(fz_context *ctx, const fz_pixmap *a, const fz_pixmap *b, const pixel_quad *quads,
                       size_t n, int rim, int step, bool nearly);

#endif
