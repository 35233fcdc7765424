#include "formats/pdf/walk/walk_view.h"

#include <math.h>

/* Points within which rounding and a renderer's smoothing may still show something. */
static const float EDGE = 1;

/* Ems by which the ink of a font that stands in for another may differ from the real one's; and by
 * which that of a Type 3 glyph may leave the bounds that it claims. */
static const float STAND_IN = 0.25f, TYPE3 = 1;

fz_rect walk_view_cut(fz_rect view, fz_rect by)
{
	return (fz_rect){ fz_max(view.x0, by.x0), fz_max(view.y0, by.y0), fz_min(view.x1, by.x1), fz_min(view.y1, by.y1) };
}

/* Comparisons that are false for what is no number. */
bool walk_is_outside(fz_rect view, fz_rect at, float room)
{
	room += EDGE;
	return at.x1 < view.x0 - room || at.x0 > view.x1 + room || at.y1 < view.y0 - room || at.y0 > view.y1 + room
	    || walk_view_empty(view);
}

bool walk_view_empty(fz_rect view)
{
	return view.x0 > view.x1 + EDGE || view.y0 > view.y1 + EDGE;
}

fz_rect walk_view_in(fz_context *ctx, fz_rect view, pdf_obj *stream, fz_matrix ctm)
{
	pdf_obj *box = pdf_dict_get(ctx, stream, PDF_NAME(BBox));
	if (pdf_array_len(ctx, box) != 4)
		return view;
	return walk_view_cut(view, fz_transform_rect(pdf_to_rect(ctx, box), ctm));
}

/* What a stroke adds around its path, in page points: half its width, or as far as a miter reaches. */
static float stroke_room(const struct walk_gstate *gs)
{
	float miter = gs->miter_limit > 1.5f ? gs->miter_limit : 1.5f;
	float room = 0.5f * gs->line_width * miter * fz_matrix_max_expansion(gs->ctm);
	return isfinite(room) ? fabsf(room) : INFINITY;
}

static float ink_room(const struct walk_gstate *gs, const rpdf_glyph *g)
{
	float room = 0;
	if (fz_font_t3_procs(NULL, g->font))
		room = TYPE3 * g->size;
	else if (fz_font_flags(g->font)->ft_substitute)
		room = STAND_IN * g->size;
	int mode = gs->text.render & 3;
	return mode == 1 || mode == 2 ? room + stroke_room(gs) : room;
}

/* Ink that we have from the very font tells; where another stands in for it, its cell has a say, too. */
bool walk_ink_unseen(fz_context *ctx, const struct walk_proc *p, const rpdf_glyph *g)
{
	const struct walk_gstate *gs = &p->gs[p->top];
	float room = ink_room(gs, g);
	fz_rect ink = g->gid >= 0 ? fz_bound_glyph(ctx, g->font, g->gid, g->trm) : fz_empty_rect;
	if (fz_is_empty_rect(ink))
		ink = g->box;
	else if (fz_font_flags(g->font)->ft_substitute)
		ink = fz_union_rect(ink, g->box);
	return !fz_is_infinite_rect(ink) && walk_is_outside(gs->view, ink, room);
}

bool walk_path_unseen(const struct walk_proc *p, const struct walk_path *path, bool stroked)
{
	const struct walk_gstate *gs = &p->gs[p->top];
	fz_rect at;
	return p->walk->views && walk_path_bounds(path, gs->ctm, &at)
	    && walk_is_outside(gs->view, at, stroked ? stroke_room(gs) : 0);
}

bool walk_image_unseen(const struct walk_proc *p)
{
	const struct walk_gstate *gs = &p->gs[p->top];
	return p->walk->views && walk_is_outside(gs->view, fz_transform_rect(fz_unit_rect, gs->ctm), 0);
}

void walk_clip_by_path(struct walk_proc *p, const struct walk_path *path)
{
	struct walk_gstate *gs = &p->gs[p->top];
	fz_rect at;
	/* A clip without a path: readers disagree on what it leaves. */
	if ((p->walk->views || p->walk->nboxes) && path->clip != CLIP_NONE && walk_path_bounds(path, gs->ctm, &at))
		gs->view = walk_view_cut(gs->view, at);
}
