/*
 * Tiling patterns: a cell is drawn again and again, and a word in it shows in many places. So a cell is
 * walked once for each place where something painted with it may show it, and only where something is.
 * When the copies differ, because something went from one of them, the pattern that is written has one
 * large cell that holds them all; else it is the pattern that was. ISO 32000-1, 8.7.3.
 */
#include "formats/pdf/walk/walk_view.h"

#include <math.h>
#include <string.h>

/* Cells a paint and a page may have: beyond, one visit to the pattern has to do, and where something in
 * it goes the proof will find that it went everywhere. */
enum { MOST_CELLS = 2000, MOST_ON_PAGE = 40000 };

/* Points beside what is painted where a renderer's smoothing may still show something. */
static const float BESIDE = 1;

struct walk_ink {
	struct walk_ink *next;
	const struct walk_proc *home; /* the stream that set it                    */
	pdf_obj *pattern;             /* lent                                      */
	char *name;                   /* in that stream's resources                */
	fz_matrix place;              /* its space to page points                  */
	int n; float v[FZ_MAX_COLORS]; /* of an uncoloured one                      */
};

struct cells { int x0, y0, x1, y1; };

void walk_set_ink(fz_context *ctx, struct walk_proc *p, enum walk_use use, const char *name, int n, const float *v)
{
	struct walk_ink *ink = fz_malloc_struct(ctx, struct walk_ink);
	ink->next = p->inks;
	p->inks = ink;
	ink->home = p;
	ink->name = fz_strdup(ctx, name);
	ink->pattern = pdf_dict_gets(ctx, pdf_dict_get(ctx, p->old_rdb, PDF_NAME(Pattern)), name);
	ink->place = fz_concat(pdf_dict_get_matrix(ctx, ink->pattern, PDF_NAME(Matrix)), p->base);
	ink->n = n < 0 ? 0 : n < FZ_MAX_COLORS ? n : FZ_MAX_COLORS;
	memcpy(ink->v, v, (size_t)ink->n * sizeof *v);
	walk_gs(p)->ink[use] = ink;
}

void walk_drop_inks(fz_context *ctx, struct walk_proc *p)
{
	for (struct walk_ink *ink = p->inks; ink;) {
		struct walk_ink *next = ink->next;
		fz_free(ctx, ink->name);
		fz_free(ctx, ink);
		ink = next;
	}
	p->inks = NULL;
}

/* ---- which cells ------------------------------------------------------------------------------ */

static fz_rect bbox_of(fz_context *ctx, const struct walk_ink *ink)
{
	return pdf_dict_get_rect(ctx, ink->pattern, PDF_NAME(BBox));
}

static float step_of(fz_context *ctx, const struct walk_ink *ink, pdf_obj *key)
{
	return fabsf(pdf_dict_get_real(ctx, ink->pattern, key));
}

/* The cells that reach into `area` (page points); false when there is no telling, or too many. */
static bool cells_in(fz_context *ctx, const struct walk_ink *ink, fz_rect area, struct cells *c)
{
	fz_matrix back;
	fz_rect box = bbox_of(ctx, ink);
	double sx = step_of(ctx, ink, PDF_NAME(XStep)), sy = step_of(ctx, ink, PDF_NAME(YStep));
	*c = (struct cells){ 0, 0, -1, -1 };
	if (!(sx > 0) || !(sy > 0) || fz_try_invert_matrix(&back, ink->place))
		return false;
	if (!fz_is_valid_rect(area) || fz_is_empty_rect(box))
		return true;
	area = fz_transform_rect(area, back);
	double x0 = ceil((area.x0 - box.x1) / sx + 1e-4), x1 = floor((area.x1 - box.x0) / sx - 1e-4);
	double y0 = ceil((area.y0 - box.y1) / sy + 1e-4), y1 = floor((area.y1 - box.y0) / sy - 1e-4);
	if (x1 < x0 || y1 < y0)
		return true;
	if (!((x1 - x0 + 1) * (y1 - y0 + 1) <= MOST_CELLS) || !(fmax(fabs(x0), fabs(y0)) < 1e8))
		return false;
	*c = (struct cells){ (int)x0, (int)y0, (int)x1, (int)y1 };
	return true;
}

static fz_matrix place_of(fz_context *ctx, const struct walk_ink *ink, int x, int y)
{
	return fz_pre_translate(ink->place, (float)x * step_of(ctx, ink, PDF_NAME(XStep)),
	                        (float)y * step_of(ctx, ink, PDF_NAME(YStep)));
}

/* ---- writing ---------------------------------------------------------------------------------- */

static void put_matrix(fz_context *ctx, const struct walk_proc *p, const struct walk_ink *ink, pdf_obj *dict)
{
	fz_matrix back;
	if (ink->home == p)
		return;
	if (fz_try_invert_matrix(&back, p->base))
		back = fz_identity; /* nothing of what is painted there shows */
	pdf_dict_put_matrix(ctx, dict, PDF_NAME(Matrix), fz_concat(ink->place, back));
}

static pdf_obj *pattern_dict(fz_context *ctx, const struct walk_proc *p, const struct walk_ink *ink)
{
	pdf_obj *dict = pdf_new_dict(ctx, p->walk->doc, 12);
	fz_try(ctx) {
		mu_keep_keys(ctx, ink->pattern, dict, walk_pattern_keys);
		put_matrix(ctx, p, ink, dict);
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, dict);
		fz_rethrow(ctx);
	}
	return dict;
}

/* The pattern that was, with a cell as it came out everywhere. Lent. */
static pdf_obj *same_pattern(fz_context *ctx, struct walk_proc *p, const struct walk_ink *ink, pdf_obj *cell)
{
	pdf_obj *dict = NULL, *copy = NULL;
	fz_buffer *content = NULL;
	fz_var(dict);
	fz_var(content);
	fz_var(copy);
	fz_try(ctx) {
		dict = pattern_dict(ctx, p, ink);
		content = pdf_load_stream(ctx, cell);
		pdf_dict_put(ctx, dict, PDF_NAME(Resources), pdf_dict_get(ctx, cell, PDF_NAME(Resources)));
		copy = walk_intern(ctx, p->walk, pdf_to_num(ctx, ink->pattern), dict, content);
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, content);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return copy;
}

/* Each cell, drawn where it lies. */
static void draw_cells(fz_context *ctx, const struct walk_ink *ink, struct cells c, pdf_obj **list,
                       struct rpdf_names *names, fz_buffer *out)
{
	float sx = step_of(ctx, ink, PDF_NAME(XStep)), sy = step_of(ctx, ink, PDF_NAME(YStep));
	for (int y = c.y0, k = 0; y <= c.y1; y++)
		for (int x = c.x0; x <= c.x1; x++, k++)
			if (list[k])
				fz_append_printf(ctx, out, "q 1 0 0 1 %g %g cm /%s Do Q\n", (float)x * sx, (float)y * sy,
				                 rpdf_rename(ctx, names, "XObject", "", list[k]));
}

/* A pattern of one cell that is larger than all that is painted with it. Lent. */
static pdf_obj *unrolled(fz_context *ctx, struct walk_proc *p, const struct walk_ink *ink, struct cells c, pdf_obj **list)
{
	fz_rect box = bbox_of(ctx, ink);
	float sx = step_of(ctx, ink, PDF_NAME(XStep)), sy = step_of(ctx, ink, PDF_NAME(YStep));
	fz_rect all = { box.x0 + (float)c.x0 * sx, box.y0 + (float)c.y0 * sy, box.x1 + (float)c.x1 * sx, box.y1 + (float)c.y1 * sy };
	struct rpdf_names names = { .doc = p->walk->doc };
	pdf_obj *dict = NULL, *rdb = NULL, *copy = NULL;
	fz_buffer *out = NULL;
	fz_var(names);
	fz_var(dict);
	fz_var(rdb);
	fz_var(out);
	fz_var(copy);
	if (c.x1 < c.x0)
		all = fz_make_rect(0, 0, 1, 1);
	fz_try(ctx) {
		names.fresh = rdb = pdf_new_dict(ctx, p->walk->doc, 1);
		out = fz_new_buffer(ctx, 1024);
		draw_cells(ctx, ink, c, list, &names, out);
		dict = pattern_dict(ctx, p, ink);
		pdf_dict_put_rect(ctx, dict, PDF_NAME(BBox), all);
		pdf_dict_put_real(ctx, dict, PDF_NAME(XStep), 4 * (all.x1 - all.x0));
		pdf_dict_put_real(ctx, dict, PDF_NAME(YStep), 4 * (all.y1 - all.y0));
		pdf_dict_put(ctx, dict, PDF_NAME(Resources), rdb);
		copy = walk_intern(ctx, p->walk, pdf_to_num(ctx, ink->pattern), dict, out);
	}
	fz_always(ctx) {
		rpdf_drop_names(ctx, &names);
		fz_drop_buffer(ctx, out);
		pdf_drop_obj(ctx, rdb);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return copy;
}

static void write_ink(fz_context *ctx, struct walk_proc *p, const struct walk_ink *ink, enum walk_use use, pdf_obj *pattern)
{
	struct walk_ink *mine = (struct walk_ink *)ink; /* the operators take what they do not change as their own */
	if (!pattern)
		return;
	const char *name = rpdf_rename(ctx, &p->names, "Pattern", ink->name, pattern);
	if (use == USE_FOR_FILL)
		p->chain->op_sc_pattern(ctx, p->chain, name, NULL, ink->n, mine->v);
	else
		p->chain->op_SC_pattern(ctx, p->chain, name, NULL, ink->n, mine->v);
}

/* ---- painting --------------------------------------------------------------------------------- */

/* Walks the cells and fills the list with what came out of each. One that shows neither letters nor
 * images speaks for all, unless its drawing lies under a mark: then *all is false. A pattern within it may
 * show letters in the next cell and none here, off the page. */
static void walk_cells(fz_context *ctx, struct walk_proc *p, const struct walk_ink *ink, struct cells c, bool marked,
                       pdf_obj **list, bool *all, bool *gone)
{
	struct walk *w = p->walk;
	uint32_t glyphs = w->glyphs, images = w->images, inked = w->inked;
	*all = true;
	*gone = false;
	for (int y = c.y0, k = 0; y <= c.y1; y++)
		for (int x = c.x0; x <= c.x1; x++, k++) {
			struct walk_gstate start = walk_start(place_of(ctx, ink, x, y), walk_gs(p)->view);
			list[k] = walk_cell(ctx, p, ink->pattern, start);
			*gone |= !list[k] && !(w->views && walk_view_empty(walk_view_in(ctx, start.view, ink->pattern, start.ctm)));
			if (k == 0 && w->glyphs == glyphs && w->images == images && w->inked == inked && !marked) {
				*all = false;
				return;
			}
		}
}

static pdf_obj *pattern_for(fz_context *ctx, struct walk_proc *p, const struct walk_ink *ink, struct cells c,
                            pdf_obj **list, bool all, bool gone)
{
	int n = (c.x1 - c.x0 + 1) * (c.y1 - c.y0 + 1);
	pdf_obj *one = NULL;
	bool alike = !gone;
	if (!all)
		return list[0] ? same_pattern(ctx, p, ink, list[0]) : walk_pattern(ctx, p, ink->pattern);
	for (int i = 0; i < n; i++) {
		if (list[i] && !one)
			one = list[i];
		alike &= !list[i] || list[i] == one;
	}
	return one && alike ? same_pattern(ctx, p, ink, one) : unrolled(ctx, p, ink, c, list);
}

/* What the cells have beside all that is painted with them shows nowhere, and in a pattern of one large
 * cell it would stay: paths in them are cut there as they are at marks. */
static void walk_bounded_cells(fz_context *ctx, struct walk_proc *p, const struct walk_ink *ink, struct cells c,
                               const fz_rect *area, pdf_obj **list, bool *all, bool *gone)
{
	struct walk *w = p->walk;
	const rect *boxes = w->boxes;
	const size_t nboxes = w->nboxes;
	const float far = 1e5f;
	rect in = { area->x0 - BESIDE, area->y0 - BESIDE, area->x1 + BESIDE, area->y1 + BESIDE };
	rect *both = fz_malloc_array(ctx, (int)nboxes + 4, rect);
	memcpy(both, boxes, nboxes * sizeof *both);
	both[nboxes] = (rect){ in.x0 - far, in.y0 - far, in.x0, in.y1 + far };
	both[nboxes + 1] = (rect){ in.x1, in.y0 - far, in.x1 + far, in.y1 + far };
	both[nboxes + 2] = (rect){ in.x0 - BESIDE, in.y0 - far, in.x1 + BESIDE, in.y0 };
	both[nboxes + 3] = (rect){ in.x0 - BESIDE, in.y1, in.x1 + BESIDE, in.y1 + far };
	w->boxes = both;
	w->nboxes += 4;
	fz_try(ctx)
		walk_cells(ctx, p, ink, c, true, list, all, gone);
	fz_always(ctx) {
		w->boxes = boxes;
		w->nboxes = nboxes;
		fz_free(ctx, both);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

struct painting {
	enum walk_use use;
	const struct walk_ink *ink;
	fz_rect area;    /* page points */
	struct cells cells;
	bool marked;
	pdf_obj **list;
};

static void paint_cells(fz_context *ctx, struct walk_proc *p, const struct painting *job)
{
	bool all, gone; /* a cell that went whole is not like the others */
	if (job->marked)
		walk_bounded_cells(ctx, p, job->ink, job->cells, &job->area, job->list, &all, &gone);
	else
		walk_cells(ctx, p, job->ink, job->cells, false, job->list, &all, &gone);
	if (p->chain && !p->hidden)
		write_ink(ctx, p, job->ink, job->use, pattern_for(ctx, p, job->ink, job->cells, job->list, all, gone));
}

static void ink_area(fz_context *ctx, struct walk_proc *p, enum walk_use use, fz_rect at)
{
	struct walk *w = p->walk;
	struct painting job = { use, walk_gs(p)->ink[use], fz_intersect_rect(at, w->sheet), { 0 }, false, NULL };
	struct cells c;
	bool known = cells_in(ctx, job.ink, job.area, &c);
	uint32_t n = known && c.x1 >= c.x0 ? (uint32_t)(c.x1 - c.x0 + 1) * (uint32_t)(c.y1 - c.y0 + 1) : 0;
	w->inked++;
	if (!known || w->cells + n > MOST_ON_PAGE) {
		pdf_obj *copy = walk_pattern(ctx, p, job.ink->pattern);
		if (p->chain)
			write_ink(ctx, p, job.ink, use, copy);
		return;
	}
	w->cells += n;
	job.cells = c;
	job.marked = p->chain && walk_touches_mark(w, job.area);
	job.list = fz_calloc(ctx, n + 1, sizeof *job.list);
	fz_try(ctx)
		paint_cells(ctx, p, &job);
	fz_always(ctx)
		fz_free(ctx, job.list);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

float walk_stroke_reach(const struct walk_gstate *gs, const struct walk_path *path)
{
	float scale = fmaxf(hypotf(gs->ctm.a, gs->ctm.b), hypotf(gs->ctm.c, gs->ctm.d));
	bool corners = !path;
	for (size_t i = 0; path && i < path->nops && !corners; i++)
		corners = path->ops[i] != (i & 1 ? PATH_LINE : PATH_MOVE);
	return 0.5f * gs->line_width * scale * (corners ? fmaxf(1.5f, gs->miter_limit) : 1.5f);
}

void walk_ink_path(fz_context *ctx, struct walk_proc *p, int how)
{
	const struct walk_gstate *gs = walk_gs(p);
	fz_rect at;
	if (!walk_path_bounds(&p->path, gs->ctm, &at))
		return;
	if (how & PAINT_FILL && gs->ink[USE_FOR_FILL])
		ink_area(ctx, p, USE_FOR_FILL, at);
	if (how & PAINT_STROKE && gs->ink[USE_FOR_STROKE])
		ink_area(ctx, p, USE_FOR_STROKE, fz_expand_rect(at, walk_stroke_reach(gs, &p->path)));
}

void walk_ink_stencil(fz_context *ctx, struct walk_proc *p)
{
	const struct walk_gstate *gs = walk_gs(p);
	if (gs->ink[USE_FOR_FILL])
		ink_area(ctx, p, USE_FOR_FILL, fz_transform_rect(fz_unit_rect, gs->ctm));
}

void walk_ink_text(fz_context *ctx, struct walk_proc *p, fz_rect at)
{
	const struct walk_gstate *gs = walk_gs(p);
	int render = gs->text.render & 3;
	if (!fz_is_valid_rect(at))
		return;
	if ((render == 0 || render == 2) && gs->ink[USE_FOR_FILL])
		ink_area(ctx, p, USE_FOR_FILL, at);
	if ((render == 1 || render == 2) && gs->ink[USE_FOR_STROKE])
		ink_area(ctx, p, USE_FOR_STROKE, at);
}
