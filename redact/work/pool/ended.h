/*
 * ended.h - how a worker ended that did not answer, in words for a person.
 */
#ifndef UNDERSEAL_ENDED_H
#define UNDERSEAL_ENDED_H

#include "redact/base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { ENDED_NO_MEMORY = 4 }; /* the status that a process leaves with when memory ran out (arena.c) */

typedef struct ended {
	int status;     /* of waitpid()                                 */
	bool gone;      /* waitpid() knows no such process              */
	bool late;      /* it was stopped since its time was over       */
	bool flooded;   /* ... since it sent without end                */
} ended;

/* With status 0, by itself. */
bool ended_well(const ended *how);

/* At a limit of its own, which has nothing to do with what else runs on the machine. */
bool ended_at_limit(const ended *how);

/* 0: none */
typedef struct ended_limits {
	uint32_t seconds;
	uint64_t memory, file;   /* bytes */
} ended_limits;

/* The trouble, with its limit and, where it was the second try, that it was. */
void ended_tell(const ended *how, const ended_limits *most, bool again, err *e);

#endif
