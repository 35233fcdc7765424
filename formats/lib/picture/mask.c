#include "formats/lib/picture/mask.h"

#include <math.h>

static int held(float at, int most)
{
	return !(at > 0) ? 0 : at >= (float)most ? most : (int)at;
}

mask_window mask_window_of(const mask_boxes *boxes, size_t i, int width, int height)
{
	const rect *b = &boxes->list[i];
	float by = boxes->pixels;
	return (mask_window){ held(floorf(b->x0 * by), width), held(floorf(b->y0 * by), height),
	                      held(ceilf(b->x1 * by), width), held(ceilf(b->y1 * by), height) };
}

void mask_boxes_mark(void *arg, int width, int height, unsigned char *bits, size_t stride)
{
	const mask_boxes *boxes = arg;
	for (size_t i = 0; i < boxes->n; i++) {
		mask_window w = mask_window_of(boxes, i, width, height);
		for (int y = w.y0; y < w.y1; y++)
			for (int x = w.x0; x < w.x1; x++)
				bits[(size_t)y * stride + (size_t)x / 8] |= (unsigned char)(0x80 >> x % 8);
	}
}
