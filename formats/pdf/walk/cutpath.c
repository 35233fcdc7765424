/* Paths read as subpaths, and the geometry of lines and boxes; see cutpath_fill.c and cutpath_stroke.c. */
#include "formats/pdf/walk/cutpath_int.h"

#include <math.h>

/* Points. How far a curve may lie from the lines that stand for it: a third of a pixel at 1200 dpi. */
static const double FLAT = 0.02;
enum { MOST_LINES = 100 };

/* A line that enters a box by less than this runs along its border. */
static const double ALONG = 0.02;

/* ---- points and lines ------------------------------------------------------------------------- */

void cut_push(fz_context *ctx, struct cut_points *list, struct cut_point p)
{
	if (list->n == CUT_MOST_POINTS)
		mu_throw(ctx, ERR_REFUSED, "a drawing under a mark falls into more than %d pieces", CUT_MOST_POINTS);
	if (list->n == list->room) {
		size_t room = list->room ? list->room * 2 : 64;
		list->list = fz_realloc_array(ctx, list->list, room, struct cut_point);
		list->room = room;
	}
	list->list[list->n++] = p;
}

struct cut_point cut_between(struct cut_point a, struct cut_point b, double t)
{
	return (struct cut_point){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y),
	                           a.u + t * (b.u - a.u), a.v + t * (b.v - a.v) };
}

bool cut_overlap(struct cut_box a, struct cut_box b)
{
	return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

static void include(struct cut_box *box, struct cut_point p)
{
	box->x0 = fmin(box->x0, p.x);
	box->y0 = fmin(box->y0, p.y);
	box->x1 = fmax(box->x1, p.x);
	box->y1 = fmax(box->y1, p.y);
}

struct cut_box cut_bounds(const struct cut_point *p, size_t n)
{
	struct cut_box box = { INFINITY, INFINITY, -INFINITY, -INFINITY };
	for (size_t i = 0; i < n; i++)
		include(&box, p[i]);
	return box;
}

struct cut_box cut_segment_bounds(struct cut_point from, const struct cut_segment *s)
{
	struct cut_box box = cut_bounds(&from, 1);
	for (int i = s->curve ? 0 : 2; i < 3; i++)
		include(&box, s->to[i]);
	return box;
}

/* One side of the clipping of a line by a box, after Liang and Barsky. */
static bool one_side(double way, double room, double *from, double *to)
{
	if (way == 0)
		return room >= 0;
	double t = room / way;
	if (way < 0)
		*from = fmax(*from, t);
	else
		*to = fmin(*to, t);
	return *from <= *to;
}

bool cut_inside(struct cut_point a, struct cut_point b, struct cut_box box, double *from, double *to)
{
	double dx = b.x - a.x, dy = b.y - a.y;
	*from = 0;
	*to = 1;
	return one_side(-dx, a.x - box.x0, from, to) && one_side(dx, box.x1 - a.x, from, to)
	    && one_side(-dy, a.y - box.y0, from, to) && one_side(dy, box.y1 - a.y, from, to);
}

bool cut_goes_through(struct cut_point a, struct cut_point b, struct cut_box box)
{
	double from, to;
	struct cut_box inner = { box.x0 + ALONG, box.y0 + ALONG, box.x1 - ALONG, box.y1 - ALONG };
	return cut_inside(a, b, inner, &from, &to);
}

static struct cut_point on_curve(struct cut_point p, const struct cut_point *q, double t)
{
	struct cut_point a = cut_between(p, q[0], t), b = cut_between(q[0], q[1], t), c = cut_between(q[1], q[2], t);
	return cut_between(cut_between(a, b, t), cut_between(b, c, t), t);
}

void cut_flatten(fz_context *ctx, struct cut_point from, const struct cut_segment *s, struct cut_points *out)
{
	int n = 1;
	if (s->curve) {
		double first = hypot(from.x - 2 * s->to[0].x + s->to[1].x, from.y - 2 * s->to[0].y + s->to[1].y);
		double second = hypot(s->to[0].x - 2 * s->to[1].x + s->to[2].x, s->to[0].y - 2 * s->to[1].y + s->to[2].y);
		double lines = ceil(sqrt(0.75 * fmax(first, second) / FLAT)); /* by its second derivative */
		n = lines < 1 ? 1 : lines < MOST_LINES ? (int)lines : MOST_LINES;
	}
	for (int i = 1; i < n; i++)
		cut_push(ctx, out, on_curve(from, s->to, (double)i / n));
	cut_push(ctx, out, s->to[2]);
}

/* ---- subpaths --------------------------------------------------------------------------------- */

static struct cut_point place(const struct cut_subpath *s, double u, double v)
{
	const fz_matrix *m = &s->ctm;
	return (struct cut_point){ u * m->a + v * m->c + m->e, u * m->b + v * m->d + m->f, u, v };
}

static void add_segment(fz_context *ctx, struct cut_subpath *s, struct cut_segment one)
{
	if (s->n == s->room) {
		size_t room = s->room ? s->room * 2 : 64;
		s->list = fz_realloc_array(ctx, s->list, room, struct cut_segment);
		s->room = room;
	}
	for (int i = one.curve ? 0 : 2; i < 3; i++)
		include(&s->box, one.to[i]);
	s->list[s->n++] = one;
	s->at = one.to[2];
}

static void line_to(fz_context *ctx, struct cut_subpath *s, double u, double v)
{
	add_segment(ctx, s, (struct cut_segment){ false, { [2] = place(s, u, v) } });
}

static void begin_at(struct cut_subpath *s, struct cut_point p)
{
	s->start = s->at = p;
	s->n = 0;
	s->closed = false;
	s->box = cut_bounds(&p, 1);
}

static void add_rect(fz_context *ctx, struct cut_subpath *s, const float *r)
{
	double x = r[0], y = r[1], w = r[2], h = r[3];
	begin_at(s, place(s, x, y));
	line_to(ctx, s, x + w, y);
	line_to(ctx, s, x + w, y + h);
	line_to(ctx, s, x, y + h);
	line_to(ctx, s, x, y);
	s->closed = true;
}

static void add_curve(fz_context *ctx, struct cut_subpath *s, enum walk_path_op op, const float *p)
{
	struct cut_segment one = { .curve = true };
	one.to[0] = op == PATH_CURVE_V ? s->at : place(s, p[0], p[1]);
	if (op != PATH_CURVE_V)
		p += 2;
	one.to[1] = place(s, p[0], p[1]);
	one.to[2] = op == PATH_CURVE_Y ? one.to[1] : place(s, p[2], p[3]);
	add_segment(ctx, s, one);
}

bool cut_next(fz_context *ctx, struct cut_subpath *s)
{
	const struct walk_path *in = s->in;
	if (s->op == in->nops)
		return false;
	s->op_beg = s->op;
	s->xy_beg = s->xy;
	s->moves = in->ops[s->op] == PATH_MOVE || in->ops[s->op] == PATH_RECT;
	begin_at(s, s->start); /* after a close the next one begins where the last one did */
	bool begun = false;
	for (; s->op < in->nops && !s->closed; begun = true) {
		enum walk_path_op op = in->ops[s->op];
		const float *p = in->xy + s->xy;
		if (begun && (op == PATH_MOVE || op == PATH_RECT))
			return true;
		s->op++;
		s->xy += (size_t)walk_path_numbers(op);
		if (op == PATH_MOVE)
			begin_at(s, place(s, p[0], p[1]));
		else if (op == PATH_RECT)
			add_rect(ctx, s, p);
		else if (!s->pen)
			s->box = cut_bounds(NULL, 0); /* a line from nowhere draws nothing */
		else if (op == PATH_CLOSE)
			s->closed = true;
		else if (op == PATH_LINE)
			line_to(ctx, s, p[0], p[1]);
		else
			add_curve(ctx, s, op, p);
		s->pen |= op == PATH_MOVE || op == PATH_RECT;
	}
	s->at = s->closed ? s->start : s->at;
	return true;
}

void cut_copy(fz_context *ctx, const struct cut_subpath *s, struct walk_path *out)
{
	const float *xy = s->in->xy + s->xy_beg;
	if (!s->moves && s->pen)
		cut_move(ctx, out, s->start);
	for (size_t i = s->op_beg; i < s->op; i++) {
		walk_path_add(ctx, out, s->in->ops[i], xy);
		xy += walk_path_numbers(s->in->ops[i]);
	}
}

void cut_move(fz_context *ctx, struct walk_path *out, struct cut_point p)
{
	walk_path_add(ctx, out, PATH_MOVE, (float[]){ (float)p.u, (float)p.v });
}

void cut_line(fz_context *ctx, struct walk_path *out, struct cut_point p)
{
	walk_path_add(ctx, out, PATH_LINE, (float[]){ (float)p.u, (float)p.v });
}

struct cut_box *cut_boxes_near(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, const rect *boxes,
                               size_t n, size_t *near)
{
	fz_rect all;
	*near = 0;
	if (!walk_path_bounds(in, ctm, &all))
		return NULL;
	struct cut_box bounds = { all.x0 - 1, all.y0 - 1, all.x1 + 1, all.y1 + 1 }; /* floats round */
	struct cut_box *list = fz_malloc_array(ctx, n + 1, struct cut_box);
	for (size_t i = 0; i < n; i++) {
		struct cut_box box = { boxes[i].x0, boxes[i].y0, boxes[i].x1, boxes[i].y1 };
		if (!rect_empty(boxes[i]) && cut_overlap(bounds, box))
			list[(*near)++] = box;
	}
	return list;
}
