/* Paths without what lies in a box: the same area and the same lines outside it, nothing inside. */
#include "formats/pdf/walk/cutpath.h"
#include "tests/unit/mu_kit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

enum purpose { FILL, STROKE, DASHED, CLIP, CLIP_EVEN_ODD };

struct trial {
	const char *path;           /* as in a content stream: "0 0 m 10 10 l"                   */
	enum purpose how;
	fz_matrix ctm;
	struct cutpath_dash dash;
	rect boxes[4]; size_t nboxes;
	struct walk_path in, out;
	bool changed;
};

static void read_path(fz_context *ctx, const char *s, struct walk_path *path)
{
	static const struct { const char *word; enum walk_path_op op; } words[] = {
		{ "m", PATH_MOVE }, { "l", PATH_LINE }, { "c", PATH_CURVE }, { "v", PATH_CURVE_V },
		{ "y", PATH_CURVE_Y }, { "h", PATH_CLOSE }, { "re", PATH_RECT },
	};
	float xy[6] = { 0 };
	int n = 0;
	for (char word[32]; sscanf(s, "%31s", word) == 1; ) {
		s = strstr(s, word) + strlen(word);
		size_t i = 0;
		while (i < nelem(words) && strcmp(words[i].word, word) != 0)
			i++;
		if (i == nelem(words)) {
			xy[n++] = strtof(word, NULL);
			continue;
		}
		walk_path_add(ctx, path, words[i].op, xy);
		n = 0;
	}
}

static void run(fz_context *ctx, void *arg)
{
	struct trial *t = arg;
	if (t->path)
		read_path(ctx, t->path, &t->in);
	if (t->how == FILL)
		t->changed = cutpath_fill(ctx, &t->in, t->ctm, t->boxes, t->nboxes, &t->out);
	else if (t->how >= CLIP)
		t->changed = cutpath_clip(ctx, &t->in, t->ctm, t->how == CLIP_EVEN_ODD, t->boxes, t->nboxes, &t->out);
	else
		t->changed = cutpath_stroke(ctx, &t->in, t->ctm, t->how == DASHED ? t->dash : (struct cutpath_dash){ 0 },
		                            t->boxes, t->nboxes, &t->out);
}

static bool cut(struct trial *t)
{
	if (t->ctm.a == 0 && t->ctm.b == 0)
		t->ctm = fz_identity;
	in_mupdf(run, t);
	return t->changed;
}

static void end(struct trial *t)
{
	free(t->in.ops), free(t->in.xy), free(t->out.ops), free(t->out.xy);
}

/* ---- an eye of its own: paths as many short lines --------------------------------------------- */

typedef void see_line(void *arg, double ax, double ay, double bx, double by);

struct eye { see_line *see; void *arg; fz_matrix m; double x, y, sx, sy; bool open, areas; };

static void see_to(struct eye *e, double x, double y)
{
	const fz_matrix *m = &e->m;
	e->see(e->arg, e->x * m->a + e->y * m->c + m->e, e->x * m->b + e->y * m->d + m->f,
	       x * m->a + y * m->c + m->e, x * m->b + y * m->d + m->f);
	e->x = x;
	e->y = y;
}

static void see_end(struct eye *e)
{
	if (e->areas)
		see_to(e, e->sx, e->sy);
}

static void see_curve(struct eye *e, const double *q)
{
	double x = e->x, y = e->y;
	for (int i = 1; i <= 400; i++) {
		double t = i / 400., s = 1 - t;
		see_to(e, s * s * s * x + 3 * s * s * t * q[0] + 3 * s * t * t * q[2] + t * t * t * q[4],
		       s * s * s * y + 3 * s * s * t * q[1] + 3 * s * t * t * q[3] + t * t * t * q[5]);
	}
}

static void look(const struct walk_path *path, fz_matrix m, bool areas, see_line *see, void *arg)
{
	struct eye e = { .see = see, .arg = arg, .m = m, .areas = areas };
	const float *p = path->xy;
	for (size_t i = 0; i < path->nops; i++) {
		switch ((enum walk_path_op)path->ops[i]) {
		case PATH_MOVE:
			see_end(&e);
			e.x = e.sx = p[0], e.y = e.sy = p[1];
			break;
		case PATH_LINE:    see_to(&e, p[0], p[1]); break;
		case PATH_CURVE:   see_curve(&e, (double[]){ p[0], p[1], p[2], p[3], p[4], p[5] }); break;
		case PATH_CURVE_V: see_curve(&e, (double[]){ e.x, e.y, p[0], p[1], p[2], p[3] }); break;
		case PATH_CURVE_Y: see_curve(&e, (double[]){ p[0], p[1], p[2], p[3], p[2], p[3] }); break;
		case PATH_CLOSE:   see_to(&e, e.sx, e.sy); break;
		case PATH_RECT:
			see_end(&e);
			e.x = e.sx = p[0], e.y = e.sy = p[1];
			see_to(&e, p[0] + p[2], p[1]);
			see_to(&e, p[0] + p[2], p[1] + p[3]);
			see_to(&e, p[0], p[1] + p[3]);
			see_to(&e, p[0], p[1]);
			break;
		}
		p += walk_path_numbers(path->ops[i]);
	}
	see_end(&e);
}

struct probe { double x, y, near; int winding; };

static double distance(double x, double y, double ax, double ay, double bx, double by)
{
	double dx = bx - ax, dy = by - ay, l = dx * dx + dy * dy;
	double t = l > 0 ? ((x - ax) * dx + (y - ay) * dy) / l : 0;
	t = t < 0 ? 0 : t > 1 ? 1 : t;
	return hypot(x - ax - t * dx, y - ay - t * dy);
}

static void probe_line(void *arg, double ax, double ay, double bx, double by)
{
	struct probe *p = arg;
	p->near = fmin(p->near, distance(p->x, p->y, ax, ay, bx, by));
	if ((ax <= p->x) == (bx <= p->x))
		return;
	if (ay + (p->x - ax) / (bx - ax) * (by - ay) > p->y) /* a ray upwards: not the one of the code tested */
		p->winding += ax <= p->x ? 1 : -1;
}

static struct probe probe_at(const struct walk_path *path, fz_matrix m, bool areas, double x, double y)
{
	struct probe p = { x, y, INFINITY, 0 };
	look(path, m, areas, probe_line, &p);
	return p;
}

struct inside { const struct trial *t; double most; };

static void inside_line(void *arg, double ax, double ay, double bx, double by)
{
	struct inside *in = arg;
	for (size_t k = 0; k < in->t->nboxes; k++)
		for (int i = 0; i <= 64; i++) {
			double x = ax + (bx - ax) * i / 64, y = ay + (by - ay) * i / 64;
			const rect *b = &in->t->boxes[k];
			double deep = fmin(fmin(x - b->x0, b->x1 - x), fmin(y - b->y0, b->y1 - y));
			in->most = fmax(in->most, deep);
		}
}

static bool in_boxes(const struct trial *t, double x, double y, double slack)
{
	for (size_t k = 0; k < t->nboxes; k++)
		if (x > t->boxes[k].x0 - slack && x < t->boxes[k].x1 + slack && y > t->boxes[k].y0 - slack
		 && y < t->boxes[k].y1 + slack)
			return true;
	return false;
}

/* Nothing of the new path is deeper in a box than a hair. */
static void assert_nothing_inside(const struct trial *t)
{
	struct inside in = { t, 0 };
	look(&t->out, t->ctm, t->how == FILL || t->how >= CLIP, inside_line, &in);
	if (in.most >= 0.03)
		print_message("%g deep in a box: %s\n", in.most, t->path);
	assert_true(in.most < 0.03);
}

/* Outside the boxes each point is wound around as often, or lies as near to a line, as before. */
static void assert_same_outside(const struct trial *t)
{
	bool areas = t->how == FILL || t->how >= CLIP;
	int looked = 0;
	for (double x = 0.37; x < 100; x += 1.93)
		for (double y = 0.41; y < 100; y += 1.71) {
			struct probe a = probe_at(&t->in, t->ctm, areas, x, y);
			struct probe b = probe_at(&t->out, t->ctm, areas, x, y);
			if (in_boxes(t, x, y, 0.05))
				continue;
			if (areas && a.near > 0.05)
				assert_int_equal(a.winding, b.winding);
			if (!areas && !in_boxes(t, x, y, 3))
				assert_true(fabs(fmin(a.near, 2) - fmin(b.near, 2)) < 0.05);
			looked++;
		}
	assert_true(looked > 100);
}

static void check(struct trial t)
{
	if (!t.nboxes)
		t.nboxes = 1;
	assert_true(cut(&t));
	assert_same_outside(&t);
	if (t.how < CLIP)
		assert_nothing_inside(&t);
	end(&t);
}

#define BOX .boxes = { { 30, 40, 60, 55 } }
#define RING "10 10 m 90 10 l 90 90 l 10 90 l h 20 20 m 20 80 l 80 80 l 80 20 l h "
#define BLOB "20 20 m 20 90 80 90 80 50 c 80 10 20 70 20 20 c h "
#define STAR "50 95 m 75 10 l 5 65 l 95 65 l 25 10 l h "
#define WORD "35 45 m 40 53 l 45 45 l h 47 44 5 6 re "

static void an_area_keeps_what_is_outside_the_box(void **state)
{
	(void)state;
	check((struct trial){ .path = "5 45 90 5 re", .how = FILL, BOX });
	check((struct trial){ .path = "45 5 m 55 95 l 35 95 l h", .how = FILL, BOX });
	check((struct trial){ .path = "25 45 10 5 re 55 42 2 2 re", .how = FILL, BOX });
}

static void curves_and_crossing_lines_keep_how_they_wind(void **state)
{
	(void)state;
	check((struct trial){ .path = BLOB, .how = FILL, BOX });
	check((struct trial){ .path = STAR, .how = FILL, BOX });
	check((struct trial){ .path = RING STAR BLOB WORD, .how = FILL, BOX });
	check((struct trial){ .path = "20 20 m 10 90 90 50 v 40 95 20 20 y h", .how = FILL, BOX });
}

static void several_boxes_are_taken_one_after_the_other(void **state)
{
	(void)state;
	check((struct trial){ .path = RING STAR BLOB, .how = FILL, .nboxes = 4,
	      .boxes = { { 30, 40, 60, 55 }, { 10, 5, 25, 30 }, { 50, 50, 95, 70 }, { 0, 42, 100, 44 } } });
	check((struct trial){ .path = STAR BLOB, .how = STROKE, .nboxes = 3,
	      .boxes = { { 30, 40, 60, 55 }, { 10, 5, 25, 30 }, { 50, 50, 95, 70 } } });
}

static void a_turned_and_mirrored_space_is_no_obstacle(void **state)
{
	fz_matrix turned = { 0.7f, 0.7f, 0.7f, -0.7f, -20, 50 };
	(void)state;
	check((struct trial){ .path = RING STAR BLOB, .how = FILL, .ctm = turned, BOX });
	check((struct trial){ .path = STAR BLOB, .how = STROKE, .ctm = turned, BOX });
	check((struct trial){ .path = STAR, .how = FILL, .ctm = { 0, 0.01f, -0.01f, 0, 80, 20 }, .boxes = { { 79, 20, 79.6f, 20.5f } } });
}

static void a_shape_inside_the_box_goes_whole(void **state)
{
	(void)state;
	struct trial t = { .path = WORD, .how = FILL, BOX, .nboxes = 1 };
	assert_true(cut(&t));
	assert_int_equal(t.out.nops, 0);
	end(&t);
	t = (struct trial){ .path = WORD, .how = STROKE, BOX, .nboxes = 1 };
	assert_true(cut(&t));
	assert_int_equal(t.out.nops, 0);
	end(&t);
	t = (struct trial){ .path = "45 45 m h", .how = STROKE, BOX, .nboxes = 1 }; /* a round cap draws a dot */
	assert_true(cut(&t));
	assert_int_equal(t.out.nops, 0);
	end(&t);
}

static void what_covers_the_box_or_is_elsewhere_stays(void **state)
{
	static const char *const paths[] = {
		"0 0 100 100 re", "30 40 30 15 re", RING, "0 0 m 100 0 l 50 100 l h", "1 1 5 5 re", "70 0 m 70 100 l",
		"30 0 m 30 100 l", "", "45 45 l 46 46 l",
	};
	(void)state;
	for (size_t i = 0; i < nelem(paths); i++)
		for (int how = FILL; how <= CLIP_EVEN_ODD; how++) {
			struct trial t = { .path = paths[i], .how = how, BOX, .nboxes = 1 };
			assert_false(cut(&t));
			end(&t);
		}
}

static void a_subpath_beside_the_box_keeps_its_operators(void **state)
{
	(void)state;
	struct trial t = { .path = "1 1 5 5 re 40 45 5 5 re 70 70 m 80 80 90 80 95 70 c", .how = FILL, BOX, .nboxes = 1 };
	assert_true(cut(&t));
	assert_int_equal(t.out.nops, 3);
	assert_memory_equal(t.out.ops, "rmc", 3);
	end(&t);
}

static void a_line_goes_on_from_where_a_cut_one_closed(void **state)
{
	(void)state;
	check((struct trial){ .path = "10 10 m 45 10 l 45 50 l h 90 20 l", .how = STROKE, BOX });
	check((struct trial){ .path = "40 45 5 5 re 90 90 l 90 20 l", .how = FILL, BOX });
}

static void strokes_are_cut_at_the_border(void **state)
{
	(void)state;
	struct trial t = { .path = "10 50 m 90 50 l", .how = STROKE, BOX, .nboxes = 1 };
	static const float left[] = { 10, 50, 30, 50, 60, 50, 90, 50 };
	assert_true(cut(&t));
	assert_memory_equal(t.out.ops, "mlml", 4);
	assert_memory_equal(t.out.xy, left, sizeof left);
	end(&t);
	check((struct trial){ .path = RING STAR BLOB, .how = STROKE, BOX });
	check((struct trial){ .path = "10 10 m 90 90 l 10 90 l 90 10 l 45 20 45 90 20 50 c", .how = STROKE, BOX });
}

/* A frame that is cut on one side stays one line around its corners. */
static void a_closed_line_is_joined_where_it_began(void **state)
{
	(void)state;
	struct trial t = { .path = "10 10 70 40 re", .how = STROKE, BOX, .nboxes = 1 };
	assert_true(cut(&t));
	assert_memory_equal(t.out.ops, "mlllll", 6);
	assert_int_equal(t.out.nops, 6);
	end(&t);
}

#define FIVE_THREE .dash = { 2, (const float[]){ 5, 3 }, 0 }

/* Whether a point of the line at `way` from its start is drawn. */
static bool is_drawn(const struct trial *t, double x, double y)
{
	return probe_at(&t->out, t->ctm, false, x, y).near < 0.01;
}

static void dashes_go_on_behind_the_box(void **state)
{
	(void)state;
	struct trial t = { .path = "10 50 m 50 50 l 90 50 l", .how = DASHED, BOX, .nboxes = 1, FIVE_THREE };
	assert_true(cut(&t));
	for (double x = 10.05; x < 90; x += 0.1)
		if (fabs(x - 30) > 0.1 && fabs(x - 60) > 0.1)
			assert_int_equal(is_drawn(&t, x, 50), fmod(x - 10, 8) < 5 && (x < 30 || x > 60));
	end(&t);
}

static void dashes_are_as_long_as_their_space_makes_them(void **state)
{
	(void)state;
	/* A quarter of a circle of 40 units is 62.83 long. */
	struct trial t = { .path = "10 10 m 10 32.0914 27.9086 50 50 50 c 90 50 l", .how = DASHED, .nboxes = 1,
	                   .ctm = { 2, 0, 0, 2, 0, 0 }, .boxes = { { 110, 80, 130, 120 } },
	                   .dash = { 1, (const float[]){ 4 }, 3 } };
	assert_true(cut(&t));
	for (double x = 65.03; x < 90; x += 0.1) {
		double at = fmod(62.83 + x - 50 + 3, 8);
		if (fabs(at - 4) > 0.1 && at > 0.1 && at < 7.9)
			assert_int_equal(is_drawn(&t, 2 * x, 100), at < 4);
	}
	end(&t);
}

static void dashes_of_a_frame_begin_at_its_corner(void **state)
{
	(void)state;
	struct trial t = { .path = "10 10 70 40 re 1 90 80 4 re", .how = DASHED, BOX, .nboxes = 1, FIVE_THREE };
	assert_true(cut(&t));
	for (double x = 10.05; x < 29.8; x += 0.1)
		assert_int_equal(is_drawn(&t, x, 50), fmod(70 + 40 + 80 - x, 8) < 5);
	for (double x = 1.05; x < 80; x += 0.1)
		assert_int_equal(is_drawn(&t, x, 90), fmod(x - 1, 8) < 5); /* the one beside it is dashed as well */
	end(&t);
}

static bool has_edge_in(const struct trial *t, rect in)
{
	const float *p = t->out.xy;
	for (size_t i = 0; i < t->out.nops; p += walk_path_numbers(t->out.ops[i++]))
		if (walk_path_numbers(t->out.ops[i]) == 2 && p[0] > in.x0 && p[0] < in.x1 && p[1] > in.y0 && p[1] < in.y1)
			return true;
	return false;
}

static void a_window_with_a_hole_loses_the_edges_of_the_hole_in_the_box(void **state)
{
	(void)state;
	struct trial t = { .path = "0 0 m 100 0 l 100 100 l 0 100 l 0 0 l 20 45 m 40 45 l 40 50 l 20 50 l 20 45 l", .how = CLIP_EVEN_ODD,
	                   .boxes = { { 25, 40, 45, 55 } }, .nboxes = 1 };
	assert_true(cut(&t));
	assert_same_outside(&t);
	assert_false(has_edge_in(&t, (rect){ 25.1f, 40.1f, 44.9f, 54.9f }));
	end(&t);
}

static void of_boxes_on_one_another_a_clip_gets_no_edge(void **state)
{
	(void)state;
	static const rect others[] = { { 28, 38, 62, 57 }, { 28, 44, 62, 60 }, { 30, 40, 60, 55 } };
	for (size_t i = 0; i < nelem(others); i++) {
		rect one = { 30, 40, 60, 55 }, other = others[i];
		struct trial t = { .path = "32 42 m 50 42 l 50 50 l 32 50 l h", .how = CLIP_EVEN_ODD, .boxes = { one, other }, .nboxes = 2 };
		assert_true(cut(&t));
		assert_false(has_edge_in(&t, (rect){ one.x0 + .1f, one.y0 + .1f, one.x1 - .1f, one.y1 - .1f }));
		assert_false(has_edge_in(&t, (rect){ other.x0 + .1f, other.y0 + .1f, other.x1 - .1f, other.y1 - .1f }));
		end(&t);
	}
}

static void a_clip_is_united_with_the_box(void **state)
{
	(void)state;
	for (int how = CLIP; how <= CLIP_EVEN_ODD; how++) {
		struct trial t = { .path = STAR WORD, .how = how, BOX, .nboxes = 1 };
		assert_true(cut(&t));
		assert_same_outside(&t);
		for (int i = 0; i < 20; i++) {
			struct probe p = probe_at(&t.out, t.ctm, true, 31 + i * 1.4, 41 + i * 0.7);
			assert_true(how == CLIP ? p.winding != 0 : p.winding & 1);
		}
		end(&t);
	}
}

static void a_window_is_no_shape_unless_it_lies_in_the_box(void **state)
{
	(void)state;
	struct trial t = { .path = "20 45 30 30 re", .how = CLIP, BOX, .nboxes = 1 };
	assert_false(cut(&t));
	end(&t);
	t = (struct trial){ .path = "40 45 5 5 re", .how = CLIP, BOX, .nboxes = 1 };
	assert_true(cut(&t));
	assert_true(probe_at(&t.out, t.ctm, true, 31, 41).winding != 0);
	end(&t);
}

static void flat_spaces_and_wild_numbers_are_survived(void **state)
{
	static const char *const paths[] = {
		"1e38 1e38 m -1e38 45 l 45 -1e38 l h", "nan 1 m 50 45 l 3 inf l h", "0 0 1e30 1e30 re 45 45 1e30 1e30 re",
		"45 45 m 1e30 1e30 -1e30 1e30 45 46 c h", "45 45 0 0 re", "h h h", "45 45 m 45 45 m 45 45 l",
	};
	(void)state;
	for (size_t i = 0; i < nelem(paths); i++)
		for (int how = FILL; how <= CLIP_EVEN_ODD; how++)
			for (int flat = 0; flat < 2; flat++) {
				struct trial t = { .path = paths[i], .how = how, BOX, .nboxes = 1,
				                   .ctm = { 1, flat, flat, flat ? 1 : 1, 0, 0 } };
				cut(&t);
				end(&t);
			}
}

/* A fill with as many lines as a map has, and as many marks as a page may have. */
static void a_hundred_thousand_lines_take_no_time(void **state)
{
	enum { LINES = 100000, ROWS = 40 };
	static rect marks[ROWS * 10];
	clock_t began = clock();
	(void)state;
	for (int i = 0; i < ROWS * 10; i++)
		marks[i] = (rect){ (float)(i % 10) * 60, (float)(i / 10) * 20, (float)(i % 10) * 60 + 40, (float)(i / 10) * 20 + 10 };
	err e = ERR_INIT;
	fz_context *ctx = mu_open_context(&e);
	struct walk_path in = { 0 };
	for (int i = 0; i < LINES; i++)
		walk_path_add(ctx, &in, i % 100 ? PATH_LINE : PATH_MOVE,
		              (float[]){ (float)(i * 7919L % 6120) / 10, (float)(i * 104729L % 7920) / 10 });
	struct walk_path areas = { 0 }, lines = { 0 };
	assert_true(cutpath_stroke(ctx, &in, fz_identity, (struct cutpath_dash){ 0 }, marks, nelem(marks), &lines));
	in.nops = 3000;
	assert_true(cutpath_fill(ctx, &in, fz_identity, marks, 20, &areas));
	walk_path_drop(ctx, &in);
	walk_path_drop(ctx, &areas);
	walk_path_drop(ctx, &lines);
	mu_close_context(ctx);
	assert_true((double)(clock() - began) / CLOCKS_PER_SEC < 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_area_keeps_what_is_outside_the_box),
		cmocka_unit_test(curves_and_crossing_lines_keep_how_they_wind),
		cmocka_unit_test(several_boxes_are_taken_one_after_the_other),
		cmocka_unit_test(a_turned_and_mirrored_space_is_no_obstacle),
		cmocka_unit_test(a_shape_inside_the_box_goes_whole),
		cmocka_unit_test(what_covers_the_box_or_is_elsewhere_stays),
		cmocka_unit_test(a_subpath_beside_the_box_keeps_its_operators),
		cmocka_unit_test(a_line_goes_on_from_where_a_cut_one_closed),
		cmocka_unit_test(strokes_are_cut_at_the_border),
		cmocka_unit_test(a_closed_line_is_joined_where_it_began),
		cmocka_unit_test(dashes_go_on_behind_the_box),
		cmocka_unit_test(dashes_are_as_long_as_their_space_makes_them),
		cmocka_unit_test(dashes_of_a_frame_begin_at_its_corner),
		cmocka_unit_test(a_clip_is_united_with_the_box),
		cmocka_unit_test(a_window_with_a_hole_loses_the_edges_of_the_hole_in_the_box),
		cmocka_unit_test(of_boxes_on_one_another_a_clip_gets_no_edge),
		cmocka_unit_test(a_window_is_no_shape_unless_it_lies_in_the_box),
		cmocka_unit_test(flat_spaces_and_wild_numbers_are_survived),
		cmocka_unit_test(a_hundred_thousand_lines_take_no_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
