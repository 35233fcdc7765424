#include "redact/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks double up to this, so that a small document costs little and a large one few mallocs. */
enum { FIRST_BLOCK = 16 << 10, LARGEST_BLOCK = 4 << 20 };

struct block {
	struct block *next;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *top;
	size_t next_size;
};

static void out_of_memory(void)
{
	fputs("underseal: error: out of memory\n", stderr);
	_Exit(4);
}

static struct block *block_new(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct block))
		out_of_memory();
	struct block *b = calloc(1, sizeof *b + size);
	if (!b)
		out_of_memory();
	b->size = size;
	return b;
}

arena *arena_new(void)
{
	arena *mem = calloc(1, sizeof *mem);
	if (!mem)
		out_of_memory();
	mem->next_size = FIRST_BLOCK;
	return mem;
}

void arena_drop(arena *mem)
{
	if (!mem)
		return;
	for (struct block *b = mem->top; b;) {
		struct block *next = b->next;
		free(b);
		b = next;
	}
	free(mem);
}

void arena_clear(arena *mem)
{
	struct block *top = mem->top;
	if (!top)
		return;
	for (struct block *b = top->next, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	memset(top->bytes, 0, top->used);
	top->used = 0;
	top->next = NULL;
}

void arena_adopt(arena *mem, arena *other)
{
	struct block **end = mem->top ? &mem->top->next : &mem->top, *rest = *end;
	for (*end = other->top; *end;)
		end = &(*end)->next;
	*end = rest;
	free(other);
}

void *arena_alloc(arena *mem, size_t n)
{
	if (n > SIZE_MAX - alignof(max_align_t))
		out_of_memory();
	n = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);

	struct block *b = mem->top;
	if (!b || b->size - b->used < n) {
		/* A request too large for a block gets one of its own, behind the top, so that the room
		 * left in the top block stays in use. */
		if (n > mem->next_size / 2) {
			struct block *own = block_new(n);
			own->used = n;
			if (b) {
				own->next = b->next;
				b->next = own;
			} else {
				mem->top = own;
			}
			return own->bytes;
		}
		b = block_new(mem->next_size);
		b->next = mem->top;
		mem->top = b;
		if (mem->next_size < LARGEST_BLOCK)
			mem->next_size *= 2;
	}
	void *p = b->bytes + b->used;
	b->used += n;
	return p;
}

void *arena_alloc_array(arena *mem, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(mem, count * size);
}

void arena_grow(arena *mem, void *items, size_t used, size_t *room, size_t size)
{
	if (used < *room)
		return;
	size_t more = *room ? *room * 2 : 8;
	void *fresh = arena_alloc_array(mem, more, size);
	void **slot = items;
	if (used)
		memcpy(fresh, *slot, used * size);
	*slot = fresh;
	*room = more;
}
