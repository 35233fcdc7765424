#include "formats/lib/picture/pixeldiff.h"

#include <stdlib.h>

enum {
	BLOCKS = 18,       /* pixels: a block of halved colour, and the smoothing of its edge  */
	TILE = 16,
	COARSE = 12,       /* of 255, on the average of a tile                                */
	NEARLY = 80,       /* of 255: the darkest that a JPEG's edge leaves of black          */
};

static const unsigned char *pixel(const shown *s, int x, int y)
{
	return s->on_white + ((size_t)y * (size_t)s->width + (size_t)x) * 3;
}

static int apart(const unsigned char *a, const unsigned char *b)
{
	int most = 0;
	for (int k = 0; k < 3; k++)
		most = abs(a[k] - b[k]) > most ? abs(a[k] - b[k]) : most;
	return most;
}

/* Plans hold places with a few digits: one pixel to either side of an edge is not asked for. */
static bool is_even(const shown *s, const mask_boxes *boxes, bool jpeg)
{
	for (size_t i = 0; i < boxes->n; i++) {
		mask_window w = mask_window_of(boxes, i, s->width, s->height);
		int x0 = w.x0 ? w.x0 + 1 : 0, y0 = w.y0 ? w.y0 + 1 : 0;
		int x1 = w.x1 < s->width ? w.x1 - 1 : w.x1, y1 = w.y1 < s->height ? w.y1 - 1 : w.y1;
		for (int y = y0; y < y1; y++)
			for (int x = x0; x < x1; x++)
				if (apart(pixel(s, x, y), pixel(s, x0, y0)) > (jpeg ? NEARLY : 0))
					return false;
	}
	return true;
}

/* The boxes, and around them what may have changed with them. In mem. */
static unsigned char *near_boxes(const shown *s, const mask_boxes *boxes, bool jpeg, arena *mem, size_t *stride)
{
	float by = jpeg ? BLOCKS : 1;
	rect *list = arena_array(mem, rect, boxes->n);
	for (size_t i = 0; i < boxes->n; i++)
		list[i] = rect_grow(boxes->list[i], by / boxes->pixels);
	mask_boxes grown = { list, boxes->n, boxes->pixels };
	*stride = ((size_t)s->width + 7) / 8;
	unsigned char *bits = arena_alloc_array(mem, (size_t)s->height, *stride);
	mask_boxes_mark(&grown, s->width, s->height, bits, *stride);
	return bits;
}

static bool tile_kept(const shown *a, const shown *b, const unsigned char *bits, size_t stride, int x0, int y0, bool jpeg)
{
	long sum = 0, n = 0;
	for (int y = y0; y < y0 + TILE && y < a->height; y++)
		for (int x = x0; x < x0 + TILE && x < a->width; x++) {
			if (mask_holds(bits, stride, x, y))
				continue;
			int d = apart(pixel(a, x, y), pixel(b, x, y));
			if (d && !jpeg)
				return false;
			sum += d;
			n++;
		}
	return sum <= COARSE * n;
}

const char *pixeldiff_shown(const shown *a, const shown *b, bool jpeg, const mask_boxes *boxes, arena *mem)
{
	size_t stride;
	if (a->width != b->width || a->height != b->height)
		return "has another size than before";
	if (!is_even(b, boxes, jpeg))
		return "what lies under a box is not one colour";
	const unsigned char *bits = near_boxes(a, boxes, jpeg, mem, &stride);
	for (int y = 0; y < a->height; y += TILE)
		for (int x = 0; x < a->width; x += TILE)
			if (!tile_kept(a, b, bits, stride, x, y, jpeg))
				return "shows something else than before outside the boxes";
	return NULL;
}

const char *pixeldiff(str before, str after, bool jpeg, const mask_boxes *boxes, arena *mem)
{
	shown a, b;
	if (!shown_decode(before, mem, &a, NULL) || !shown_decode(after, mem, &b, NULL))
		return "cannot be decoded";
	return pixeldiff_shown(&a, &b, jpeg, boxes, mem);
}
