/*
 * command.h - the interface that a command of the program fills in.
 *
 * One const struct per command, one file cli/cmd_<name>.c, one line in the list of main.c. Help is
 * printed from the struct and from the option table, so the two cannot drift apart.
 */
#ifndef UNDERSEAL_COMMAND_H
#define UNDERSEAL_COMMAND_H

#include "redact/base/arena.h"

#include <popt.h>
#include <stddef.h>

typedef struct command {
	const char *name;    /* "seal"                                                       */
	const char *summary; /* one line for the list of commands                            */
	const char *usage;   /* "DIR -o FILE.age --expires 30d|DATE [--to LABEL]"            */
	const char *about;   /* paragraphs a paralegal understands, with an example          */
	/* Returns the exit status. argv[0] is the command's name; mem lives until it returns. */
	int (*run)(const struct command *self, int argc, const char **argv, arena *mem);
} command;

typedef struct operands {
	const char **list; size_t n;  /* what is left after the options, in order */
} operands;

/*
 * Reads argv by the option table (popt; strings it stores live as long as the process). Prints
 * help for --help. Returns -1 to go on, otherwise the exit status: 0 after --help, 2 after a usage
 * error that was told on stderr with a hint.
 */
int options_read(const command *self, int argc, const char **argv, struct poptOption *table,
                 arena *mem, operands *out);

#endif
