/* The device that writes down what a page draws. */
#include "formats/pdf/proof/record_int.h"

#include "formats/lib/mu.h"

#include <math.h>
#include <string.h>

/* A page with more items than this is no page: some 250 MB of list. */
enum { MOST_ITEMS = 4 << 20, MOST_TILES = 4 << 20 };

/* ---- lists that grow ------------------------------------------------------------------------ */

void *rpdf_recorder_grown(fz_context *ctx, void *list, size_t used, size_t more, size_t *room, size_t size)
{
	if (used + more <= *room)
		return list;
	size_t want = *room ? *room * 2 : 256;
	while (want < used + more)
		want *= 2;
	list = fz_realloc(ctx, list, want * size);
	*room = want;
	return list;
}

/* MuPDF swallows what a device throws, so trouble is also remembered. */
void rpdf_recorder_give_up(fz_context *ctx, recorder *dev)
{
	dev->broken = true;
	mu_throw(ctx, ERR_REFUSED, "a page draws more than can be compared");
}

record_item *rpdf_recorder_add(fz_context *ctx, recorder *dev, record_kind kind, record_use use)
{
	record *r = dev->out;
	if (r->n >= MOST_ITEMS)
		rpdf_recorder_give_up(ctx, dev);
	r->items = rpdf_recorder_grown(ctx, r->items, r->n, 1, &r->room, sizeof *r->items);
	record_item *it = &r->items[r->n++];
	memset(it, 0, sizeof *it);
	it->kind = (uint8_t)kind;
	it->use = (uint8_t)use;
	it->in_tile = dev->tiles > 0;
	it->in_mask = dev->masks > 0;
	return it;
}

record_item *rpdf_recorder_open(fz_context *ctx, recorder *dev, record_kind kind)
{
	if (dev->nopen == DEEPEST)
		rpdf_recorder_give_up(ctx, dev);
	record_item *it = rpdf_recorder_add(ctx, dev, kind, USE_FILL);
	dev->open[dev->nopen++] = (uint32_t)(dev->out->n - 1);
	return it;
}

/* The index of the container that closes now. */
uint32_t rpdf_recorder_close(fz_context *ctx, recorder *dev, record_kind closer)
{
	record *r = dev->out;
	if (!dev->nopen)
		rpdf_recorder_give_up(ctx, dev);
	uint32_t at = dev->open[--dev->nopen];
	if (r->items[at].kind == RECORD_TILE)
		dev->tiles--;
	if (r->items[at].kind == RECORD_MASK)
		dev->masks--;
	record_item *end = rpdf_recorder_add(ctx, dev, closer, USE_FILL);
	end->partner = at;
	r->items[at].partner = (uint32_t)(r->n - 1);
	return at;
}

/* ---- colours and styles --------------------------------------------------------------------- */

static void set_paint(fz_context *ctx, recorder *dev, record_item *it, fz_colorspace *cs,
                      const float *color, float alpha, fz_color_params params)
{
	record *r = dev->out;
	size_t n = cs && color ? (size_t)fz_colorspace_n(ctx, cs) : 0;
	if (n > FZ_MAX_COLORS)
		n = FZ_MAX_COLORS;
	bool same = dev->painted && dev->cs == cs && dev->alpha == alpha
	            && (n == 0 || memcmp(dev->color, color, n * sizeof *color) == 0);
	if (!same) {
		record_paint p = { .alpha = alpha };
		if (n)
			fz_convert_color(ctx, cs, color, fz_device_rgb(ctx), p.rgb, NULL, params);
		r->paints = rpdf_recorder_grown(ctx, r->paints, r->npaints, 1, &r->paints_room, sizeof *r->paints);
		r->paints[r->npaints] = p;
		dev->paint = (uint32_t)r->npaints++;
		fz_keep_colorspace(ctx, cs);
		fz_drop_colorspace(ctx, dev->cs);
		dev->cs = cs;
		dev->alpha = alpha;
		if (n)
			memcpy(dev->color, color, n * sizeof *color);
		dev->painted = true;
	}
	it->paint = dev->paint;
}

static void fill_stroke(record_style *s, const fz_stroke_state *stroke)
{
	s->linewidth = -1;
	if (!stroke)
		return;
	s->linewidth = stroke->linewidth;
	s->miterlimit = stroke->miterlimit;
	s->dash_phase = stroke->dash_len ? stroke->dash_phase : 0;
	s->caps = (int)stroke->start_cap | (int)stroke->dash_cap << 4 | (int)stroke->end_cap << 8;
	s->join = (int)stroke->linejoin;
	s->ndash = stroke->dash_len < 0 ? 0 : stroke->dash_len > 32 ? 32 : stroke->dash_len;
	memcpy(s->dash, stroke->dash_list, (size_t)s->ndash * sizeof *s->dash);
}

uint32_t rpdf_recorder_style(fz_context *ctx, recorder *dev, const record_style *s)
{
	record *r = dev->out;
	if (!r->nstyles || memcmp(&r->styles[r->nstyles - 1], s, sizeof *s) != 0) {
		r->styles = rpdf_recorder_grown(ctx, r->styles, r->nstyles, 1, &r->styles_room, sizeof *r->styles);
		r->styles[r->nstyles++] = *s;
	}
	return (uint32_t)(r->nstyles - 1);
}

/* Zeroed by memset, so that padding compares equal. */
static void clear_style(record_style *s, fz_matrix m)
{
	memset(s, 0, sizeof *s);
	s->m = m;
	s->linewidth = -1;
}

static void keep_font(fz_context *ctx, record *r, fz_font *font)
{
	for (size_t i = r->nfonts; i > 0; i--)
		if (r->fonts[i - 1] == font)
			return;
	r->fonts = rpdf_recorder_grown(ctx, r->fonts, r->nfonts, 1, &r->fonts_room, sizeof *r->fonts);
	r->fonts[r->nfonts++] = fz_keep_font(ctx, font);
	if (fz_font_t3_procs(ctx, font))
		r->type3 = true;
}

/* ---- text ----------------------------------------------------------------------------------- */

static void add_text(fz_context *ctx, recorder *dev, const fz_text *text, fz_matrix ctm,
                     record_use use, const fz_stroke_state *stroke, const record_item *like)
{
	for (const fz_text_span *span = text->head; span; span = span->next) {
		record_style s;
		fz_matrix m = span->trm;
		m.e = m.f = 0;
		m = fz_concat(m, ctm);
		m.e = m.f = 0;
		clear_style(&s, m);
		s.font = span->font;
		s.vertical = span->wmode;
		if (stroke)
			fill_stroke(&s, stroke);
		keep_font(ctx, dev->out, span->font);
		uint32_t style = rpdf_recorder_style(ctx, dev, &s);
		for (int i = 0; i < span->len; i++) {
			const fz_text_item *g = &span->items[i];
			fz_point p = fz_transform_point_xy(g->x, g->y, ctm);
			record_item *it = rpdf_recorder_add(ctx, dev, RECORD_GLYPH, use);
			it->paint = like ? like->paint : 0;
			it->style = style;
			it->u.glyph.x = p.x;
			it->u.glyph.y = p.y;
			it->u.glyph.ucs = g->ucs;
			it->u.glyph.gid = g->gid;
		}
	}
}

static void on_fill_text(fz_context *ctx, fz_device *d, const fz_text *text, fz_matrix ctm,
                         fz_colorspace *cs, const float *color, float alpha, fz_color_params params)
{
	recorder *dev = (recorder *)d;
	record_item like;
	set_paint(ctx, dev, &like, cs, color, alpha, params);
	add_text(ctx, dev, text, ctm, USE_FILL, NULL, &like);
}

static void on_stroke_text(fz_context *ctx, fz_device *d, const fz_text *text,
                           const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *cs,
                           const float *color, float alpha, fz_color_params params)
{
	recorder *dev = (recorder *)d;
	record_item like;
	set_paint(ctx, dev, &like, cs, color, alpha, params);
	add_text(ctx, dev, text, ctm, USE_STROKE, stroke, &like);
}

static void on_clip_text(fz_context *ctx, fz_device *d, const fz_text *text, fz_matrix ctm,
                         fz_rect scissor)
{
	(void)scissor;
	add_text(ctx, (recorder *)d, text, ctm, USE_CLIP, NULL, NULL);
	rpdf_recorder_open(ctx, (recorder *)d, RECORD_CLIP);
}

static void on_clip_stroke_text(fz_context *ctx, fz_device *d, const fz_text *text,
                                const fz_stroke_state *stroke, fz_matrix ctm, fz_rect scissor)
{
	(void)scissor;
	add_text(ctx, (recorder *)d, text, ctm, USE_CLIP_STROKE, stroke, NULL);
	rpdf_recorder_open(ctx, (recorder *)d, RECORD_CLIP);
}

static void on_ignore_text(fz_context *ctx, fz_device *d, const fz_text *text, fz_matrix ctm)
{
	add_text(ctx, (recorder *)d, text, ctm, USE_INVISIBLE, NULL, NULL);
}

/* ---- paths ---------------------------------------------------------------------------------- */

typedef struct path_walk {
	recorder *dev;
	fz_matrix ctm;
	fz_rect box;
} path_walk;

static void path_points(fz_context *ctx, path_walk *w, float verb, int n, const float *xy)
{
	record *r = w->dev->out;
	if (r->npath > RECORD_MOST_PATH)
		rpdf_recorder_give_up(ctx, w->dev);
	r->path = rpdf_recorder_grown(ctx, r->path, r->npath, 7, &r->path_room, sizeof *r->path);
	float *out = r->path + r->npath;
	*out++ = verb;
	for (int i = 0; i < n; i++) {
		fz_point p = fz_transform_point_xy(xy[2 * i], xy[2 * i + 1], w->ctm);
		*out++ = p.x;
		*out++ = p.y;
		w->box = fz_include_point_in_rect(w->box, p);
	}
	r->npath = (size_t)(out - r->path);
}

static void path_move(fz_context *ctx, void *arg, float x, float y)
{
	path_points(ctx, arg, 0, 1, (float[]){ x, y });
}

static void path_line(fz_context *ctx, void *arg, float x, float y)
{
	path_points(ctx, arg, 1, 1, (float[]){ x, y });
}

static void path_curve(fz_context *ctx, void *arg, float x1, float y1, float x2, float y2, float x3,
                       float y3)
{
	path_points(ctx, arg, 2, 3, (float[]){ x1, y1, x2, y2, x3, y3 });
}

static void path_close(fz_context *ctx, void *arg)
{
	path_points(ctx, arg, 3, 0, NULL);
}

record_item *rpdf_recorder_path(fz_context *ctx, recorder *dev, const fz_path *path, int even_odd,
                             const fz_stroke_state *stroke, fz_matrix ctm, record_use use)
{
	static const fz_path_walker walker = {
		.moveto = path_move, .lineto = path_line, .curveto = path_curve, .closepath = path_close,
	};
	record *r = dev->out;
	path_walk w = { .dev = dev, .ctm = ctm, .box = fz_empty_rect };
	size_t at = r->npath;
	fz_walk_path(ctx, path, &walker, &w);

	record_style s;
	fz_matrix m = ctm;
	m.e = m.f = 0;
	clear_style(&s, m);
	fill_stroke(&s, stroke);
	record_item *it = rpdf_recorder_add(ctx, dev, RECORD_PATH, use);
	it->even_odd = even_odd;
	it->style = rpdf_recorder_style(ctx, dev, &s);
	it->u.path.at = (uint32_t)at;
	it->u.path.n = (uint32_t)(r->npath - at);
	if (w.box.x0 <= w.box.x1 && w.box.y0 <= w.box.y1)
		it->u.path.box = (rect){ w.box.x0, w.box.y0, w.box.x1, w.box.y1 };
	return it;
}

static void on_fill_path(fz_context *ctx, fz_device *d, const fz_path *path, int even_odd,
                         fz_matrix ctm, fz_colorspace *cs, const float *color, float alpha,
                         fz_color_params params)
{
	record_item *it = rpdf_recorder_path(ctx, (recorder *)d, path, even_odd, NULL, ctm, USE_FILL);
	set_paint(ctx, (recorder *)d, it, cs, color, alpha, params);
}

static void on_stroke_path(fz_context *ctx, fz_device *d, const fz_path *path,
                           const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *cs,
                           const float *color, float alpha, fz_color_params params)
{
	record_item *it = rpdf_recorder_path(ctx, (recorder *)d, path, 0, stroke, ctm, USE_STROKE);
	set_paint(ctx, (recorder *)d, it, cs, color, alpha, params);
}

static void on_clip_path(fz_context *ctx, fz_device *d, const fz_path *path, int even_odd,
                         fz_matrix ctm, fz_rect scissor)
{
	(void)scissor;
	rpdf_recorder_path(ctx, (recorder *)d, path, even_odd, NULL, ctm, USE_CLIP);
	rpdf_recorder_open(ctx, (recorder *)d, RECORD_CLIP);
}

static void on_clip_stroke_path(fz_context *ctx, fz_device *d, const fz_path *path,
                                const fz_stroke_state *stroke, fz_matrix ctm, fz_rect scissor)
{
	(void)scissor;
	rpdf_recorder_path(ctx, (recorder *)d, path, 0, stroke, ctm, USE_CLIP_STROKE);
	rpdf_recorder_open(ctx, (recorder *)d, RECORD_CLIP);
}

/* ---- images and shadings -------------------------------------------------------------------- */

static record_item *add_image(fz_context *ctx, recorder *dev, fz_image *image, fz_matrix ctm,
                              record_use use)
{
	record_style s;
	clear_style(&s, ctm);
	uint32_t style = rpdf_recorder_style(ctx, dev, &s);
	record_item *it = rpdf_recorder_add(ctx, dev, RECORD_IMAGE, use);
	it->style = style;
	it->u.image.image = fz_keep_image(ctx, image);
	return it;
}

static void on_fill_image(fz_context *ctx, fz_device *d, fz_image *image, fz_matrix ctm, float alpha,
                          fz_color_params params)
{
	record_item *it = add_image(ctx, (recorder *)d, image, ctm, USE_FILL);
	set_paint(ctx, (recorder *)d, it, NULL, NULL, alpha, params);
}

static void on_fill_image_mask(fz_context *ctx, fz_device *d, fz_image *image, fz_matrix ctm,
                               fz_colorspace *cs, const float *color, float alpha,
                               fz_color_params params)
{
	record_item *it = add_image(ctx, (recorder *)d, image, ctm, USE_FILL);
	set_paint(ctx, (recorder *)d, it, cs, color, alpha, params);
}

static void on_clip_image_mask(fz_context *ctx, fz_device *d, fz_image *image, fz_matrix ctm,
                               fz_rect scissor)
{
	(void)scissor;
	add_image(ctx, (recorder *)d, image, ctm, USE_CLIP);
	rpdf_recorder_open(ctx, (recorder *)d, RECORD_CLIP);
}

static void on_fill_shade(fz_context *ctx, fz_device *d, fz_shade *shade, fz_matrix ctm, float alpha,
                          fz_color_params params)
{
	recorder *dev = (recorder *)d;
	record_style s;
	clear_style(&s, ctm);
	uint32_t style = rpdf_recorder_style(ctx, dev, &s);
	record_item *it = rpdf_recorder_add(ctx, dev, RECORD_SHADE, USE_FILL);
	it->style = style;
	it->u.shade.shade = fz_keep_shade(ctx, shade);
	set_paint(ctx, dev, it, NULL, NULL, alpha, params);
}

/* ---- containers ----------------------------------------------------------------------------- */

static void on_pop_clip(fz_context *ctx, fz_device *d)
{
	rpdf_recorder_close(ctx, (recorder *)d, RECORD_END);
}

static void on_begin_mask(fz_context *ctx, fz_device *d, fz_rect area, int luminosity,
                          fz_colorspace *cs, const float *bc, fz_color_params params)
{
	recorder *dev = (recorder *)d;
	(void)area;
	record_item *it = rpdf_recorder_open(ctx, dev, RECORD_MASK);
	it->u.mask.luminosity = luminosity;
	if (luminosity)
		set_paint(ctx, dev, it, cs, bc, 1, params);
	dev->masks++;
}

static void on_end_mask(fz_context *ctx, fz_device *d)
{
	recorder *dev = (recorder *)d;
	uint32_t mask = rpdf_recorder_close(ctx, dev, RECORD_MASKED);
	dev->out->items[dev->out->n - 1].u.mask.opener = mask;
	if (dev->nopen == DEEPEST)
		rpdf_recorder_give_up(ctx, dev);
	dev->open[dev->nopen++] = (uint32_t)(dev->out->n - 1);
}

static void on_begin_group(fz_context *ctx, fz_device *d, fz_rect area, fz_colorspace *cs,
                           int isolated, int knockout, int blend, float alpha)
{
	/* The area is a hint for the renderer; what bounds the drawing is the clip inside. */
	(void)area;
	(void)cs;
	record_item *it = rpdf_recorder_open(ctx, (recorder *)d, RECORD_GROUP);
	it->u.group.isolated = isolated;
	it->u.group.knockout = knockout;
	it->u.group.blend = blend;
	it->u.group.alpha = alpha;
}

static void on_end_group(fz_context *ctx, fz_device *d)
{
	rpdf_recorder_close(ctx, (recorder *)d, RECORD_END);
}

/* Whoever draws the page would draw each of them. */
static bool too_many_tiles(fz_rect area, float xstep, float ystep)
{
	double across = (area.x1 - area.x0) / fabsf(xstep) + 1, down = (area.y1 - area.y0) / fabsf(ystep) + 1;
	return !(across * down <= MOST_TILES);
}

static int on_begin_tile(fz_context *ctx, fz_device *d, fz_rect area, fz_rect view, float xstep,
                         float ystep, fz_matrix ctm, int id)
{
	recorder *dev = (recorder *)d;
	(void)id;
	if (too_many_tiles(area, xstep, ystep))
		rpdf_recorder_give_up(ctx, dev);
	record_style s;
	clear_style(&s, ctm);
	uint32_t style = rpdf_recorder_style(ctx, dev, &s);
	record_item *it = rpdf_recorder_open(ctx, dev, RECORD_TILE);
	it->style = style;
	it->u.tile.area = (rect){ area.x0, area.y0, area.x1, area.y1 };
	it->u.tile.view = (rect){ view.x0, view.y0, view.x1, view.y1 };
	it->u.tile.xstep = xstep;
	it->u.tile.ystep = ystep;
	dev->tiles++;
	return 0;
}

static void on_end_tile(fz_context *ctx, fz_device *d)
{
	recorder *dev = (recorder *)d;
	if (!rpdf_recorder_lay_out(ctx, dev))
		rpdf_recorder_close(ctx, dev, RECORD_END);
}

static void on_drop(fz_context *ctx, fz_device *d)
{
	fz_drop_colorspace(ctx, ((recorder *)d)->cs);
}

/* ---- the device itself ---------------------------------------------------------------------- */

recorder *rpdf_recorder_new(fz_context *ctx, record *r)
{
	recorder *dev = fz_new_derived_device(ctx, recorder);
	dev->out = r;
	dev->super.drop_device = on_drop;
	dev->super.fill_path = on_fill_path;
	dev->super.stroke_path = on_stroke_path;
	dev->super.clip_path = on_clip_path;
	dev->super.clip_stroke_path = on_clip_stroke_path;
	dev->super.fill_text = on_fill_text;
	dev->super.stroke_text = on_stroke_text;
	dev->super.clip_text = on_clip_text;
	dev->super.clip_stroke_text = on_clip_stroke_text;
	dev->super.ignore_text = on_ignore_text;
	dev->super.fill_shade = on_fill_shade;
	dev->super.fill_image = on_fill_image;
	dev->super.fill_image_mask = on_fill_image_mask;
	dev->super.clip_image_mask = on_clip_image_mask;
	dev->super.pop_clip = on_pop_clip;
	dev->super.begin_mask = on_begin_mask;
	dev->super.end_mask = on_end_mask;
	dev->super.begin_group = on_begin_group;
	dev->super.end_group = on_end_group;
	dev->super.begin_tile = on_begin_tile;
	dev->super.end_tile = on_end_tile;
	return dev;
}

void rpdf_recorder_finish(fz_context *ctx, recorder *dev, int number)
{
	record *r = dev->out;
	/* Broken content can leave containers open; close them as a renderer would. */
	while (!dev->broken && dev->nopen) {
		if (r->items[dev->open[dev->nopen - 1]].kind == RECORD_MASK)
			on_end_mask(ctx, &dev->super);
		rpdf_recorder_close(ctx, dev, RECORD_END);
	}
	if (dev->broken)
		mu_throw(ctx, ERR_REFUSED, "page %d draws more than can be compared", number + 1);
}
