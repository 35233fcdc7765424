/*
 * Areas. A box is taken from a polygon by clipping it, after Sutherland and Hodgman, to the four
 * windows around the box: all that is left of it, all that is right of it, and what is above and below
 * between the two. Inside each window the pieces wind as the polygon did, so that one fill of all of
 * them, by either rule, shows what was outside the box; edges that abut cancel each other.
 */
#include "formats/pdf/walk/cutpath_int.h"

#include <math.h>

/* A piece thinner than this is not an area but the rim of one. Points. */
static const double SLIVER = 1e-4;

struct polygons {
	struct cut_points points;
	size_t *ends; size_t n, room;    /* where each ends, in points */
};

struct cutter {
	struct cut_box *boxes; size_t nboxes;
	struct polygons now, next;       /* what is left of one subpath */
	struct cut_points scratch[2];
	struct cut_subpath sub;
	unsigned char *met;              /* per box: something was cut there */
	bool changed;
};

static void end_polygon(fz_context *ctx, struct polygons *p)
{
	if (p->n == p->room) {
		size_t room = p->room ? p->room * 2 : 16;
		p->ends = fz_realloc_array(ctx, p->ends, room, size_t);
		p->room = room;
	}
	p->ends[p->n++] = p->points.n;
}

static void add_polygon(fz_context *ctx, struct polygons *to, const struct cut_point *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cut_push(ctx, &to->points, p[i]);
	end_polygon(ctx, to);
}

/* What of a closed polygon lies where sign * (x or y) <= sign * limit. */
static void clip_half(fz_context *ctx, const struct cut_points *in, bool by_y, double limit, double sign,
                      struct cut_points *out)
{
	out->n = 0;
	for (size_t i = 0; i < in->n; i++) {
		struct cut_point a = in->list[i ? i - 1 : in->n - 1], b = in->list[i];
		double from = by_y ? a.y : a.x, to = by_y ? b.y : b.x;
		bool a_in = sign * from <= sign * limit, b_in = sign * to <= sign * limit;
		if (a_in != b_in) {
			struct cut_point p = cut_between(a, b, (limit - from) / (to - from));
			*(by_y ? &p.y : &p.x) = limit;
			cut_push(ctx, out, p);
		}
		if (b_in)
			cut_push(ctx, out, b);
	}
}

static bool is_sliver(struct cut_box b)
{
	return !(b.x1 - b.x0 > SLIVER && b.y1 - b.y0 > SLIVER);
}

/* Clips a polygon to a window and adds what is left of it. */
static void clip_window(fz_context *ctx, struct cutter *c, const struct cut_point *p, size_t n, int window,
                        struct cut_box box)
{
	struct cut_points *a = &c->scratch[0], *b = &c->scratch[1];
	bool thin = is_sliver(cut_bounds(p, n));
	a->n = 0;
	for (size_t i = 0; i < n; i++)
		cut_push(ctx, a, p[i]);
	switch (window) {
	case 0:
		clip_half(ctx, a, false, box.x0, 1, b);
		break;
	case 1:
		clip_half(ctx, a, false, box.x1, -1, b);
		break;
	default:
		clip_half(ctx, a, false, box.x0, -1, b);
		clip_half(ctx, b, false, box.x1, 1, a);
		clip_half(ctx, a, true, window == 2 ? box.y0 : box.y1, window == 2 ? 1 : -1, b);
	}
	/* What touches a window from outside leaves a line on its border, which some readers draw. */
	if (b->n >= 2 && (thin || !is_sliver(cut_bounds(b->list, b->n))))
		add_polygon(ctx, &c->next, b->list, b->n);
}

static bool polygon_touches(const struct cut_point *p, size_t n, struct cut_box box)
{
	if (!cut_overlap(cut_bounds(p, n), box))
		return false;
	for (size_t i = 0; i < n; i++)
		if (cut_goes_through(p[i ? i - 1 : n - 1], p[i], box))
			return true;
	return false;
}

static void swap(struct cutter *c)
{
	struct polygons was = c->now;
	c->now = c->next;
	c->next = was;
	c->next.points.n = c->next.n = 0;
}

static bool touches_any(const struct cutter *c)
{
	for (size_t i = 0; i < c->nboxes; i++)
		if (polygon_touches(c->now.points.list, c->now.points.n, c->boxes[i]))
			return true;
	return false;
}

/* From each polygon, whether or not it has an edge in the box: where an earlier box parted them the
 * pieces have edges that the path had not, and these must not lie in a box either. */
static void take_box(fz_context *ctx, struct cutter *c, size_t i)
{
	struct cut_box box = c->boxes[i];
	if (!cut_overlap(cut_bounds(c->now.points.list, c->now.points.n), box))
		return;
	for (size_t k = 0; k < c->now.n; k++) {
		size_t beg = k ? c->now.ends[k - 1] : 0, n = c->now.ends[k] - beg;
		const struct cut_point *p = c->now.points.list + beg;
		if (!cut_overlap(cut_bounds(p, n), box))
			add_polygon(ctx, &c->next, p, n);
		else
			for (int window = 0; window < 4; window++)
				clip_window(ctx, c, p, n, window, box);
	}
	swap(c);
	c->met[i] = true;
}

static void flatten(fz_context *ctx, struct cutter *c)
{
	const struct cut_subpath *s = &c->sub;
	struct cut_point at = s->start;
	c->now.points.n = c->now.n = 0;
	cut_push(ctx, &c->now.points, at);
	for (size_t i = 0; i < s->n; i++) {
		cut_flatten(ctx, at, &s->list[i], &c->now.points);
		at = s->list[i].to[2];
	}
	end_polygon(ctx, &c->now);
}

static void write_polygons(fz_context *ctx, const struct polygons *p, struct walk_path *out)
{
	for (size_t i = 0; i < p->n; i++) {
		size_t at = i ? p->ends[i - 1] : 0;
		cut_move(ctx, out, p->points.list[at]);
		while (++at < p->ends[i])
			cut_line(ctx, out, p->points.list[at]);
		walk_path_add(ctx, out, PATH_CLOSE, NULL);
	}
}

static void cut_subpath_area(fz_context *ctx, struct cutter *c, struct walk_path *out)
{
	bool near = false;
	for (size_t i = 0; i < c->nboxes && !near; i++)
		near = cut_overlap(c->sub.box, c->boxes[i]);
	if (near)
		flatten(ctx, c);
	if (!near || !touches_any(c)) {
		cut_copy(ctx, &c->sub, out);
		return;
	}
	for (size_t i = 0; i < c->nboxes; i++)
		take_box(ctx, c, i);
	write_polygons(ctx, &c->now, out);
	c->changed = true;
}

/* ---- clips ------------------------------------------------------------------------------------ */

/* An upright rectangle that no box holds whole. */
static bool is_plain_window(const struct cut_subpath *s, const struct cut_box *boxes, size_t n)
{
	struct cut_point at = s->start;
	size_t lines = s->n;
	if (lines == 4 && s->list[3].to[2].x == at.x && s->list[3].to[2].y == at.y)
		lines = 3;
	if (lines != 3)
		return false;
	bool flat = false;
	for (size_t i = 0; i < lines; i++) {
		struct cut_point to = s->list[i].to[2];
		bool level = fabs(to.y - at.y) < 1e-3, steep = fabs(to.x - at.x) < 1e-3;
		if (s->list[i].curve || (!level && !steep) || (i > 0 && level == flat))
			return false;
		flat = level;
		at = to;
	}
	for (size_t i = 0; i < n; i++)
		if (s->box.x0 >= boxes[i].x0 && s->box.x1 <= boxes[i].x1 && s->box.y0 >= boxes[i].y0 && s->box.y1 <= boxes[i].y1)
			return false;
	return true;
}

/* One subpath that shapes something. Of several each edge can be part of a letter: a window with a hole in it. */
static bool is_one_shape(const struct walk_path *in)
{
	size_t shapes = 0;
	bool begins = true;
	for (size_t i = 0; i < in->nops; i++) {
		enum walk_path_op op = in->ops[i];
		bool draws = op != PATH_MOVE && op != PATH_CLOSE;
		shapes += draws && (begins || op == PATH_RECT);
		begins = !draws || op == PATH_RECT;
	}
	return shapes <= 1;
}

/* Adds how often a polygon winds around a point, and how often it crosses a ray from it. */
static void wind(const struct cut_points *p, double x, double y, int *winding, int *crossings)
{
	for (size_t i = 0; i < p->n; i++) {
		struct cut_point a = p->list[i ? i - 1 : p->n - 1], b = p->list[i];
		if ((a.y <= y) == (b.y <= y) || a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) <= x)
			continue;
		*winding += a.y <= y ? 1 : -1;
		++*crossings;
	}
}

/* Whether the path, as it is by now, holds the middle of a box. */
static bool holds(fz_context *ctx, struct cutter *c, const struct walk_path *path, fz_matrix ctm, bool even_odd,
                  struct cut_box box)
{
	int winding = 0, crossings = 0;
	struct cut_subpath *s = &c->sub;
	*s = (struct cut_subpath){ .in = path, .ctm = ctm, .list = s->list, .room = s->room };
	while (cut_next(ctx, s)) {
		flatten(ctx, c);
		wind(&c->now.points, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, &winding, &crossings);
	}
	return even_odd ? crossings & 1 : winding != 0;
}

static bool lies_in(struct cut_box inner, struct cut_box outer)
{
	return inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 && inner.y1 <= outer.y1;
}

/* Where boxes overlap, as those of words that a page says and shows do, the border of one must not stand in another: the
 * largest has all of them, and of those that reach out of each other none is added. */
static bool stands_alone(const struct cutter *c, size_t i)
{
	struct cut_box b = c->boxes[i];
	for (size_t k = 0; k < c->nboxes; k++) {
		struct cut_box other = c->boxes[k];
		if (k != i && cut_overlap(b, other) && (!lies_in(other, b) || (k < i && lies_in(b, other))))
			return false;
	}
	return true;
}

static void unite(fz_context *ctx, struct cutter *c, fz_matrix ctm, bool even_odd, struct walk_path *out)
{
	fz_matrix back;
	if (fz_try_invert_matrix(&back, ctm))
		return; /* nothing can be seen through it */
	for (size_t i = 0; i < c->nboxes; i++) {
		struct cut_box b = c->boxes[i];
		if (!c->met[i] || !stands_alone(c, i) || holds(ctx, c, out, ctm, even_odd, b))
			continue;
		const double corners[4][2] = { { b.x0, b.y0 }, { b.x1, b.y0 }, { b.x1, b.y1 }, { b.x0, b.y1 } };
		for (int k = 0; k < 4; k++) {
			fz_point p = fz_transform_point_xy((float)corners[k][0], (float)corners[k][1], back);
			walk_path_add(ctx, out, k ? PATH_LINE : PATH_MOVE, (float[]){ p.x, p.y });
		}
		walk_path_add(ctx, out, PATH_CLOSE, NULL);
	}
}

/* ---- together --------------------------------------------------------------------------------- */

enum purpose { TO_FILL, TO_CLIP, TO_CLIP_EVEN_ODD };

static void cut_area(fz_context *ctx, struct cutter *c, enum purpose what_for, struct walk_path *out)
{
	bool may_be_window = what_for != TO_FILL && is_one_shape(c->sub.in);
	while (cut_next(ctx, &c->sub)) {
		if (may_be_window && is_plain_window(&c->sub, c->boxes, c->nboxes))
			cut_copy(ctx, &c->sub, out);
		else
			cut_subpath_area(ctx, c, out);
	}
	if (what_for != TO_FILL && c->changed)
		unite(ctx, c, c->sub.ctm, what_for == TO_CLIP_EVEN_ODD, out);
}

static bool area(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, enum purpose what_for, const rect *boxes,
                 size_t nboxes, struct walk_path *out)
{
	struct cutter *c = fz_malloc_struct(ctx, struct cutter);
	bool changed = false;
	fz_var(changed);
	fz_try(ctx) {
		c->boxes = cut_boxes_near(ctx, in, ctm, boxes, nboxes, &c->nboxes);
		c->met = fz_calloc(ctx, c->nboxes + 1, 1);
		c->sub = (struct cut_subpath){ .in = in, .ctm = ctm };
		if (c->nboxes > 0)
			cut_area(ctx, c, what_for, out);
		changed = c->changed;
	}
	fz_always(ctx) {
		fz_free(ctx, c->boxes);
		fz_free(ctx, c->met);
		fz_free(ctx, c->sub.list);
		fz_free(ctx, c->now.points.list);
		fz_free(ctx, c->now.ends);
		fz_free(ctx, c->next.points.list);
		fz_free(ctx, c->next.ends);
		fz_free(ctx, c->scratch[0].list);
		fz_free(ctx, c->scratch[1].list);
		fz_free(ctx, c);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return changed;
}

bool cutpath_fill(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, const rect *boxes, size_t nboxes,
                  struct walk_path *out)
{
	return area(ctx, in, ctm, TO_FILL, boxes, nboxes, out);
}

bool cutpath_clip(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, bool even_odd, const rect *boxes,
                  size_t nboxes, struct walk_path *out)
{
	return area(ctx, in, ctm, even_odd ? TO_CLIP_EVEN_ODD : TO_CLIP, boxes, nboxes, out);
}
