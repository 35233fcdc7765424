/*
 * pictures.h - pages of outputs made small, drawn by workers as everything else that reads documents.
 */
#ifndef UNDERSEAL_PICTURES_H
#define UNDERSEAL_PICTURES_H

#include "redact/base/err.h"
#include "redact/base/str.h"

#include <jansson.h>

/* One document whose pages are to be drawn. */
typedef struct pictures_of {
	const char *path;      /* of the output                                   */
	str name;              /* relative                                        */
	str sha256;            /* as it was proven: of any other nothing is drawn */
	uint32_t *pages; size_t n;
	int64_t row;
} pictures_of;

typedef struct pictures {
	const pictures_of *list; size_t n;
	size_t jobs; uint64_t memory; uint32_t seconds;
	/* A list of { page, width, height, src }, taken over; not called for a document of which nothing could be drawn. */
	void (*drawn)(void *arg, const pictures_of *of, json_t *pages);
	void *arg;
} pictures;

/* False with ERR_SYSTEM when no worker can be started. A document that cannot be drawn is no failure. */
bool pictures_draw(const pictures *what, int *stopped_by, err *e);

#endif
