/*
 * crop.h - cuts off what a document hides of a picture.
 *
 * Word keeps a cropped picture whole and shows a part of it; anyone can drag the rest back into
 * sight. Here the rest goes: the picture is decoded, cut and encoded again.
 */
#ifndef UNDERSEAL_DOCX_CROP_H
#define UNDERSEAL_DOCX_CROP_H

#include "formats/lib/picture/picture.h"

/* How much is hidden on each side, in hundred thousandths of the whole; never negative. */
typedef struct crop {
	uint32_t left, top, right, bottom;
} crop;

bool crop_is_empty(crop c);

/* Replaces the picture by the part in sight. False when it cannot be decoded; it must not be
 * written then. */
bool picture_crop(clean_picture *p, crop c, arena *mem);

#endif
