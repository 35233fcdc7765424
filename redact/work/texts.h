/*
 * texts.h - what documents say, kept until the whole batch has been read.
 *
 * Reading a document takes seconds where its pages are scans; looking for a word in what was read takes
 * microseconds. So each worker adds the text of its document to one file that all of them hold open, and once all
 * values are known that file is searched, not the documents. It has no name: when the last process that holds it
 * ends, however that ends, it is gone.
 */
#ifndef UNDERSEAL_TEXTS_H
#define UNDERSEAL_TEXTS_H

#include "redact/base/err.h"
#include "redact/model/text.h"

/* A new file without a name, on the file system of a folder that can be written to. -1 and ERR_SYSTEM on failure. */
int texts_open(const char *folder, err *e);

/* Adds the units of a document under its number. Several processes may do so at a time; one that is killed while
 * it does leaves a line that counts as none. */
bool texts_add(int texts, uint32_t document, const text *t, err *e);

typedef struct texts_hit {
	uint32_t document, value;
} texts_hit;

typedef struct texts_found {
	texts_hit *hits; size_t n, room;              /* each pair once                     */
	uint32_t *documents; size_t ndocuments, documents_room; /* in whose texts was looked */
} texts_found;

/* Which of the values stand in which of the texts: those of every `shares`-th line from `share` on. In mem. */
bool texts_hunt(str bytes, const str *values, size_t n, uint32_t share, uint32_t shares, arena *mem, texts_found *out, err *e);

#endif
