/*
 * shares.h - a document's unread pages and pictures, divided among workers with OCR, and what those saw
 * put together again.
 *
 * OCR takes seconds a page where everything else takes milliseconds. So a worker that meets pixels it
 * cannot search says how many there are (reply.unread) and stops; the parent has them read in shares,
 * by as many workers as it may use, and asks again with what they saw.
 */
#ifndef UNDERSEAL_SHARES_H
#define UNDERSEAL_SHARES_H

#include "redact/work/job.h"

typedef struct shares {
	uint32_t n;                 /* 0: nothing was shared out yet               */
	uint32_t started, answered;
	json_t **parts;             /* by share: what its worker saw, as JSON      */
	json_t *seen;               /* all of it, once it has come                 */
	err trouble;                /* the first; kind ERR_NONE: there was none    */
	struct share {
		void *owner;
		uint32_t number;
	} *list;
} shares;

/* Divides `unread` pictures among `width` workers. owner stands in every share of it. In mem. */
void shares_begin(shares *s, uint32_t unread, size_t width, void *owner, arena *mem);

/* The next share that nobody has begun; NULL when there is none. */
struct share *shares_next(shares *s);

/* Notes an answer, or the trouble in its place. True when it was the last: s->seen or s->trouble is
 * set then. */
bool shares_take(shares *s, const struct share *of, str answer, const err *trouble);

/* Makes a worker's job of it. */
void shares_job(const shares *s, const struct share *of, job *j);

void shares_drop(shares *s);

#endif
