/*
 * drawn.h - a page in colour, as wide as a screen shows it.
 *
 * As with thumbs (thumb.h) a worker sends bare samples and no picture file. They are many, so they go into a file
 * that it was handed, and the answer says how many there are.
 */
#ifndef UNDERSEAL_DRAWN_H
#define UNDERSEAL_DRAWN_H

#include "redact/engine.h"

#include <jansson.h>

enum { DRAWN_NARROWEST = 64, DRAWN_WIDEST = 6000, DRAWN_SAMPLES = 48 << 20 };

typedef struct drawn {
	uint32_t page;
	uint32_t width, height;   /* three bytes a sample, RGB, rows without padding */
} drawn;

/* Draws it about `width` samples wide, narrower where it would have more than DRAWN_SAMPLES, and writes them to fd.
 * ERR_REFUSED where the format draws no pages. */
bool drawn_make(opened *from, uint32_t page, uint32_t width, int fd, arena *mem, drawn *out, err *e);

/* For the way from a worker: new reference; false for what drawn_make() could not have made. */
json_t *drawn_json(const drawn *d);
bool    drawn_of_json(const json_t *value, drawn *out);

#endif
