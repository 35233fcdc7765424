/*
 * pool.h - worker processes, a few at a time, each with one job and a time limit.
 *
 * The pool knows nothing of jobs: it starts this program again (worker.h), hands over a message and
 * the opened files, and brings back the answer, or the reason why there is none: a crash, a signal,
 * a limit. SIGINT, SIGTERM and SIGHUP end the children and the pool returns.
 */
#ifndef UNDERSEAL_POOL_H
#define UNDERSEAL_POOL_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct pool_task {
	str message;          /* copied                                                   */
	const char *source;   /* opened and handed over as descriptor 3; NULL for none    */
	const char *written;  /* as descriptor 4; NULL for none                           */
	uint32_t seconds;     /* until it is ended; 0 for no limit                        */
	void *arg;            /* comes back with the answer                               */
} pool_task;

typedef struct pool_calls {
	/* Fills the next task; false when there is none now (more may come after an answer). */
	bool (*next)(void *arg, pool_task *out);
	/* The answer of a task, lent, or the trouble (then the answer is empty). */
	void (*done)(void *arg, void *task, str answer, const err *trouble);
	/* Called now and then while waiting, for a progress line; may be NULL. */
	void (*idle)(void *arg, size_t running);
	void *arg;
	int shared;           /* a file that every worker has as descriptor 5; 0 for none  */
} pool_calls;

/* Runs until nothing is left, `width` at a time. False with ERR_SYSTEM when no process can be
 * started at all. *stopped_by gets the signal that ended it early, else 0; tasks that were running
 * then are ended and get no done(). */
bool pool_run(const pool_calls *calls, size_t width, int *stopped_by, err *e);

/* Processors this process may use, at least 1. */
size_t pool_cores(void);

#endif
