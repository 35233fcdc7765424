#include "formats/pdf/image/image.h"
#include "formats/lib/deflate.h"
#include "formats/lib/picture/jpeg_cut.h"
#include "formats/pdf/image/fax.h"
#include "formats/pdf/image/jpeg.h"
#include "formats/pdf/image/raster.h"

#include <math.h>
#include <string.h>

/* Samples beyond this are refused: no page of paper needs them. */
static const size_t LARGEST_IMAGE = (size_t)1 << 30;

/* ---- which pixels ----------------------------------------------------------------------------- */

static bool touches(fz_matrix ctm, const rect *boxes, size_t n)
{
	fz_rect at = fz_transform_rect(fz_unit_rect, ctm);
	rect place = { at.x0, at.y0, at.x1, at.y1 };
	for (size_t i = 0; i < n; i++)
		if (rect_overlap(place, boxes[i]))
			return true;
	return false;
}

/* Pixels beside the view that smoothing may bring into it, and beyond these, how many may stay. */
static const float SMOOTHED = 2, FEW = 4;

int rpdf_unseen_strips(int w, int h, fz_matrix ctm, fz_rect view, rect strips[static 4])
{
	fz_rect at = fz_transform_rect(fz_unit_rect, ctm);
	/* The sides of the rectangle around a pixel on the page. */
	float wide = fabsf(ctm.a) / w + fabsf(ctm.c) / h, high = fabsf(ctm.b) / w + fabsf(ctm.d) / h;
	fz_rect keep = { view.x0 - SMOOTHED * wide, view.y0 - SMOOTHED * high, view.x1 + SMOOTHED * wide, view.y1 + SMOOTHED * high };
	int n = 0;
	if (keep.x0 - at.x0 > FEW * wide)
		strips[n++] = (rect){ at.x0, at.y0, keep.x0, at.y1 };
	if (at.x1 - keep.x1 > FEW * wide)
		strips[n++] = (rect){ keep.x1, at.y0, at.x1, at.y1 };
	if (keep.y0 - at.y0 > FEW * high)
		strips[n++] = (rect){ at.x0, at.y0, at.x1, keep.y0 };
	if (at.y1 - keep.y1 > FEW * high)
		strips[n++] = (rect){ at.x0, keep.y1, at.x1, at.y1 };
	return n;
}

/* ---- reading and writing samples -------------------------------------------------------------- */

static const char *last_filter(fz_context *ctx, pdf_obj *xobj)
{
	pdf_obj *f = pdf_dict_geta(ctx, xobj, PDF_NAME(Filter), PDF_NAME(F));
	if (pdf_is_array(ctx, f))
		f = pdf_array_get(ctx, f, pdf_array_len(ctx, f) - 1);
	return pdf_to_name(ctx, f);
}

/* Exactly the samples of the raster; an image that ends early has white or black at its foot. */
static fz_buffer *load_samples(fz_context *ctx, pdf_obj *xobj, const struct raster *r)
{
	size_t size = r->stride * (size_t)r->height;
	if (size == 0 || size > LARGEST_IMAGE)
		mu_throw(ctx, ERR_REFUSED, "an image of %d by %d pixels is too large", r->width, r->height);
	fz_stream *in = NULL;
	fz_buffer *b = fz_new_buffer(ctx, size);
	fz_var(in);
	fz_try(ctx) {
		in = pdf_open_stream(ctx, xobj);
		size_t had = fz_read(ctx, in, b->data, size);
		memset(b->data + had, 0, size - had);
		b->len = size;
	}
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, b);
		fz_rethrow(ctx);
	}
	return b;
}

static void keep_image_keys(fz_context *ctx, pdf_obj *from, pdf_obj *to)
{
	static const char *const keys[] = { "Width", "Height", "BitsPerComponent", "ColorSpace", "Decode",
		"ImageMask", "Interpolate", "Intent", "Matte", NULL };
	pdf_dict_put(ctx, to, PDF_NAME(Type), PDF_NAME(XObject));
	pdf_dict_put(ctx, to, PDF_NAME(Subtype), PDF_NAME(Image));
	mu_keep_keys(ctx, from, to, keys);
}

/* Faxes and scans of one bit a pixel come as T.6 or JBIG2: deflated, they would be twice as large and more. */
static fz_buffer *pack(fz_context *ctx, pdf_obj *dict, const struct raster *r, const fz_buffer *samples)
{
	fz_buffer *fax = NULL, *packed = mu_deflate(ctx, samples->data, samples->len);
	fz_var(fax);
	fz_var(packed);
	fz_try(ctx) {
		if (r->depth == 1 && r->planes == 1)
			fax = rpdf_encode_fax(ctx, samples->data, r->width, r->height);
		if (fax && fax->len < packed->len) {
			rpdf_put_fax(ctx, dict, r->width, r->height);
			fz_drop_buffer(ctx, packed);
			packed = fz_keep_buffer(ctx, fax);
		} else {
			pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(FlateDecode));
		}
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, fax);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, packed);
		fz_rethrow(ctx);
	}
	return packed;
}

/* Stores samples under dict: as JPEG when the source was one and that can be, else packed without loss. */
static pdf_obj *store(fz_context *ctx, pdf_document *doc, pdf_obj *dict, const struct raster *r,
                      fz_buffer *samples, bool as_jpeg)
{
	fz_buffer *packed = NULL;
	pdf_obj *ref = NULL;
	fz_var(packed);
	fz_var(ref);
	fz_try(ctx) {
		if (as_jpeg && r->depth == 8 && (r->planes == 1 || r->planes == 3)) {
			packed = rpdf_encode_jpeg(ctx, samples->data, r->width, r->height, r->planes);
			pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(DCTDecode));
		} else {
			packed = pack(ctx, dict, r, samples);
		}
		ref = pdf_add_stream(ctx, doc, packed, dict, 1);
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, packed);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

/* ---- the masks of an image, each at its own resolution ---------------------------------------- */

static void redact_masks(fz_context *ctx, pdf_document *doc, pdf_obj *xobj, pdf_obj *fresh,
                         fz_matrix ctm, const rect *boxes, size_t n)
{
	static const char *const keys[] = { "SMask", "Mask" };
	for (size_t i = 0; i < nelem(keys); i++) {
		pdf_obj *mask = pdf_dict_gets(ctx, xobj, keys[i]);
		if (pdf_is_array(ctx, mask)) {
			pdf_dict_puts(ctx, fresh, keys[i], mask); /* colour keys: numbers */
			continue;
		}
		if (!pdf_is_stream(ctx, mask))
			continue;
		fz_image *image = pdf_load_image(ctx, doc, mask);
		pdf_obj *copy = NULL;
		fz_var(copy);
		fz_try(ctx) {
			copy = rpdf_redact_image(ctx, doc, mask, image, ctm, boxes, n);
			if (copy)
				pdf_dict_puts(ctx, fresh, keys[i], copy);
		}
		fz_always(ctx) {
			pdf_drop_obj(ctx, copy);
			fz_drop_image(ctx, image);
		}
		fz_catch(ctx)
			fz_rethrow(ctx);
	}
}

/* ---- the two ways ----------------------------------------------------------------------------- */

struct jpeg_marks { fz_matrix ctm; const rect *boxes; size_t n; };

static void mark_pixels(void *arg, int width, int height, unsigned char *bits, size_t stride)
{
	const struct jpeg_marks *m = arg;
	struct raster r = { .width = width, .height = height, .planes = 1, .depth = 1, .stride = stride, .data = bits };
	raster_fill(&r, m->ctm, m->boxes, m->n, true);
}

/* Yours; NULL when it cannot be taken apart. */
static fz_buffer *cut_jpeg(fz_context *ctx, str jpeg, fz_matrix ctm, const rect *boxes, size_t n)
{
	struct jpeg_marks marks = { ctm, boxes, n };
	arena *mem = arena_new();
	str cut;
	fz_buffer *out = NULL;
	fz_var(out);
	fz_try(ctx)
		if (jpeg_cut(jpeg, mark_pixels, &marks, mem, &cut))
			out = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)cut.p, cut.n);
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return out;
}

/* A JPEG, of which all that stays keeps its coefficients. NULL where that cannot be done. */
static pdf_obj *redact_jpeg(fz_context *ctx, pdf_document *doc, pdf_obj *xobj, fz_image *image,
                            fz_matrix ctm, const rect *boxes, size_t n)
{
	fz_compressed_buffer *packed = fz_compressed_image_buffer(ctx, image);
	if (!packed || packed->params.type != FZ_IMAGE_JPEG || fz_colorspace_is_indexed(ctx, image->colorspace))
		return NULL; /* the samples of an indexed one name colours: the next number is another colour */
	fz_buffer *cut = cut_jpeg(ctx, mu_buffer_str(ctx, packed->buffer), ctm, boxes, n);
	pdf_obj *dict = NULL, *ref = NULL;
	fz_var(dict);
	fz_var(ref);
	if (!cut)
		return NULL;
	fz_try(ctx) {
		dict = pdf_new_dict(ctx, doc, 12);
		keep_image_keys(ctx, xobj, dict);
		pdf_dict_put(ctx, dict, PDF_NAME(Filter), PDF_NAME(DCTDecode));
		if (packed->params.u.jpeg.color_transform >= 0)
			pdf_dict_put_int(ctx, pdf_dict_put_dict(ctx, dict, PDF_NAME(DecodeParms), 1), PDF_NAME(ColorTransform),
			                 packed->params.u.jpeg.color_transform);
		redact_masks(ctx, doc, xobj, dict, ctm, boxes, n);
		ref = pdf_add_stream(ctx, doc, cut, dict, 1);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, dict);
		fz_drop_buffer(ctx, cut);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

/* An image whose filters give its samples as they are: any colour space and depth, no conversion. */
static pdf_obj *redact_samples(fz_context *ctx, pdf_document *doc, pdf_obj *xobj, fz_image *image,
                               fz_matrix ctm, const rect *boxes, size_t n)
{
	struct raster r = raster_of(image->w, image->h, image->imagemask ? 1 : image->n, image->bpc);
	bool jpeg = strcmp(last_filter(ctx, xobj), "DCTDecode") == 0 || strcmp(last_filter(ctx, xobj), "DCT") == 0;
	if (fz_colorspace_is_indexed(ctx, image->colorspace))
		jpeg = false; /* its samples name colours: the next number is another colour */
	fz_buffer *samples = load_samples(ctx, xobj, &r);
	pdf_obj *dict = NULL, *ref = NULL;
	fz_var(dict);
	fz_var(ref);
	fz_try(ctx) {
		/* In a stencil a 1 lets nothing through, unless Decode turns it round. */
		bool ones = image->imagemask && !(image->use_decode && image->decode[0] > image->decode[1]);
		r.data = samples->data;
		raster_fill(&r, ctm, boxes, n, ones);
		dict = pdf_new_dict(ctx, doc, 12);
		keep_image_keys(ctx, xobj, dict);
		redact_masks(ctx, doc, xobj, dict, ctm, boxes, n);
		ref = store(ctx, doc, dict, &r, samples, jpeg);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, dict);
		fz_drop_buffer(ctx, samples);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

/* A stencil that we have only as drawn: 255 where it paints. */
static pdf_obj *store_stencil(fz_context *ctx, pdf_document *doc, fz_pixmap *pix)
{
	struct raster r = raster_of(pix->w, pix->h, 1, 1);
	fz_buffer *bits = fz_new_buffer(ctx, r.stride * (size_t)r.height);
	pdf_obj *dict = NULL, *ref = NULL;
	fz_var(dict);
	fz_var(ref);
	fz_try(ctx) {
		bits->len = r.stride * (size_t)r.height;
		memset(bits->data, 0xff, bits->len);
		for (int y = 0; y < pix->h; y++)
			for (int x = 0; x < pix->w; x++)
				if (pix->samples[(size_t)y * pix->stride + (size_t)x * pix->n + pix->n - 1] >= 128)
					bits->data[(size_t)y * r.stride + x / 8] &= ~(0x80 >> (x % 8));
		dict = pdf_new_dict(ctx, doc, 8);
		pdf_dict_put(ctx, dict, PDF_NAME(Type), PDF_NAME(XObject));
		pdf_dict_put(ctx, dict, PDF_NAME(Subtype), PDF_NAME(Image));
		pdf_dict_put_int(ctx, dict, PDF_NAME(Width), pix->w);
		pdf_dict_put_int(ctx, dict, PDF_NAME(Height), pix->h);
		pdf_dict_put_bool(ctx, dict, PDF_NAME(ImageMask), 1);
		pdf_dict_put_int(ctx, dict, PDF_NAME(BitsPerComponent), 1);
		ref = store(ctx, doc, dict, &r, bits, false);
	}
	fz_always(ctx) {
		pdf_drop_obj(ctx, dict);
		fz_drop_buffer(ctx, bits);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

/* What pdf_add_image() can store: 8-bit grey, RGB or CMYK. */
static fz_pixmap *storable(fz_context *ctx, fz_pixmap *pix)
{
	int type = fz_colorspace_type(ctx, pix->colorspace);
	if (type == FZ_COLORSPACE_GRAY || type == FZ_COLORSPACE_RGB || type == FZ_COLORSPACE_CMYK)
		return fz_keep_pixmap(ctx, pix);
	return fz_convert_pixmap(ctx, pix, fz_device_rgb(ctx), NULL, NULL, fz_default_color_params, 1);
}

/* What MuPDF hands out may be what it draws the image's other uses from. */
static fz_pixmap *own_pixmap(fz_context *ctx, fz_image *image)
{
	fz_pixmap *lent = fz_get_pixmap_from_image(ctx, image, NULL, NULL, NULL, NULL), *own = NULL;
	fz_var(own);
	fz_try(ctx)
		own = fz_clone_pixmap(ctx, lent);
	fz_always(ctx)
		fz_drop_pixmap(ctx, lent);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return own;
}

/* An image that only its decoder understands (JPX), or that stands in the content stream. */
static pdf_obj *redact_pixmap(fz_context *ctx, pdf_document *doc, pdf_obj *xobj, fz_image *image,
                              fz_matrix ctm, const rect *boxes, size_t n)
{
	fz_pixmap *pix = own_pixmap(ctx, image), *plain = NULL;
	fz_image *fresh = NULL;
	pdf_obj *ref = NULL;
	fz_var(plain);
	fz_var(fresh);
	fz_var(ref);
	fz_try(ctx) {
		if (image->imagemask) {
			struct raster r = raster_of(pix->w, pix->h, pix->n, 8);
			r.stride = (size_t)pix->stride;
			r.data = pix->samples;
			raster_fill(&r, ctm, boxes, n, false);
			ref = store_stencil(ctx, doc, pix);
		} else {
			plain = storable(ctx, pix);
			struct raster r = raster_of(plain->w, plain->h, plain->n, 8);
			r.stride = (size_t)plain->stride;
			r.data = plain->samples;
			raster_fill(&r, ctm, boxes, n, false);
			fresh = fz_new_image_from_pixmap(ctx, plain, NULL);
			ref = pdf_add_image(ctx, doc, fresh);
			if (xobj)
				redact_masks(ctx, doc, xobj, ref, ctm, boxes, n);
			else if (image->mask)
				mu_throw(ctx, ERR_REFUSED, "an inline image under a mark has a mask of its own");
		}
	}
	fz_always(ctx) {
		fz_drop_image(ctx, fresh);
		fz_drop_pixmap(ctx, plain);
		fz_drop_pixmap(ctx, pix);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return ref;
}

pdf_obj *rpdf_redact_image(fz_context *ctx, pdf_document *doc, pdf_obj *xobj, fz_image *image,
                           fz_matrix ctm, const rect *boxes, size_t nboxes)
{
	if (!touches(ctm, boxes, nboxes))
		return NULL;
	pdf_obj *cut = xobj ? redact_jpeg(ctx, doc, xobj, image, ctm, boxes, nboxes) : NULL;
	if (cut)
		return cut;
	if (xobj && strcmp(last_filter(ctx, xobj), "JPXDecode") != 0)
		return redact_samples(ctx, doc, xobj, image, ctm, boxes, nboxes);
	return redact_pixmap(ctx, doc, xobj, image, ctm, boxes, nboxes);
}
