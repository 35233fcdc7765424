#include "formats/pdf/image/inline_image.h"
#include "formats/lib/deflate.h"

#include <string.h>

/* Inline images are meant to be small (ISO 32000-1, 8.9.7 advises 4 KB); a larger one becomes an
 * object, where it costs no more. */
enum { LARGEST_INLINE = 64 << 10 };

static bool can_name_space(fz_context *ctx, fz_image *image, bool named_space)
{
	return image->imagemask || named_space
	    || image->colorspace == fz_device_gray(ctx)
	    || image->colorspace == fz_device_rgb(ctx)
	    || image->colorspace == fz_device_cmyk(ctx);
}

/* Exactly `size` samples, decoded; NULL when the data ends early. */
static fz_buffer *read_samples(fz_context *ctx, fz_compressed_buffer *data, size_t size)
{
	fz_stream *in = fz_open_compressed_buffer(ctx, data);
	fz_buffer *out = NULL;
	fz_var(out);
	fz_try(ctx) {
		out = fz_new_buffer(ctx, size);
		out->len = fz_read(ctx, in, out->data, size);
		if (out->len < size)
			memset(out->data + out->len, 0, size - out->len);
		out->len = size;
	}
	fz_always(ctx)
		fz_drop_stream(ctx, in);
	fz_catch(ctx) {
		fz_drop_buffer(ctx, out);
		fz_rethrow(ctx);
	}
	return out;
}

static fz_compressed_buffer *deflate(fz_context *ctx, fz_buffer *samples)
{
	fz_compressed_buffer *z = fz_malloc_struct(ctx, fz_compressed_buffer);
	fz_try(ctx) {
		z->buffer = mu_deflate(ctx, samples->data, samples->len);
		z->params.type = FZ_IMAGE_FLATE;
		z->params.u.flate.predictor = 1;
		z->params.u.flate.columns = 1;
		z->params.u.flate.colors = 1;
		z->params.u.flate.bpc = 8;
	}
	fz_catch(ctx) {
		fz_free(ctx, z);
		fz_rethrow(ctx);
	}
	return z;
}

fz_image *rpdf_clean_inline_image(fz_context *ctx, fz_image *image, bool named_space)
{
	fz_compressed_buffer *data = fz_compressed_image_buffer(ctx, image);
	size_t row = ((size_t)image->w * image->n * image->bpc + 7) / 8;
	if (!data || image->use_colorkey || image->mask || !can_name_space(ctx, image, named_space)
	 || row > LARGEST_INLINE || row * image->h > LARGEST_INLINE)
		return NULL;
	switch (data->params.type) {
	case FZ_IMAGE_RAW: case FZ_IMAGE_FLATE: case FZ_IMAGE_LZW: case FZ_IMAGE_RLD: case FZ_IMAGE_FAX:
		break;
	default:
		return NULL;
	}

	fz_buffer *samples = read_samples(ctx, data, row * image->h);
	fz_compressed_buffer *z = NULL;
	fz_image *fresh = NULL;
	fz_var(z);
	fz_try(ctx) {
		z = deflate(ctx, samples);
		/* takes z over, also when it throws */
		fresh = fz_new_image_from_compressed_buffer(ctx, image->w, image->h, image->bpc, image->colorspace,
			image->xres, image->yres, image->interpolate, image->imagemask,
			image->decode, NULL, z, NULL);
	}
	fz_always(ctx)
		fz_drop_buffer(ctx, samples);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return fresh;
}
