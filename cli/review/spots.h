/*
 * spots.h - marks on words by where they are, for a request that makes many.
 */
#ifndef UNDERSEAL_REVIEW_SPOTS_H
#define UNDERSEAL_REVIEW_SPOTS_H

#include "cli/review/session.h"

/* All-zero with mem set; made at the first question about a document, and anew for another one. */
typedef struct spots {
	arena *mem;
	const document *of;
	uint32_t *ids; size_t n, room;   /* 0: none; a power of two of them, by hash */
} spots;

/* The mark on bytes [beg, end) of a unit; NULL: there is none. */
mark *spots_find(spots *t, session *s, uint32_t document, str unit, size_t beg, size_t end);

/* One that was made since. */
void spots_add(spots *t, session *s, uint32_t document, const mark *m);

#endif
