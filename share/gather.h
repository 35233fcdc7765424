/*
 * gather.h - what of an output folder goes into a bundle: found, measured, held against its proof.
 *
 * This is the first of the two passes of sealing. It refuses rather than leaves out: a document
 * without proof, a link, a name that not every system allows. Left out, and told, are only files
 * that must never travel.
 *
 * A document's hash is what its proof says: the second pass hashes the bytes as it encrypts them, and
 * finds out who is not what was proven. Here the bytes are only counted and summed for the ZIP, which
 * costs a tenth of hashing.
 */
#ifndef UNDERSEAL_GATHER_H
#define UNDERSEAL_GATHER_H

#include "share/bundle.h"

typedef struct gather_item {
	manifest_file file;  /* offset still 0                           */
	const char *path;    /* NULL: the content is in bytes            */
	str bytes;
	uint32_t crc;
	bool trusted;        /* file.sha256 is the proof's, and not yet held against the bytes */
} gather_item;

typedef struct gathered {
	gather_item *items; size_t n, room;  /* in the order of the bundle, READ-ME.txt not among them */
} gathered;

/* What is found lies in mem. */
bool gather(const bundle_order *order, arena *mem, gathered *out, bundle_made *made, err *e);

#endif
