#include "formats/pdf/proof/pixels_int.h"

#include "formats/lib/mu.h"
#include "formats/pdf/proof/run.h"
#include "formats/pdf/proof/unroll.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	LOSSY_RIM = 16,      /* a JPEG codes blocks of up to 16: what changes in one stays in it     */
	LOSSY_STEP = 40,     /* how far a sample may move when a JPEG is written again               */
	RENDER_STEP = 40,    /* 0.1 pt is 0.14 pixels at 100 dpi: 36 of 255 on an edge of the blackest */
	FINER = 4,           /* pixels beside each other in one, where cells fall on whole ones ...  */
	CELL_STEP = 64,      /* ... and one of those four is 64 of 255                               */
	MOST_PIXELS = 24 << 20,
};

static const float RENDER_DPI = 100;

/* ---- a box in pixels of an image ------------------------------------------------------------ */

pixel_quad rpdf_pixels_quad(rect box, fz_matrix ctm, int w, int h)
{
	fz_matrix inv = fz_invert_matrix(fz_pre_scale(ctm, 1.0f / (float)w, 1.0f / (float)h));
	return (pixel_quad){ {
		fz_transform_point_xy(box.x0, box.y0, inv), fz_transform_point_xy(box.x1, box.y0, inv),
		fz_transform_point_xy(box.x1, box.y1, inv), fz_transform_point_xy(box.x0, box.y1, inv),
	} };
}

typedef struct interval {
	float lo, hi; /* empty when lo > hi */
} interval;

static void widen(interval *r, float x)
{
	if (x < r->lo)
		r->lo = x;
	if (x > r->hi)
		r->hi = x;
}

/* Where the horizontal line at y cuts the quad. */
static interval cut(const pixel_quad *q, float y)
{
	interval r = { INFINITY, -INFINITY };
	for (int i = 0; i < 4; i++) {
		fz_point a = q->p[i], b = q->p[(i + 1) & 3];
		if ((a.y < y && b.y < y) || (a.y > y && b.y > y))
			continue;
		if (a.y == b.y) {
			widen(&r, a.x);
			widen(&r, b.x);
		} else {
			widen(&r, a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
		}
	}
	return r;
}

/* The pixels of row y that the quad, grown by rim, may touch; within [0, w). */
static void touched(const pixel_quad *q, int y, int rim, int w, int *beg, int *end)
{
	float top = (float)(y - rim), low = (float)(y + 1 + rim);
	interval r = cut(q, top), s = cut(q, low);
	if (s.lo <= s.hi) {
		widen(&r, s.lo);
		widen(&r, s.hi);
	}
	for (int i = 0; i < 4; i++)
		if (q->p[i].y >= top && q->p[i].y <= low)
			widen(&r, q->p[i].x);
	*beg = *end = 0;
	if (r.lo > r.hi)
		return;
	float lo = floorf(r.lo) - (float)rim, hi = ceilf(r.hi) + (float)rim;
	*beg = lo < 0 ? 0 : lo > (float)w ? w : (int)lo;
	*end = hi < 0 ? 0 : hi > (float)w ? w : (int)hi;
}

/* The pixels of row y that lie inside the quad with all of their area, less the rim. */
static void covered(const pixel_quad *q, int y, int w, int *beg, int *end)
{
	interval r = cut(q, (float)(y - PIXELS_RIM)), s = cut(q, (float)(y + 1 + PIXELS_RIM));
	*beg = *end = 0;
	if (r.lo > r.hi || s.lo > s.hi)
		return;
	float lo = ceilf(fmaxf(r.lo, s.lo)) + PIXELS_RIM, hi = floorf(fminf(r.hi, s.hi)) - PIXELS_RIM;
	*beg = lo < 0 ? 0 : lo > (float)w ? w : (int)lo;
	*end = hi < 0 ? 0 : hi > (float)w ? w : (int)hi;
	if (*end < *beg)
		*end = *beg;
}

/* ---- colour spaces and compressed bytes ----------------------------------------------------- */

static bool same_space(fz_context *ctx, fz_colorspace *a, fz_colorspace *b, int depth)
{
	if (a == b)
		return true;
	if (!a || !b || a->type != b->type || a->n != b->n || depth > 4)
		return false;
	if ((a->flags & FZ_COLORSPACE_IS_ICC) != (b->flags & FZ_COLORSPACE_IS_ICC))
		return false;
	if (a->type == FZ_COLORSPACE_INDEXED) {
		size_t bytes = (size_t)(a->u.indexed.high + 1) * (size_t)a->u.indexed.base->n;
		return a->u.indexed.high == b->u.indexed.high
		       && same_space(ctx, a->u.indexed.base, b->u.indexed.base, depth + 1)
		       && memcmp(a->u.indexed.lookup, b->u.indexed.lookup, bytes) == 0;
	}
	/* Two spaces of one kind are alike when they show sample colours alike. */
	for (int step = 0; step <= 4; step++)
		for (int c = -1; c < a->n; c++) {
			float in[FZ_MAX_COLORS] = { 0 }, x[3], y[3];
			for (int i = 0; i < a->n; i++)
				in[i] = c < 0 || c == i ? (float)step / 4 : 0;
			fz_convert_color(ctx, a, in, fz_device_rgb(ctx), x, NULL, fz_default_color_params);
			fz_convert_color(ctx, b, in, fz_device_rgb(ctx), y, NULL, fz_default_color_params);
			for (int i = 0; i < 3; i++)
				if (fabsf(x[i] - y[i]) > 0.003f)
					return false;
		}
	return true;
}

static bool same_params(const fz_compression_params *a, const fz_compression_params *b)
{
	if (a->type != b->type)
		return false;
	switch (a->type) {
	case FZ_IMAGE_JPEG:
		return a->u.jpeg.color_transform == b->u.jpeg.color_transform;
	case FZ_IMAGE_FAX:
		return memcmp(&a->u.fax, &b->u.fax, sizeof a->u.fax) == 0;
	case FZ_IMAGE_FLATE:
		return memcmp(&a->u.flate, &b->u.flate, sizeof a->u.flate) == 0;
	case FZ_IMAGE_LZW:
		return memcmp(&a->u.lzw, &b->u.lzw, sizeof a->u.lzw) == 0;
	case FZ_IMAGE_RAW:
	case FZ_IMAGE_RLD:
		return true;
	default:
		return false; /* JBIG2 has globals beside its bytes: let the pixels tell */
	}
}

/* The same picture without decoding: the same bytes, read in the same way. */
static bool same_bytes(fz_context *ctx, fz_image *a, fz_image *b)
{
	if (a == b)
		return true;
	fz_compressed_buffer *x = fz_compressed_image_buffer(ctx, a);
	fz_compressed_buffer *y = fz_compressed_image_buffer(ctx, b);
	if (!x || !y || !same_params(&x->params, &y->params))
		return false;
	if (a->w != b->w || a->h != b->h || a->n != b->n || a->bpc != b->bpc
	    || a->imagemask != b->imagemask || a->use_colorkey != b->use_colorkey
	    || a->use_decode != b->use_decode || a->invert_cmyk_jpeg != b->invert_cmyk_jpeg)
		return false;
	if (a->use_decode && memcmp(a->decode, b->decode, (size_t)a->n * 2 * sizeof *a->decode) != 0)
		return false;
	if (a->use_colorkey
	    && memcmp(a->colorkey, b->colorkey, (size_t)a->n * 2 * sizeof *a->colorkey) != 0)
		return false;
	str s = mu_buffer_str(ctx, x->buffer), t = mu_buffer_str(ctx, y->buffer);
	return str_eq(s, t) && same_space(ctx, a->colorspace, b->colorspace, 0);
}

static bool is_lossy(fz_context *ctx, fz_image *image)
{
	fz_compressed_buffer *b = fz_compressed_image_buffer(ctx, image);
	return b && (b->params.type == FZ_IMAGE_JPEG || b->params.type == FZ_IMAGE_JPX);
}

/* ---- images --------------------------------------------------------------------------------- */

static fz_pixmap *load_rgb(fz_context *ctx, fz_pixmap *from)
{
	if (!from->colorspace)
		return fz_keep_pixmap(ctx, from);
	return fz_convert_pixmap(ctx, from, fz_device_rgb(ctx), NULL, NULL, fz_default_color_params, 1);
}

static bool rows_alike(const unsigned char *a, const unsigned char *b, size_t n, int step)
{
	if (memcmp(a, b, n) == 0)
		return true;
	if (step == 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (abs((int)a[i] - (int)b[i]) > step)
			return false;
	return true;
}

typedef struct gap { int beg, end; } gap;

static int by_begin(const void *a, const void *b)
{
	return ((const gap *)a)->beg - ((const gap *)b)->beg;
}

/* Whether a sample of pixel x, y of one lies between those around it in the other, give or take step. */
static bool lies_between(const fz_pixmap *a, const fz_pixmap *b, int x, int y, int c, int step)
{
	int lo = 255, hi = 0, is = a->samples[(ptrdiff_t)y * a->stride + (ptrdiff_t)x * a->n + c];
	for (int v = y - 1; v <= y + 1; v++)
		for (int u = x - 1; u <= x + 1; u++) {
			if (u < 0 || v < 0 || u >= b->w || v >= b->h)
				continue;
			int s = b->samples[(ptrdiff_t)v * b->stride + (ptrdiff_t)u * b->n + c];
			lo = s < lo ? s : lo;
			hi = s > hi ? s : hi;
		}
	return is >= lo - step && is <= hi + step;
}

/* The same picture, where an edge may fall into the pixel beside it. */
static bool nearly_alike(const fz_pixmap *a, const fz_pixmap *b, int y, int beg, int end, int step)
{
	for (int x = beg; x < end; x++)
		for (int c = 0; c < a->n; c++)
			if (!lies_between(a, b, x, y, c, step) || !lies_between(b, a, x, y, c, step))
				return false;
	return true;
}

bool rpdf_pixels_alike(fz_context *ctx, const fz_pixmap *a, const fz_pixmap *b, const pixel_quad *quads,
                       size_t n, int rim, int step, bool nearly)
{
	gap *gaps = n ? fz_malloc_array(ctx, (int)n, gap) : NULL;
	bool alike = true;
	for (int y = 0; y < a->h && alike; y++) {
		const unsigned char *p = a->samples + (ptrdiff_t)y * a->stride;
		const unsigned char *q = b->samples + (ptrdiff_t)y * b->stride;
		size_t used = 0;
		for (size_t i = 0; i < n; i++) {
			touched(&quads[i], y, rim, a->w, &gaps[used].beg, &gaps[used].end);
			if (gaps[used].beg < gaps[used].end)
				used++;
		}
		if (used > 1)
			qsort(gaps, used, sizeof *gaps, by_begin);
		int x = 0;
		for (size_t i = 0; i <= used && alike; i++) {
			int stop = i < used ? gaps[i].beg : a->w;
			if (stop > x) {
				size_t at = (size_t)x * a->n, len = (size_t)(stop - x) * a->n;
				alike = rows_alike(p + at, q + at, len, step) || (nearly && nearly_alike(a, b, y, x, stop, step));
			}
			if (i < used && gaps[i].end > x)
				x = gaps[i].end;
		}
	}
	fz_free(ctx, gaps);
	return alike;
}

likeness rpdf_pixels_images(fz_context *ctx, fz_image *before, fz_image *after, fz_matrix ctm,
                            const rect *boxes, size_t n)
{
	fz_pixmap *raw[2] = { NULL, NULL }, *pix[2] = { NULL, NULL };
	pixel_quad *quads = NULL;
	likeness found = LIKENESS_UNKNOWN;
	fz_var(quads);
	fz_var(found);
	fz_var(raw);
	fz_var(pix);

	if (same_bytes(ctx, before, after))
		return LIKENESS_SAME;
	if (before->w != after->w || before->h != after->h)
		return LIKENESS_UNKNOWN;
	if (!before->colorspace != !after->colorspace)
		return LIKENESS_UNKNOWN;

	fz_try(ctx) {
		bool one_space = same_space(ctx, before->colorspace, after->colorspace, 0);
		bool lossy = is_lossy(ctx, after);
		raw[0] = fz_get_unscaled_pixmap_from_image(ctx, before);
		raw[1] = fz_get_unscaled_pixmap_from_image(ctx, after);
		for (int i = 0; i < 2; i++)
			pix[i] = one_space ? fz_keep_pixmap(ctx, raw[i]) : load_rgb(ctx, raw[i]);
		if (pix[0]->w == pix[1]->w && pix[0]->h == pix[1]->h && pix[0]->n == pix[1]->n) {
			quads = n ? fz_malloc_array(ctx, (int)n, pixel_quad) : NULL;
			for (size_t i = 0; i < n; i++)
				quads[i] = rpdf_pixels_quad(boxes[i], ctm, pix[0]->w, pix[0]->h);
			int step = lossy ? LOSSY_STEP : one_space ? 0 : PIXELS_CONVERTED;
			found = rpdf_pixels_alike(ctx, pix[0], pix[1], quads, n, lossy ? LOSSY_RIM : PIXELS_RIM, step, false)
			        ? LIKENESS_SAME : LIKENESS_DIFFERENT;
		}
	}
	fz_always(ctx) {
		for (int i = 0; i < 2; i++) {
			fz_drop_pixmap(ctx, raw[i]);
			fz_drop_pixmap(ctx, pix[i]);
		}
		fz_free(ctx, quads);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return found;
}

/* ---- one colour ------------------------------------------------------------------------------ */

bool rpdf_pixels_uniform(fz_context *ctx, fz_image *image, fz_matrix ctm, rect box)
{
	fz_pixmap *pix = fz_get_unscaled_pixmap_from_image(ctx, image);
	int step = is_lossy(ctx, image) ? LOSSY_STEP : 0;
	pixel_quad q = rpdf_pixels_quad(box, ctm, pix->w, pix->h);
	const unsigned char *first = NULL;
	bool uniform = true;
	for (int y = 0; y < pix->h && uniform; y++) {
		int beg, end;
		covered(&q, y, pix->w, &beg, &end);
		const unsigned char *p = pix->samples + (ptrdiff_t)y * pix->stride + (ptrdiff_t)beg * pix->n;
		for (int x = beg; x < end && uniform; x++, p += pix->n) {
			if (!first)
				first = p;
			uniform = rows_alike(p, first, pix->n, step);
		}
	}
	fz_drop_pixmap(ctx, pix);
	return uniform;
}

/* ---- pages ---------------------------------------------------------------------------------- */

static fz_pixmap *load_rendering(fz_context *ctx, pdf_document *doc, int number, bool annots, int finer)
{
	fz_page *page = NULL;
	fz_device *draw = NULL, *dev = NULL;
	fz_pixmap *pix = NULL;
	fz_var(page);
	fz_var(draw);
	fz_var(dev);
	fz_var(pix);
	fz_try(ctx) {
		page = (fz_page *)pdf_load_page(ctx, doc, number);
		fz_rect bounds = fz_bound_page(ctx, page);
		float scale = RENDER_DPI / 72 * (float)finer;
		float area = (bounds.x1 - bounds.x0) * (bounds.y1 - bounds.y0) * scale * scale;
		if (area > MOST_PIXELS)
			scale *= sqrtf(MOST_PIXELS / area);
		fz_matrix m = fz_scale(scale, scale);
		fz_irect size = fz_round_rect(fz_transform_rect(bounds, m));
		pix = fz_new_pixmap_with_bbox(ctx, fz_device_rgb(ctx), size, NULL, 0);
		fz_clear_pixmap_with_value(ctx, pix, 0xff);
		draw = fz_new_draw_device(ctx, fz_identity, pix);
		dev = rpdf_unroll(ctx, draw);
		rpdf_run_contents(ctx, (pdf_page *)page, dev, m, NULL);
		if (annots) {
			pdf_run_page_annots(ctx, (pdf_page *)page, dev, m, NULL);
			pdf_run_page_widgets(ctx, (pdf_page *)page, dev, m, NULL);
		}
		fz_close_device(ctx, dev);
		fz_close_device(ctx, draw);
	}
	fz_always(ctx) {
		fz_drop_device(ctx, dev);
		fz_drop_device(ctx, draw);
		fz_drop_page(ctx, page);
	}
	fz_catch(ctx) {
		fz_drop_pixmap(ctx, pix);
		fz_rethrow(ctx);
	}
	return pix;
}

/* Squares of FINER pixels put together in one. */
static fz_pixmap *coarser(fz_context *ctx, const fz_pixmap *fine)
{
	fz_irect size = { 0, 0, (fine->w + FINER - 1) / FINER, (fine->h + FINER - 1) / FINER };
	fz_pixmap *pix = fz_new_pixmap_with_bbox(ctx, fine->colorspace, size, NULL, fine->alpha);
	for (int y = 0; y < pix->h; y++)
		for (int x = 0; x < pix->w; x++)
			for (int c = 0; c < pix->n; c++) {
				int sum = 0, n = 0;
				for (int v = y * FINER; v < (y + 1) * FINER && v < fine->h; v++)
					for (int u = x * FINER; u < (x + 1) * FINER && u < fine->w; u++, n++)
						sum += fine->samples[(ptrdiff_t)v * fine->stride + (ptrdiff_t)u * fine->n + c];
				pix->samples[(ptrdiff_t)y * pix->stride + (ptrdiff_t)x * pix->n + c] = (unsigned char)(sum / n);
			}
	return pix;
}

static fz_pixmap *load_finer(fz_context *ctx, pdf_document *doc, int number, bool annots)
{
	fz_pixmap *fine = load_rendering(ctx, doc, number, annots, FINER), *pix = NULL;
	fz_try(ctx)
		pix = coarser(ctx, fine);
	fz_always(ctx)
		fz_drop_pixmap(ctx, fine);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return pix;
}

static bool pages_alike(fz_context *ctx, pdf_document *before, bool annots, pdf_document *after, int number,
                        pixel_leeway leeway, const rect *boxes, size_t n)
{
	fz_pixmap *a = NULL, *b = NULL;
	pixel_quad *quads = NULL;
	bool cells = leeway == PIXELS_CELLS, alike = false;
	fz_var(a);
	fz_var(b);
	fz_var(quads);
	fz_var(alike);
	fz_try(ctx) {
		a = cells ? load_finer(ctx, before, number, annots) : load_rendering(ctx, before, number, annots, 1);
		b = cells ? load_finer(ctx, after, number, false) : load_rendering(ctx, after, number, false, 1);
		if (a->w == b->w && a->h == b->h) {
			fz_page *page = (fz_page *)pdf_load_page(ctx, before, number);
			fz_rect bounds = fz_bound_page(ctx, page);
			fz_drop_page(ctx, page);
			fz_matrix unit = { bounds.x1 - bounds.x0, 0, 0, bounds.y1 - bounds.y0, bounds.x0,
			                   bounds.y0 };
			quads = n ? fz_malloc_array(ctx, (int)n, pixel_quad) : NULL;
			for (size_t i = 0; i < n; i++)
				quads[i] = rpdf_pixels_quad(boxes[i], unit, a->w, a->h);
			alike = rpdf_pixels_alike(ctx, a, b, quads, n, PIXELS_RIM, cells ? CELL_STEP : RENDER_STEP, leeway != PIXELS_EXACT);
		}
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, a);
		fz_drop_pixmap(ctx, b);
		fz_free(ctx, quads);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return alike;
}

bool rpdf_pixels_pages(fz_context *ctx, pdf_document *before, pdf_document *after, int number, pixel_leeway leeway,
                       const rect *boxes, size_t n)
{
	return pages_alike(ctx, before, false, after, number, leeway, boxes, n);
}

/* The places of annotations are rounded once more when they are written down as an operator, and
 * what lies on the border between two pixels falls to this side or that. Images are to be scaled
 * down from the same size in both: not from what an earlier look at one of them left in the store. */
bool rpdf_pixels_flattened(fz_context *ctx, pdf_document *shown, pdf_document *flat, int number,
                           const rect *boxes, size_t n)
{
	fz_empty_store(ctx);
	return pages_alike(ctx, shown, true, flat, number, PIXELS_EDGES, boxes, n);
}
