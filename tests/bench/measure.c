/*
 * measure.c - runs commands in turns and says what each took.
 *
 *     measure RUNS COMMAND... [-- COMMAND...]...
 *
 * Prints a line for each command: the median of its wall clock seconds, the median of its processor
 * seconds, and the most memory in KB that it or any one of its descendants ever had. Taking turns
 * spreads over all of them what else the machine is doing. {} in an argument becomes the number of the
 * run. What the commands print goes to /dev/null; when one of them fails, so does measure.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_RUNS = 99, MOST_COMMANDS = 4, MOST_ARGS = 32, LONGEST_ARG = 1024 };

extern char **environ;

struct command {
	char **args;
	double wall[MOST_RUNS], cpu[MOST_RUNS];
	long most_kb;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static bool fill_in(char out[LONGEST_ARG], const char *arg, int run)
{
	const char *gap = strstr(arg, "{}");
	int n = gap ? snprintf(out, LONGEST_ARG, "%.*s%d%s", (int)(gap - arg), arg, run, gap + 2)
	            : snprintf(out, LONGEST_ARG, "%s", arg);
	return n < LONGEST_ARG;
}

static bool start(pid_t *pid, char **args)
{
	posix_spawn_file_actions_t files;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	errno = posix_spawnp(pid, args[0], &files, NULL, args, environ);
	posix_spawn_file_actions_destroy(&files);
	return errno == 0;
}

static bool run_once(struct command *c, int run)
{
	static char text[MOST_ARGS][LONGEST_ARG];
	char *args[MOST_ARGS + 1] = { NULL };
	for (int i = 0; c->args[i]; i++) {
		if (i == MOST_ARGS || !fill_in(text[i], c->args[i], run))
			return fprintf(stderr, "measure: %s: too many or too long arguments\n", c->args[0]), false;
		args[i] = text[i];
	}

	pid_t pid;
	int status;
	struct rusage used; /* of the child and of all it waited for: times added up, memory the largest */
	double began = now();
	if (!start(&pid, args) || wait4(pid, &status, 0, &used) != pid)
		return fprintf(stderr, "measure: %s: %s\n", args[0], strerror(errno)), false;
	c->wall[run] = now() - began;
	c->cpu[run] = seconds(used.ru_utime) + seconds(used.ru_stime);
	if (used.ru_maxrss > c->most_kb)
		c->most_kb = used.ru_maxrss;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return fprintf(stderr, "measure: %s: ended with status %d\n", args[0],
		               WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)), false;
	return true;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *list, int n)
{
	qsort(list, (size_t)n, sizeof *list, by_size);
	return n % 2 ? list[n / 2] : (list[n / 2 - 1] + list[n / 2]) / 2;
}

int main(int argc, char **argv)
{
	static struct command commands[MOST_COMMANDS];
	int n = 0, runs = argc > 2 ? atoi(argv[1]) : 0;
	for (int i = 2, first = 2; i <= argc; i++) {
		if (i < argc && strcmp(argv[i], "--") != 0)
			continue;
		if (i == first || n == MOST_COMMANDS) {
			runs = 0;
			break;
		}
		argv[i] = NULL; /* argv[argc] is that already */
		commands[n++].args = argv + first;
		first = i + 1;
	}
	if (runs < 1 || runs > MOST_RUNS) {
		fprintf(stderr, "usage: measure RUNS COMMAND... [-- COMMAND...]...\n");
		return 2;
	}
	for (int run = 0; run < runs; run++)
		for (int i = 0; i < n; i++)
			if (!run_once(&commands[i], run))
				return 1;
	for (int i = 0; i < n; i++)
		printf("%.3f %.3f %ld\n", median(commands[i].wall, runs), median(commands[i].cpu, runs), commands[i].most_kb);
	return 0;
}
