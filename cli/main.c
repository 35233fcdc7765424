/*
 * main.c - the one place where the lists meet: commands, formats, detectors.
 */
#include "cli/lists.h"

#include "formats/formats.h"
#include "patterns/detectors.h"
#include "redact/base/log.h"
#include "redact/work/worker.h"

#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

extern const command cmd_find, cmd_redact, cmd_verify, cmd_text, cmd_formats;
extern const command cmd_merge, cmd_rules, cmd_seal, cmd_open, cmd_list, cmd_check, cmd_keys, cmd_status, cmd_review, cmd_plan;

const command *const commands_list[] = {
	&cmd_find, &cmd_review, &cmd_plan, &cmd_redact, &cmd_merge, &cmd_status, &cmd_verify, &cmd_seal, &cmd_open, &cmd_list, &cmd_check, &cmd_keys,
	&cmd_text, &cmd_rules, &cmd_formats, NULL
};

const kit program_kit = { formats_list, patterns_open, formats_reads, formats_unpack, formats_read_marks };

static void print_commands(FILE *to)
{
	fputs("usage: underseal COMMAND [OPTIONS]\n\n"
	      "Redacts PDF and DOCX files for real, proves it, and shares the result under seal.\n\n", to);
	for (const command *const *c = commands_list; *c; c++)
		fprintf(to, "  %-9s %s\n", (*c)->name, (*c)->summary);
	fputs("\nunderseal COMMAND --help says more about each. Exit status: 0 done and proven, 1 a person\n"
	      "must look, 2 wrong usage, 3 unreadable input, 4 disk or system trouble, 5 a fault of ours.\n", to);
}

static int run(const command *c, int argc, const char **argv)
{
	arena *mem = arena_new();
	int status = c->run(c, argc, argv, mem);
	arena_drop(mem);
	return status;
}

int main(int argc, char **argv)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	if (sodium_init() < 0) {
		log_error("cannot set up libsodium");
		return 5;
	}
	const char *name = argc > 1 ? argv[1] : "";
	if (strcmp(name, WORKER_COMMAND) == 0)
		return worker_main(&program_kit);
	if (strcmp(name, "--version") == 0) {
		puts("underseal " UNDERSEAL_VERSION);
		return 0;
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_commands(stdout);
		return 0;
	}
	for (const command *const *c = commands_list; *c; c++)
		if (strcmp(name, (*c)->name) == 0)
			return run(*c, argc - 1, (const char **)argv + 1);
	if (*name) {
		log_error("%s: no such command", name);
		log_hint("underseal --help lists them");
	} else {
		print_commands(stderr);
	}
	return 2;
}
