#include "formats/pdf/image/shading.h"
#include "formats/lib/deflate.h"
#include "formats/pdf/image/raster.h"

#include <math.h>
#include <string.h>

/* Pixels a point, at best: 216 a inch. Whole, so that the edges of pixels lie on those of points. */
static const float FINE = 3;

/* Pixels of one picture, where larger ones are drawn coarser; and of all on one page. */
static const float MOST_PIXELS = 8e6f;
static const size_t MOST_ON_PAGE = (size_t)1 << 26;

/* Of the colours of a ramp, of 1: what counts as going the other way; and how often it may. */
static const float SWING = 0.08f;
enum { MOST_TURNS = 12 };

/* ---- which ------------------------------------------------------------------------------------ */

static int turns_of(const fz_shade *shade, int component)
{
	float from = shade->function[0][component], far = from;
	int way = 0, turns = 0;
	for (int i = 1; i < 256; i++) {
		float v = shade->function[i][component];
		if (way >= 0 ? v > far : v < far)
			far = v;
		if (way == 0 && fabsf(v - from) > SWING) {
			way = v > from ? 1 : -1;
			far = v;
		} else if (way != 0 && (far - v) * (float)way > SWING) {
			turns++;
			way = -way;
			far = v;
		}
	}
	return turns;
}

bool rpdf_shade_is_picture(fz_context *ctx, const fz_shade *shade)
{
	if (shade->type != FZ_LINEAR && shade->type != FZ_RADIAL)
		return true;
	int n = fz_colorspace_n(ctx, shade->colorspace);
	for (int i = 0; i < n && shade->use_function; i++)
		if (turns_of(shade, i) > MOST_TURNS)
			return true;
	return false;
}

/* ---- drawing ---------------------------------------------------------------------------------- */

/* Without the ends of it that lie under boxes: how far the shading goes there is not to be told. */
static fz_rect beside_boxes(fz_rect a, const rect *boxes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		rect b = boxes[i];
		if (b.y0 <= a.y0 && b.y1 >= a.y1) {
			a.x0 = b.x0 <= a.x0 && b.x1 > a.x0 ? b.x1 : a.x0;
			a.x1 = b.x1 >= a.x1 && b.x0 < a.x1 ? b.x0 : a.x1;
		}
		if (b.x0 <= a.x0 && b.x1 >= a.x1) {
			a.y0 = b.y0 <= a.y0 && b.y1 > a.y0 ? b.y1 : a.y0;
			a.y1 = b.y1 >= a.y1 && b.y0 < a.y1 ? b.y0 : a.y1;
		}
	}
	return a;
}

/* The grid of pixels over an area of whole points. */
struct grid { fz_rect at; float fine; int w, h; };

static bool grid_over(fz_rect area, struct grid *g)
{
	if (!(area.x1 > area.x0) || !(area.y1 > area.y0) || !(fabsf(area.x0) < 1e6f) || !(fabsf(area.y0) < 1e6f)
	 || !(area.x1 - area.x0 < 1e6f) || !(area.y1 - area.y0 < 1e6f))
		return false;
	g->at = (fz_rect){ floorf(area.x0 - 0.5f), floorf(area.y0 - 0.5f), ceilf(area.x1 + 0.5f), ceilf(area.y1 + 0.5f) };
	float wide = g->at.x1 - g->at.x0, high = g->at.y1 - g->at.y0;
	g->fine = FINE;
	if (wide * high * FINE * FINE > MOST_PIXELS)
		g->fine = sqrtf(MOST_PIXELS / (wide * high));
	g->w = (int)ceilf(wide * g->fine);
	g->h = (int)ceilf(high * g->fine);
	return g->w > 0 && g->h > 0;
}

/* Colours that an image can have as they are; others are drawn in DeviceRGB. */
static bool keeps_space(fz_context *ctx, fz_colorspace *space)
{
	int type = fz_colorspace_type(ctx, space);
	return type == FZ_COLORSPACE_GRAY || type == FZ_COLORSPACE_RGB || type == FZ_COLORSPACE_CMYK;
}

/* As the page would be drawn, but for what is beside the shading: each pixel its colours and an alpha. */
static fz_pixmap *draw(fz_context *ctx, const struct rpdf_shade_cut *cut, const struct grid *g)
{
	fz_colorspace *space = keeps_space(ctx, cut->shade->colorspace) ? cut->shade->colorspace : fz_device_rgb(ctx);
	fz_shade bare = *cut->shade;
	bare.use_background &= cut->background;
	fz_pixmap *pix = fz_new_pixmap(ctx, space, g->w, g->h, NULL, 1);
	fz_device *dev = NULL;
	fz_var(dev);
	fz_try(ctx) {
		fz_matrix to_pixels = { (float)g->w / (g->at.x1 - g->at.x0), 0, 0, (float)g->h / (g->at.y1 - g->at.y0), 0, 0 };
		to_pixels = fz_pre_translate(to_pixels, -g->at.x0, -g->at.y0);
		fz_clear_pixmap(ctx, pix);
		dev = fz_new_draw_device(ctx, fz_identity, pix);
		fz_fill_shade(ctx, dev, &bare, fz_concat(cut->ctm, to_pixels), 1, fz_default_color_params);
		fz_close_device(ctx, dev);
	}
	fz_always(ctx)
		fz_drop_device(ctx, dev);
	fz_catch(ctx) {
		fz_drop_pixmap(ctx, pix);
		fz_rethrow(ctx);
	}
	return pix;
}

/* ---- colours and mask ------------------------------------------------------------------------- */

struct planes {
	struct raster colour, mask;
	fz_buffer *samples, *shows;
	bool solid;             /* all that is outside of the boxes is painted wholly   */
};

/* Takes the pixels apart; those that show nothing are marked by a mask of 0. */
static void take_apart(const fz_pixmap *pix, struct planes *p)
{
	int n = pix->n - 1;
	for (int y = 0; y < pix->h; y++) {
		const unsigned char *from = pix->samples + (ptrdiff_t)y * pix->stride;
		unsigned char *to = p->colour.data + (size_t)y * p->colour.stride, *mask = p->mask.data + (size_t)y * p->mask.stride;
		for (int x = 0; x < pix->w; x++, from += pix->n, to += n) {
			int alpha = mask[x] = from[n];
			for (int i = 0; i < n && alpha; i++) {
				int v = (from[i] * 255 + alpha / 2) / alpha;
				to[i] = (unsigned char)(v > 255 ? 255 : v);
			}
		}
	}
}

static bool is_solid(const struct raster *mask)
{
	for (size_t i = 0; i < mask->stride * (size_t)mask->height; i++)
		if (mask->data[i] != 255)
			return false;
	return true;
}

/* What shows nothing takes the colour of what is beside it: a renderer that smooths the edge would mix
 * in whatever stands there. */
static void spread_row(unsigned char *row, const unsigned char *mask, int w, int n)
{
	int last = -1;
	for (int x = 0; x < w; x++) {
		if (!mask[x]) {
			if (last >= 0)
				memcpy(row + (size_t)x * n, row + (size_t)last * n, (size_t)n);
			continue;
		}
		for (int back = x - 1; last < 0 && back >= 0; back--)
			memcpy(row + (size_t)back * n, row + (size_t)x * n, (size_t)n);
		last = x;
	}
}

static void spread(struct planes *p)
{
	const struct raster *c = &p->colour;
	int seen = -1;
	for (int y = 0; y < c->height; y++) {
		const unsigned char *mask = p->mask.data + (size_t)y * p->mask.stride;
		unsigned char *row = c->data + (size_t)y * c->stride;
		bool any = false;
		for (int x = 0; x < c->width && !any; x++)
			any = mask[x] != 0;
		if (any)
			spread_row(row, mask, c->width, c->planes);
		else if (seen >= 0)
			memcpy(row, c->data + (size_t)seen * c->stride, c->stride);
		for (int back = y - 1; any && seen < 0 && back >= 0; back--)
			memcpy(c->data + (size_t)back * c->stride, row, c->stride);
		if (any || seen >= 0)
			seen = y;
	}
}

static void cut_out(struct planes *p, const struct rpdf_shade_cut *cut, const struct grid *g)
{
	fz_matrix place = { g->at.x1 - g->at.x0, 0, 0, g->at.y0 - g->at.y1, g->at.x0, g->at.y1 };
	raster_fill(&p->mask, place, cut->boxes, cut->nboxes, true);
	p->solid = is_solid(&p->mask); /* then no mask is needed, and what is cut out is black */
	raster_fill(&p->colour, place, cut->boxes, cut->nboxes, false);
	raster_fill(&p->mask, place, cut->boxes, cut->nboxes, false);
	if (p->solid)
		return;
	spread(p);
	raster_fill(&p->colour, place, cut->boxes, cut->nboxes, false);
}

/* ---- storing ---------------------------------------------------------------------------------- */

static pdf_obj *new_image(fz_context *ctx, pdf_document *doc, const struct raster *r, pdf_obj *space)
{
	pdf_obj *dict = pdf_new_dict(ctx, doc, 10);
	fz_try(ctx) {
		pdf_dict_put(ctx, dict, PDF_NAME(Type), PDF_NAME(XObject));
		pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Image));
		pdf_dict_put_int(ctx, dict, PDF_NAME(Width), r->width);
		pdf_dict_put_int(ctx, dict, PDF_NAME(Height), r->height);
		pdf_dict_put_int(ctx, dict, PDF_NAME(BitsPerComponent), 8);
		pdf_dict_put(ctx, dict, PDF_NAME(ColorSpace), space);
		pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(FlateDecode));
	}
	fz_catch(ctx) {
		pdf_drop_obj(ctx, dict);
		fz_rethrow(ctx);
	}
	return dict;
}

/* Each byte less the one above it: colours that flow hardly differ from row to row. PNG's second filter,
 * ISO 32000-1, 7.4.4.4. */
static fz_buffer *by_difference(fz_context *ctx, const struct raster *r)
{
	fz_buffer *out = fz_new_buffer(ctx, (r->stride + 1) * (size_t)r->height);
	unsigned char *to = out->data;
	out->len = (r->stride + 1) * (size_t)r->height;
	for (int y = 0; y < r->height; y++) {
		const unsigned char *row = r->data + (size_t)y * r->stride;
		*to++ = 2;
		for (size_t i = 0; i < r->stride; i++)
			*to++ = (unsigned char)(row[i] - (y ? row[i - r->stride] : 0));
	}
	return out;
}

static pdf_obj *store(fz_context *ctx, pdf_document *doc, const struct raster *r, pdf_obj *space, pdf_obj *mask)
{
	pdf_obj *dict = NULL, *parms, *ref = NULL;
	fz_buffer *plain = NULL, *packed = NULL;
	fz_var(dict);
	fz_var(plain);
	fz_var(packed);
	fz_var(ref);
	fz_try(ctx) {
		dict = new_image(ctx, doc, r, space);
		if (mask)
			pdf_dict_put(ctx, dict, PDF_NAME(SMask), mask);
		parms = pdf_dict_put_dict(ctx, dict, PDF_NAME(DecodeParms), 4);
		pdf_dict_put_int(ctx, parms, PDF_NAME(Predictor), 12);
		pdf_dict_put_int(ctx, parms, PDF_NAME(Colors), r->planes);
		pdf_dict_put_int(ctx, parms, PDF_NAME(BitsPerComponent), 8);
		pdf_dict_put_int(ctx, parms, PDF_NAME(Columns), r->width);
		plain = by_difference(ctx, r);
		packed = mu_deflate(ctx, plain->data, plain->len);
		ref = pdf_add_stream(ctx, doc, packed, dict, 1);
	}
	fz_always(ctx) {
		fz_drop_buffer(ctx, packed);
		fz_drop_buffer(ctx, plain);
		pdf_drop_obj(ctx, dict);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

static fz_buffer *zeroed(fz_context *ctx, struct raster *r)
{
	size_t size = r->stride * (size_t)r->height;
	fz_buffer *b = fz_new_buffer(ctx, size + 1);
	memset(b->data, 0, size);
	b->len = size;
	r->data = b->data;
	return b;
}

static pdf_obj *image_of(fz_context *ctx, pdf_document *doc, const struct rpdf_shade_cut *cut, const struct grid *g,
                         const fz_pixmap *pix)
{
	pdf_obj *space = pix->colorspace == cut->shade->colorspace ? pdf_dict_get(ctx, cut->dict, PDF_NAME(ColorSpace))
	                                                           : PDF_NAME(DeviceRGB);
	struct planes p = { raster_of(pix->w, pix->h, pix->n - 1, 8), raster_of(pix->w, pix->h, 1, 8), NULL, NULL, false };
	pdf_obj *mask = NULL, *ref = NULL;
	fz_var(p);
	fz_var(mask);
	fz_var(ref);
	fz_try(ctx) {
		p.samples = zeroed(ctx, &p.colour);
		p.shows = zeroed(ctx, &p.mask);
		take_apart(pix, &p);
		cut_out(&p, cut, g);
		if (!p.solid)
			mask = store(ctx, doc, &p.mask, PDF_NAME(DeviceGray), NULL);
		ref = store(ctx, doc, &p.colour, space, mask);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, mask);
		fz_drop_buffer(ctx, p.shows);
		fz_drop_buffer(ctx, p.samples);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

pdf_obj *rpdf_shade_image(fz_context *ctx, pdf_document *doc, const struct rpdf_shade_cut *cut, fz_rect *at,
                          size_t *pixels)
{
	struct grid g;
	pdf_obj *ref = NULL;
	if (!grid_over(beside_boxes(cut->area, cut->boxes, cut->nboxes), &g))
		return NULL;
	*at = g.at;
	*pixels += (size_t)g.w * (size_t)g.h;
	if (*pixels > MOST_ON_PAGE)
		mu_throw(ctx, ERR_REFUSED, "a page has more shadings under its marks than can be turned into pixels");
	fz_pixmap *pix = draw(ctx, cut, &g);
	fz_var(ref);
	fz_try(ctx)
		ref = image_of(ctx, doc, cut, &g, pix);
	fz_always(ctx)
		fz_drop_pixmap(ctx, pix);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}
