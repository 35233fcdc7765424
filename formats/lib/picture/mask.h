/*
 * mask.h - which pixels of a picture are to be removed: one bit a pixel.
 */
#ifndef UNDERSEAL_MASK_H
#define UNDERSEAL_MASK_H

#include "redact/model/geom.h"

#include <stddef.h>

/* Sets the bits of the pixels to be removed: the leftmost is the highest of its byte, rows from the top, all
 * zero when it is called. */
typedef void pixel_mark(void *arg, int width, int height, unsigned char *bits, size_t stride);

/* Boxes with the origin in the picture's top left corner, and how many pixels one of their units is. */
typedef struct mask_boxes {
	const rect *list; size_t n;
	float pixels;
} mask_boxes;

/* A pixel_mark: every pixel that one of the mask_boxes behind arg touches. */
void mask_boxes_mark(void *arg, int width, int height, unsigned char *bits, size_t stride);

/* The pixels that one box touches, [x0, x1) x [y0, y1), held within the picture. */
typedef struct mask_window { int x0, y0, x1, y1; } mask_window;
mask_window mask_window_of(const mask_boxes *boxes, size_t i, int width, int height);

static inline bool mask_holds(const unsigned char *bits, size_t stride, int x, int y)
{
	return bits[(size_t)y * stride + (size_t)x / 8] >> (7 - x % 8) & 1;
}

#endif
