/*
 * shown.h - a PNG or JPEG file as the pixels that people see.
 */
#ifndef UNDERSEAL_SHOWN_H
#define UNDERSEAL_SHOWN_H

#include "formats/lib/ocr/ocr.h"

/* 8-bit RGB, rows without padding. Where it is transparent there are two: what it shows on white paper,
 * and on black. */
typedef struct shown {
	int width, height;
	unsigned char *on_white;
	unsigned char *on_black;  /* NULL when nothing shines through it */
} shown;

/* In mem. False, with *e set, when the bytes are no whole picture: ERR_REFUSED where it has too many pixels. */
bool shown_decode(str bytes, arena *mem, shown *out, err *e);

/* Lent, for ocr.h. */
ocr_picture shown_picture(const shown *s, const unsigned char *rgb);

#endif
