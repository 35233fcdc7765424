/*
 * picture.h - pictures with nothing beside their pixels.
 *
 * A PNG or JPEG file is taken apart and put together again from the pieces that draw: text,
 * EXIF, colour profiles, thumbnails, comments and whatever follows the picture's end are left
 * behind. Other kinds of picture are not taken over.
 */
#ifndef UNDERSEAL_PICTURE_H
#define UNDERSEAL_PICTURE_H

#include "redact/base/str.h"

typedef enum picture_kind { PICTURE_OTHER, PICTURE_PNG, PICTURE_JPEG } picture_kind;

typedef struct clean_picture {
	picture_kind kind;
	uint32_t width, height;  /* pixels */
	str bytes;               /* in mem */
} clean_picture;

/* False when the bytes are no PNG or JPEG, or a damaged one. */
bool picture_clean(str bytes, arena *mem, clean_picture *out);

#endif
