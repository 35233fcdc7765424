/*
 * page.h - a page for browsers, written piece by piece: one file with style, script and data in it.
 *
 * The page may load nothing and run nothing but its own script (Content Security Policy, by hashes). Data stands in
 * elements that no browser runs; whatever it holds cannot end one. It is written beside its place and renamed.
 */
#ifndef UNDERSEAL_PAGE_H
#define UNDERSEAL_PAGE_H

#include "redact/base/buf.h"
#include "redact/base/err.h"

#include <jansson.h>
#include <stdio.h>

typedef struct page {
	FILE *to;
	const char *path;
	char *temp;
	str rest;        /* of the frame, behind the data */
	arena *mem;
} page;

/* Opens it for whoever runs this alone. ERR_USAGE where a file lies there that is no such page, ERR_SYSTEM. */
bool page_open(page *p, const char *path, arena *mem, err *e);
bool page_close(page *p, err *e);  /* gives it its name                  */
void page_drop(page *p);           /* when it is to be as if never begun */

/* A block of data begins: a list, or one value. Then its values, taken over; then its end. */
void page_list(page *p, const char *id);
void page_item(page *p, json_t *value, bool first);
void page_list_end(page *p);
void page_value(page *p, const char *id, json_t *value);

/* One JSON value as it may stand there. Added to out. */
void page_json(buf *out, const json_t *value);

#endif
