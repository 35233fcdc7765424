/*
 * progress.h - how far a run over many documents has come, for whoever shows it.
 */
#ifndef UNDERSEAL_PROGRESS_H
#define UNDERSEAL_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

typedef struct progress {
	size_t all, done;   /* documents; those that are done again are not done      */
	size_t kept;        /* of the done: by an earlier run, so that they took no time */
	size_t failed;      /* of the done: failed or refused, for each time            */
	uint64_t pages;     /* of the documents that this run did, each once             */
} progress;

#endif
