/*
 * pictures.h - the pictures that a page draws, and their own pixels.
 */
#ifndef UNDERSEAL_PDF_PICTURES_H
#define UNDERSEAL_PDF_PICTURES_H

#include "formats/pdf/pixels/view.h"

/* A picture, or the mask of one, in the unit square under ctm (to points of the page). mask: its pixels say
 * where something is painted. */
typedef struct rpdf_placed { fz_image *image; fz_matrix ctm; bool mask; } rpdf_placed;

typedef struct rpdf_pictures {
	rpdf_placed *list; size_t n, room;
	rect area;
	arena *mem;
} rpdf_pictures;

/* Those that may hold words, in the order in which they are drawn; the view need not be drawn. Yours. Throws. */
rpdf_pictures *rpdf_pictures_list(fz_context *ctx, const rpdf_view *v);
void rpdf_pictures_drop(fz_context *ctx, rpdf_pictures *p);

/* Points of the page. */
rect rpdf_placed_on(const rpdf_placed *p);

/* Of more pixels than are ever held: it is looked at in the size at which its page shows it. */
bool rpdf_placed_is_large(const rpdf_placed *p);

/* Without its mask, grey or RGB, at its own size where it is not large; else at `zoom` pixels a point. Yours. Throws. */
fz_pixmap *rpdf_placed_pixels(fz_context *ctx, const rpdf_placed *p, float zoom);

#endif
