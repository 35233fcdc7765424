/*
 * seeking.h - the run behind find, for commands that need the plan it writes.
 */
#ifndef UNDERSEAL_SEEKING_H
#define UNDERSEAL_SEEKING_H

#include "cli/asked.h"

typedef struct seeking {
	const asked *asked;                       /* settled                              */
	bool across;                              /* values go from document to document  */
	const operands *inputs;
	const char *plan_file, *names_file;       /* to be written; NULL: none            */
	bool words, json, table, overwrite;       /* table: tells what was found, in one  */
} seeking;

/* The exit status: 0 and 1 leave the plan behind. */
int seeking_run(const seeking *f, arena *mem);

#endif
