/*
 * shading.h - shadings as pixels.
 *
 * A mesh or a function can draw words, and no box can be cut out of its numbers. So what of it shows is
 * drawn once, without what lies under the boxes, and the picture stands in its place. ISO 32000-1, 8.7.4.5.
 */
#ifndef UNDERSEAL_PDF_SHADING_H
#define UNDERSEAL_PDF_SHADING_H

#include "formats/lib/mu.h"
#include "redact/model/geom.h"

/* Whether a shading can show more than one colour flowing into another: a mesh, a function of two
 * numbers, or a ramp that goes up and down more often than people draw them: the bars of a code. */
bool rpdf_shade_is_picture(fz_context *ctx, const fz_shade *shade);

struct rpdf_shade_cut {
	fz_shade *shade;
	pdf_obj *dict;          /* the shading's dictionary                             */
	fz_matrix ctm;          /* from the space it is painted in to page points       */
	fz_rect area;           /* what of it can be seen, page points                  */
	bool background;        /* it is painted, too: not with the operator sh         */
	const rect *boxes; size_t nboxes; /* page points                                */
};

/* An image that shows what the shading shows in the area and outside of the boxes; to be drawn upright,
 * in page points, at *at. Pixels that the shading does not paint, and those under a box, show nothing,
 * or are black where all the others are painted. Adds their number to *pixels. A reference (yours);
 * NULL when nothing of it can be seen beside the boxes. Throws ERR_REFUSED when *pixels gets too many. */
pdf_obj *rpdf_shade_image(fz_context *ctx, pdf_document *doc, const struct rpdf_shade_cut *cut, fz_rect *at,
                          size_t *pixels);

#endif
