/*
 * fifo.h - what waits for its turn: first come, first served.
 *
 * Holds pointers that are somebody else's. An all-zero fifo is an empty one; its memory is the arena's that
 * fifo_put() is given, always the same.
 */
#ifndef UNDERSEAL_FIFO_H
#define UNDERSEAL_FIFO_H

#include "redact/base/arena.h"

typedef struct fifo {
	void **list; size_t n, room;
	size_t next;             /* the first in list that was not taken */
} fifo;

static inline void fifo_put(fifo *f, void *what, arena *mem)
{
	*ARENA_PUSH(mem, f->list, f->n, f->room) = what;
}

/* The one whose turn it is; NULL when nobody waits. */
static inline void *fifo_peek(const fifo *f)
{
	return f->next < f->n ? f->list[f->next] : NULL;
}

/* The same, and it waits no longer. */
static inline void *fifo_take(fifo *f)
{
	return f->next < f->n ? f->list[f->next++] : NULL;
}

#endif
