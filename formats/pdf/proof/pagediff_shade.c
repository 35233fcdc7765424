/* Shadings that can show words, at the marks: which they are, and whether what stands in their place in
 * the output is a picture of them that is empty under the marks. */
#include "formats/pdf/proof/pagediff_int.h"

#include "formats/pdf/proof/pixels.h"

#include <math.h>
#include <string.h>

/* Steps of 256 that are a change of direction, and of these so many that people still make on purpose
 * for the eye: beyond, a ramp may be a code of bars. */
enum { CLEAR_STEP = 24, FREE_TURNS = 16 };

/* Points: what the walk that cut it rounds to, and more. */
static const float BESIDE = 2, SLACK = 0.1f;

static int zigzags(const fz_shade *s, int component)
{
	float lo = 1e6f, hi = -1e6f;
	int n = 0, last = 0;
	for (int i = 0; i < 256; i++) {
		float v = 255 * s->function[i][component];
		lo = fminf(lo, v);
		hi = fmaxf(hi, v);
		int way = v - lo > CLEAR_STEP ? 1 : hi - v > CLEAR_STEP ? -1 : 0;
		if (way == 0)
			continue;
		n += last != 0 && way != last;
		last = way;
		lo = hi = v;
	}
	return n;
}

bool rpdf_diff_is_picture_of_paint(fz_context *ctx, const record_item *it)
{
	if (it->kind != RECORD_SHADE)
		return false;
	const fz_shade *s = it->u.shade.shade;
	if (s->type != FZ_LINEAR && s->type != FZ_RADIAL)
		return true;
	for (int i = 0; s->use_function && i < fz_colorspace_n(ctx, s->colorspace); i++)
		if (zigzags(s, i) > FREE_TURNS)
			return true;
	return false;
}

/* Where it can be seen. The background is painted by a pattern and not by the operator sh, and the list
 * does not tell which of them it was. */
static rect seen_part(fz_context *ctx, const record *r, const record_item *it, rect view, bool background)
{
	if (background)
		return view;
	rect b = rpdf_record_bounds(ctx, r, it);
	return (rect){ fmaxf(b.x0, view.x0), fmaxf(b.y0, view.y0), fminf(b.x1, view.x1), fminf(b.y1, view.y1) };
}

bool rpdf_diff_paints_under(fz_context *ctx, const record *r, const record_item *it, rect view, rect box)
{
	if (!rpdf_diff_is_picture_of_paint(ctx, it))
		return false;
	return it->in_tile /* one cell of more than can be laid out: it may be anywhere */
	    || rect_overlap(seen_part(ctx, r, it, view, it->u.shade.shade->use_background), box);
}

static bool may_be_pixels(fz_context *ctx, const walk *w, size_t i)
{
	const record_item *x = &w->a->items[i];
	if (!rpdf_diff_is_picture_of_paint(ctx, x) || x->in_tile)
		return false;
	rect at = rect_grow(seen_part(ctx, w->a, x, w->d->views[i], x->u.shade.shade->use_background), BESIDE);
	for (size_t k = 0; k < w->nzones; k++)
		if (rect_overlap(at, w->zones[k].box))
			return true;
	for (size_t k = 0; k < w->ndrawn; k++)
		if (rect_overlap(at, w->drawn[k].box))
			return true;
	return false;
}

/* What of it is seen beside the boxes: where it ends under one need not be told. */
static rect left_of(const walk *w, rect seen)
{
	for (size_t k = 0; k < w->nzones + w->ndrawn; k++) {
		rect b = k < w->nzones ? w->zones[k].box : w->drawn[k - w->nzones].box;
		bool across = b.x0 <= seen.x0 && b.x1 >= seen.x1, down = b.y0 <= seen.y0 && b.y1 >= seen.y1;
		if (down && b.x0 <= seen.x0)
			seen.x0 = fmaxf(seen.x0, b.x1);
		if (down && b.x1 >= seen.x1)
			seen.x1 = fminf(seen.x1, b.x0);
		if (across && b.y0 <= seen.y0)
			seen.y0 = fmaxf(seen.y0, b.y1);
		if (across && b.y1 >= seen.y1)
			seen.y1 = fminf(seen.y1, b.y0);
	}
	return seen;
}

/* ---- the picture in its place --------------------------------------------------------------- */

/* What the output has: an image, in a clip by a rectangle (the cell of a tiling), a plain group or a
 * mask of its own, or several of these. */
typedef struct stand_in {
	const record_item *image, *mask;
	float alpha;
	rect window;           /* that the clips around it leave */
	size_t end;            /* of all of it: what comes next  */
} stand_in;

static rect meet(rect a, rect b)
{
	return (rect){ fmaxf(a.x0, b.x0), fmaxf(a.y0, b.y0), fminf(a.x1, b.x1), fminf(a.y1, b.y1) };
}

static bool is_upright(const record *r, const record_item *path)
{
	const float *p = r->path + path->u.path.at;
	rect b = path->u.path.box;
	for (uint32_t i = 0; i < path->u.path.n; i += p[i] == 3 ? 1 : 3) {
		if (p[i] == 2 || (p[i] == 0 && i > 0))
			return false;
		if (p[i] != 3 && (fminf(fabsf(p[i + 1] - b.x0), fabsf(p[i + 1] - b.x1)) > 0.01f
		               || fminf(fabsf(p[i + 2] - b.y0), fabsf(p[i + 2] - b.y1)) > 0.01f))
			return false;
	}
	return path->u.path.n >= 12;
}

static bool find_stand_in(const record *r, size_t j, size_t nb, int blend, stand_in *out)
{
	enum { DEEPEST_STAND_IN = 6 };
	*out = (stand_in){ .alpha = 1, .window = { -INFINITY, -INFINITY, INFINITY, INFINITY } };
	size_t opened[DEEPEST_STAND_IN], n = 0;
	for (; j < nb; j++) {
		const record_item *it = &r->items[j];
		bool clips = j + 1 < nb && r->items[j + 1].kind == RECORD_CLIP;
		if (it->kind == RECORD_IMAGE && it->use == USE_FILL)
			break;
		if (n == DEEPEST_STAND_IN)
			return false;
		if (it->kind == RECORD_PATH && it->use == USE_CLIP && clips && is_upright(r, it)) {
			out->window = meet(out->window, it->u.path.box);
			opened[n++] = ++j;
		} else if (it->kind == RECORD_IMAGE && it->use == USE_CLIP && clips && !out->mask) {
			out->mask = it;
			opened[n++] = ++j;
		} else if (it->kind == RECORD_GROUP && (it->u.group.blend == 0 || it->u.group.blend == blend)) {
			blend = it->u.group.blend == blend ? 0 : blend; /* it counts once */
			out->alpha *= it->u.group.alpha;
			opened[n++] = j;
		} else {
			return false;
		}
	}
	if (j >= nb || blend != 0)
		return false;
	out->image = &r->items[j];
	out->end = j + 1;
	while (n-- > 0)
		if (r->items[opened[n]].partner != out->end++)
			return false;
	out->alpha *= r->paints[out->image->paint].alpha;
	return out->end <= nb;
}

static bool near(float a, float b)
{
	return fabsf(a - b) <= SLACK;
}

/* The rectangle of an image that stands upright on the page. */
static bool upright_place(fz_matrix m, rect *at)
{
	if (fabsf(m.b) > 1e-3f || fabsf(m.c) > 1e-3f || !(m.a > 0) || !(m.d > 0))
		return false;
	*at = (rect){ m.e, m.f, m.e + m.a, m.f + m.d };
	return true;
}

/* The picture is large and fine enough for all that was seen. */
static bool covers(const stand_in *s, rect at, rect seen)
{
	float fine = (float)s->image->u.image.image->w / (at.x1 - at.x0);
	bool large = (float)s->image->u.image.image->w * (float)s->image->u.image.image->h > 4e6f;
	rect shown = meet(at, s->window);
	return rpdf_diff_within(seen, shown, SLACK) && (fine >= 2 || large);
}

static bool is_picture_of(fz_context *ctx, walk *w, size_t i, const stand_in *s, rect seen, bool background)
{
	const record_item *x = &w->a->items[i];
	const record_style *style = &w->b->styles[s->image->style];
	rect at, mask_at;
	if (!upright_place(style->m, &at))
		return false;
	if (s->mask && (!upright_place(w->b->styles[s->mask->style].m, &mask_at) || !near(at.x0, mask_at.x0) || !near(at.y0, mask_at.y0)
	             || !near(at.x1, mask_at.x1) || !near(at.y1, mask_at.y1)))
		return false;
	if (!covers(s, at, seen))
		return false;
	rect *boxes = w->d->excused = rpdf_diff_sized(ctx, w->d->excused, w->nzones + w->ndrawn + 1, &w->d->excused_room, sizeof *boxes);
	size_t n = 0;
	for (size_t k = 0; k < w->nzones; k++)
		boxes[n++] = w->zones[k].box;
	for (size_t k = 0; k < w->ndrawn; k++)
		boxes[n++] = w->drawn[k].box;
	return rpdf_pixels_shade(ctx, x->u.shade.shade, background, w->a->styles[x->style].m, s->image->u.image.image,
	                         s->mask ? s->mask->u.image.image : NULL, at, boxes, n);
}

/* A shading that is blended with what it covers stands in a group of its own; the picture's is that group. */
static int blend_around(const record *r, size_t i, size_t na)
{
	const record_item *it = &r->items[i];
	bool around = it->kind == RECORD_GROUP && i + 2 < na && it->partner == i + 2 && it[1].kind == RECORD_SHADE
	           && it->u.group.alpha == 1;
	return around ? it->u.group.blend : 0;
}

/* A tiling of one large cell is drawn once more beside itself where what is painted leaves its box. */
static bool pass_unseen(fz_context *ctx, walk *w, size_t *j, size_t nb)
{
	stand_in s;
	if (!w->out->pixelated || !find_stand_in(w->b, *j, nb, 0, &s)
	 || !rpdf_diff_unseen(ctx, w->b, (size_t)(s.image - w->b->items), w->d->views_after))
		return false;
	*j = s.end;
	return true;
}

bool rpdf_diff_pass_shade(fz_context *ctx, walk *w, size_t *i, size_t na, size_t *j, size_t nb)
{
	stand_in s;
	if (pass_unseen(ctx, w, j, nb))
		return true;
	if (*i >= na)
		return false;
	int blend = blend_around(w->a, *i, na);
	size_t at = *i + (blend != 0);
	const record_item *x = &w->a->items[at];
	if (!may_be_pixels(ctx, w, at))
		return false;
	w->out->pixelated = true;
	if (pass_unseen(ctx, w, j, nb))
		return true;
	bool found = find_stand_in(w->b, *j, nb, blend, &s) && fabsf(w->a->paints[x->paint].alpha - s.alpha) <= 0.004f;
	for (int background = x->u.shade.shade->use_background; background >= 0; background--) {
		rect seen = left_of(w, seen_part(ctx, w->a, x, w->d->views[at], background));
		bool gone = rect_empty(seen);
		if (!gone && !(found && is_picture_of(ctx, w, at, &s, seen, background)))
			continue;
		*j = gone ? *j : s.end;
		*i = at + 1 + (blend != 0);
		return true;
	}
	return false;
}
