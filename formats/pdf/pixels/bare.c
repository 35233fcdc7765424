/*
 * The page runs through a device that draws nothing and notes what would be: one opaque picture, nothing
 * painted over it, no clip that takes from it, no group or mask that makes it look other than it is.
 */
#include "formats/pdf/pixels/bare.h"

#include <math.h>

/* Dots an inch. Coarser pictures read better as the page draws them, finer ones are drawn smaller than they
 * are meant to be seen. */
static const float COARSEST = 250, FINEST = 620;

/* Letters twice as high as wide, as of a fax, read badly. */
static const float MOST_UNEVEN = 1.05f;

/* Points. */
static const float NEARLY = 1;

typedef struct watcher {
	fz_device super;
	rect open;        /* what no clip ever took, points of the page  */
	size_t painted;
	bool other;       /* something that is not looked into           */
	bool met, mask;   /* the picture                                 */
	int w, h;
	fz_matrix ctm;
} watcher;

/* ---- what is noted ------------------------------------------------------------------------------- */

static void note_paint(watcher *w)
{
	w->painted++;
	w->other |= w->met;
}

static void note_image(watcher *w, const fz_image *image, fz_matrix ctm, bool mask, bool whole)
{
	w->other |= w->met || !whole;
	w->met = true;
	w->mask = mask;
	w->w = image->w, w->h = image->h;
	w->ctm = ctm;
	w->painted++;
}

static void on_fill_path(fz_context *ctx, fz_device *d, const fz_path *path, int even_odd, fz_matrix ctm, fz_colorspace *cs,
                         const float *color, float alpha, fz_color_params cp)
{
	(void)ctx, (void)path, (void)even_odd, (void)ctm, (void)cs, (void)color, (void)alpha, (void)cp;
	note_paint((watcher *)d);
}

static void on_stroke_path(fz_context *ctx, fz_device *d, const fz_path *path, const fz_stroke_state *stroke, fz_matrix ctm,
                           fz_colorspace *cs, const float *color, float alpha, fz_color_params cp)
{
	(void)ctx, (void)path, (void)stroke, (void)ctm, (void)cs, (void)color, (void)alpha, (void)cp;
	note_paint((watcher *)d);
}

static void on_fill_text(fz_context *ctx, fz_device *d, const fz_text *text, fz_matrix ctm, fz_colorspace *cs,
                         const float *color, float alpha, fz_color_params cp)
{
	(void)ctx, (void)text, (void)ctm, (void)cs, (void)color, (void)alpha, (void)cp;
	note_paint((watcher *)d);
}

static void on_stroke_text(fz_context *ctx, fz_device *d, const fz_text *text, const fz_stroke_state *stroke, fz_matrix ctm,
                           fz_colorspace *cs, const float *color, float alpha, fz_color_params cp)
{
	(void)ctx, (void)text, (void)stroke, (void)ctm, (void)cs, (void)color, (void)alpha, (void)cp;
	note_paint((watcher *)d);
}

static void on_fill_shade(fz_context *ctx, fz_device *d, fz_shade *shade, fz_matrix ctm, float alpha, fz_color_params cp)
{
	(void)ctx, (void)shade, (void)ctm, (void)alpha, (void)cp;
	note_paint((watcher *)d);
}

static void on_fill_image(fz_context *ctx, fz_device *d, fz_image *image, fz_matrix ctm, float alpha, fz_color_params cp)
{
	(void)ctx, (void)cp;
	note_image((watcher *)d, image, ctm, false, alpha == 1 && !image->mask && !image->use_colorkey);
}

/* What lies below a stencil shows between its letters. */
static void on_fill_image_mask(fz_context *ctx, fz_device *d, fz_image *image, fz_matrix ctm, fz_colorspace *cs,
                               const float *color, float alpha, fz_color_params cp)
{
	enum { DARK_PERCENT = 40 };
	watcher *w = (watcher *)d;
	float light = 1;
	if (cs)
		fz_convert_color(ctx, cs, color, fz_device_gray(ctx), &light, NULL, cp);
	note_image(w, image, ctm, true, alpha == 1 && !w->painted && 100 * light < DARK_PERCENT);
}

/* ---- clips --------------------------------------------------------------------------------------- */

struct outline { rect at; size_t rects, others; };

static void on_move(fz_context *ctx, void *arg, float x, float y)
{
	(void)ctx, (void)x, (void)y;
	((struct outline *)arg)->others++;
}

static void on_curve(fz_context *ctx, void *arg, float x1, float y1, float x2, float y2, float x3, float y3)
{
	(void)ctx, (void)x1, (void)y1, (void)x2, (void)y2, (void)x3, (void)y3;
	((struct outline *)arg)->others++;
}

static void on_close(fz_context *ctx, void *arg)
{
	(void)ctx;
	((struct outline *)arg)->others++;
}

static void on_rect(fz_context *ctx, void *arg, float x0, float y0, float x1, float y1)
{
	struct outline *o = arg;
	(void)ctx;
	o->at = (rect){ fminf(x0, x1), fminf(y0, y1), fmaxf(x0, x1), fmaxf(y0, y1) };
	o->rects++;
}

static void on_clip_path(fz_context *ctx, fz_device *d, const fz_path *path, int even_odd, fz_matrix ctm, fz_rect scissor)
{
	static const fz_path_walker walker = { .moveto = on_move, .lineto = on_move, .curveto = on_curve,
	                                       .closepath = on_close, .rectto = on_rect };
	watcher *w = (watcher *)d;
	struct outline o = { 0 };
	(void)even_odd, (void)scissor;
	fz_walk_path(ctx, path, &walker, &o);
	if (o.rects != 1 || o.others || ctm.b != 0 || ctm.c != 0) {
		w->other = true;
		return;
	}
	fz_rect r = fz_transform_rect((fz_rect){ o.at.x0, o.at.y0, o.at.x1, o.at.y1 }, ctm);
	w->open = rect_intersect(w->open, (rect){ r.x0, r.y0, r.x1, r.y1 });
}

/* ---- what is not looked into ----------------------------------------------------------------------- */

static void on_clip_stroke_path(fz_context *ctx, fz_device *d, const fz_path *path, const fz_stroke_state *stroke, fz_matrix ctm,
                                fz_rect scissor)
{
	(void)ctx, (void)path, (void)stroke, (void)ctm, (void)scissor;
	((watcher *)d)->other = true;
}

static void on_clip_text(fz_context *ctx, fz_device *d, const fz_text *text, fz_matrix ctm, fz_rect scissor)
{
	(void)ctx, (void)text, (void)ctm, (void)scissor;
	((watcher *)d)->other = true;
}

static void on_clip_stroke_text(fz_context *ctx, fz_device *d, const fz_text *text, const fz_stroke_state *stroke, fz_matrix ctm,
                                fz_rect scissor)
{
	(void)ctx, (void)text, (void)stroke, (void)ctm, (void)scissor;
	((watcher *)d)->other = true;
}

static void on_clip_image_mask(fz_context *ctx, fz_device *d, fz_image *image, fz_matrix ctm, fz_rect scissor)
{
	(void)ctx, (void)image, (void)ctm, (void)scissor;
	((watcher *)d)->other = true;
}

static void on_begin_mask(fz_context *ctx, fz_device *d, fz_rect area, int luminosity, fz_colorspace *cs, const float *bc,
                          fz_color_params cp)
{
	(void)ctx, (void)area, (void)luminosity, (void)cs, (void)bc, (void)cp;
	((watcher *)d)->other = true;
}

static void on_begin_group(fz_context *ctx, fz_device *d, fz_rect area, fz_colorspace *cs, int isolated, int knockout,
                           int blendmode, float alpha)
{
	(void)ctx, (void)area, (void)cs, (void)isolated, (void)knockout, (void)blendmode, (void)alpha;
	((watcher *)d)->other = true;
}

static int on_begin_tile(fz_context *ctx, fz_device *d, fz_rect area, fz_rect view, float xstep, float ystep, fz_matrix ctm, int id)
{
	(void)ctx, (void)area, (void)view, (void)xstep, (void)ystep, (void)ctm, (void)id;
	((watcher *)d)->other = true;
	return 0;
}

/* ---- the page -------------------------------------------------------------------------------------- */

static watcher *watcher_new(fz_context *ctx, rect area)
{
	watcher *w = fz_new_derived_device(ctx, watcher);
	w->open = area;
	w->super.fill_path = on_fill_path;
	w->super.stroke_path = on_stroke_path;
	w->super.clip_path = on_clip_path;
	w->super.clip_stroke_path = on_clip_stroke_path;
	w->super.fill_text = on_fill_text;
	w->super.stroke_text = on_stroke_text;
	w->super.clip_text = on_clip_text;
	w->super.clip_stroke_text = on_clip_stroke_text;
	w->super.fill_shade = on_fill_shade;
	w->super.fill_image = on_fill_image;
	w->super.fill_image_mask = on_fill_image_mask;
	w->super.clip_image_mask = on_clip_image_mask;
	w->super.begin_mask = on_begin_mask;
	w->super.begin_group = on_begin_group;
	w->super.begin_tile = on_begin_tile;
	return w;
}

static bool lies_within(rect a, rect b)
{
	return a.x0 >= b.x0 - NEARLY && a.y0 >= b.y0 - NEARLY && a.x1 <= b.x1 + NEARLY && a.y1 <= b.y1 + NEARLY;
}

/* The picture that the page shows, and all that may be words lies in it. */
static bool is_shown(const rpdf_view *v, const watcher *w, const rpdf_placed *p)
{
	rect at = rpdf_placed_on(p), met = rpdf_placed_on(&(rpdf_placed){ .ctm = w->ctm });
	return w->met && !w->other && w->mask == p->mask && w->w == p->image->w && w->h == p->image->h
	    && lies_within(met, at) && lies_within(at, met) && lies_within(at, w->open)
	    && v->page->unread.n == 1 && lies_within(v->page->unread.list[0].at, at);
}

static bool is_all(fz_context *ctx, const rpdf_view *v, const rpdf_placed *p)
{
	fz_page *page = (fz_page *)pdf_load_page(ctx, v->d->doc, v->number);
	watcher *w = NULL;
	bool all = false;
	fz_var(w);
	fz_var(all);
	fz_try(ctx) {
		w = watcher_new(ctx, v->page->area);
		fz_run_page_contents(ctx, page, &w->super, fz_identity, NULL);
		fz_close_device(ctx, &w->super);
		all = is_shown(v, w, p);
	}
	fz_always(ctx) {
		fz_drop_device(ctx, w ? &w->super : NULL);
		fz_drop_page(ctx, page);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return all;
}

/* Neither mirrored nor drawn far smaller than it is. */
static bool is_plain(const rpdf_placed *p)
{
	fz_matrix m = p->ctm;
	/* The unit square of an image stands on its head where the page's axis goes down. */
	return m.a * m.d - m.b * m.c < 0 && !rpdf_placed_is_large(p)
	    && 72 * (float)p->image->w < FINEST * hypotf(m.a, m.b) && 72 * (float)p->image->h < FINEST * hypotf(m.c, m.d);
}

/* Dots an inch; 0 for a picture that is better read as its page draws it. */
static int own_dpi(const rpdf_placed *p)
{
	fz_matrix m = p->ctm;
	if (m.b != 0 || m.c != 0 || m.a <= 0)
		return 0;
	float across = 72 * (float)p->image->w / m.a, down = 72 * (float)p->image->h / -m.d;
	float least = fminf(across, down), most = fmaxf(across, down);
	return least >= COARSEST && most <= MOST_UNEVEN * least ? (int)(least + .5f) : 0;
}

/* Of more than a stamp's or a logo's size. */
static bool is_coarse(const rpdf_placed *p, rect page)
{
	fz_matrix m = p->ctm;
	float across = hypotf(m.a, m.b), down = hypotf(m.c, m.d);
	return across * down * 8 > rect_area(page) && 72 * (float)p->image->w < COARSEST * across;
}

void rpdf_bare_find(fz_context *ctx, const rpdf_view *v, rpdf_bare *b)
{
	rpdf_pictures *all = rpdf_pictures_list(ctx, v);
	*b = (rpdf_bare){ 0 };
	fz_try(ctx) {
		for (size_t i = 0; i < all->n; i++)
			b->coarse |= is_coarse(&all->list[i], v->page->area);
		if (all->n == 1 && is_plain(&all->list[0]) && is_all(ctx, v, &all->list[0])) {
			const rpdf_placed *p = &all->list[0];
			b->is = true;
			b->grey = p->mask || (p->image->colorspace && fz_colorspace_is_gray(ctx, p->image->colorspace));
			b->dpi = own_dpi(p);
			b->picture = *p;
			fz_keep_image(ctx, p->image);
		}
	}
	fz_always(ctx)
		rpdf_pictures_drop(ctx, all);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_bare_read(fz_context *ctx, const rpdf_bare *b, const struct rpdf_alone_job *job)
{
	fz_pixmap *pix = rpdf_placed_pixels(ctx, &b->picture, 1);
	arena *mem = arena_new();
	fz_try(ctx)
		rpdf_alone_take(ctx, job, &b->picture, pix, b->dpi, mem);
	fz_always(ctx) {
		fz_drop_pixmap(ctx, pix);
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
