/*
 * raster.h - rows of packed samples, and the overwriting of those that lie under a box.
 */
#ifndef UNDERSEAL_PDF_RASTER_H
#define UNDERSEAL_PDF_RASTER_H

#include "formats/lib/mu.h"
#include "redact/model/geom.h"

struct raster {
	int width, height;
	int planes;            /* samples a pixel                                */
	int depth;             /* bits a sample: 1, 2, 4, 8 or 16                */
	size_t stride;         /* bytes a row                                    */
	unsigned char *data;   /* lent; rows from the top, as PDF stores them    */
};

/* The layout of ISO 32000-1, 8.9.3: rows padded to whole bytes. data is NULL. */
struct raster raster_of(int width, int height, int planes, int depth);

/* Sets every bit of every pixel that a box touches to 0, or to 1 with `ones`. ctm takes the unit
 * square, in which the image lies, to the boxes' space. */
void raster_fill(struct raster *r, fz_matrix ctm, const rect *boxes, size_t nboxes, bool ones);

#endif
