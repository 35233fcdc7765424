/*
 * worker.h - the child process that reads one stranger's document.
 *
 * The parent starts its own program again with WORKER_COMMAND as the only argument, the job on
 * descriptor 0 and the document open on descriptor 3 (and, for a proof, the written file on 4).
 * The reply goes back through descriptor 0. Nothing else is inherited, and nothing of a document
 * stands in arguments, environment or temporary files.
 */
#ifndef UNDERSEAL_WORKER_H
#define UNDERSEAL_WORKER_H

#include "redact/engine.h"

#define WORKER_COMMAND "--worker"

/* Does one job and returns the exit status for main(): 0 when a reply was sent, whatever it says. */
int worker_main(const kit *k);

#endif
