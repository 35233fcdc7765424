#include "formats/pdf/proof/unroll.h"

#include <math.h>
#include <stdbool.h>

/* Cells of one tiling, and tilings in the cells of each other; beyond, a tiling is handed on. */
enum { MOST_CELLS = 2000, DEEPEST = 8 };

/* A tiling that is open: what its cell draws, and where the cells lie. No list: it is handed on. */
typedef struct tiling {
	fz_display_list *list;
	fz_device *cell;
	fz_rect view;
	fz_matrix m;
	float sx, sy;
	int x0, y0, x1, y1;
} tiling;

typedef struct unroller {
	fz_device super;
	fz_device *to;
	tiling open[DEEPEST];
	int depth, deeper;
} unroller;

/* Where it goes now: into the innermost cell that is gathered. */
static fz_device *target(fz_device *dev)
{
	unroller *u = (unroller *)dev;
	for (int i = u->depth; i-- > 0;)
		if (u->open[i].cell)
			return u->open[i].cell;
	return u->to;
}

/* ---- tilings ------------------------------------------------------------------------------------- */

/* False when they are too many, or there is no telling. The same ones as the redactor finds. */
static bool find_cells(tiling *t, fz_rect area)
{
	double x0 = ceil((area.x0 - t->view.x1) / (double)t->sx + 1e-4), x1 = floor((area.x1 - t->view.x0) / (double)t->sx - 1e-4);
	double y0 = ceil((area.y0 - t->view.y1) / (double)t->sy + 1e-4), y1 = floor((area.y1 - t->view.y0) / (double)t->sy - 1e-4);
	if (!(t->sx > 0) || !(t->sy > 0) || !(x1 >= x0) || !(y1 >= y0) || !((x1 - x0 + 1) * (y1 - y0 + 1) <= MOST_CELLS)
	 || !(fmax(fabs(x0), fabs(y0)) < 1e8))
		return false;
	t->x0 = (int)x0;
	t->x1 = (int)x1;
	t->y0 = (int)y0;
	t->y1 = (int)y1;
	return true;
}

static void drop_tiling(fz_context *ctx, tiling *t)
{
	fz_drop_device(ctx, t->cell);
	fz_drop_display_list(ctx, t->list);
	*t = (tiling){ 0 };
}

static int begin_tile(fz_context *ctx, fz_device *dev, fz_rect area, fz_rect view, float xstep, float ystep, fz_matrix m, int id)
{
	unroller *u = (unroller *)dev;
	tiling t = { .view = view, .m = m, .sx = fabsf(xstep), .sy = fabsf(ystep) };
	if (u->depth == DEEPEST) {
		u->deeper++;
		return fz_begin_tile_id(ctx, target(dev), area, view, xstep, ystep, m, 0);
	}
	(void)id; /* by which a cell that was drawn before is known again */
	if (!find_cells(&t, area)) {
		fz_begin_tile_id(ctx, target(dev), area, view, xstep, ystep, m, 0);
		u->open[u->depth++] = (tiling){ 0 };
		return 0;
	}
	fz_var(t);
	fz_try(ctx) {
		t.list = fz_new_display_list(ctx, fz_infinite_rect);
		t.cell = fz_new_list_device(ctx, t.list);
	}
	fz_catch(ctx) {
		drop_tiling(ctx, &t);
		fz_rethrow(ctx);
	}
	u->open[u->depth++] = t;
	return 0;
}

/* What a cell shows is bounded by its box, as what a form shows is. */
static void draw_cells(fz_context *ctx, const tiling *t, fz_device *to)
{
	fz_path *box = fz_new_path(ctx);
	fz_try(ctx) {
		fz_rectto(ctx, box, t->view.x0, t->view.y0, t->view.x1, t->view.y1);
		for (int y = t->y0; y <= t->y1; y++)
			for (int x = t->x0; x <= t->x1; x++) {
				fz_matrix there = fz_pre_translate(t->m, (float)x * t->sx, (float)y * t->sy);
				fz_clip_path(ctx, to, box, 0, there, fz_infinite_rect);
				fz_run_display_list(ctx, t->list, to, fz_translate(there.e - t->m.e, there.f - t->m.f), fz_infinite_rect, NULL);
				fz_pop_clip(ctx, to);
			}
	}
	fz_always(ctx)
		fz_drop_path(ctx, box);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static void end_tile(fz_context *ctx, fz_device *dev)
{
	unroller *u = (unroller *)dev;
	if (u->deeper || u->depth == 0) {
		u->deeper -= u->deeper > 0;
		fz_end_tile(ctx, target(dev));
		return;
	}
	tiling t = u->open[--u->depth];
	u->open[u->depth] = (tiling){ 0 };
	if (!t.cell) {
		fz_end_tile(ctx, target(dev));
		return;
	}
	fz_try(ctx) {
		fz_close_device(ctx, t.cell);
		draw_cells(ctx, &t, target(dev));
	}
	fz_always(ctx)
		drop_tiling(ctx, &t);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

/* ---- all else ------------------------------------------------------------------------------------- */

#define HAND_ON(name, params, ...) \
	static void name(fz_context *ctx, fz_device *dev, params) { fz_##name(ctx, target(dev), __VA_ARGS__); }
#define PARAMS(...) __VA_ARGS__
#define COLOUR fz_colorspace *space, const float *color, float alpha, fz_color_params params
#define AS_COLOUR space, color, alpha, params
HAND_ON(fill_path, PARAMS(const fz_path *path, int even_odd, fz_matrix m, COLOUR), path, even_odd, m, AS_COLOUR)
HAND_ON(stroke_path, PARAMS(const fz_path *path, const fz_stroke_state *s, fz_matrix m, COLOUR), path, s, m, AS_COLOUR)
HAND_ON(clip_path, PARAMS(const fz_path *path, int even_odd, fz_matrix m, fz_rect in), path, even_odd, m, in)
HAND_ON(clip_stroke_path, PARAMS(const fz_path *path, const fz_stroke_state *s, fz_matrix m, fz_rect in), path, s, m, in)
HAND_ON(fill_text, PARAMS(const fz_text *text, fz_matrix m, COLOUR), text, m, AS_COLOUR)
HAND_ON(stroke_text, PARAMS(const fz_text *text, const fz_stroke_state *s, fz_matrix m, COLOUR), text, s, m, AS_COLOUR)
HAND_ON(clip_text, PARAMS(const fz_text *text, fz_matrix m, fz_rect in), text, m, in)
HAND_ON(clip_stroke_text, PARAMS(const fz_text *text, const fz_stroke_state *s, fz_matrix m, fz_rect in), text, s, m, in)
HAND_ON(ignore_text, PARAMS(const fz_text *text, fz_matrix m), text, m)
HAND_ON(fill_shade, PARAMS(fz_shade *shade, fz_matrix m, float alpha, fz_color_params params), shade, m, alpha, params)
HAND_ON(fill_image, PARAMS(fz_image *image, fz_matrix m, float alpha, fz_color_params params), image, m, alpha, params)
HAND_ON(fill_image_mask, PARAMS(fz_image *image, fz_matrix m, COLOUR), image, m, AS_COLOUR)
HAND_ON(clip_image_mask, PARAMS(fz_image *image, fz_matrix m, fz_rect in), image, m, in)
HAND_ON(begin_mask, PARAMS(fz_rect area, int luminosity, fz_colorspace *space, const float *color, fz_color_params params),
        area, luminosity, space, color, params)
HAND_ON(begin_group, PARAMS(fz_rect area, fz_colorspace *space, int isolated, int knockout, int blend, float alpha),
        area, space, isolated, knockout, blend, alpha)
HAND_ON(render_flags, PARAMS(int set, int clear), set, clear)
HAND_ON(set_default_colorspaces, PARAMS(fz_default_colorspaces *spaces), spaces)
static void pop_clip(fz_context *ctx, fz_device *dev) { fz_pop_clip(ctx, target(dev)); }
static void end_mask(fz_context *ctx, fz_device *dev) { fz_end_mask(ctx, target(dev)); }
static void end_group(fz_context *ctx, fz_device *dev) { fz_end_group(ctx, target(dev)); }

static void drop_unroller(fz_context *ctx, fz_device *dev)
{
	unroller *u = (unroller *)dev;
	while (u->depth > 0)
		drop_tiling(ctx, &u->open[--u->depth]);
	fz_drop_device(ctx, u->to);
}

fz_device *rpdf_unroll(fz_context *ctx, fz_device *to)
{
	unroller *u = fz_new_derived_device(ctx, unroller);
	fz_device *d = &u->super;
	u->to = fz_keep_device(ctx, to);
	d->drop_device = drop_unroller;
	d->fill_path = fill_path;             d->stroke_path = stroke_path;
	d->clip_path = clip_path;             d->clip_stroke_path = clip_stroke_path;
	d->fill_text = fill_text;             d->stroke_text = stroke_text;
	d->clip_text = clip_text;             d->clip_stroke_text = clip_stroke_text;
	d->ignore_text = ignore_text;         d->fill_shade = fill_shade;
	d->fill_image = fill_image;           d->fill_image_mask = fill_image_mask;
	d->clip_image_mask = clip_image_mask; d->pop_clip = pop_clip;
	d->begin_mask = begin_mask;           d->end_mask = end_mask;
	d->begin_group = begin_group;         d->end_group = end_group;
	d->begin_tile = begin_tile;           d->end_tile = end_tile;
	d->render_flags = render_flags;       d->set_default_colorspaces = set_default_colorspaces;
	return d;
}
