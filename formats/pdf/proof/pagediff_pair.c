/* One item of the source against one of the output: whether they are the same thing, and if so,
 * what about it changed. */
#include "formats/pdf/proof/pagediff_int.h"

#include "formats/pdf/proof/pixels.h"

#include <math.h>
#include <string.h>

static const float PLACE = 0.1f;   /* points by which a kept thing may have moved       */
static const float PAINT = 0.004f; /* of 1: one step of 255                             */

static bool close_to(float a, float b, float by)
{
	return fabsf(a - b) <= by || a == b;
}

static bool same_matrix(fz_matrix a, fz_matrix b, float slack)
{
	float by = slack + 0.004f * fmaxf(fabsf(a.a) + fabsf(a.c), fabsf(a.b) + fabsf(a.d));
	if (by > PLACE)
		by = PLACE;
	return close_to(a.a, b.a, by) && close_to(a.b, b.b, by) && close_to(a.c, b.c, by)
	       && close_to(a.d, b.d, by) && close_to(a.e, b.e, PLACE) && close_to(a.f, b.f, PLACE);
}

static bool same_paint(const record *a, const record_item *x, const record *b, const record_item *y)
{
	if (!a->npaints || !b->npaints)
		return a->npaints == b->npaints;
	const record_paint *p = &a->paints[x->paint], *q = &b->paints[y->paint];
	return close_to(p->rgb[0], q->rgb[0], PAINT) && close_to(p->rgb[1], q->rgb[1], PAINT)
	       && close_to(p->rgb[2], q->rgb[2], PAINT) && close_to(p->alpha, q->alpha, PAINT);
}

static bool same_line(const record_style *s, const record_style *t)
{
	if (s->linewidth < 0 || t->linewidth < 0)
		return s->linewidth < 0 && t->linewidth < 0;
	return close_to(s->linewidth, t->linewidth, 0.01f + 0.002f * s->linewidth)
	       && close_to(s->miterlimit, t->miterlimit, 0.01f) && s->caps == t->caps && s->join == t->join
	       && same_matrix(s->m, t->m, 0.001f);
}

static bool same_stroke(const record_style *s, const record_style *t)
{
	if (!same_line(s, t))
		return false;
	if (s->linewidth < 0)
		return true;
	if (s->ndash != t->ndash || !close_to(s->dash_phase, t->dash_phase, 0.01f))
		return false;
	for (int i = 0; i < s->ndash; i++)
		if (!close_to(s->dash[i], t->dash[i], 0.01f))
			return false;
	return true;
}

/* A dashed line may come out as its dashes. */
bool rpdf_diff_same_pen(const record *a, const record_item *x, const record *b, const record_item *y)
{
	const record_style *s = &a->styles[x->style], *t = &b->styles[y->style];
	return (same_stroke(s, t) || (same_line(s, t) && t->ndash == 0))
	       && (x->use > USE_STROKE || same_paint(a, x, b, y));
}

/* Points within which each coordinate must agree. */
typedef struct slack { float x, y; } slack;

static bool same_segments(const record *a, const record_item *x, const record *b, const record_item *y, slack by)
{
	static const int points[] = { 1, 1, 3, 0 };
	if (x->u.path.n != y->u.path.n || x->even_odd != y->even_odd)
		return false;
	if (x->u.path.n == 0)
		return true; /* and where nothing was recorded there is no array to point into */
	const float *p = a->path + x->u.path.at, *q = b->path + y->u.path.at;
	for (uint32_t i = 0; i < x->u.path.n;) {
		if (p[i] != q[i])
			return false;
		int n = 2 * points[(int)p[i]];
		i++;
		for (int k = 0; k < n; k++, i++)
			if (!close_to(p[i], q[i], k % 2 ? by.y : by.x))
				return false;
	}
	return true;
}

static bool same_shade(fz_context *ctx, fz_shade *a, fz_shade *b)
{
	if (a == b)
		return true;
	if (a->type != b->type || a->use_function != b->use_function
	    || a->use_background != b->use_background || !same_matrix(a->matrix, b->matrix, 0.001f))
		return false;
	int n = a->colorspace ? fz_colorspace_n(ctx, a->colorspace) : 0;
	if (n != (b->colorspace ? fz_colorspace_n(ctx, b->colorspace) : 0))
		return false;
	if (a->use_function)
		for (int i = 0; i < 256; i++)
			for (int k = 0; k <= n && k <= FZ_MAX_COLORS; k++)
				if (!close_to(a->function[i][k], b->function[i][k], PAINT))
					return false;
	if (a->type == FZ_LINEAR || a->type == FZ_RADIAL)
		return memcmp(&a->u.l_or_r, &b->u.l_or_r, sizeof a->u.l_or_r) == 0;
	if (a->type == FZ_FUNCTION_BASED)
		return false; /* its samples have no length to compare by: pixels will tell */
	unsigned char *p = NULL, *q = NULL;
	size_t np = a->buffer ? fz_buffer_storage(ctx, a->buffer->buffer, &p) : 0;
	size_t nq = b->buffer ? fz_buffer_storage(ctx, b->buffer->buffer, &q) : 0;
	return np == nq && (np == 0 || memcmp(p, q, np) == 0);
}

static bool pair_glyphs(fz_context *ctx, walk *w, const record_item *x, const record_item *y, fate f)
{
	float dx = fabsf(x->u.glyph.x - y->u.glyph.x), dy = fabsf(x->u.glyph.y - y->u.glyph.y);
	if (x->u.glyph.ucs != y->u.glyph.ucs || x->use != y->use)
		return false;
	bool there = dx <= PLACE && dy <= PLACE;
	if (!there && w->even && f == FATE_MUST_GO)
		return false;
	if (!there && w->even && rpdf_diff_glyph_moves(ctx, w->a, x, w->zones, w->nzones)) {
		if (!rpdf_diff_glyph_moved(w->a, x, y, PLACE))
			return false;
		there = true;
	}
	if (!there && (f != FATE_KEEP || dx > DIFF_NEARBY || dy > DIFF_NEARBY))
		return false;
	const record_style *s = &w->a->styles[x->style], *t = &w->b->styles[y->style];
	if (!there || !same_matrix(s->m, t->m, 0.001f) || s->vertical != t->vertical)
		w->out->moved = true;
	if (x->use == USE_INVISIBLE)
		return true;
	if (!rpdf_differ_same_glyph(ctx, w->d, s->font, t->font, x->u.glyph.gid, y->u.glyph.gid))
		w->out->unsure = true;
	if (x->use <= USE_STROKE && !same_paint(w->a, x, w->b, y))
		w->out->repainted = true;
	if ((x->use == USE_STROKE || x->use == USE_CLIP_STROKE) && !same_stroke(s, t))
		w->out->repainted = true;
	return true;
}

static bool pair_images(fz_context *ctx, walk *w, size_t i, const record_item *x, const record_item *y)
{
	fz_matrix m = w->a->styles[x->style].m;
	size_t n = 0;
	if (x->use != y->use || !same_matrix(m, w->b->styles[y->style].m, 0.01f))
		return false;
	if (x->use == USE_FILL && !same_paint(w->a, x, w->b, y))
		w->out->repainted = true;
	rect *boxes = w->d->excused = rpdf_diff_sized(ctx, w->d->excused, w->nzones + 4,
	                                                &w->d->excused_room, sizeof *boxes);
	rect at = rpdf_record_bounds(ctx, w->a, x);
	for (size_t k = 0; k < w->nzones && !x->in_tile; k++)
		if (rect_overlap(at, w->zones[k].box))
			boxes[n++] = w->zones[k].box;
	n += rpdf_diff_beside(at, w->d->views[i], boxes + n);
	switch (rpdf_pixels_images(ctx, x->u.image.image, y->u.image.image, m, boxes, n)) {
	case LIKENESS_SAME:      break;
	case LIKENESS_DIFFERENT: w->out->image = true; break;
	case LIKENESS_UNKNOWN:   w->out->unsure = true; break;
	}
	return true;
}

static slack slack_for(const walk *w, const record_item *path)
{
	slack by = { PLACE, PLACE };
	bool down;
	if (w->even && rpdf_diff_shape_moves(w->a, path, w->zones, w->nzones, &down))
		*(down ? &by.y : &by.x) = fmaxf(w->a->bounds.x1, w->a->bounds.y1);
	return by;
}

static bool pair_others(fz_context *ctx, walk *w, size_t i, size_t j)
{
	const record_item *x = &w->a->items[i], *y = &w->b->items[j];
	switch (x->kind) {
	case RECORD_PATH:
		if (x->use != y->use || !same_segments(w->a, x, w->b, y, slack_for(w, x)))
			return false;
		if (!same_stroke(&w->a->styles[x->style], &w->b->styles[y->style])
		    || (x->use <= USE_STROKE && !same_paint(w->a, x, w->b, y)))
			w->out->repainted = true;
		return true;
	case RECORD_SHADE:
		if (!same_matrix(w->a->styles[x->style].m, w->b->styles[y->style].m, 0.001f))
			return false;
		if (!same_shade(ctx, x->u.shade.shade, y->u.shade.shade))
			w->out->unsure = true;
		return true;
	case RECORD_GROUP:
		return x->u.group.blend == y->u.group.blend && x->u.group.isolated == y->u.group.isolated
		       && x->u.group.knockout == y->u.group.knockout
		       && close_to(x->u.group.alpha, y->u.group.alpha, PAINT);
	case RECORD_MASK:
		return x->u.mask.luminosity == y->u.mask.luminosity
		       && (!x->u.mask.luminosity || same_paint(w->a, x, w->b, y));
	case RECORD_MASKED:
		return w->d->paired[x->u.mask.opener] == y->u.mask.opener + 1;
	case RECORD_TILE:
		return same_matrix(w->a->styles[x->style].m, w->b->styles[y->style].m, 0.001f)
		       && close_to(x->u.tile.xstep, y->u.tile.xstep, PLACE)
		       && close_to(x->u.tile.ystep, y->u.tile.ystep, PLACE);
	case RECORD_END:
		return w->d->paired[x->partner] == y->partner + 1;
	default:
		return true; /* CLIP: the shape before it says it all */
	}
}

bool rpdf_diff_pair(fz_context *ctx, walk *w, size_t i, size_t j)
{
	const record_item *x = &w->a->items[i], *y = &w->b->items[j];
	if (x->kind != y->kind)
		return false;
	bool paired = x->kind == RECORD_GLYPH ? pair_glyphs(ctx, w, x, y, w->d->fates[i])
	              : x->kind == RECORD_IMAGE ? pair_images(ctx, w, i, x, y)
	                                        : pair_others(ctx, w, i, j);
	if (paired)
		w->d->paired[i] = (uint32_t)j + 1;
	return paired;
}

