/* Which items of the source nobody can see: those off the page, or outside of a clip around them. */
#include "formats/pdf/proof/pagediff_int.h"

#include <math.h>

enum { DEEPEST_VIEW = 512 };

/* Nothing shows through it. */
static bool is_shut(rect v)
{
	return v.x0 > v.x1 || v.y0 > v.y1;
}

static rect meet(rect a, rect b)
{
	return (rect){ fmaxf(a.x0, b.x0), fmaxf(a.y0, b.y0), fminf(a.x1, b.x1), fminf(a.y1, b.y1) };
}

static bool is_apart(rect at, rect view, float slack)
{
	return at.x1 + slack < view.x0 || at.x0 - slack > view.x1 || at.y1 + slack < view.y0
	       || at.y0 - slack > view.y1 || is_shut(view);
}

static float scale_of(fz_matrix m)
{
	return fmaxf(hypotf(m.a, m.b), hypotf(m.c, m.d));
}

/* Half of the stroke's width, and as far as its corners may reach. What is recorded of a glyph does not
 * tell the scale of its pen: half an em is more than letters are drawn with. */
static float stroke_slack(const record_style *s)
{
	if (s->font)
		return 0.5f * scale_of(s->m);
	float slack = 0.5f * s->linewidth * fmaxf(1.5f, s->miterlimit) * scale_of(s->m);
	return slack >= 0 ? slack : INFINITY;
}

/* Of a path that clips by its line. Single lines have no corners to reach out. */
static float line_slack(const record *r, const record_item *shape)
{
	const record_style *s = &r->styles[shape->style];
	const float *p = r->path + shape->u.path.at;
	bool corners = shape->u.path.n % 6 != 0;
	for (uint32_t i = 0; i < shape->u.path.n && !corners; i += 3)
		corners = p[i] != (float)(i / 3 & 1);
	return corners ? stroke_slack(s) : 0.75f * s->linewidth * scale_of(s->m);
}

/* Around the letters before `clip`, and what their lines may add. */
static rect letter_bounds(fz_context *ctx, const record *r, size_t clip)
{
	rect all = { INFINITY, INFINITY, -INFINITY, -INFINITY };
	for (size_t i = clip; i > 0 && r->items[i - 1].kind == RECORD_GLYPH && r->items[i - 1].use >= USE_CLIP; i--) {
		const record_style *s = &r->styles[r->items[i - 1].style];
		rect ink = rect_grow(rpdf_record_ink(ctx, r, &r->items[i - 1]), scale_of(s->m));
		all = (rect){ fminf(all.x0, ink.x0), fminf(all.y0, ink.y0), fmaxf(all.x1, ink.x1), fmaxf(all.y1, ink.y1) };
	}
	return all;
}

/* The bounds of what clips from `clip` on: a path or image, or all the letters of a text. */
static rect clip_bounds(fz_context *ctx, const record *r, size_t clip)
{
	const rect all = { -INFINITY, -INFINITY, INFINITY, INFINITY };
	if (clip == 0)
		return all;
	const record_item *shape = &r->items[clip - 1];
	if (shape->kind == RECORD_PATH && shape->use == USE_CLIP_STROKE)
		return rect_grow(rpdf_record_bounds(ctx, r, shape), line_slack(r, shape));
	if (shape->kind == RECORD_GLYPH)
		return letter_bounds(ctx, r, clip);
	bool knows = (shape->kind == RECORD_PATH || shape->kind == RECORD_IMAGE) && shape->use == USE_CLIP;
	return knows ? rpdf_record_bounds(ctx, r, shape) : all;
}

/* Text of size zero, or squeezed into a line, covers nothing. */
static bool is_flat(fz_matrix m)
{
	return fabsf(m.a * m.d - m.b * m.c) < 1e-6f;
}

static bool is_unseen(fz_context *ctx, const record *r, const record_item *it, rect view)
{
	if (it->kind == RECORD_SHADE) /* many paint all that clips let through */
		return is_shut(view) || (!it->u.shade.shade->use_background && is_apart(rpdf_record_bounds(ctx, r, it), view, 0));
	float slack = it->use == USE_STROKE ? stroke_slack(&r->styles[it->style]) : 0;
	if (it->kind != RECORD_GLYPH)
		return is_apart(rpdf_record_bounds(ctx, r, it), view, slack);
	if (it->use == USE_FILL && is_flat(r->styles[it->style].m))
		return true;
	/* Asking for a glyph's ink takes time: most stand far within what can be seen. */
	float far = 2 * scale_of(r->styles[it->style].m);
	float x = it->u.glyph.x, y = it->u.glyph.y;
	if (x - far > view.x0 && x + far < view.x1 && y - far > view.y0 && y + far < view.y1)
		return false;
	return is_apart(rpdf_record_ink(ctx, r, it), view, slack);
}

void rpdf_diff_views(fz_context *ctx, const record *r, rect *views)
{
	rect open[DEEPEST_VIEW] = { { r->bounds.x0, r->bounds.y0, r->bounds.x1, r->bounds.y1 } };
	const rect all = { -INFINITY, -INFINITY, INFINITY, INFINITY };
	size_t depth = 0;
	for (size_t i = 0; i < r->n; i++) {
		const record_item *it = &r->items[i];
		rect now = open[depth < DEEPEST_VIEW ? depth : DEEPEST_VIEW - 1];
		views[i] = depth < DEEPEST_VIEW ? now : all;
		rect next = now;
		switch ((record_kind)it->kind) {
		case RECORD_CLIP:
			next = meet(now, clip_bounds(ctx, r, i));
			break;
		case RECORD_TILE: /* its place is that of one cell, and it is drawn at many */
			next = all;
			break;
		case RECORD_GROUP:
		case RECORD_MASK:
			break;
		case RECORD_MASKED: /* closes the mask, and opens */
		case RECORD_END:
			depth -= depth > 0;
			if (it->kind == RECORD_END)
				continue;
			next = open[depth < DEEPEST_VIEW ? depth : DEEPEST_VIEW - 1];
			break;
		default:
			continue;
		}
		if (++depth < DEEPEST_VIEW)
			open[depth] = next;
	}
}

size_t rpdf_diff_beside(rect at, rect view, rect *out)
{
	size_t n = 0;
	if (view.x0 > at.x0)
		out[n++] = (rect){ at.x0, at.y0, view.x0, at.y1 };
	if (view.x1 < at.x1)
		out[n++] = (rect){ view.x1, at.y0, at.x1, at.y1 };
	if (view.y0 > at.y0)
		out[n++] = (rect){ at.x0, at.y0, at.x1, view.y0 };
	if (view.y1 < at.y1)
		out[n++] = (rect){ at.x0, view.y1, at.x1, at.y1 };
	return n;
}

bool rpdf_diff_unseen(fz_context *ctx, const record *r, size_t i, const rect *views)
{
	return is_unseen(ctx, r, &r->items[i], views[i]);
}
