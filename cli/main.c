/*
 * main.c - the one place where the lists meet: commands, formats, detectors.
 */
#include "cli/lists.h"

#include "formats/formats.h"
#include "patterns/detectors.h"
#include "redact/base/log.h"
#include "redact/work/worker/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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
	      "Redacts PDF and Word documents, pictures and texts for real, proves it, and shares the\n"
	      "result under seal.\n\n", to);
	for (const command *const *c = commands_list; *c; c++)
		fprintf(to, "  %-9s %s\n", (*c)->name, (*c)->summary);
	fputs("\nunderseal COMMAND --help says more about each. Exit status: 0 done and proven, 1 a person\n"
	      "must look, 2 wrong usage, 3 unreadable input, 4 disk or system trouble, 5 a fault of ours.\n", to);
}

/* Whoever starts us without standard files must not get what is meant for them in the next file that is opened. They are
 * opened the wrong way round, so that reading and writing still fail. */
static void fill_standard_files(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_RDONLY : O_WRONLY) < 0)
			_exit(4);
}

/* A reader that has seen enough and left is no trouble. */
static bool reader_left(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
	return poll(&out, 1, 0) == 1 && (out.revents & POLLERR);
}

/* What was to be printed is printed, or the status is another than that of success. */
static int said_all(int status)
{
	bool flushed = fflush(stdout) == 0;
	int code = errno;
	if ((flushed && !ferror(stdout)) || reader_left())
		return status;
	if (flushed)
		log_error("standard output: not everything could be written");
	else
		log_error("standard output: %s", strerror(code));
	log_hint("what was printed there is not complete; see whether the disk is full");
	return status < 2 ? 4 : status;
}

static int run(const command *c, int argc, const char **argv)
{
	arena *mem = arena_new();
	int status = c->run(c, argc, argv, mem);
	arena_drop(mem);
	return said_all(status);
}

int main(int argc, char **argv)
{
	fill_standard_files();
	/* A file larger than the shell allows is an error of that file, and none that ends us. */
	signal(SIGXFSZ, SIG_IGN);
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
		return said_all(0);
	}
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_commands(stdout);
		return said_all(0);
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
