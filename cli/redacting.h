/*
 * redacting.h - the run behind redact, for the command that goes on with what shards of it did.
 */
#ifndef UNDERSEAL_REDACTING_H
#define UNDERSEAL_REDACTING_H

#include "cli/command.h"

/* In place of what the shards were told of these. */
typedef struct merging {
	const char *folder;                         /* the output                   */
	const char *ledger;                         /* of the whole                 */
	const char *const *shards; size_t nshards;  /* ledgers                      */
	int jobs, json;                             /* jobs 0: one for each core    */
} merging;

/* As a command's run(), by a command line of redact; m NULL: as it says. */
int redacting_run(const command *self, int argc, const char **argv, const merging *m, arena *mem);

#endif
