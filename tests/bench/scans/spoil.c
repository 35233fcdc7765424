/* spoil.c - what scanners, fax machines, telephones and thermal printers do to pixels. */
#include "tests/bench/scans/scans.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

static unsigned char clamp(float v)
{
	return (unsigned char)(v < 0 ? 0 : v > 255 ? 255 : v + 0.5f);
}

/* A 3 x 3 kernel, `centre` of 16 parts in the middle. */
static void blur(fz_pixmap *pix, int centre)
{
	int n = pix->n, w = pix->w, h = pix->h;
	size_t size = (size_t)pix->stride * (size_t)h;
	unsigned char *from = malloc(size);
	float side = (float)(16 - centre) / 6, corner = side / 2;
	memcpy(from, pix->samples, size);
	for (int y = 1; y < h - 1; y++)
		for (int i = n; i < (w - 1) * n; i++) {
			const unsigned char *p = from + (size_t)y * (size_t)pix->stride + i;
			ptrdiff_t row = pix->stride;
			float v = (float)(centre * p[0]) + side * (float)(p[-n] + p[n] + p[-row] + p[row])
			        + corner * (float)(p[-n - row] + p[n - row] + p[-n + row] + p[n + row]);
			pix->samples[(size_t)y * (size_t)pix->stride + (size_t)i] = clamp(v / 16);
		}
	free(from);
}

static float noise(struct dice *d, float strength)
{
	float sum = 0;
	for (int i = 0; i < 4; i++)
		sum += (float)roll(d, 1000) / 1000 - 0.5f;
	return sum * strength;
}

/* Ink becomes `dark`, paper `bright`, with grain. */
static void tone(fz_pixmap *pix, float dark, float bright, float grain, struct dice *d)
{
	for (int y = 0; y < pix->h; y++) {
		unsigned char *p = pix->samples + (size_t)y * (size_t)pix->stride;
		for (int x = 0; x < pix->w; x++) {
			float by = noise(d, grain);
			for (int i = 0; i < pix->n; i++, p++)
				*p = clamp(dark + (bright - dark) * (float)*p / 255 + by);
		}
	}
}

/* Light that falls off towards a corner. */
static void shade(fz_pixmap *pix, float by)
{
	for (int y = 0; y < pix->h; y++) {
		unsigned char *p = pix->samples + (size_t)y * (size_t)pix->stride;
		for (int x = 0; x < pix->w; x++) {
			float light = 1 - by * ((float)x / (float)pix->w + (float)y / (float)pix->h) / 2;
			for (int i = 0; i < pix->n; i++, p++)
				*p = clamp((float)*p * light);
		}
	}
}

static void threshold(fz_pixmap *pix, int at)
{
	for (size_t i = 0; i < (size_t)pix->stride * (size_t)pix->h; i++)
		pix->samples[i] = pix->samples[i] < at ? 0 : 255;
}

/* One pixel in `every` becomes black or white. */
static void pepper(fz_pixmap *pix, unsigned every, struct dice *d)
{
	size_t pixels = (size_t)pix->w * (size_t)pix->h;
	for (size_t i = 0; i < pixels / every; i++) {
		size_t x = roll(d, (unsigned)pix->w), y = roll(d, (unsigned)pix->h);
		memset(pix->samples + y * (size_t)pix->stride + x * pix->n, roll(d, 2) ? 255 : 0, pix->n);
	}
}

static void through_jpeg(fz_pixmap *pix, int quality)
{
	struct jpeg_error_mgr trouble;
	struct jpeg_compress_struct out = { .err = jpeg_std_error(&trouble) };
	struct jpeg_decompress_struct in = { .err = &trouble };
	unsigned char *bytes = NULL;
	unsigned long n = 0;

	jpeg_create_compress(&out);
	jpeg_mem_dest(&out, &bytes, &n);
	out.image_width = (JDIMENSION)pix->w;
	out.image_height = (JDIMENSION)pix->h;
	out.input_components = pix->n;
	out.in_color_space = pix->n == 3 ? JCS_RGB : JCS_GRAYSCALE;
	jpeg_set_defaults(&out);
	jpeg_set_quality(&out, quality, TRUE);
	jpeg_start_compress(&out, TRUE);
	for (int y = 0; y < pix->h; y++)
		jpeg_write_scanlines(&out, (JSAMPROW[]){ pix->samples + (size_t)y * (size_t)pix->stride }, 1);
	jpeg_finish_compress(&out);
	jpeg_destroy_compress(&out);

	jpeg_create_decompress(&in);
	jpeg_mem_src(&in, bytes, n);
	jpeg_read_header(&in, TRUE);
	jpeg_start_decompress(&in);
	for (int y = 0; y < pix->h; y++)
		jpeg_read_scanlines(&in, (JSAMPROW[]){ pix->samples + (size_t)y * (size_t)pix->stride }, 1);
	jpeg_finish_decompress(&in);
	jpeg_destroy_decompress(&in);
	free(bytes);
}

void spoil(fz_context *ctx, fz_pixmap *pix, enum spoilt how, struct dice *d)
{
	(void)ctx;
	switch (how) {
	case CLEAN:
		break;
	case SCANNED:
		blur(pix, 6);
		tone(pix, 30, 245, 24, d);
		through_jpeg(pix, 60);
		break;
	case FAXED:
		blur(pix, 6);
		tone(pix, 0, 255, 90, d);
		threshold(pix, 140);
		pepper(pix, 700, d);
		break;
	case FAINT:
		blur(pix, 6);
		tone(pix, 150, 205, 16, d);
		shade(pix, 0.35f);
		break;
	case PHOTOGRAPHED:
		blur(pix, 4);
		tone(pix, 50, 225, 30, d);
		shade(pix, 0.5f);
		through_jpeg(pix, 30);
		break;
	case THERMAL:
		blur(pix, 5);
		tone(pix, 110, 240, 40, d);
		pepper(pix, 900, d);
		break;
	}
}
