#include "formats/pdf/image/raster.h"

#include <math.h>

struct raster raster_of(int width, int height, int planes, int depth)
{
	struct raster r = { .width = width, .height = height, .planes = planes, .depth = depth };
	r.stride = ((size_t)width * (size_t)planes * (size_t)depth + 7) / 8;
	return r;
}

static void fill_bits(unsigned char *row, size_t beg, size_t end, bool ones)
{
	for (; beg < end && beg % 8; beg++)
		row[beg / 8] = ones ? row[beg / 8] | 0x80 >> beg % 8 : row[beg / 8] & ~(0x80 >> beg % 8);
	for (; end - beg >= 8; beg += 8)
		row[beg / 8] = ones ? 0xff : 0;
	for (; beg < end; beg++)
		row[beg / 8] = ones ? row[beg / 8] | 0x80 >> beg % 8 : row[beg / 8] & ~(0x80 >> beg % 8);
}

static void fill_run(struct raster *r, int y, int x0, int x1, bool ones)
{
	size_t pixel = (size_t)r->planes * (size_t)r->depth;
	fill_bits(r->data + (size_t)y * r->stride, (size_t)x0 * pixel, (size_t)x1 * pixel, ones);
}

static int clamp(float v, int most)
{
	return !(v > 0) ? 0 : v >= (float)most ? most : (int)v;
}

void raster_fill(struct raster *r, fz_matrix ctm, const rect *boxes, size_t nboxes, bool ones)
{
	/* Pixel space: x to the right, y down from the top row, one unit a pixel. */
	fz_matrix pixels = { 1.0f / r->width, 0, 0, -1.0f / r->height, 0, 1 };
	fz_matrix to_page = fz_concat(pixels, ctm);
	fz_matrix to_pixels;
	if (fz_try_invert_matrix(&to_pixels, to_page))
		return; /* flat: it shows nothing */
	bool upright = (to_page.b == 0 && to_page.c == 0) || (to_page.a == 0 && to_page.d == 0);

	for (size_t i = 0; i < nboxes; i++) {
		const rect *b = &boxes[i];
		fz_rect in = fz_transform_rect(fz_make_rect(b->x0, b->y0, b->x1, b->y1), to_pixels);
		int x0 = clamp(floorf(in.x0), r->width), x1 = clamp(ceilf(in.x1), r->width);
		int y0 = clamp(floorf(in.y0), r->height), y1 = clamp(ceilf(in.y1), r->height);
		for (int y = y0; y < y1; y++) {
			if (upright) {
				fill_run(r, y, x0, x1, ones);
				continue;
			}
			/* Turned or skewed: pixel by pixel, each by the rectangle around it. */
			for (int x = x0; x < x1; x++) {
				fz_rect at = fz_transform_rect(fz_make_rect(x, y, x + 1, y + 1), to_page);
				if (rect_overlap((rect){ at.x0, at.y0, at.x1, at.y1 }, *b))
					fill_run(r, y, x, x + 1, ones);
			}
		}
	}
}
