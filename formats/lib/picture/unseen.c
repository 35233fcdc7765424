#include "formats/lib/picture/unseen.h"

#include <string.h>

#include <png.h>

enum { MOST_PIXELS = 100000000, COLOUR_TYPE = 25 };

/* Colour types with alpha, or a chunk that makes single colours transparent. */
static bool sees_through(str png)
{
	return png.n > COLOUR_TYPE && ((png.p[COLOUR_TYPE] & 4) || memmem(png.p, png.n, "tRNS", 4));
}

static bool blank(unsigned char *pixel, size_t n, size_t samples)
{
	bool changed = false;
	for (; n > 0; n--, pixel += samples) {
		if (pixel[samples - 1])
			continue;
		for (size_t k = 0; k + 1 < samples; k++) {
			changed |= pixel[k] != 0;
			pixel[k] = 0;
		}
	}
	return changed;
}

bool picture_blank_unseen(clean_picture *p, arena *mem)
{
	if (p->kind != PICTURE_PNG || !sees_through(p->bytes))
		return true;
	png_image image = { .version = PNG_IMAGE_VERSION };
	if ((uint64_t)p->width * p->height > MOST_PIXELS || !png_image_begin_read_from_memory(&image, p->bytes.p, p->bytes.n))
		return false;
	image.format = image.format & PNG_FORMAT_FLAG_COLOR ? PNG_FORMAT_RGBA : PNG_FORMAT_GA;
	arena *own = arena_new();
	unsigned char *pixels = arena_alloc(own, PNG_IMAGE_SIZE(image));
	bool ok = png_image_finish_read(&image, NULL, pixels, 0, NULL) != 0;
	if (ok && blank(pixels, (size_t)image.width * image.height, PNG_IMAGE_PIXEL_CHANNELS(image.format))) {
		png_image out = { .version = PNG_IMAGE_VERSION, .width = image.width, .height = image.height, .format = image.format };
		png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(out);
		char *bytes = arena_alloc(own, size);
		ok = png_image_write_to_memory(&out, bytes, &size, 0, pixels, 0, NULL) != 0;
		if (ok)
			p->bytes = str_dup((str){ bytes, size }, mem);
	}
	png_image_free(&image);
	arena_drop(own);
	return ok;
}
