/*
 * walk_view.h - whether what a page draws can be seen at all.
 *
 * The walk carries along the upright rectangle, in page points, outside of which nothing can show:
 * the page as shown, cut with the bounds of each clip in force. A curved or turned clip counts as
 * the rectangle around it, ink is given room, and what cannot be measured is taken to be seen: what
 * might show is never told unseen. ISO 32000-1, 8.5.4 and 14.11.2.
 */
#ifndef UNDERSEAL_PDF_WALK_VIEW_H
#define UNDERSEAL_PDF_WALK_VIEW_H

#include "formats/pdf/walk/walk_int.h"

/* The part of view within `by`; one with x0 > x1 or y0 > y1 shows nothing. */
fz_rect walk_view_cut(fz_rect view, fz_rect by);

/* Whether a shape within `at`, with so much ink around it as `room`, lies wholly outside. */
bool walk_is_outside(fz_rect view, fz_rect at, float room);

/* Whether nothing can be seen through a view. */
bool walk_view_empty(fz_rect view);

/* What a form or a cell of a pattern shows: view within its BBox, under ctm. */
fz_rect walk_view_in(fz_context *ctx, fz_rect view, pdf_obj *stream, fz_matrix ctm);

/* Of the things that are about to be drawn with the state in force. */
bool walk_ink_unseen(fz_context *ctx, const struct walk_proc *p, const rpdf_glyph *g); /* its box is not inside */
static inline bool walk_glyph_unseen(fz_context *ctx, const struct walk_proc *p, const rpdf_glyph *g)
{
	fz_rect view = p->gs[p->top].view;
	bool inside = g->box.x0 >= view.x0 && g->box.x1 <= view.x1 && g->box.y0 >= view.y0 && g->box.y1 <= view.y1;
	return p->walk->views && !inside && walk_ink_unseen(ctx, p, g);
}
bool walk_path_unseen(const struct walk_proc *p, const struct walk_path *path, bool stroked);
bool walk_image_unseen(const struct walk_proc *p);

/* Lets the path, once it is painted, clip what follows. */
void walk_clip_by_path(struct walk_proc *p, const struct walk_path *path);

#endif
