/* What on a page can hide something: opaque shapes, strokes, pictures, in the order of drawing. */
#include "formats/pdf/proof/failed_int.h"

#include <math.h>
#include <string.h>

enum {
	STRIPS = 256,
	MOST_PLACES = 16 << 20,  /* of covers in strips            */
	LONG_PATH = 1024,        /* floats; longer ones are left to pixels */
	DEEPEST = 4200,          /* a record nests no deeper       */
	SIDE = 5,                /* points that stand for a rectangle, across and down */
};

static const uint64_t MOST_STEPS = (uint64_t)4 << 30;

/* Nothing smaller hides a letter, and nothing thinner does so together with others. */
static const float LEAST = 1.5f, THINNEST = 0.5f;

/* ---- whether a point lies within a path ------------------------------------------------------ */

typedef struct ray {
	float x, y;
	int winding;
	bool odd;
} ray;

/* Counts where an edge crosses the ray that goes right from the point. */
static void cross(ray *r, float ax, float ay, float bx, float by)
{
	if ((ay <= r->y) == (by <= r->y))
		return;
	if (ax + (bx - ax) * (r->y - ay) / (by - ay) <= r->x)
		return;
	r->odd = !r->odd;
	r->winding += by > ay ? 1 : -1;
}

static void cross_curve(ray *r, float ax, float ay, const float *p)
{
	float x = ax, y = ay;
	for (int i = 1; i <= 8; i++) {
		float t = (float)i / 8, u = 1 - t;
		float nx = u * u * u * ax + 3 * u * u * t * p[0] + 3 * u * t * t * p[2] + t * t * t * p[4];
		float ny = u * u * u * ay + 3 * u * u * t * p[1] + 3 * u * t * t * p[3] + t * t * t * p[5];
		cross(r, x, y, nx, ny);
		x = nx, y = ny;
	}
}

static bool inside(const record *rec, const record_item *it, float px, float py)
{
	ray r = { .x = px, .y = py };
	float x = 0, y = 0, sx = 0, sy = 0;
	const float *p = rec->path + it->u.path.at, *end = p + it->u.path.n;
	while (p < end) {
		switch ((int)*p++) {
		case 0:
			cross(&r, x, y, sx, sy);
			x = sx = p[0], y = sy = p[1];
			p += 2;
			break;
		case 1:
			cross(&r, x, y, p[0], p[1]);
			x = p[0], y = p[1];
			p += 2;
			break;
		case 2:
			cross_curve(&r, x, y, p);
			x = p[4], y = p[5];
			p += 6;
			break;
		default:
			cross(&r, x, y, sx, sy);
			x = sx, y = sy;
			break;
		}
	}
	cross(&r, x, y, sx, sy);
	return it->even_odd ? r.odd : r.winding != 0;
}

bool rpdf_clip_shows(const covers *c, const record *r, uint32_t at, float x, float y)
{
	for (; at; at = c->clips[at].up) {
		const clip *k = &c->clips[at];
		if (x < k->bounds.x0 || x > k->bounds.x1 || y < k->bounds.y0 || y > k->bounds.y1)
			return false;
		if (k->item != UINT32_MAX && !inside(r, &r->items[k->item], x, y))
			return false;
	}
	return true;
}

/* ---- gathering -------------------------------------------------------------------------------- */

covers *rpdf_covers_new(fz_context *ctx)
{
	return fz_calloc(ctx, 1, sizeof(covers));
}

void rpdf_covers_drop(fz_context *ctx, covers *c)
{
	if (!c)
		return;
	fz_free(ctx, c->list);
	fz_free(ctx, c->clips);
	fz_free(ctx, c->glyphs);
	fz_free(ctx, c->strips);
	fz_free(ctx, c->strip_at);
	fz_free(ctx, c);
}

static void *one_more(fz_context *ctx, void *list, size_t n, size_t *room, size_t size)
{
	if (n < *room)
		return list;
	size_t want = *room ? *room * 2 : 256;
	list = fz_realloc(ctx, list, want * size);
	*room = want;
	return list;
}

typedef struct level {
	uint32_t clip;
	bool faded;      /* groups and masks that may let something shine through, or blend it */
	bool tile;
} level;

typedef struct gathering {
	covers *c;
	const record *r;
	level *stack;
	size_t n;
} gathering;

static rect of_fz(fz_rect b)
{
	return (rect){ b.x0, b.y0, b.x1, b.y1 };
}

static uint32_t add_clip(fz_context *ctx, gathering *g, uint32_t up, uint32_t at)
{
	covers *c = g->c;
	const record *r = g->r;
	rect bounds = c->clips[up].bounds;
	uint32_t path = UINT32_MAX;
	const record_item *shape = at ? &r->items[at - 1] : NULL;
	if (shape && shape->kind == RECORD_PATH && shape->use == USE_CLIP) {
		bounds = rect_intersect(bounds, shape->u.path.box);
		if (shape->u.path.n <= LONG_PATH)
			path = at - 1;
	} else if (shape && shape->kind == RECORD_IMAGE) {
		bounds = rect_intersect(bounds, rpdf_record_bounds(ctx, r, shape));
	}
	c->clips = one_more(ctx, c->clips, c->nclips, &c->clips_room, sizeof *c->clips);
	c->clips[c->nclips] = (clip){ up, path, bounds };
	return (uint32_t)c->nclips++;
}

static float stroke_reach(const record *r, const record_item *it)
{
	const record_style *s = &r->styles[it->style];
	return s->linewidth < 0 ? 0 : s->linewidth * fz_matrix_expansion(s->m) / 2;
}

static void add_cover(fz_context *ctx, gathering *g, uint32_t at, rect bounds, bool exact)
{
	covers *c = g->c;
	const level *in = &g->stack[g->n - 1];
	const record_item *it = &g->r->items[at];
	bounds = rect_intersect(bounds, c->clips[in->clip].bounds);
	float w = bounds.x1 - bounds.x0, h = bounds.y1 - bounds.y0;
	if (!(fmaxf(w, h) >= LEAST) || !(fminf(w, h) >= THINNEST))
		return;
	c->list = one_more(ctx, c->list, c->n, &c->room, sizeof *c->list);
	cover *k = &c->list[c->n++];
	memset(k, 0, sizeof *k);
	k->item = at;
	k->clip = in->clip;
	k->bounds = bounds;
	k->image = it->kind == RECORD_IMAGE;
	k->exact = exact && !in->faded;
	k->thin = fminf(w, h) < LEAST;
}

static void add_item(fz_context *ctx, gathering *g, uint32_t at)
{
	covers *c = g->c;
	const record *r = g->r;
	const record_item *it = &r->items[at];
	const level *in = &g->stack[g->n - 1];
	if (it->in_mask || it->in_tile)
		return;
	if (it->kind == RECORD_GLYPH) {
		if (it->use == USE_CLIP || it->use == USE_CLIP_STROKE || it->u.glyph.gid < 0 || rpdf_record_is_blank(it))
			return;
		c->glyphs = one_more(ctx, c->glyphs, c->nglyphs, &c->glyphs_room, sizeof *c->glyphs);
		c->glyphs[c->nglyphs++] = (shown_glyph){ at, in->clip, in->faded };
	} else if (it->kind == RECORD_PATH && it->use == USE_FILL) {
		add_cover(ctx, g, at, it->u.path.box, r->paints[it->paint].alpha > 0.99f && it->u.path.n <= LONG_PATH);
	} else if (it->kind == RECORD_PATH && it->use == USE_STROKE) {
		add_cover(ctx, g, at, rect_grow(it->u.path.box, stroke_reach(r, it)), false);
	} else if ((it->kind == RECORD_IMAGE && it->use == USE_FILL) || it->kind == RECORD_SHADE) {
		add_cover(ctx, g, at, rpdf_record_bounds(ctx, r, it), false);
	}
}

static void push(fz_context *ctx, gathering *g, level l)
{
	if (g->n == DEEPEST)
		mu_throw(ctx, ERR_REFUSED, "a page nests too deep to be looked at");
	g->stack[g->n++] = l;
}

static void walk(fz_context *ctx, gathering *g)
{
	const record *r = g->r;
	push(ctx, g, (level){ 0 });
	for (uint32_t i = 0; i < r->n; i++) {
		const record_item *it = &r->items[i];
		level in = g->stack[g->n - 1];
		switch (it->kind) {
		case RECORD_CLIP:
			in.clip = add_clip(ctx, g, in.clip, i);
			push(ctx, g, in);
			break;
		case RECORD_GROUP:
			in.faded |= it->u.group.blend != FZ_BLEND_NORMAL || it->u.group.alpha < 0.99f;
			push(ctx, g, in);
			break;
		case RECORD_MASK:
			push(ctx, g, in);
			break;
		case RECORD_MASKED:
			g->n -= g->n > 1;
			in = g->stack[g->n - 1];
			in.faded = true;
			push(ctx, g, in);
			break;
		case RECORD_TILE:
			if (!it->in_mask && !it->in_tile)
				add_cover(ctx, g, i, g->c->clips[in.clip].bounds, false);
			push(ctx, g, in);
			break;
		case RECORD_END:
			g->n -= g->n > 1;
			break;
		default:
			add_item(ctx, g, i);
			break;
		}
	}
}

static size_t strip_of(const covers *c, float y)
{
	float s = (y - c->top) / c->height * STRIPS;
	return !(s > 0) ? 0 : s >= STRIPS ? STRIPS - 1 : (size_t)s;
}

/* Each strip's covers one after the other, in the order of drawing. */
static void fill_strips(fz_context *ctx, covers *c)
{
	size_t total = 0;
	if (!c->strip_at)
		c->strip_at = fz_malloc_array(ctx, STRIPS + 2, uint32_t);
	memset(c->strip_at, 0, (STRIPS + 2) * sizeof *c->strip_at);
	for (size_t i = 0; i < c->n; i++)
		for (size_t s = strip_of(c, c->list[i].bounds.y0); s <= strip_of(c, c->list[i].bounds.y1); s++, total++)
			c->strip_at[s + 2]++;
	if (total > MOST_PLACES)
		mu_throw(ctx, ERR_REFUSED, "a page draws too many shapes to be looked at");
	for (size_t s = 2; s < STRIPS + 2; s++)
		c->strip_at[s] += c->strip_at[s - 1];
	if (total > c->strips_room) {
		c->strips = fz_realloc_array(ctx, c->strips, total, uint32_t);
		c->strips_room = total;
	}
	for (size_t i = 0; i < c->n; i++)
		for (size_t s = strip_of(c, c->list[i].bounds.y0); s <= strip_of(c, c->list[i].bounds.y1); s++)
			c->strips[c->strip_at[s + 1]++] = (uint32_t)i;
}

void rpdf_covers_gather(fz_context *ctx, covers *c, const record *r)
{
	gathering g = { .c = c, .r = r, .n = 0 };
	c->n = c->nclips = c->nglyphs = 0;
	c->steps = 0;
	c->top = r->bounds.y0;
	c->height = fmaxf(r->bounds.y1 - r->bounds.y0, 1);
	c->clips = one_more(ctx, c->clips, 0, &c->clips_room, sizeof *c->clips);
	c->clips[c->nclips++] = (clip){ 0, UINT32_MAX, of_fz(r->bounds) };
	g.stack = fz_malloc_array(ctx, DEEPEST, level);
	fz_try(ctx) {
		walk(ctx, &g);
		fill_strips(ctx, c);
	}
	fz_always(ctx)
		fz_free(ctx, g.stack);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- asking ----------------------------------------------------------------------------------- */

static bool contains(rect outer, rect in)
{
	return in.x0 >= outer.x0 && in.x1 <= outer.x1 && in.y0 >= outer.y0 && in.y1 <= outer.y1;
}

/* Nine points of the rectangle stand for all of it. */
static bool hides(covers *c, const record *r, const cover *k, rect in)
{
	const record_item *it = &r->items[k->item];
	c->steps += it->u.path.n;
	for (int i = 0; i < 9; i++) {
		float x = in.x0 + (in.x1 - in.x0) * (float)(i % 3) / 2, y = in.y0 + (in.y1 - in.y0) * (float)(i / 3) / 2;
		if (!inside(r, it, x, y) || !rpdf_clip_shows(c, r, k->clip, x, y))
			return false;
	}
	return true;
}

/* A letter whose rim sticks out is hidden all the same. */
static rect core(rect ink)
{
	float w = ink.x1 - ink.x0, h = ink.y1 - ink.y0;
	float dx = fmaxf(0.12f * w, fminf(0.5f, 0.25f * w)), dy = fmaxf(0.12f * h, fminf(0.5f, 0.25f * h));
	return (rect){ ink.x0 + dx, ink.y0 + dy, ink.x1 - dx, ink.y1 - dy };
}

covered rpdf_covers_over(fz_context *ctx, covers *c, const record *r, rect ink, uint32_t from,
                         uint32_t before)
{
	covered found = { NO_COVER, NO_COVER };
	rect in = core(ink);
	size_t s = strip_of(c, (in.y0 + in.y1) / 2);
	for (size_t i = c->strip_at[s + 1]; i > c->strip_at[s]; i--) {
		const cover *k = &c->list[c->strips[i - 1]];
		if (k->item < from)
			break;
		if (++c->steps > MOST_STEPS)
			mu_throw(ctx, ERR_REFUSED, "a page draws too many shapes to be looked at");
		if (k->item >= before || k->thin || !contains(k->bounds, in))
			continue;
		if (k->exact && hides(c, r, k, in)) {
			found.exact = (int)c->strips[i - 1];
			break;
		}
		if (!k->exact && found.other == NO_COVER)
			found.other = (int)c->strips[i - 1];
	}
	return found;
}

/* ---- several at once -------------------------------------------------------------------------- */

static bool meets(rect a, rect b)
{
	return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

/* Which points of the rectangle a cover hides, beside those that others do. */
static uint32_t hidden_points(covers *c, const record *r, const cover *k, rect in, uint32_t hidden)
{
	const record_item *it = &r->items[k->item];
	for (int i = 0; i < SIDE * SIDE; i++) {
		float x = in.x0 + (in.x1 - in.x0) * (float)(i % SIDE) / (SIDE - 1);
		float y = in.y0 + (in.y1 - in.y0) * (float)(i / SIDE) / (SIDE - 1);
		if (hidden >> i & 1 || !contains(k->bounds, (rect){ x, y, x, y }))
			continue;
		c->steps += k->exact ? it->u.path.n : 0;
		if (!k->exact || (inside(r, it, x, y) && rpdf_clip_shows(c, r, k->clip, x, y)))
			hidden |= (uint32_t)1 << i;
	}
	return hidden;
}

int rpdf_covers_together(fz_context *ctx, covers *c, const record *r, rect ink, uint32_t from,
                         uint32_t before, bool exact)
{
	const uint32_t all = ((uint32_t)1 << (SIDE * SIDE)) - 1;
	rect in = core(ink);
	uint32_t hidden = 0;
	int top = NO_COVER;
	/* A low strip lies in other stretches of the page than a high one. */
	for (size_t s = strip_of(c, in.y0); s <= strip_of(c, in.y1) && hidden != all; s++) {
		for (size_t i = c->strip_at[s + 1]; i > c->strip_at[s] && hidden != all; i--) {
			int at = (int)c->strips[i - 1];
			const cover *k = &c->list[at];
			if (k->item < from)
				break;
			if (++c->steps > MOST_STEPS)
				mu_throw(ctx, ERR_REFUSED, "a page draws too many shapes to be looked at");
			if (k->item >= before || (exact && !k->exact) || !meets(k->bounds, in))
				continue;
			uint32_t with = hidden_points(c, r, k, in, hidden);
			if (with == hidden)
				continue;
			hidden = with;
			top = at > top ? at : top;
		}
	}
	return hidden == all ? top : NO_COVER;
}
