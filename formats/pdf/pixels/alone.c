#include "formats/pdf/pixels/alone.h"

#include <math.h>
#include <stdlib.h>

/* Brightness that no smoothing makes, in so many pixels of the page's picture as a letter has. */
enum { OTHER_LIGHT = 56, A_LETTER = 40 };

/* MuPDF has pictures end at whole pixels: so many of them may show the one beside it. */
enum { EDGE = 3 };

/* Beyond so many times the pixels that the page's picture has for it, small words are lost on the page. */
static const float FINER = 2.4f;

rect rpdf_alone_place(const rpdf_alone *a, ocr_box b)
{
	fz_rect r = fz_transform_rect(fz_make_rect((float)b.x0, (float)b.y0, (float)b.x1, (float)b.y1), a->to_page);
	return (rect){ r.x0, r.y0, r.x1, r.y1 };
}

static bool overlaps_any(rect r, const rect *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rect_overlap(r, list[i]))
			return true;
	return false;
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

static bool differ(const struct rpdf_alone_job *job, const rpdf_placed *p, const fz_pixmap *own)
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

static bool is_shown(fz_context *ctx, const struct rpdf_alone_job *job, const rpdf_placed *p, fz_pixmap *pix)
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

void rpdf_alone_take(fz_context *ctx, const struct rpdf_alone_job *job, const rpdf_placed *p, const fz_pixmap *pix, int dpi, arena *mem)
{
	rpdf_alone a = { .at = rpdf_placed_on(p) };
	a.to_page = fz_concat(fz_make_matrix(1.0f / (float)pix->w, 0, 0, -1.0f / (float)pix->h, 0, 1), p->ctm);
	ocr_picture picture = { .samples = pix->samples, .w = pix->w, .h = pix->h, .stride = (size_t)pix->stride,
	                        .channels = pix->n, .dpi = dpi };
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

static void read_one(fz_context *ctx, const struct rpdf_alone_job *job, const rpdf_placed *p)
{
	if (job->nplaces && !overlaps_any(rpdf_placed_on(p), job->places, job->nplaces))
		return;
	fz_pixmap *pix = rpdf_placed_pixels(ctx, p, job->view->zoom);
	arena *mem = arena_new();
	fz_try(ctx)
		if (!is_shown(ctx, job, p, pix))
			rpdf_alone_take(ctx, job, p, pix, 0, mem);
	fz_always(ctx) {
		fz_drop_pixmap(ctx, pix);
		arena_drop(mem);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

void rpdf_alone_read(fz_context *ctx, const struct rpdf_alone_job *job)
{
	rpdf_pictures *p = rpdf_pictures_list(ctx, job->view);
	fz_try(ctx)
		for (size_t i = 0; i < p->n; i++)
			read_one(ctx, job, &p->list[i]);
	fz_always(ctx)
		rpdf_pictures_drop(ctx, p);
	fz_catch(ctx)
		fz_rethrow(ctx);
}
