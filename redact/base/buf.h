/*
 * buf.h - bytes that grow: for building text, JSON and file contents.
 *
 * An all-zero buf is a valid empty one. Memory is malloc'ed and given back by buf_free(), which
 * also wipes nothing: secrets do not belong here but in sodium_malloc.
 */
#ifndef UNDERSEAL_BUF_H
#define UNDERSEAL_BUF_H

#include "redact/base/str.h"

typedef struct buf {
	char *p;     /* always followed by a NUL once anything was added */
	size_t n;
	size_t room;
} buf;

/* All of these add at the end, and end the program when memory runs out. bytes must not lie in the buf itself. */
void buf_add(buf *b, const void *bytes, size_t n);
void buf_str(buf *b, str s);
void buf_z(buf *b, const char *z);
void buf_more(buf *b, int c);                /* buf_byte() where there is no room */
static inline void buf_byte(buf *b, int c)
{
	if (b->room < 2 || b->n > b->room - 2) {
		buf_more(b, c);
		return;
	}
	b->p[b->n++] = (char)c;
	b->p[b->n] = '\0';
}
char *buf_grow(buf *b, size_t n);             /* n more bytes, for you to write */
void buf_cut(buf *b, size_t n);              /* keeps the first n              */
void buf_fmt(buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
str  buf_view(const buf *b);                 /* lent until the next change */
void buf_clear(buf *b);                      /* keeps the memory           */
void buf_free(buf *b);                       /* back to all zero           */

#endif
