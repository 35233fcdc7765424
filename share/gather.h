/*
 * gather.h - what of an output folder goes into a bundle: found, hashed, held against its proof.
 *
 * This is the first of the two passes of sealing. It refuses rather than leaves out: a document
 * without proof, a link, a name that not every system allows. Left out, and told, are only files
 * that must never travel.
 */
#ifndef UNDERSEAL_GATHER_H
#define UNDERSEAL_GATHER_H

#include "share/beside.h"
#include "share/bundle.h"

typedef struct gather_item {
	manifest_file file;  /* offset still 0                           */
	const char *path;    /* NULL: the content is in bytes            */
	str bytes;
	uint32_t crc;
} gather_item;

typedef struct gathered {
	gather_item *items; size_t n, room;  /* in the order of the bundle, READ-ME.txt not among them */
} gathered;

/* `b` hashes; what is found lies in mem. */
bool gather(const bundle_order *order, beside *b, arena *mem, gathered *out, bundle_made *made, err *e);

#endif
