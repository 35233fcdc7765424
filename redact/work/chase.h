/*
 * chase.h - the hunt through the texts of a whole batch, shared out among workers.
 */
#ifndef UNDERSEAL_CHASE_H
#define UNDERSEAL_CHASE_H

#include "redact/work/across.h"
#include "redact/work/pool/pool.h"
#include "redact/work/texts.h"

typedef struct chase {
	pool *pool;
	int texts;               /* of texts_open()                              */
	size_t jobs;             /* at once                                      */
	uint64_t memory;
	uint32_t seconds;
} chase;

/* Where values of `a` stand in documents that they are not marked in, by document, in mem. of: by number, the
 * documents that must have left their text; ERR_INTERNAL when one has not. *stopped_by as pool_run(). */
bool chase_run(const chase *c, const across *a, const bool *of, size_t documents, arena *mem, texts_hit **hits, size_t *n,
               int *stopped_by, err *e);

#endif
