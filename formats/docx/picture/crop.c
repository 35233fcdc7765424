#include "formats/docx/picture/crop.h"
#include "formats/lib/picture/pack.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

enum { WHOLE = 100000, MOST_PIXELS = 100000000 };

bool crop_is_empty(crop c)
{
	return c.left == 0 && c.top == 0 && c.right == 0 && c.bottom == 0;
}

struct window {
	size_t x, y, w, h;
};

/* The pixels in sight, those on the edge included; at least one. */
static struct window window_of(const clean_picture *p, crop c)
{
	uint64_t x0 = (uint64_t)p->width * c.left / WHOLE, y0 = (uint64_t)p->height * c.top / WHOLE;
	uint64_t hide_x = (uint64_t)p->width * c.right / WHOLE, hide_y = (uint64_t)p->height * c.bottom / WHOLE;
	if (x0 >= p->width)
		x0 = p->width - 1;
	if (y0 >= p->height)
		y0 = p->height - 1;
	uint64_t x1 = hide_x < p->width - x0 ? p->width - hide_x : x0 + 1;
	uint64_t y1 = hide_y < p->height - y0 ? p->height - hide_y : y0 + 1;
	return (struct window){ (size_t)x0, (size_t)y0, (size_t)(x1 - x0), (size_t)(y1 - y0) };
}

/* Moves the window's pixels to the front of the buffer. */
static void cut(unsigned char *pixels, size_t width, size_t channels, struct window v)
{
	for (size_t row = 0; row < v.h; row++)
		memmove(pixels + row * v.w * channels,
		        pixels + ((v.y + row) * width + v.x) * channels, v.w * channels);
}

static bool crop_png(clean_picture *p, struct window v, arena *mem)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	if (!png_image_begin_read_from_memory(&image, p->bytes.p, p->bytes.n))
		return false;
	image.format &= ~(png_uint_32)(PNG_FORMAT_FLAG_COLORMAP | PNG_FORMAT_FLAG_LINEAR);
	size_t channels = PNG_IMAGE_PIXEL_CHANNELS(image.format);
	arena *pixels_mem = arena_new();
	unsigned char *pixels = arena_alloc(pixels_mem, PNG_IMAGE_SIZE(image));
	bool ok = png_image_finish_read(&image, NULL, pixels, 0, NULL) != 0;
	if (ok) {
		cut(pixels, image.width, channels, v);
		png_image out = { .version = PNG_IMAGE_VERSION, .width = (png_uint_32)v.w,
		                  .height = (png_uint_32)v.h, .format = image.format };
		png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(out);
		char *bytes = arena_alloc(mem, size);
		ok = png_image_write_to_memory(&out, bytes, &size, 0, pixels, 0, NULL) != 0;
		p->bytes = (str){ bytes, size };
	}
	png_image_free(&image);
	arena_drop(pixels_mem);
	return ok;
}

/* libjpeg reports through its own structure and leaves by longjmp: everything that must survive
 * the jump stands behind one pointer. */
struct jpeg {
	struct jpeg_error_mgr errors;
	jmp_buf out;
	struct jpeg_decompress_struct in;
	unsigned char *pixels;
	int samples;
	arena *mem;
};

static void leave(j_common_ptr common)
{
	longjmp(((struct jpeg *)(void *)common->err)->out, 1);
}

static void say_nothing(j_common_ptr common)
{
	(void)common;
}

static bool decode(struct jpeg *j, str bytes, struct window v)
{
	if (setjmp(j->out))
		return false;
	j->in.err = jpeg_std_error(&j->errors);
	j->errors.error_exit = leave;
	j->errors.output_message = say_nothing;
	jpeg_create_decompress(&j->in);
	jpeg_mem_src(&j->in, (const unsigned char *)bytes.p, bytes.n);
	jpeg_read_header(&j->in, TRUE);
	if (j->in.num_components != 1 && j->in.num_components != 3)
		return false;  /* four inks: rare, and easily turned into a negative; redraw.c reads them */
	jpeg_start_decompress(&j->in);
	size_t channels = (size_t)j->in.output_components, width = j->in.output_width;
	j->pixels = arena_alloc_array(j->mem, width * j->in.output_height, channels);
	while (j->in.output_scanline < j->in.output_height) {
		unsigned char *row = j->pixels + j->in.output_scanline * width * channels;
		jpeg_read_scanlines(&j->in, &row, 1);
	}
	cut(j->pixels, width, channels, v);
	j->samples = (int)channels;
	return true;
}

static bool crop_jpeg(clean_picture *p, struct window v, arena *mem)
{
	arena *own = arena_new();
	struct jpeg *j = arena_alloc(own, sizeof *j);
	j->mem = own;
	bool ok = decode(j, p->bytes, v) &&
	          picture_pack_jpeg(j->pixels, (uint32_t)v.w, (uint32_t)v.h, j->samples, mem, &p->bytes);
	jpeg_destroy_decompress(&j->in);
	arena_drop(own);
	return ok;
}

bool picture_crop(clean_picture *p, crop c, arena *mem)
{
	if ((uint64_t)p->width * p->height > MOST_PIXELS)
		return false;
	struct window v = window_of(p, c);
	bool ok = p->kind == PICTURE_PNG ? crop_png(p, v, mem) : crop_jpeg(p, v, mem);
	p->width = (uint32_t)v.w;
	p->height = (uint32_t)v.h;
	return ok;
}
