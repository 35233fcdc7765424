/*
 * texts.h - what documents say, kept until the whole batch has been read.
 *
 * Reading a document takes seconds where its pages are scans; looking for a word in what was read takes
 * microseconds. So each worker leaves the text of its document in the workroom, and once all values are known
 * those texts are searched, not the documents. They go with the workroom.
 */
#ifndef UNDERSEAL_TEXTS_H
#define UNDERSEAL_TEXTS_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "redact/model/text.h"

/* Writes the units as one line of JSON, under a number that says which document it is. */
bool texts_write(const char *path, uint32_t document, const text *t, err *e);

/* Adds the bytes of one such file to another, open for writing. */
bool texts_append(int to, const char *path, err *e);

typedef struct texts_hit {
	uint32_t document, value;
} texts_hit;

/* Adds a value to a list of them, a line each. */
void texts_add_value(buf *list, str value);

/* Which of the values stand in which of the texts, each pair once, in mem. texts: lines that texts_write() wrote;
 * values: lines of texts_add_value(), numbered from 0. ERR_INTERNAL when they are damaged. */
bool texts_hunt(str texts, str values, arena *mem, texts_hit **hits, size_t *nhits, err *e);

#endif
