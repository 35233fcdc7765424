/* Paths at the marks: which of the source may come out in pieces, what in the output is such a piece,
 * and whether the output still has an edge where nothing may be told. */
#include "formats/pdf/proof/pagediff_int.h"

#include <math.h>

/* Points. An edge this deep in a mark was not cut; one less deep runs along its border. */
static const float DEEP = 0.1f;
enum { LINES = 16 };

/* The lines of a recorded path, one after the other, curves as a few of them. */
typedef struct tracer {
	const float *p, *end;
	fz_point at, start, curve[4];
	int step;              /* of the curve; 0 when there is none               */
	bool closes;           /* an area: what is left open closes itself         */
	bool done;
} tracer;

static tracer trace_path(const record *r, const record_item *it)
{
	tracer t = { .closes = it->use == USE_FILL || it->use == USE_CLIP, .done = it->u.path.n == 0 };
	if (!t.done) { /* else there may be no array to point into */
		t.p = r->path + it->u.path.at;
		t.end = t.p + it->u.path.n;
	}
	return t;
}

static fz_point on_curve(const fz_point *q, float t)
{
	float s = 1 - t, a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
	return fz_make_point(a * q[0].x + b * q[1].x + c * q[2].x + d * q[3].x,
	                     a * q[0].y + b * q[1].y + c * q[2].y + d * q[3].y);
}

static bool line(tracer *t, fz_point to, fz_point *a, fz_point *b)
{
	*a = t->at;
	*b = t->at = to;
	return true;
}

static bool next_line(tracer *t, fz_point *a, fz_point *b)
{
	if (t->step) {
		fz_point to = on_curve(t->curve, (float)t->step / LINES);
		t->step = t->step == LINES ? 0 : t->step + 1;
		return line(t, to, a, b);
	}
	while (t->p < t->end) {
		int verb = (int)*t->p++;
		if (verb == 0) {
			fz_point from = t->start;
			t->start = fz_make_point(t->p[0], t->p[1]);
			t->p += 2;
			*a = t->at;
			*b = from;
			t->at = t->start;
			if (t->closes && (a->x != b->x || a->y != b->y))
				return true;
		} else if (verb == 1) {
			t->p += 2;
			return line(t, fz_make_point(t->p[-2], t->p[-1]), a, b);
		} else if (verb == 2) {
			t->curve[0] = t->at;
			for (int i = 0; i < 3; i++)
				t->curve[i + 1] = fz_make_point(t->p[2 * i], t->p[2 * i + 1]);
			t->p += 6;
			t->step = 1;
			return next_line(t, a, b);
		} else {
			return line(t, t->start, a, b);
		}
	}
	if (t->done)
		return false;
	t->done = true;
	return line(t, t->closes ? t->start : t->at, a, b);
}

/* How much of the way from a to b lies in a box, by cutting it down at each side. */
static bool enters(fz_point a, fz_point b, rect box)
{
	double lo = 0, hi = 1;
	const double from[2] = { a.x, a.y }, way[2] = { (double)b.x - a.x, (double)b.y - a.y };
	const double least[2] = { box.x0, box.y0 }, most[2] = { box.x1, box.y1 };
	for (int i = 0; i < 2; i++) {
		if (way[i] == 0) {
			if (from[i] <= least[i] || from[i] >= most[i])
				return false;
			continue;
		}
		double t = (least[i] - from[i]) / way[i], u = (most[i] - from[i]) / way[i];
		lo = fmax(lo, fmin(t, u));
		hi = fmin(hi, fmax(t, u));
	}
	return lo < hi || (lo == hi && way[0] == 0 && way[1] == 0);
}

static bool path_enters(const record *r, const record_item *it, rect box)
{
	rect inner = rect_grow(box, -DEEP), at = it->u.path.box;
	fz_point a, b;
	/* A line has no area: rect_overlap() would not see it. */
	if (rect_empty(inner) || at.x1 <= inner.x0 || at.x0 >= inner.x1 || at.y1 <= inner.y0 || at.y0 >= inner.y1)
		return false;
	for (tracer t = trace_path(r, it); next_line(&t, &a, &b);)
		if (enters(a, b, inner))
			return true;
	return false;
}

/* The corners of a recorded path of straight lines: up to six; 0 when it is anything else. What is left open
 * behind a last move is nothing. */
static int corners_of(const record *r, const record_item *it, fz_point c[6])
{
	const float *p = r->path + it->u.path.at;
	int n = 0;
	for (uint32_t i = 0; i < it->u.path.n; i += p[i] == 3 ? 1 : 3) {
		if (p[i] == 2 || (p[i] == 0 && i > 0 && i + 3 < it->u.path.n))
			return 0;
		if (p[i] == 3 || (p[i] == 0 && i > 0))
			continue;
		if (n == 6)
			return 0;
		c[n++] = fz_make_point(p[i + 1], p[i + 2]);
	}
	return n;
}

static bool is_upright(const fz_point *c, int n, rect b)
{
	for (int i = 0; i < n; i++)
		if (fminf(fabsf(c[i].x - b.x0), fabsf(c[i].x - b.x1)) > 0.01f || fminf(fabsf(c[i].y - b.y0), fabsf(c[i].y - b.y1)) > 0.01f)
			return false;
	return true;
}

/* The box of a form or of a tiling's cell, turned or slanted. */
static bool is_turned(const fz_point *c, int n)
{
	bool back = n == 5 && hypotf(c[4].x - c[0].x, c[4].y - c[0].y) < 0.01f;
	return (n == 4 || back) && hypotf(c[0].x + c[2].x - c[1].x - c[3].x, c[0].y + c[2].y - c[1].y - c[3].y) < 0.02f;
}

/* A window that content shows through: a rectangle, upright or not, that is larger than the mark. */
static bool is_window(const record *r, const record_item *it, rect box)
{
	fz_point c[6];
	if (it->use != USE_CLIP || rpdf_diff_within(it->u.path.box, box, 0.05f) || it->u.path.n < 12)
		return false;
	int n = corners_of(r, it, c);
	return n > 0 && (is_upright(c, n, it->u.path.box) || is_turned(c, n));
}

bool rpdf_diff_edge_under(const record *r, const record_item *it, rect box)
{
	return it->kind == RECORD_PATH && !it->in_tile && path_enters(r, it, box) && !is_window(r, it, box);
}

bool rpdf_diff_is_cut(const record *r, const record_item *it, const zone *zones, size_t n)
{
	if (it->kind != RECORD_PATH || it->in_tile)
		return false;
	for (size_t i = 0; i < n; i++)
		if (path_enters(r, it, rect_grow(zones[i].box, DEEP + 0.05f)))
			return true;
	return false;
}

bool rpdf_diff_is_piece(const record *before, const record_item *x, const record *after, const record_item *y,
                        const zone *zones, size_t n)
{
	if (y->kind != RECORD_PATH || y->use != x->use || y->in_tile || y->even_odd != x->even_odd
	 || !rpdf_diff_same_pen(before, x, after, y))
		return false;
	rect bounds = x->u.path.box;
	for (size_t i = 0; i < n && rpdf_diff_shapes_clip(x); i++)
		if (path_enters(before, x, rect_grow(zones[i].box, DEEP + 0.05f)))
			bounds = rect_union(bounds, zones[i].box); /* united with it */
	return rpdf_diff_within(y->u.path.box, bounds, 0.1f);
}
