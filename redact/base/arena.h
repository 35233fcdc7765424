/*
 * arena.h - memory by lifetime: allocate as you go, give all of it back at once.
 *
 * One arena lives as long as one document (or one command). Nothing in it is freed alone. When
 * memory runs out the process says so and leaves with status 4: a worker that cannot allocate has
 * nothing better to do, and its parent reports the document as failed.
 */
#ifndef UNDERSEAL_ARENA_H
#define UNDERSEAL_ARENA_H

#include <stddef.h>

typedef struct arena arena;

arena *arena_new(void);          /* never NULL */
void   arena_drop(arena *mem);   /* NULL is fine */

/* Gives back all that was allocated; the arena can be used anew, and keeps some room for that. */
void   arena_clear(arena *mem);

/* All that was allocated from `other` lives as long as mem from now on; other is gone. */
void   arena_adopt(arena *mem, arena *other);

/* n zeroed bytes, aligned for any type, alive until arena_drop(). n may be 0. Never NULL. */
void *arena_alloc(arena *mem, size_t n);

/* A typed array of `count` zeroed items; the product is checked for overflow. */
#define arena_array(mem, type, count) ((type *)arena_alloc_array((mem), (count), sizeof(type)))
void *arena_alloc_array(arena *mem, size_t count, size_t size);

/* Grows *items (of `size` bytes each) so that index `used` can be written; doubles *room.
 * Old contents are copied, so pointers into the old array are stale afterwards. */
void arena_grow(arena *mem, void *items, size_t used, size_t *room, size_t size);
#define ARENA_PUSH(mem, list, used, room) \
	((used) < (room) ? (void)0 : arena_grow((mem), &(list), (used), &(room), sizeof *(list)), &(list)[(used)++])

#endif
