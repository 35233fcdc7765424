/*
 * worker_int.h - one job in hand: what a worker was given, what it has opened, and what it will answer.
 */
#ifndef UNDERSEAL_WORKER_INT_H
#define UNDERSEAL_WORKER_INT_H

#include "redact/verify.h"
#include "redact/work/job.h"
#include "redact/work/worker/worker.h"

typedef struct task {
	const kit *kit;
	const shelf *ready;
	const hands *files;
	const job *job;
	arena *mem;
	opened from, written;
	detectors look;
	bool lent;            /* look is of the shelf */
	reply *out;
	json_t *units;
	sought *gone; size_t ngone;
	stays *stay;          /* PROVE_GONE: phrases of the plan that stay */
	hunt *hunt;           /* for them; NULL before one was needed */
} task;

/* The bytes of a file that was handed over; name is for messages. */
bool worker_map(int fd, str name, str *bytes, err *e);

/* The document, and with `read` its text. A written file is looked at as it is. */
bool worker_open(task *t, bool read, err *e);

/* What looks for what is wanted, out of the shelf where it is ready there. */
bool worker_detectors(task *t, const request *want, err *e);

bool worker_has_plan(const task *t, err *e);

/* Three of its jobs, see job_verb. */
bool worker_prove_gone(task *t, err *e);
bool worker_prove_kept(task *t, err *e);
bool worker_verify(task *t, err *e);

#endif
