/*
 * pack.h - rows of pixels to a PNG or a JPEG file with nothing beside them.
 */
#ifndef UNDERSEAL_PACK_H
#define UNDERSEAL_PACK_H

#include "formats/lib/picture/picture.h"

/* 8 bits a sample, rows from the top. Alpha, where there is one, is the last sample, and the colours
 * are multiplied by it (as MuPDF has them). */
struct pixels {
	uint32_t width, height;
	int samples;               /* of a pixel, alpha included: 1 to 4 */
	bool alpha;
	const unsigned char *data;
	size_t stride;             /* bytes a row */
};

/* A PNG; where that is allowed and a photograph would be much smaller so, a JPEG. */
bool picture_pack(const struct pixels *p, bool jpeg_allowed, arena *mem, clean_picture *out);

/* A JPEG as picture_pack_jpeg() makes them, with the dots an inch that `like`, another, says it has. In mem. */
str picture_with_density(str jpeg, str like, arena *mem);

/* As JPEG, one or three samples a pixel, rows without padding. */
bool picture_pack_jpeg(const unsigned char *data, uint32_t width, uint32_t height, int samples, arena *mem, str *out);

#endif
