/*
 * each.h - one job for every input, answers told in the order of the inputs.
 *
 * For commands that look and write nothing: find, verify, text.
 */
#ifndef UNDERSEAL_EACH_H
#define UNDERSEAL_EACH_H

#include "redact/work/inputs/intake.h"
#include "redact/work/job.h"
#include "redact/work/progress.h"

typedef struct each {
	const intake *in;
	job job;                 /* name is filled in for each             */
	size_t jobs;             /* at once; 0 for one a core              */
	/* Changes the job for one input; may be NULL. What it sets must outlive the run. */
	void (*prepare)(void *arg, const input *in, job *out);
	bool across;             /* FIND: hunt what rules find in one document in all others;
	                            nothing is told before all have been read */
	/* r is never NULL; r->trouble says why there is no answer. */
	void (*told)(void *arg, const input *in, const reply *r);
	void (*idle)(void *arg, const progress *now); /* now and then; NULL is fine */
	void *arg;
} each;

/* False with ERR_SYSTEM when no worker can be started. *stopped_by as pool_run(). */
bool each_run(const each *what, int *stopped_by, err *e);

#endif
