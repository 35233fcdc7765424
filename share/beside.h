/*
 * beside.h - a file's digest computed by a second thread, while the first reads, encrypts and writes.
 *
 * Hashing takes as long as everything else of sealing together, and every machine has a second
 * processor. The thread sees blocks of memory and nothing else.
 */
#ifndef UNDERSEAL_BESIDE_H
#define UNDERSEAL_BESIDE_H

#include "share/digest.h"

enum { BESIDE_BLOCK = 1 << 20 /* bytes */ };

typedef struct beside beside;

/* NULL with ERR_SYSTEM when there is no thread or memory to be had. Yours: beside_drop() it. */
beside *beside_new(err *e);
void    beside_drop(beside *b);

/* A new digest begins. */
void beside_begin(beside *b);

/* A block to fill; waits until one is free. */
void *beside_block(beside *b);

/* n bytes of that block go into the digest. They may still be read, not changed, until the next
 * beside_block(). */
void beside_add(beside *b, size_t n);

/* Waits for the rest; the digest is ready for digest_done(). */
digest beside_end(beside *b);

/* Bytes of a file to whoever wants them, in order. */
typedef bool beside_sink(void *arg, const void *bytes, size_t n, err *e);

/* Reads a regular file, no link, to its end, and gives its digest; sink may be NULL. ERR_INPUT,
 * ERR_REFUSED for a link. */
bool beside_file(beside *b, const char *path, beside_sink *sink, void *arg, digest *out, err *e);

#endif
