/*
 * Lines. What of a centre line lies in a box goes; what is left are open pieces, and where a closed
 * subpath was cut elsewhere than at its start, the piece that ends there goes on into the first.
 */
#include "formats/pdf/walk/cutpath_int.h"

#include <math.h>
#include <stdlib.h>

struct stretch { double from, to; bool off; };    /* of a line; off: between two dashes */

struct stroker {
	struct cut_box *boxes; size_t nboxes;
	struct cutpath_dash dash;
	double period;                             /* of the dashes; 0 for a solid line      */
	struct cut_subpath sub;
	struct cut_points flat;
	struct stretch *gone; size_t ngone, room;  /* of one line                            */
	struct walk_path part;                     /* the pieces of one subpath              */
	struct piece { size_t op, xy; double way; } *parts; size_t nparts, parts_room;
	bool down;                                 /* a piece is being drawn                 */
	double way;                                /* made along the subpath, in user space  */
	bool changed;
};

static void put_down(fz_context *ctx, struct stroker *s, struct cut_point at, double way)
{
	if (s->down)
		return;
	if (s->nparts == s->parts_room) {
		size_t room = s->parts_room ? s->parts_room * 2 : 16;
		s->parts = fz_realloc_array(ctx, s->parts, room, struct piece);
		s->parts_room = room;
	}
	if (s->part.nops > CUT_MOST_POINTS)
		mu_throw(ctx, ERR_REFUSED, "a drawing under a mark falls into more than %d pieces", CUT_MOST_POINTS);
	s->parts[s->nparts++] = (struct piece){ s->part.nops, s->part.nxy, way };
	cut_move(ctx, &s->part, at);
	s->down = true;
}

static void add_gone(fz_context *ctx, struct stroker *s, double from, double to, bool off)
{
	if (s->ngone == s->room) {
		size_t room = s->room ? s->room * 2 : 16;
		s->gone = fz_realloc_array(ctx, s->gone, room, struct stretch);
		s->room = room;
	}
	if (s->ngone == CUT_MOST_POINTS)
		mu_throw(ctx, ERR_REFUSED, "a drawing under a mark has more than %d dashes", CUT_MOST_POINTS);
	s->gone[s->ngone++] = (struct stretch){ from, to, off };
}

static double length(struct cut_point a, struct cut_point b)
{
	return hypot(b.u - a.u, b.v - a.v);
}

static int by_from(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

/* The gaps between dashes of a line that is `whole` long, where s->way of the subpath are behind us. */
static void add_gaps(fz_context *ctx, struct stroker *s, double whole)
{
	if (s->period == 0 || whole == 0)
		return;
	double at = -fmod(s->way + s->dash.phase, s->period);
	for (int i = 0; at < whole; i++) {
		double next = at + s->dash.on_off[i % s->dash.n];
		if (i & 1 && next > 0)
			add_gone(ctx, s, fmax(at, 0) / whole, next < whole ? next / whole : 1, true);
		at = next;
	}
}

static void keep_stretch(fz_context *ctx, struct stroker *s, struct cut_point a, struct cut_point b, double from, double to)
{
	put_down(ctx, s, cut_between(a, b, from), s->way + from * length(a, b));
	cut_line(ctx, &s->part, to < 1 ? cut_between(a, b, to) : b);
}

/* One straight line. */
static void cut_straight(fz_context *ctx, struct stroker *s, struct cut_point a, struct cut_point b)
{
	struct cut_box around = cut_bounds((struct cut_point[]){ a, b }, 2);
	struct stretch in;
	s->ngone = 0;
	for (size_t i = 0; i < s->nboxes; i++)
		if (cut_overlap(around, s->boxes[i]) && cut_goes_through(a, b, s->boxes[i])
		 && cut_inside(a, b, s->boxes[i], &in.from, &in.to))
			add_gone(ctx, s, in.from, in.to, false);
	s->changed |= s->ngone > 0;
	add_gaps(ctx, s, length(a, b));
	if (s->ngone > 1)
		qsort(s->gone, s->ngone, sizeof *s->gone, by_from);

	double at = 0;
	for (size_t i = 0; i < s->ngone; i++) {
		const struct stretch *g = &s->gone[i];
		bool dot = i > 0 && g->off && g[-1].off && g->from == at; /* a dash of no length, round */
		if (g->from > at || dot)
			keep_stretch(ctx, s, a, b, at, g->from);
		s->down = false;
		at = fmax(at, g->to);
	}
	if (at < 1 || s->ngone == 0)
		keep_stretch(ctx, s, a, b, at, 1);
	s->way += length(a, b);
}

static bool is_near(const struct stroker *s, struct cut_box around)
{
	for (size_t i = 0; i < s->nboxes; i++)
		if (cut_overlap(around, s->boxes[i]))
			return true;
	return false;
}

static void cut_segment(fz_context *ctx, struct stroker *s, struct cut_point from, const struct cut_segment *one)
{
	bool near = s->period > 0 || is_near(s, cut_segment_bounds(from, one));
	if (!near && !one->curve) {
		put_down(ctx, s, from, s->way);
		cut_line(ctx, &s->part, one->to[2]);
		s->way += length(from, one->to[2]);
		return;
	}
	s->flat.n = 0;
	cut_flatten(ctx, from, one, &s->flat);
	if (!near) {
		const struct cut_point *q = one->to;
		put_down(ctx, s, from, s->way);
		walk_path_add(ctx, &s->part, PATH_CURVE, (float[]){ (float)q[0].u, (float)q[0].v, (float)q[1].u,
		                                                   (float)q[1].v, (float)q[2].u, (float)q[2].v });
	}
	for (size_t i = 0; i < s->flat.n; i++) {
		if (near)
			cut_straight(ctx, s, from, s->flat.list[i]);
		else
			s->way += length(from, s->flat.list[i]);
		from = s->flat.list[i];
	}
}

static void copy_piece(fz_context *ctx, const struct stroker *s, size_t piece, bool goes_on, struct walk_path *out)
{
	const struct piece *p = &s->parts[piece];
	size_t end = piece + 1 < s->nparts ? p[1].op : s->part.nops;
	const float *xy = s->part.xy + p->xy;
	for (size_t i = p->op; i < end; i++) {
		if (i > p->op || !goes_on)
			walk_path_add(ctx, out, s->part.ops[i], xy);
		xy += walk_path_numbers(s->part.ops[i]);
	}
}

static void write_pieces(fz_context *ctx, struct stroker *s, struct walk_path *out)
{
	/* A piece that begins a little way in has been cut at its start; dashes begin anew there. */
	bool around = s->period == 0 && s->sub.closed && s->nparts > 1 && s->down && s->parts[0].way == 0;
	for (size_t i = around; i < s->nparts; i++)
		copy_piece(ctx, s, i, false, out);
	if (around)
		copy_piece(ctx, s, 0, true, out);
}

static void cut_subpath_line(fz_context *ctx, struct stroker *s, struct walk_path *out)
{
	struct cut_subpath *sub = &s->sub;
	bool near = s->period > 0 || is_near(s, sub->box), was = s->changed;
	s->changed = false;
	if (near) {
		struct cut_point at = sub->start;
		walk_path_clear(&s->part);
		s->nparts = 0;
		s->down = false;
		s->way = 0;
		for (size_t i = 0; i < sub->n; i++) {
			cut_segment(ctx, s, at, &sub->list[i]);
			at = sub->list[i].to[2];
		}
		if (sub->closed && length(at, sub->start) > 0)
			cut_segment(ctx, s, at, &(struct cut_segment){ false, { [2] = sub->start } });
		if (sub->n == 0) /* a dot */
			s->changed = is_near(s, sub->box);
	}
	if (s->changed || (s->period > 0 && sub->n > 0))
		write_pieces(ctx, s, out);
	else
		cut_copy(ctx, sub, out);
	s->changed |= was;
}

/* After which length dashes come again; 0 for a solid line. */
static double period_of(struct cutpath_dash dash)
{
	double sum = 0;
	for (int i = 0; i < dash.n; i++) {
		if (!(dash.on_off[i] >= 0))
			return 0;
		sum += dash.on_off[i];
	}
	return isfinite(sum) && sum > 0 && isfinite(dash.phase) && dash.phase >= 0 ? (dash.n & 1 ? 2 * sum : sum) : 0;
}

bool cutpath_stroke(fz_context *ctx, const struct walk_path *in, fz_matrix ctm, struct cutpath_dash dash,
                    const rect *boxes, size_t nboxes, struct walk_path *out)
{
	struct stroker *s = fz_malloc_struct(ctx, struct stroker);
	bool changed = false;
	fz_var(changed);
	fz_try(ctx) {
		s->boxes = cut_boxes_near(ctx, in, ctm, boxes, nboxes, &s->nboxes);
		s->sub = (struct cut_subpath){ .in = in, .ctm = ctm };
		s->dash = dash;
		s->period = period_of(dash);
		while (s->nboxes > 0 && cut_next(ctx, &s->sub))
			cut_subpath_line(ctx, s, out);
		changed = s->changed;
	}
	fz_always(ctx) {
		fz_free(ctx, s->boxes);
		fz_free(ctx, s->gone);
		fz_free(ctx, s->sub.list);
		fz_free(ctx, s->flat.list);
		fz_free(ctx, s->parts);
		walk_path_drop(ctx, &s->part);
		fz_free(ctx, s);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return changed;
}
