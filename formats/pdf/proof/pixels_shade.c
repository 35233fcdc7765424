/* Whether a picture shows what the shading showed in whose place it stands. */
#include "formats/pdf/proof/pixels_int.h"

#include <math.h>

/* Alone and on nothing, in the image's own colours and pixels. */
static fz_pixmap *draw_shade(fz_context *ctx, const fz_shade *shade, bool background, fz_matrix m, fz_pixmap *like, rect at)
{
	fz_shade bare = *shade;
	fz_pixmap *pix = fz_new_pixmap(ctx, like->colorspace, like->w, like->h, NULL, 1);
	fz_device *dev = NULL;
	fz_var(dev);
	bare.use_background &= background;
	fz_try(ctx) {
		fz_matrix scale = fz_scale((float)like->w / (at.x1 - at.x0), (float)like->h / (at.y1 - at.y0));
		fz_clear_pixmap(ctx, pix);
		dev = fz_new_draw_device(ctx, fz_identity, pix);
		fz_fill_shade(ctx, dev, &bare, fz_concat(m, fz_pre_translate(scale, -at.x0, -at.y0)), 1, fz_default_color_params);
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

/* The colours of an image as they show through a mask of the same size, with the mask as alpha. */
static fz_pixmap *masked(fz_context *ctx, const fz_pixmap *from, const fz_pixmap *mask)
{
	fz_pixmap *pix = fz_new_pixmap(ctx, from->colorspace, from->w, from->h, NULL, 1);
	for (int y = 0; y < pix->h; y++) {
		unsigned char *to = pix->samples + (ptrdiff_t)y * pix->stride;
		const unsigned char *p = from->samples + (ptrdiff_t)y * from->stride;
		const unsigned char *shows = mask ? mask->samples + (ptrdiff_t)y * mask->stride : NULL;
		for (int x = 0; x < pix->w; x++, p += from->n) {
			int a = shows ? shows[(ptrdiff_t)x * mask->n] : 255;
			for (int i = 0; i < pix->n - 1; i++)
				*to++ = (unsigned char)((p[i] * a + 127) / 255);
			*to++ = (unsigned char)a;
		}
	}
	return pix;
}

/* A picture may stand on a hair's breadth another place than it was drawn for: whole points. */
static rect on_points(rect at)
{
	float *side[] = { &at.x0, &at.y0, &at.x1, &at.y1 };
	for (int i = 0; i < 4; i++)
		if (fabsf(*side[i] - roundf(*side[i])) < 0.02f)
			*side[i] = roundf(*side[i]);
	return at;
}

bool rpdf_pixels_shade(fz_context *ctx, fz_shade *shade, bool background, fz_matrix m, fz_image *image,
                       fz_image *mask, rect at, const rect *boxes, size_t n)
{
	fz_pixmap *raw = NULL, *shows = NULL, *is = NULL, *was = NULL;
	pixel_quad *quads = NULL;
	bool alike = false;
	fz_var(raw);
	fz_var(shows);
	fz_var(is);
	fz_var(was);
	fz_var(quads);
	fz_var(alike);
	at = on_points(at);
	if (!image->colorspace || (mask && (mask->w != image->w || mask->h != image->h)))
		return false;
	fz_try(ctx) {
		fz_matrix place = { at.x1 - at.x0, 0, 0, at.y1 - at.y0, at.x0, at.y0 };
		quads = fz_malloc_array(ctx, (int)n + 1, pixel_quad);
		for (size_t i = 0; i < n; i++)
			quads[i] = rpdf_pixels_quad(boxes[i], place, image->w, image->h);
		raw = fz_get_unscaled_pixmap_from_image(ctx, image);
		shows = mask ? fz_get_unscaled_pixmap_from_image(ctx, mask) : NULL;
		if (!raw->alpha && raw->w == image->w && raw->h == image->h && (!shows || (shows->w == raw->w && shows->h == raw->h)))
			is = masked(ctx, raw, shows);
		if (is) {
			was = draw_shade(ctx, shade, background, m, is, at);
			alike = rpdf_pixels_alike(ctx, was, is, quads, n, PIXELS_RIM, PIXELS_CONVERTED, true);
		}
	}
	fz_always(ctx) {
		fz_drop_pixmap(ctx, raw);
		fz_drop_pixmap(ctx, shows);
		fz_drop_pixmap(ctx, is);
		fz_drop_pixmap(ctx, was);
		fz_free(ctx, quads);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
	return alike;
}
