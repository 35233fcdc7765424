#include "redact/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(buf *b, size_t more)
{
	if (more > SIZE_MAX / 2 - b->n) {
		fputs("underseal: error: out of memory\n", stderr);
		_Exit(4);
	}
	size_t need = b->n + more + 1;
	if (need <= b->room)
		return;
	size_t room = b->room ? b->room : 64;
	while (room < need)
		room *= 2;
	char *p = realloc(b->p, room);
	if (!p) {
		fputs("underseal: error: out of memory\n", stderr);
		_Exit(4);
	}
	b->p = p;
	b->room = room;
}

void buf_add(buf *b, const void *bytes, size_t n)
{
	reserve(b, n);
	if (n)
		memcpy(b->p + b->n, bytes, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void buf_str(buf *b, str s)
{
	buf_add(b, s.p, s.n);
}

void buf_z(buf *b, const char *z)
{
	buf_add(b, z, strlen(z));
}

void buf_more(buf *b, int c)
{
	char byte = (char)c;
	buf_add(b, &byte, 1);
}

char *buf_grow(buf *b, size_t n)
{
	reserve(b, n);
	char *at = b->p + b->n;
	b->n += n;
	b->p[b->n] = '\0';
	return at;
}

void buf_cut(buf *b, size_t n)
{
	if (n >= b->n)
		return;
	b->n = n;
	b->p[n] = '\0';
}

void buf_fmt(buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0) {
		reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

str buf_view(const buf *b)
{
	return b->p ? (str){ b->p, b->n } : STR("");
}

void buf_clear(buf *b)
{
	b->n = 0;
	if (b->p)
		b->p[0] = '\0';
}

void buf_free(buf *b)
{
	free(b->p);
	*b = (buf){ 0 };
}
