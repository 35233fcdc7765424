#include "formats/pdf/pagediff_int.h"

#include "formats/pdf/pixels.h"
#include "redact/base/utf8.h"

#include <math.h>
#include <string.h>

static const float PLACE = 0.1f;   /* points by which a kept thing may have moved       */
static const float NEARBY = 3;     /* points within which a moved glyph is still itself */
static const float PAINT = 0.004f; /* of 1: one step of 255                             */

differ *rpdf_differ_new(fz_context *ctx)
{
	return fz_calloc(ctx, 1, sizeof(differ));
}

void rpdf_differ_drop(fz_context *ctx, differ *d)
{
	if (!d)
		return;
	for (size_t i = 0; i < FONT_PAIRS; i++) {
		fz_drop_font(ctx, d->pairs[i].a);
		fz_drop_font(ctx, d->pairs[i].b);
	}
	fz_free(ctx, d->fates);
	fz_free(ctx, d->idle);
	fz_free(ctx, d->paired);
	fz_free(ctx, d->excused);
	fz_free(ctx, d);
}

static void *sized(fz_context *ctx, void *list, size_t want, size_t *room, size_t size)
{
	if (want > *room) {
		list = fz_realloc(ctx, list, want * 2 * size);
		*room = want * 2;
	}
	memset(list, 0, want * size);
	return list;
}

/* ---- marks and what lies under them --------------------------------------------------------- */

static bool opens(const record_item *it)
{
	return it->kind == RECORD_CLIP || it->kind == RECORD_GROUP || it->kind == RECORD_MASKED
	       || it->kind == RECORD_TILE;
}

static bool shapes_a_clip(const record_item *it)
{
	return it->kind <= RECORD_SHADE && (it->use == USE_CLIP || it->use == USE_CLIP_STROKE);
}

static bool is_within(rect inner, rect outer, float slack)
{
	return inner.x0 >= outer.x0 - slack && inner.y0 >= outer.y0 - slack
	       && inner.x1 <= outer.x1 + slack && inner.y1 <= outer.y1 + slack;
}

static float size_of(const record_style *s)
{
	return fmaxf(fabsf(s->m.a) + fabsf(s->m.c), fabsf(s->m.b) + fabsf(s->m.d));
}

static bool is_far(const record *r, const record_item *g, rect box)
{
	float reach = 4 * size_of(&r->styles[g->style]);
	return g->u.glyph.x < box.x0 - reach || g->u.glyph.x > box.x1 + reach
	       || g->u.glyph.y < box.y0 - reach || g->u.glyph.y > box.y1 + reach;
}

/* A glyph is under a mark when its centre or most of its area is. */
static fate cell_fate(rect cell, const zone *z)
{
	if (!rect_overlap(cell, z->box))
		return FATE_KEEP;
	float cx = (cell.x0 + cell.x1) / 2, cy = (cell.y0 + cell.y1) / 2;
	float share = rect_area(rect_intersect(cell, z->box)) / rect_area(cell);
	bool under = share > 0.5f
	             || (cx > z->box.x0 && cx < z->box.x1 && cy > z->box.y0 && cy < z->box.y1);
	if (under)
		return z->must ? FATE_MUST_GO : FATE_MAY_GO;
	return share > 0.05f || (z->whole && share > 0.005f) ? FATE_MAY_GO : FATE_KEEP;
}

static fate glyph_fate(fz_context *ctx, const record *r, const record_item *g, const zone *zones,
                       size_t n, rect all)
{
	fate f = FATE_KEEP;
	if (g->in_tile)
		return f;
	if (n && !is_far(r, g, all)) {
		rect cell = { 0, 0, 0, 0 };
		for (size_t i = 0; i < n && f != FATE_MUST_GO; i++) {
			if (is_far(r, g, zones[i].box))
				continue;
			if (rect_empty(cell))
				cell = rpdf_record_cell(ctx, r, g);
			fate one = cell_fate(cell, &zones[i]);
			if (one > f)
				f = one;
		}
	}
	if (f == FATE_MUST_GO)
		return rpdf_record_is_blank(g) ? FATE_MAY_GO : f;
	if (g->use == USE_INVISIBLE)
		return FATE_MAY_GO;
	fz_rect b = r->bounds;
	float s = 2 * size_of(&r->styles[g->style]);
	if (g->u.glyph.x < b.x0 - s || g->u.glyph.x > b.x1 + s || g->u.glyph.y < b.y0 - s
	    || g->u.glyph.y > b.y1 + s)
		return FATE_MAY_GO;
	return f;
}

static bool is_off_page(fz_context *ctx, const record *r, const record_item *it)
{
	rect at = rpdf_record_bounds(ctx, r, it), page = { r->bounds.x0, r->bounds.y0, r->bounds.x1,
	                                                  r->bounds.y1 };
	float slack = it->kind == RECORD_PATH && it->use == USE_STROKE
	              ? r->styles[it->style].linewidth * size_of(&r->styles[it->style]) : 0;
	if (!(slack >= 0))
		slack = 0;
	return at.x1 + slack < page.x0 || at.x0 - slack > page.x1 || at.y1 + slack < page.y0
	       || at.y0 - slack > page.y1;
}

static bool touches_zone(fz_context *ctx, const record *r, const record_item *it, const zone *zones,
                         size_t n, bool wholly)
{
	if (!n || it->in_tile || it->kind > RECORD_SHADE)
		return false;
	rect at = rpdf_record_bounds(ctx, r, it);
	for (size_t i = 0; i < n; i++)
		if (wholly ? is_within(at, zones[i].box, 0.05f)
		           : rect_overlap(rect_grow(at, 0.05f), zones[i].box))
			return true;
	return false;
}

static fate item_fate(fz_context *ctx, const record *r, const record_item *it, const zone *zones,
                      size_t n, rect all)
{
	if (it->kind == RECORD_GLYPH)
		return glyph_fate(ctx, r, it, zones, n, all);
	if (it->kind > RECORD_SHADE || it->in_tile || shapes_a_clip(it))
		return FATE_KEEP;
	if (touches_zone(ctx, r, it, zones, n, true) || is_off_page(ctx, r, it))
		return FATE_MAY_GO;
	if (it->kind == RECORD_PATH && it->u.path.n == 0)
		return FATE_MAY_GO;
	return FATE_KEEP;
}

/* A container around nothing that must be kept may itself go, and so may the shape that clips.
 * What is drawn into a soft mask counts for the containers within that mask alone. */
static void empty_containers(fz_context *ctx, const record *r, unsigned char *fates)
{
	uint32_t *kept = fz_malloc_array(ctx, 2 * (r->n + 1), uint32_t);
	uint32_t *in_mask = kept + r->n + 1;
	kept[0] = in_mask[0] = 0;
	for (size_t i = 0; i < r->n; i++) {
		const record_item *it = &r->items[i];
		bool counts = it->kind <= RECORD_SHADE && !shapes_a_clip(it) && fates[i] == FATE_KEEP;
		kept[i + 1] = kept[i] + (counts && !it->in_mask);
		in_mask[i + 1] = in_mask[i] + (counts && it->in_mask);
	}
	for (size_t i = 0; i < r->n; i++) {
		const record_item *it = &r->items[i];
		if (!opens(it) || it->partner <= i)
			continue;
		const uint32_t *sum = it->in_mask ? in_mask : kept;
		if (sum[it->partner] != sum[i])
			continue;
		fates[i] = fates[it->partner] = FATE_MAY_GO;
		if (it->kind == RECORD_MASKED) /* nothing shows through: the mask may go whole */
			for (size_t k = it->u.mask.opener; k < i; k++)
				if (fates[k] == FATE_KEEP)
					fates[k] = FATE_MAY_GO;
		for (size_t k = i; it->kind == RECORD_CLIP && k > 0 && shapes_a_clip(&r->items[k - 1]); k--) {
			if (fates[k - 1] == FATE_KEEP)
				fates[k - 1] = FATE_MAY_GO;
			if (r->items[k - 1].kind != RECORD_GLYPH)
				break;
		}
	}
	fz_free(ctx, kept);
}

static rect around(const zone *zones, size_t n)
{
	rect all = { 0, 0, 0, 0 };
	for (size_t i = 0; i < n; i++)
		all = rect_union(all, zones[i].box);
	return all;
}

static void decide_fates(fz_context *ctx, const record *r, const zone *zones, size_t n,
                         unsigned char *fates)
{
	rect all = around(zones, n);
	for (size_t i = 0; i < r->n; i++)
		fates[i] = (unsigned char)item_fate(ctx, r, &r->items[i], zones, n, all);
	empty_containers(ctx, r, fates);
}

/* ---- what the redactor appended ------------------------------------------------------------- */

static bool is_black_box(const record *r, const record_item *it, const zone *zones, size_t n)
{
	if (it->kind != RECORD_PATH || it->use != USE_FILL || it->in_tile || it->in_mask)
		return false;
	const record_paint *p = &r->paints[it->paint];
	if (p->rgb[0] > 0.2f || p->rgb[1] > 0.2f || p->rgb[2] > 0.2f || p->alpha < 1)
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_within(it->u.path.box, zones[i].box, 1))
			return true;
	return false;
}

static bool label_has(str label, int ucs)
{
	if (ucs == '?') /* stands for what the label's font lacks */
		return label.n > 0;
	for (size_t at = 0; at < label.n;)
		if ((int)utf8_next(label, &at) == ucs)
			return true;
	return false;
}

/* A letter of a label: white, on a black box drawn before it, and one that the label has. */
static bool is_label(fz_context *ctx, const record *r, size_t tail, size_t at, const zone *zones,
                     size_t n)
{
	const record_item *g = &r->items[at];
	if (g->kind != RECORD_GLYPH || g->use != USE_FILL || g->in_tile || g->in_mask)
		return false;
	const record_paint *p = &r->paints[g->paint];
	if (p->rgb[0] < 0.9f || p->rgb[1] < 0.9f || p->rgb[2] < 0.9f)
		return false;
	bool known = rpdf_record_is_blank(g);
	for (size_t i = 0; i < n && !known; i++)
		known = is_within(rpdf_record_cell(ctx, r, g), rect_grow(zones[i].box, 2), 0)
		        && label_has(zones[i].label, g->u.glyph.ucs);
	if (!known)
		return false;
	for (size_t k = at; k > tail; k--) {
		const record_item *b = &r->items[k - 1];
		rect grown = rect_grow(b->kind == RECORD_PATH ? b->u.path.box : (rect){ 0, 0, 0, 0 }, 2);
		if (b->kind == RECORD_PATH && g->u.glyph.x >= grown.x0 && g->u.glyph.x <= grown.x1
		    && g->u.glyph.y >= grown.y0 && g->u.glyph.y <= grown.y1)
			return true;
	}
	return false;
}

/* Where the boxes and labels begin that the redactor drew behind everything else. */
static size_t find_tail(fz_context *ctx, const record *r, size_t end, const zone *zones, size_t n)
{
	size_t tail = end;
	if (!n)
		return end;
	while (tail > 0) {
		const record_item *it = &r->items[tail - 1];
		if (it->kind != RECORD_GLYPH && !is_black_box(r, it, zones, n))
			break;
		tail--;
	}
	/* Glyphs before the first box belong to the page, and so does all before one that is no label. */
	for (size_t i = tail; i < end; i++)
		if (r->items[i].kind == RECORD_GLYPH && !is_label(ctx, r, tail, i, zones, n))
			tail = i + 1;
	return tail;
}

/* ---- one item against another --------------------------------------------------------------- */

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

static bool same_stroke(const record_style *s, const record_style *t)
{
	if (s->linewidth < 0 || t->linewidth < 0)
		return s->linewidth < 0 && t->linewidth < 0;
	if (!close_to(s->linewidth, t->linewidth, 0.01f + 0.002f * s->linewidth)
	    || !close_to(s->miterlimit, t->miterlimit, 0.01f) || s->caps != t->caps || s->join != t->join
	    || s->ndash != t->ndash || !close_to(s->dash_phase, t->dash_phase, 0.01f))
		return false;
	for (int i = 0; i < s->ndash; i++)
		if (!close_to(s->dash[i], t->dash[i], 0.01f))
			return false;
	return same_matrix(s->m, t->m, 0.001f);
}

static bool same_segments(const record *a, const record_item *x, const record *b, const record_item *y)
{
	static const int points[] = { 1, 1, 3, 0 };
	if (x->u.path.n != y->u.path.n || x->even_odd != y->even_odd)
		return false;
	const float *p = a->path + x->u.path.at, *q = b->path + y->u.path.at;
	for (uint32_t i = 0; i < x->u.path.n;) {
		if (p[i] != q[i])
			return false;
		int n = 2 * points[(int)p[i]];
		i++;
		for (int k = 0; k < n; k++, i++)
			if (!close_to(p[i], q[i], PLACE))
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

typedef struct walk {
	differ *d;
	const record *a, *b;
	const zone *zones;
	size_t nzones;
	pagediff *out;
} walk;

static bool pair_glyphs(fz_context *ctx, walk *w, const record_item *x, const record_item *y, fate f)
{
	float dx = fabsf(x->u.glyph.x - y->u.glyph.x), dy = fabsf(x->u.glyph.y - y->u.glyph.y);
	if (x->u.glyph.ucs != y->u.glyph.ucs || x->use != y->use)
		return false;
	bool there = dx <= PLACE && dy <= PLACE;
	if (!there && (f != FATE_KEEP || dx > NEARBY || dy > NEARBY))
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

static bool pair_images(fz_context *ctx, walk *w, const record_item *x, const record_item *y)
{
	fz_matrix m = w->a->styles[x->style].m;
	rect boxes[256];
	size_t n = 0;
	if (x->use != y->use || !same_matrix(m, w->b->styles[y->style].m, 0.01f))
		return false;
	if (x->use == USE_FILL && !same_paint(w->a, x, w->b, y))
		w->out->repainted = true;
	for (size_t i = 0; i < w->nzones; i++) {
		if (x->in_tile || n == sizeof boxes / sizeof *boxes)
			break;
		if (rect_overlap(rpdf_record_bounds(ctx, w->a, x), w->zones[i].box))
			boxes[n++] = w->zones[i].box;
	}
	switch (rpdf_pixels_images(ctx, x->u.image.image, y->u.image.image, m, boxes, n)) {
	case LIKENESS_SAME:      break;
	case LIKENESS_DIFFERENT: w->out->image = true; break;
	case LIKENESS_UNKNOWN:   w->out->unsure = true; break;
	}
	return true;
}

static bool pair_others(fz_context *ctx, walk *w, size_t i, size_t j)
{
	const record_item *x = &w->a->items[i], *y = &w->b->items[j];
	switch (x->kind) {
	case RECORD_PATH:
		if (x->use != y->use || !same_segments(w->a, x, w->b, y))
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

static bool pair(fz_context *ctx, walk *w, size_t i, size_t j)
{
	const record_item *x = &w->a->items[i], *y = &w->b->items[j];
	if (x->kind != y->kind)
		return false;
	bool paired = x->kind == RECORD_GLYPH ? pair_glyphs(ctx, w, x, y, w->d->fates[i])
	              : x->kind == RECORD_IMAGE ? pair_images(ctx, w, x, y)
	                                        : pair_others(ctx, w, i, j);
	if (paired)
		w->d->paired[i] = (uint32_t)j + 1;
	return paired;
}

/* ---- the walk ------------------------------------------------------------------------------- */

/* Differences at such an item may be the redactor's own copies or cuts: pixels will tell. */
static bool is_hard_to_tell(fz_context *ctx, walk *w, const record *r, const record_item *it)
{
	return it->in_tile || it->in_mask || it->kind > RECORD_SHADE || shapes_a_clip(it)
	       || (it->kind != RECORD_GLYPH && touches_zone(ctx, r, it, w->zones, w->nzones, false));
}

static void mismatch(fz_context *ctx, walk *w, size_t i, size_t na, size_t j, size_t nb)
{
	if ((i < na && is_hard_to_tell(ctx, w, w->a, &w->a->items[i]))
	    || (j < nb && is_hard_to_tell(ctx, w, w->b, &w->b->items[j])))
		w->out->unsure = true;
	else if (i < na)
		w->out->lost = true;
	else
		w->out->added = true;
}

static bool walk_lists(fz_context *ctx, walk *w, size_t i, size_t na, size_t j, size_t nb)
{
	const unsigned char *fates = w->d->fates, *idle = w->d->idle;
	while (i < na || j < nb) {
		if (i < na && j < nb && pair(ctx, w, i, j)) {
			i++;
			j++;
		} else if (i < na && fates[i] != FATE_KEEP
		           && !(w->a->items[i].kind == RECORD_END && w->d->paired[w->a->items[i].partner])) {
			i++;
		} else if (j < nb && idle[j]) {
			j++;
		} else {
			mismatch(ctx, w, i, na, j, nb);
			return false;
		}
	}
	return true;
}

/* The kept letters alone, in order: what a mismatch elsewhere in the lists cannot hide. */
static bool same_text(walk *w, size_t i, size_t na, size_t j, size_t nb)
{
	const record_item *x = w->a->items, *y = w->b->items;
	for (;;) {
		while (i < na && (x[i].kind != RECORD_GLYPH || x[i].in_tile))
			i++;
		while (j < nb && (y[j].kind != RECORD_GLYPH || y[j].in_tile))
			j++;
		if (i == na && j == nb)
			return true;
		bool near = i < na && j < nb && x[i].u.glyph.ucs == y[j].u.glyph.ucs
		            && fabsf(x[i].u.glyph.x - y[j].u.glyph.x) <= NEARBY
		            && fabsf(x[i].u.glyph.y - y[j].u.glyph.y) <= NEARBY;
		bool alike = i < na && j < nb && x[i].u.glyph.ucs == y[j].u.glyph.ucs;
		if (i < na && w->d->fates[i] != FATE_KEEP) {
			i++;
			j += near;
		} else if (alike) {
			i++;
			j++;
		} else {
			return false;
		}
	}
}

/* ---- what is left under the marks ----------------------------------------------------------- */

/* Whether a cell of a tiling, put wherever the tiling puts it, shows the glyph under the zone. */
static bool tiled_under(fz_context *ctx, const record *r, const record_item *tile,
                        const record_item *g, const zone *z)
{
	enum { MOST_CELLS = 20000 };
	fz_matrix m = r->styles[tile->style].m;
	float sx = fabsf(tile->u.tile.xstep), sy = fabsf(tile->u.tile.ystep);
	rect area = tile->u.tile.area, view = tile->u.tile.view, cell = rpdf_record_cell(ctx, r, g);
	if (!(sx > 0) || !(sy > 0))
		return true;
	float i0 = floorf((area.x0 - view.x1) / sx), i1 = ceilf((area.x1 - view.x0) / sx);
	float j0 = floorf((area.y0 - view.y1) / sy), j1 = ceilf((area.y1 - view.y0) / sy);
	if (!((i1 - i0 + 1) * (j1 - j0 + 1) < MOST_CELLS))
		return true; /* too many to rule out */
	for (float i = i0; i <= i1; i++)
		for (float j = j0; j <= j1; j++) {
			float dx = i * sx * m.a + j * sy * m.c, dy = i * sx * m.b + j * sy * m.d;
			rect at = { cell.x0 + dx, cell.y0 + dy, cell.x1 + dx, cell.y1 + dy };
			if (cell_fate(at, z) == FATE_MUST_GO)
				return true;
		}
	return false;
}

static void look_under(fz_context *ctx, const record *r, size_t beg, size_t end, const zone *zones,
                       size_t n, pagediff *out)
{
	rect all = around(zones, n);
	const record_item *tile = NULL;
	for (size_t i = beg; i < end; i++) {
		const record_item *it = &r->items[i];
		if (it->kind == RECORD_TILE)
			tile = it;
		if (it->kind == RECORD_GLYPH && !it->in_tile
		    && glyph_fate(ctx, r, it, zones, n, all) == FATE_MUST_GO)
			out->readable = true;
		for (size_t k = 0; k < n; k++) {
			if (!zones[k].must)
				continue;
			if (it->kind == RECORD_GLYPH && it->in_tile && tile && !rpdf_record_is_blank(it)
			    && tiled_under(ctx, r, tile, it, &zones[k]))
				out->readable = true;
			if (it->kind == RECORD_IMAGE && !it->in_tile
			    && rect_overlap(rpdf_record_bounds(ctx, r, it), zones[k].box)
			    && !rpdf_pixels_uniform(ctx, it->u.image.image, r->styles[it->style].m, zones[k].box))
				out->pictured = true;
		}
	}
}

/* ---- together ------------------------------------------------------------------------------- */

pagediff rpdf_pagediff(fz_context *ctx, differ *d, const record *before, const record *after,
                       const zone *zones, size_t nzones)
{
	pagediff out = { 0 };
	walk w = { d, before, after, zones, nzones, &out };
	size_t a0 = before->wrapped, a1 = before->n - before->wrapped;
	size_t b0 = after->wrapped, b1 = after->n - after->wrapped;

	d->fates = sized(ctx, d->fates, before->n + 1, &d->fates_room, 1);
	d->idle = sized(ctx, d->idle, after->n + 1, &d->idle_room, 1);
	d->paired = sized(ctx, d->paired, before->n + 1, &d->paired_room, sizeof *d->paired);
	decide_fates(ctx, before, zones, nzones, d->fates);
	/* In the output only containers around nothing are passed over. */
	empty_containers(ctx, after, d->idle);

	b1 = find_tail(ctx, after, b1, zones, nzones);
	if (!walk_lists(ctx, &w, a0, a1, b0, b1) && !same_text(&w, a0, a1, b0, b1))
		out.text = true;
	if (nzones)
		look_under(ctx, after, b0, b1, zones, nzones, &out);
	return out;
}

size_t rpdf_pagediff_excused(fz_context *ctx, differ *d, const record *before, const zone *zones,
                             size_t nzones, const rect **out)
{
	size_t n = 0;
	d->excused = sized(ctx, d->excused, nzones + before->n, &d->excused_room, sizeof *d->excused);
	for (size_t i = 0; i < nzones; i++)
		d->excused[n++] = zones[i].box;
	/* The ink of a removed letter can reach beyond its cell. */
	for (size_t i = 0; i < before->n; i++)
		if (before->items[i].kind == RECORD_GLYPH && d->fates[i] != FATE_KEEP
		    && before->items[i].use != USE_INVISIBLE && !rpdf_record_is_blank(&before->items[i]))
			d->excused[n++] = rpdf_record_ink(ctx, before, &before->items[i]);
	*out = d->excused;
	return n;
}
