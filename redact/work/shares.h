/*
 * shares.h - a document's unread pages and pictures, divided among workers with OCR, and what those saw
 * put together again.
 *
 * OCR takes seconds a page where everything else takes milliseconds. So a worker that meets pixels it
 * cannot search says how many there are (reply.unread) and stops; the parent has them read in shares,
 * by as many workers as it may use, and asks again with what they saw.
 *
 * A worker that crashes or takes too long costs no more than one page: what was in its share is read once
 * more, page by page, and a page that fails again is taken as one that cannot be searched.
 */
#ifndef UNDERSEAL_SHARES_H
#define UNDERSEAL_SHARES_H

#include "redact/work/job.h"

/* Of the unread pages every of-th from `number` on. */
struct share {
	void *owner;
	uint32_t number, of;
	bool again;                 /* failed before, as part of a larger one      */
	bool given_up;              /* failed twice: nobody tries to read it        */
};

typedef struct shares {
	uint32_t n;                 /* begun with; 0: nothing was shared out yet    */
	uint32_t unread;
	struct share **list; size_t nlist, room, started, answered;
	json_t **pages;             /* by their order in the document: what was seen */
	json_t *seen;               /* all of it, once it has come                 */
	bool gave_up;               /* some page nobody could read, and perhaps for what befell the readers */
	err trouble;                /* the first that ends it; kind ERR_NONE: none  */
	arena *mem;
} shares;

/* Divides `unread` pages and pictures among `width` workers. owner stands in every share of it. In mem. */
void shares_begin(shares *s, uint32_t unread, size_t width, void *owner, arena *mem);

/* The next share that nobody has begun; NULL when there is none. */
struct share *shares_next(shares *s);

typedef enum shares_state {
	SHARES_WAIT,    /* others are still out                                      */
	SHARES_MORE,    /* there are new ones to be given out                        */
	SHARES_OVER,    /* that was the last: s->seen or s->trouble is set           */
} shares_state;

/* Notes an answer, or the trouble in its place. */
shares_state shares_take(shares *s, const struct share *of, str answer, const err *trouble);

/* Makes a worker's job of it. */
void shares_job(const struct share *of, job *j);

void shares_drop(shares *s);

#endif
