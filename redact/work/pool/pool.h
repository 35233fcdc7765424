/*
 * pool.h - worker processes, a few at a time, each with one job and limits on it.
 *
 * The pool knows nothing of jobs: it starts this program again as the zygote (zygote.h), has a worker forked for
 * each task, hands it a message and the opened files, and brings back the answer, or the reason why there is none:
 * a crash, a hang, a limit. A task that ended so is tried once more when nothing else runs, so that none fails for
 * what its neighbours did to the machine. SIGINT, SIGTERM and SIGHUP end the children and the pool returns.
 */
#ifndef UNDERSEAL_POOL_H
#define UNDERSEAL_POOL_H

#include "redact/base/err.h"
#include "redact/base/str.h"

#include <signal.h>

typedef struct pool pool;

/* What a task may do with the texts of the batch (texts.h). */
typedef enum pool_texts {
	POOL_NO_TEXTS,
	POOL_ADD_TEXTS,       /* write behind what is there, and read nothing   */
	POOL_READ_TEXTS,      /* read, and write nothing                        */
} pool_texts;

/* Paths are lent until done(). */
typedef struct pool_task {
	str message;          /* copied                                                   */
	const char *source;   /* opened and handed over to be read; NULL for none         */
	const char *written;  /* another one                                              */
	const char *save;     /* made anew, for the owner alone, and handed over to be written to; NULL for none */
	const char *spool;    /* another one                                              */
	int into;             /* in place of save: an open file, lent, which is emptied and handed over; 0 for none */
	pool_texts texts;
	uint32_t seconds;     /* until it is ended; 0 for no limit                        */
	uint64_t memory;      /* what the message says it may have at most; 0 for no limit: for what is told */
	bool once;            /* not tried again: the caller knows a better way           */
	void *arg;            /* comes back with the answer                               */
} pool_task;

typedef struct pool_calls {
	/* Fills the next task; false when there is none now (more may come after an answer). */
	bool (*next)(void *arg, pool_task *out);
	/* The answer of a task, lent, or the trouble (then the answer is empty). */
	void (*done)(void *arg, void *task, str answer, const err *trouble);
	/* Called now and then while waiting, for a progress line; may be NULL. */
	void (*idle)(void *arg, size_t running);
	/* Called when `watched` can be read, and after everything else that happened: for who does something else beside the
	 * tasks. Sets the milliseconds after which it wants to be called again at the latest. While it returns true the pool
	 * goes on, though there are no tasks; false ends the run, and tasks with it. May be NULL. */
	bool (*beside)(void *arg, int *again);
	int watched;          /* a descriptor                                             */
	void *arg;
	int texts;            /* a file for the texts of the batch; 0 for none            */
	int birth;            /* milliseconds until a zygote that gives no worker is replaced; 0 for ten minutes */
} pool_calls;

/* Starts the zygote at once, so that it makes itself ready while the caller does other things. The opening is the
 * job that says what for. NULL with ERR_SYSTEM when there can be no process. Yours: pool_close(). */
pool *pool_open(str opening, err *e);
void  pool_close(pool *p);   /* NULL is fine */

/* Runs until nothing is left, `width` at a time; may be called again. False with ERR_SYSTEM when no worker can be
 * started at all. *stopped_by gets the signal that ended it early, else 0; tasks that were running
 * then are ended and get no done(). */
bool pool_run(pool *p, const pool_calls *calls, size_t width, int *stopped_by, err *e);

/* Holds back the signals that stop a run: one that comes between two pool_run() stops the next, or waits
 * until `old` is set again with sigprocmask(). For who has something to clear away. */
void pool_hold_stops(sigset_t *stops, sigset_t *old);

/* Processors this process may use, at least 1. */
size_t pool_cores(void);

#endif
