/*
 * belt.h - blocks of memory that one thread fills and others work on, each of them on every block, in order.
 *
 * Hashing, encrypting and the disk each take as long as the others, and every machine has a second
 * processor. The workers see blocks of memory and what is theirs, nothing else.
 */
#ifndef UNDERSEAL_BELT_H
#define UNDERSEAL_BELT_H

#include "redact/base/err.h"

#include <stddef.h>

enum {
	BELT_BLOCK = 1 << 20,   /* bytes                                               */
	BELT_ALIGNED = 4096,    /* where a block begins, so that it can go to the disk */
	BELT_WORKERS = 2,       /* at most                                             */
};

/* What a worker does with n bytes, on a thread of its own. */
typedef void belt_work(void *arg, const unsigned char *bytes, size_t n);

typedef struct belt_worker {
	belt_work *work;
	void *arg;
} belt_worker;

typedef struct belt belt;

/* NULL with ERR_SYSTEM when there is no thread or memory to be had. Yours: belt_drop() it, which waits
 * for the workers and wipes the blocks. */
belt *belt_new(const belt_worker *workers, size_t n, err *e);
void  belt_drop(belt *b);

/* A block to fill; waits until every worker is done with it. */
unsigned char *belt_block(belt *b);

/* n bytes of that block go to the workers. They may still be read, not changed, until the next
 * belt_block(). */
void belt_pass(belt *b, size_t n);

/* Waits until all that was passed is done: what belongs to the workers may be looked at and changed. */
void belt_rest(belt *b);

#endif
