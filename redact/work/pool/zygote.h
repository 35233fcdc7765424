/*
 * zygote.h - the process that workers are forked from.
 *
 * It is this program once more, started when a run begins. It makes ready what every job needs and no
 * document has a part in: libraries are loaded, rules and lists of terms compiled, the sandbox is closed
 * around it. Then it forks a worker for each job, which starts within a fraction of a millisecond and shares all
 * that. The zygote itself reads no document and no job: it hands on the descriptors that came for a worker and
 * closes them. So no worker holds anything of another's document, however many there were before, and who proves
 * what was written is a process that neither wrote it nor holds anything of its writing.
 *
 * A worker is a child of whoever started the zygote (CLONE_PARENT, clone(2)), who waits for it as for any other.
 */
#ifndef UNDERSEAL_ZYGOTE_H
#define UNDERSEAL_ZYGOTE_H

#include "redact/base/err.h"
#include "redact/base/str.h"
#include "redact/work/pool/hand.h"

#include <signal.h>
#include <sys/types.h>

typedef struct zygote {
	pid_t pid;   /* 0: there is none                           */
	int fd;      /* on which it is asked and answers           */
} zygote;

/* Starts it, with a job that says what to make ready (job.h), and these signals blocked. Does not wait until it
 * is. ERR_SYSTEM when there can be no process. */
bool zygote_start(zygote *z, str opening, const sigset_t *mask, err *e);

/* Asks for a worker that gets these. The answers come on z->fd in the order of the questions, each to be taken by
 * zygote_answer(), and the worker may be talked to before. False when the zygote is gone. */
bool zygote_ask(const zygote *z, const hands *h);

/* The worker's process. 0: nothing to read yet; -1: the zygote is gone, or has no process left to give. */
pid_t zygote_answer(const zygote *z);

/* Its workers live on. NULL-pid is fine. */
void zygote_end(zygote *z);

/* A descriptor where no worker expects one of its own, closed on exec; fd is closed. -1 with errno. */
int zygote_out_of_the_way(int fd);

#endif
