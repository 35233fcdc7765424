/*
 * pages.h - which pages: "1-3,7", or "all" of what has no numbered pages.
 *
 * As a person writes them and as a plan file keeps them. An all-zero set is empty. Ranges are sorted and
 * do not touch.
 */
#ifndef UNDERSEAL_PAGES_H
#define UNDERSEAL_PAGES_H

#include "redact/base/buf.h"

#include <stdint.h>

typedef struct page_range {
	uint32_t first, last; /* from 1, both among them */
} page_range;

typedef struct page_set {
	page_range *list; size_t n, room;
	bool all;            /* of a document without numbered pages */
} page_set;

/* False for what is no such list, or one of more than ten thousand ranges; blanks around numbers are fine. Ranges in mem. */
bool pages_read(str words, arena *mem, page_set *out);

/* Adds first to last, joined with what they touch. */
void pages_add(page_set *s, uint32_t first, uint32_t last, arena *mem);

/* Adds all of other. */
void pages_join(page_set *s, const page_set *other, arena *mem);

/* Pages count from 1. */
bool pages_have(const page_set *s, uint32_t page);

/* Those of 1 to n that are not in s. */
page_set pages_missing(const page_set *s, uint32_t n, arena *mem);

/* "1-3,7"; "all"; "" for none. Added to out. */
void pages_print(buf *out, const page_set *s);

#endif
