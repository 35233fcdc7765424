/*
 * worker.h - the child process that reads one stranger's document.
 *
 * The parent starts its own program again with WORKER_COMMAND as the only argument: the zygote
 * (zygote.h), of which a worker is forked for each job. A worker gets the job over a socket of its own, and the
 * files of that job as descriptors; the reply goes back through the socket, and the worker ends. Nothing else is
 * inherited, and nothing of a document stands in arguments, environment or temporary files.
 */
#ifndef UNDERSEAL_WORKER_H
#define UNDERSEAL_WORKER_H

#include "redact/engine.h"
#include "redact/work/pool/hand.h"
#include "redact/work/worker/shelf.h"

#define WORKER_COMMAND "--worker"

enum { WORKER_ASKED = 0 }; /* the descriptor on which the zygote is asked for workers */

/* The zygote, from beginning to end; the exit status for main(). */
int worker_main(const kit *k);

/* Does one job in a process that ends with it, and returns its exit status: 0 when a reply was sent, whatever it
 * says; 4 when memory ran out. */
int worker_job(const kit *k, const shelf *ready, const hands *files);

#endif
