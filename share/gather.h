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

/* What the manifest does not say of a file. */
typedef struct gather_item {
	const char *path;    /* NULL: one of the first, which the caller fills in */
	uint32_t crc;
	bool trusted;        /* its hash is the proof's, and not yet held against the bytes */
} gather_item;

typedef struct gathered {
	manifest_file *files;   /* in the order of the bundle, with offset still 0 */
	gather_item *items;     /* of the same places                              */
	size_t n, own;          /* the first `own` are empty, for the caller       */
	uint64_t size;          /* bytes of all                                    */
} gathered;

/* What is found lies in mem. */
bool gather(const bundle_order *order, size_t own, arena *mem, gathered *out, bundle_made *made, err *e);

#endif
