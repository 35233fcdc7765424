#include "formats/lib/picture/shown.h"
#include "formats/lib/mu.h"

enum { MOST_PIXELS = 200000000 };

struct decoding {
	str bytes;
	arena *mem;
	shown *out;
};

static void take_pixels(struct decoding *d, fz_context *ctx, fz_pixmap *pix)
{
	shown *s = d->out;
	size_t w = (size_t)fz_pixmap_width(ctx, pix), h = (size_t)fz_pixmap_height(ctx, pix);
	size_t n = (size_t)fz_pixmap_components(ctx, pix), stride = (size_t)fz_pixmap_stride(ctx, pix);
	const unsigned char *samples = fz_pixmap_samples(ctx, pix);
	bool alpha = n == 4;
	*s = (shown){ .width = (int)w, .height = (int)h, .on_white = arena_alloc_array(d->mem, h, w * 3) };
	if (alpha)
		s->on_black = arena_alloc_array(d->mem, h, w * 3);
	for (size_t y = 0; y < h; y++)
		for (size_t x = 0; x < w; x++) {
			/* MuPDF multiplies colours by alpha: that is how they look on black. */
			const unsigned char *from = samples + y * stride + x * n;
			unsigned light = alpha ? 255u - from[3] : 0;
			for (size_t k = 0; k < 3; k++) {
				unsigned v = from[k] + light;
				s->on_white[(y * w + x) * 3 + k] = (unsigned char)(v > 255 ? 255 : v);
				if (alpha)
					s->on_black[(y * w + x) * 3 + k] = from[k];
			}
		}
}

static void decode(fz_context *ctx, void *arg)
{
	struct decoding *d = arg;
	fz_buffer *buffer = fz_new_buffer_from_shared_data(ctx, (const unsigned char *)d->bytes.p, d->bytes.n);
	fz_image *image = NULL;
	fz_pixmap *pix = NULL, *rgb = NULL;
	fz_var(image);
	fz_var(pix);
	fz_var(rgb);
	fz_try(ctx) {
		image = fz_new_image_from_buffer(ctx, buffer);
		if (image->w < 1 || image->h < 1 || (int64_t)image->w * image->h > MOST_PIXELS)
			mu_throw(ctx, ERR_REFUSED, "a picture of no size, or of too many pixels");
		pix = fz_get_pixmap_from_image(ctx, image, NULL, NULL, NULL, NULL);
		rgb = fz_convert_pixmap(ctx, pix, fz_device_rgb(ctx), NULL, NULL, fz_default_color_params, 1);
		take_pixels(d, ctx, rgb);
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, rgb);
		fz_drop_pixmap(ctx, pix);
		fz_drop_image(ctx, image);
		fz_drop_buffer(ctx, buffer);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

bool shown_decode(str bytes, arena *mem, shown *out, err *e)
{
	struct decoding d = { bytes, mem, out };
	fz_context *ctx = mu_open_context(e);
	bool ok = ctx && mu_call(ctx, decode, &d, e);
	mu_close_context(ctx);
	return ok;
}

ocr_picture shown_picture(const shown *s, const unsigned char *rgb)
{
	return (ocr_picture){ .samples = rgb, .w = s->width, .h = s->height, .stride = (size_t)s->width * 3, .channels = 3 };
}
