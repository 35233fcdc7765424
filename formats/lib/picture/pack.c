#include "formats/lib/picture/pack.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

enum { QUALITY = 92 };

/* ---- PNG ------------------------------------------------------------------------------------- */

static png_uint_32 png_format(const struct pixels *p)
{
	bool colour = p->samples - p->alpha == 3;
	return p->alpha ? colour ? PNG_FORMAT_RGBA : PNG_FORMAT_GA : colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
}

/* PNG wants colours as they are, not multiplied by alpha. Where nothing is seen nothing is left. */
static void divide(unsigned char *row, const struct pixels *p)
{
	int colours = p->samples - 1;
	for (uint32_t x = 0; x < p->width; x++, row += p->samples) {
		unsigned alpha = row[colours];
		for (int k = 0; k < colours; k++) {
			unsigned v = alpha ? (row[k] * 255u + alpha / 2) / alpha : 0;
			row[k] = (unsigned char)(v > 255 ? 255 : v);
		}
	}
}

static bool pack_png(const struct pixels *p, const unsigned char *rows, arena *mem, str *out)
{
	png_image image = { .version = PNG_IMAGE_VERSION, .width = p->width, .height = p->height, .format = png_format(p) };
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
	arena *own = arena_new();
	char *bytes = arena_alloc(own, size);
	bool ok = png_image_write_to_memory(&image, bytes, &size, 0, rows, 0, NULL) != 0;
	png_image_free(&image);
	if (ok)
		*out = str_dup((str){ bytes, size }, mem);
	arena_drop(own);
	return ok;
}

/* ---- JPEG ------------------------------------------------------------------------------------ */

/* libjpeg leaves by longjmp: everything that must survive the jump stands behind one pointer. */
struct packing {
	struct jpeg_error_mgr errors;
	jmp_buf out;
	struct jpeg_compress_struct to;
	unsigned char *packed;
	unsigned long size;
};

static void leave(j_common_ptr common)
{
	longjmp(((struct packing *)(void *)common->err)->out, 1);
}

static void say_nothing(j_common_ptr common)
{
	(void)common;
}

static bool compress(struct packing *j, const unsigned char *data, uint32_t width, uint32_t height, int samples)
{
	if (setjmp(j->out))
		return false;
	j->to.err = jpeg_std_error(&j->errors);
	j->errors.error_exit = leave;
	j->errors.output_message = say_nothing;
	jpeg_create_compress(&j->to);
	jpeg_mem_dest(&j->to, &j->packed, &j->size);
	j->to.image_width = width;
	j->to.image_height = height;
	j->to.input_components = samples;
	j->to.in_color_space = samples == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&j->to);
	jpeg_set_quality(&j->to, QUALITY, TRUE);
	jpeg_start_compress(&j->to, TRUE);
	while (j->to.next_scanline < height) {
		unsigned char *row = (unsigned char *)(uintptr_t)data + (size_t)j->to.next_scanline * width * (size_t)samples;
		jpeg_write_scanlines(&j->to, &row, 1);
	}
	jpeg_finish_compress(&j->to);
	return true;
}

bool picture_pack_jpeg(const unsigned char *data, uint32_t width, uint32_t height, int samples, arena *mem, str *out)
{
	arena *own = arena_new();
	struct packing *j = arena_alloc(own, sizeof *j);
	bool ok = compress(j, data, width, height, samples);
	if (ok)
		*out = str_dup((str){ (const char *)j->packed, j->size }, mem);
	jpeg_destroy_compress(&j->to);
	free(j->packed);
	arena_drop(own);
	return ok;
}

/* JFIF: after two bytes of SOI the segment APP0, its length, its name, its version. */
enum { DENSITY = 13, DENSITY_LONG = 5 };

str picture_with_density(str jpeg, str like, arena *mem)
{
	static const char head[] = "\xff\xd8\xff\xe0\0\x10JFIF";
	str out = str_dup(jpeg, mem);
	if (out.n > DENSITY + DENSITY_LONG && like.n > DENSITY + DENSITY_LONG && memcmp(out.p, head, sizeof head) == 0 &&
	    memcmp(like.p, head, sizeof head) == 0)
		memcpy((char *)(uintptr_t)out.p + DENSITY, like.p + DENSITY, DENSITY_LONG);
	return out;
}

/* ---- which ----------------------------------------------------------------------------------- */

/* Bitmaps of 24 bits come with an alpha that says nothing. Takes it out; the rows become shorter. */
static bool take_out_alpha(unsigned char *rows, size_t pixels, int samples)
{
	size_t n = (size_t)samples;
	for (size_t i = 0; i < pixels; i++)
		if (rows[i * n + n - 1] != 255)
			return false;
	for (size_t i = 0; i < pixels; i++)
		memmove(rows + i * (n - 1), rows + i * n, n - 1);
	return true;
}

bool picture_pack(const struct pixels *p, bool jpeg_allowed, arena *mem, clean_picture *out)
{
	size_t row = (size_t)p->width * (size_t)p->samples;
	int colours = p->samples - p->alpha;
	if ((colours != 1 && colours != 3) || p->width == 0 || p->height == 0)
		return false;
	arena *own = arena_new();
	unsigned char *rows = arena_alloc_array(own, p->height, row);
	for (uint32_t y = 0; y < p->height; y++) {
		memcpy(rows + y * row, p->data + y * p->stride, row);
		if (p->alpha)
			divide(rows + y * row, p);
	}
	struct pixels plain = *p;
	if (p->alpha && take_out_alpha(rows, (size_t)p->width * p->height, p->samples)) {
		plain.alpha = false;
		plain.samples--;
	}
	*out = (clean_picture){ .kind = PICTURE_PNG, .width = p->width, .height = p->height };
	bool ok = pack_png(&plain, rows, own, &out->bytes);
	/* Drawings and screenshots pack well without loss; what does not is a photograph. */
	str photo;
	if (ok && jpeg_allowed && !plain.alpha && out->bytes.n > row * p->height / 4 &&
	    picture_pack_jpeg(rows, p->width, p->height, plain.samples, own, &photo) && photo.n < out->bytes.n / 2) {
		out->kind = PICTURE_JPEG;
		out->bytes = photo;
	}
	if (ok)
		out->bytes = str_dup(out->bytes, mem);
	arena_drop(own);
	return ok;
}
