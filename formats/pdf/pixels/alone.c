#include "formats/pdf/pixels/alone.h"

#include "formats/pdf/walk/walk.h"

#include <math.h>
#include <stdlib.h>

/* Brightness that no smoothing makes, in so many pixels of the page's picture as a letter has. */
enum { OTHER_LIGHT = 56, A_LETTER = 40 };

/* MuPDF has pictures end at whole pixels: so many of them may show the one beside it. */
enum { EDGE = 3 };

/* A picture of more pixels than these is read at the size at which the page shows it. */
static const float MOST_PIXELS = 60e6f;

/* Beyond so many times the pixels that the page's picture has for it, small words are lost on the page. */
static const float FINER = 2.4f;

typedef struct placed { fz_image *image; fz_matrix ctm; bool mask; } placed;

struct pictures { placed *list; size_t n, room; rect area; arena *mem; };

rect rpdf_alone_place(const rpdf_alone *a, ocr_box b)
{
	fz_rect r = fz_transform_rect(fz_make_rect((float)b.x0, (float)b.y0, (float)b.x1, (float)b.y1), a->to_page);
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

static rect on_page(fz_matrix ctm)
{
	fz_rect r = fz_transform_rect(fz_unit_rect, ctm);
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

static bool overlaps_any(rect r, const rect *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rect_overlap(r, list[i]))
			return true;
	return false;
}

/* ---- the pictures of a page ---------------------------------------------------------------------- */

static pdf_obj *note_picture(fz_context *ctx, void *arg, pdf_obj *xobj, fz_image *image, fz_matrix ctm,
                             fz_rect view, bool hidden)
{
	struct pictures *p = arg;
	rpdf_unread any = { 0 };
	(void)xobj;
	if (hidden)
		return NULL;
	rpdf_unread_image(&any, image, ctm, view, p->area, p->mem);
	if (!any.n)
		return NULL;
	*ARENA_PUSH(p->mem, p->list, p->n, p->room) = (placed){ fz_keep_image(ctx, image), ctm, image->imagemask };
	if (image->mask)
		*ARENA_PUSH(p->mem, p->list, p->n, p->room) = (placed){ fz_keep_image(ctx, image->mask), ctm, true };
	return NULL;
}

static void list_pictures(fz_context *ctx, const rpdf_view *v, struct pictures *p)
{
	rect a = p->area = v->page->area;
	rpdf_hook hook = { .arg = p, .page = { a.x0, a.y0, a.x1, a.y1 }, .image = note_picture };
	rpdf_walk_page(ctx, v->d->doc, pdf_lookup_page_obj(ctx, v->d->doc, v->number), v->page->ctm, &hook);
}

/* ---- one of them as pixels ----------------------------------------------------------------------- */

/* What paints is black, what lets through is white. */
static fz_pixmap *stencil_as_grey(fz_context *ctx, const fz_pixmap *from)
{
	fz_pixmap *to = fz_new_pixmap(ctx, fz_device_gray(ctx), from->w, from->h, NULL, 0);
	for (int y = 0; y < from->h; y++)
		for (int x = 0; x < from->w; x++)
			to->samples[(size_t)y * (size_t)to->stride + (size_t)x] =
				(unsigned char)(255 - from->samples[(size_t)y * (size_t)from->stride + (size_t)x * from->n + from->n - 1]);
	return to;
}

/* The pixels that a key of colours takes away are lost in what MuPDF hands out: a word may stand there, too.
 * A picture with a matte keeps it. */
static fz_pixmap *unkeyed_pixels(fz_context *ctx, fz_image *image)
{
	unsigned int keyed = image->use_colorkey;
	int once = 0;
	fz_pixmap *pix = NULL;
	fz_var(pix);
	image->use_colorkey = 0;
	fz_try(ctx)
		pix = image->get_pixmap(ctx, image, NULL, image->w, image->h, &once);
	fz_always(ctx)
		image->use_colorkey = keyed & 1;
	fz_catch(ctx)
		fz_rethrow(ctx);
	return pix;
}

/* A copy in front of white. */
static fz_pixmap *on_white(fz_context *ctx, const fz_pixmap *from)
{
	fz_pixmap *to = fz_new_pixmap(ctx, from->colorspace, from->w, from->h, NULL, 0);
	for (int y = 0; y < from->h; y++) {
		const unsigned char *f = from->samples + (size_t)y * (size_t)from->stride;
		unsigned char *t = to->samples + (size_t)y * (size_t)to->stride;
		for (int x = 0; x < from->w; x++, f += from->n, t += to->n)
			for (int k = 0; k < to->n; k++) {
				int light = f[k] + 255 - f[from->n - 1]; /* colours are multiplied by alpha already */
				t[k] = (unsigned char)(light > 255 ? 255 : light);
			}
	}
	return to;
}

static fz_pixmap *as_grey_or_rgb(fz_context *ctx, const fz_pixmap *from)
{
	fz_colorspace *to = fz_colorspace_n(ctx, from->colorspace) == 1 ? fz_device_gray(ctx) : fz_device_rgb(ctx);
	fz_pixmap *plain = fz_convert_pixmap(ctx, (fz_pixmap *)from, to, NULL, NULL, fz_default_color_params, from->alpha), *own = NULL;
	if (!plain->alpha)
		return plain;
	fz_try(ctx)
		own = on_white(ctx, plain);
	fz_always(ctx)
		fz_drop_pixmap(ctx, plain);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return own;
}

/* Without its mask, grey or RGB, at its own size where that is no absurd one. Yours. */
static fz_pixmap *pixels_of(fz_context *ctx, const placed *p, float zoom)
{
	fz_matrix ctm = fz_concat(p->ctm, fz_scale(zoom, zoom));
	bool large = (float)p->image->w * (float)p->image->h > MOST_PIXELS;
	fz_pixmap *own = NULL, *lent = !large && p->image->use_colorkey ? unkeyed_pixels(ctx, p->image)
		: fz_get_pixmap_from_image(ctx, p->image, NULL, large ? &ctm : NULL, NULL, NULL);
	fz_var(own);
	fz_try(ctx)
		own = p->mask ? stencil_as_grey(ctx, lent) : as_grey_or_rgb(ctx, lent);
	fz_always(ctx)
		fz_drop_pixmap(ctx, lent);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return own;
}

/* ---- whether the page shows it --------------------------------------------------------------------- */

static int light_at(const fz_pixmap *pix, int x, int y)
{
	const unsigned char *s = pix->samples + (size_t)(y - pix->y) * (size_t)pix->stride + (size_t)(x - pix->x) * pix->n;
	return pix->n < 3 ? s[0] : (s[0] * 77 + s[1] * 151 + s[2] * 28) >> 8;
}

static bool lies_in(float x, float y, const rect *list, size_t n, float within)
{
	for (size_t i = 0; i < n; i++)
		if (x > list[i].x0 + within && x < list[i].x1 - within && y > list[i].y0 + within && y < list[i].y1 - within)
			return true;
	return false;
}

/* A mask's ink may have any colour but the paper's; a picture has its own. */
static bool is_other(bool mask, int own, int shown)
{
	return mask ? own < 128 && shown > 200 : abs(own - shown) > OTHER_LIGHT;
}

/* Rounding moves a picture by a pixel: it is shown when it is, here or right beside. */
static bool is_shown_near(bool mask, int own, const fz_pixmap *page, int x, int y)
{
	if (!is_other(mask, own, light_at(page, x, y)))
		return true;
	for (int dy = -1; dy <= 1; dy++)
		for (int dx = -1; dx <= 1; dx++)
			if (x + dx >= page->x && x + dx < page->x + page->w && y + dy >= page->y && y + dy < page->y + page->h
			 && !is_other(mask, own, light_at(page, x + dx, y + dy)))
				return true;
	return false;
}

/* RGB on both; nearly every pixel of a scan, which nothing else need be asked about. */
static bool is_same(const fz_pixmap *own, const fz_pixmap *page, int x, int y)
{
	const unsigned char *a = own->samples + (size_t)(y - own->y) * (size_t)own->stride + (size_t)(x - own->x) * own->n;
	const unsigned char *b = page->samples + (size_t)(y - page->y) * (size_t)page->stride + (size_t)(x - page->x) * page->n;
	return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

static bool differ(const struct rpdf_alone_job *job, const placed *p, const fz_pixmap *own)
{
	const fz_pixmap *page = job->view->pix;
	float zoom = job->view->zoom;
	size_t n = 0;
	int left = -1; /* what the picture has under one of our boxes: all one colour, or something */
	for (int y = own->y + EDGE; y < own->y + own->h - EDGE; y++)
		for (int x = own->x + EDGE; x < own->x + own->w - EDGE; x++) {
			if (!job->nboxes && is_same(own, page, x, y))
				continue;
			float px = ((float)x + .5f) / zoom, py = ((float)y + .5f) / zoom;
			if (job->nplaces && !lies_in(px, py, job->places, job->nplaces, 0))
				continue;
			if (own->samples[(size_t)(y - own->y) * (size_t)own->stride + (size_t)(x - own->x) * own->n + own->n - 1] < 255)
				continue; /* beside the picture, or on its edge, where what lies next to it shows, too */
			int light = light_at(own, x, y);
			if (job->nboxes && lies_in(px, py, job->boxes, job->nboxes, -1.5f)) {
				if (!lies_in(px, py, job->boxes, job->nboxes, .5f))
					continue;
				n += left >= 0 && abs(light - left) > OTHER_LIGHT;
				left = left < 0 ? light : left;
			} else {
				n += !is_shown_near(p->mask, light, page, x, y);
			}
			if (n >= A_LETTER)
				return true;
		}
	return false;
}

static bool is_mirrored(fz_matrix m)
{
	/* The unit square of an image stands upright where the page's axis goes down. */
	return m.a * m.d - m.b * m.c > 0;
}

static bool is_shown(fz_context *ctx, const struct rpdf_alone_job *job, const placed *p, fz_pixmap *pix)
{
	float zoom = job->view->zoom, fine = (float)pix->w / (zoom * hypotf(p->ctm.a, p->ctm.b));
	if (is_mirrored(p->ctm) || fine > FINER)
		return false;
	/* MuPDF's images stand on their heads in the unit square. */
	fz_matrix ctm = fz_concat(fz_make_matrix(1, 0, 0, -1, 0, 1), fz_concat(p->ctm, fz_scale(zoom, zoom)));
	fz_irect box = fz_intersect_irect(fz_round_rect(fz_transform_rect(fz_unit_rect, ctm)), fz_pixmap_bbox(ctx, job->view->pix));
	if (fz_is_empty_irect(box))
		return true;
	fz_pixmap *own = fz_new_pixmap_with_bbox(ctx, fz_device_rgb(ctx), box, NULL, 1);
	fz_image *image = NULL;
	fz_device *dev = NULL;
	bool shown = false;
	fz_var(image);
	fz_var(dev);
	fz_var(shown);
	fz_try(ctx) {
		fz_clear_pixmap(ctx, own);
		image = fz_new_image_from_pixmap(ctx, pix, NULL);
		dev = fz_new_draw_device(ctx, fz_identity, own);
		fz_fill_image(ctx, dev, image, ctm, 1, fz_default_color_params);
		fz_close_device(ctx, dev);
		shown = !differ(job, p, own);
	}
	fz_always(ctx) {
		fz_drop_device(ctx, dev);
		fz_drop_image(ctx, image);
		fz_drop_pixmap(ctx, own);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return shown;
}

/* ---- reading it ------------------------------------------------------------------------------------ */

static ocr_box box_of(fz_rect r, const fz_pixmap *pix)
{
	fz_irect i = fz_intersect_irect(fz_round_rect(r), (fz_irect){ 0, 0, pix->w, pix->h });
	return (ocr_box){ i.x0, i.y0, i.x1, i.y1 };
}

/* The places in pixels of the picture. 0 of them: all of it is asked for. */
static size_t list_areas(const struct rpdf_alone_job *job, const rpdf_alone *a, const fz_pixmap *pix, arena *mem, ocr_box **out)
{
	size_t n = 0;
	*out = arena_array(mem, ocr_box, job->nplaces + 1);
	for (size_t i = 0; i < job->nplaces; i++) {
		rect r = job->places[i];
		ocr_box b = box_of(fz_transform_rect(fz_make_rect(r.x0, r.y0, r.x1, r.y1), fz_invert_matrix(a->to_page)), pix);
		if (b.x0 < b.x1 && b.y0 < b.y1)
			(*out)[n++] = b;
	}
	return n;
}

static void read_pixels(fz_context *ctx, const struct rpdf_alone_job *job, const placed *p, fz_pixmap *pix, arena *mem)
{
	rpdf_alone a = { .at = on_page(p->ctm) };
	a.to_page = fz_concat(fz_make_matrix(1.0f / (float)pix->w, 0, 0, -1.0f / (float)pix->h, 0, 1), p->ctm);
	ocr_picture picture = { .samples = pix->samples, .w = pix->w, .h = pix->h, .stride = (size_t)pix->stride, .channels = pix->n };
	ocr_box *areas;
	size_t n = list_areas(job, &a, pix, mem, &areas);
	if (job->nplaces && !n)
		return;
	err e = ERR_INIT;
	ocr_page page;
	if (!seer_read(job->reader, &picture, areas, n, mem, &page, &e))
		mu_throw_err(ctx, &e);
	if (page.trust != OCR_BLANK)
		job->read(job->arg, &a, &page);
}

static void read_one(fz_context *ctx, const struct rpdf_alone_job *job, const placed *p)
{
	if (job->nplaces && !overlaps_any(on_page(p->ctm), job->places, job->nplaces))
		return;
	fz_pixmap *pix = pixels_of(ctx, p, job->view->zoom);
	arena *mem = arena_new();
	fz_try(ctx)
		if (!is_shown(ctx, job, p, pix))
			read_pixels(ctx, job, p, pix, mem);
	fz_always(ctx) {
		fz_drop_pixmap(ctx, pix);
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_alone_read(fz_context *ctx, const struct rpdf_alone_job *job)
{
	struct pictures *p = fz_malloc_struct(ctx, struct pictures);
	p->mem = arena_new();
	fz_try(ctx) {
		list_pictures(ctx, job->view, p);
		for (size_t i = 0; i < p->n; i++)
			read_one(ctx, job, &p->list[i]);
	}
	fz_always(ctx) {
		for (size_t i = 0; i < p->n; i++)
			fz_drop_image(ctx, p->list[i].image);
		arena_drop(p->mem);
		fz_free(ctx, p);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}
