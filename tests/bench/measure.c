/*
 * measure.c - how long a command takes and how much memory its largest process had.
 *
 *     measure RUNS COMMAND ARGUMENT...
 *
 * Prints the shortest wall time of RUNS runs in seconds and the largest memory in megabytes. What
 * the command prints is thrown away; a status above 1 ends it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Exit status of the command, or 127. */
static int run_once(char **command, double *seconds, long *kilobytes)
{
	struct rusage used;
	double from = now();
	int status;
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 1);
		dup2(null, 2);
		execvp(command[0], command);
		_exit(127);
	}
	/* the usage told here takes in the processes that the command itself waited for */
	if (child < 0 || wait4(child, &status, 0, &used) < 0)
		return 127;
	*seconds = now() - from;
	*kilobytes = used.ru_maxrss;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

int main(int argc, char **argv)
{
	int runs = argc > 2 ? atoi(argv[1]) : 0;
	double best = 0;
	long most = 0;
	if (runs < 1) {
		fputs("usage: measure RUNS COMMAND ARGUMENT...\n", stderr);
		return 2;
	}
	for (int i = 0; i < runs; i++) {
		double seconds = 0;
		long kilobytes = 0;
		int status = run_once(argv + 2, &seconds, &kilobytes);
		if (status > 1) {
			fprintf(stderr, "measure: %s ended with %d\n", argv[2], status);
			return 1;
		}
		best = i == 0 || seconds < best ? seconds : best;
		most = kilobytes > most ? kilobytes : most;
	}
	printf("%.3f %.1f\n", best, (double)most / 1024);
	return 0;
}
