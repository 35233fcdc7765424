/*
 * shelf.h - detectors that were opened before there was a job, for all jobs that ask for the same.
 *
 * Compiling rules and lists takes longer than most documents do. Who opens a shelf and forks has them for every
 * child, each of which gets them as they were opened: none has met a document.
 */
#ifndef UNDERSEAL_SHELF_H
#define UNDERSEAL_SHELF_H

#include "redact/engine.h"

enum { SHELF_ROOM = 2 };

typedef struct shelf {
	const kit *kit;
	arena *mem;
	struct {
		request want;
		detectors look;
	} made[SHELF_ROOM];
	size_t n;
} shelf;

/* Adds the detectors for a request. What cannot be opened is not there: who asks for it opens it again, and
 * learns why. want and what it points to must live as long. */
void shelf_add(shelf *s, const request *want);

/* The same request with its lists of terms and nothing else: what a proof asks for. */
request shelf_lists_of(const request *want);

/* Detectors for a request, from the shelf (then they are lent, *lent is true) or opened for it. */
bool shelf_find(const shelf *s, const request *want, arena *mem, detectors *out, bool *lent, err *e);

#endif
