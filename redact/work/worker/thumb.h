/*
 * thumb.h - a page made small, in grey: what the reader of a report sees of a document.
 *
 * A worker draws it and sends bare samples, never a file in a picture format: whoever gets them has nothing to
 * parse, and packs them for others himself.
 */
#ifndef UNDERSEAL_THUMB_H
#define UNDERSEAL_THUMB_H

#include "redact/engine.h"

#include <jansson.h>

enum { THUMB_WIDTH = 270, THUMB_HEIGHT = 380 }; /* samples; a page fits into both */

typedef struct thumb {
	uint32_t page;
	uint32_t width, height;
	const unsigned char *grey;   /* a byte a sample, rows without padding */
} thumb;

/* ERR_REFUSED where the format draws no pages. */
bool thumb_make(opened *from, uint32_t page, arena *mem, thumb *out, err *e);

/* For the way from a worker: new reference; false for what is no thumb that thumb_make() could have made. */
json_t *thumb_json(const thumb *t);
bool    thumb_of_json(const json_t *value, arena *mem, thumb *out);

#endif
