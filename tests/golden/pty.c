/*
 * pty - runs a command on a terminal of its own and answers what it asks.
 *
 *     pty SECONDS EXPECT ANSWER [EXPECT ANSWER]... -- COMMAND...
 *
 * When EXPECT stands in what the command printed so far, ANSWER and a line end are typed, once each
 * and in order. All output goes to standard output. The exit status is the command's, 124 when the
 * time is up, 125 when an EXPECT never came.
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char seen[1 << 20];

int main(int argc, char **argv)
{
	int split = 2;
	while (split < argc && strcmp(argv[split], "--") != 0)
		split++;
	if (argc < 4 || split + 1 >= argc || (split - 2) % 2)
		return 125;
	int fd;
	pid_t child = forkpty(&fd, NULL, NULL, NULL);
	if (child < 0)
		return 125;
	if (child == 0) {
		execvp(argv[split + 1], argv + split + 1);
		_exit(127);
	}
	time_t end = time(NULL) + atoi(argv[1]);
	int next = 2;
	size_t n = 0, from = 0;
	while (n < sizeof seen - 1) {
		struct pollfd p = { fd, POLLIN, 0 };
		if (time(NULL) >= end) {
			kill(child, SIGKILL);
			waitpid(child, NULL, 0);
			return 124;
		}
		if (poll(&p, 1, 200) <= 0)
			continue;
		ssize_t got = read(fd, seen + n, sizeof seen - 1 - n);
		if (got <= 0)
			break;
		fwrite(seen + n, 1, (size_t)got, stdout);
		n += (size_t)got;
		seen[n] = '\0';
		char *at = next < split ? strstr(seen + from, argv[next]) : NULL;
		if (at) {
			/* Whoever prompts may throw away what was typed before the echo went off. */
			nanosleep(&(struct timespec){ 0, 200 * 1000 * 1000 }, NULL);
			from = (size_t)(at - seen) + strlen(argv[next]);
			dprintf(fd, "%s\n", argv[next + 1]);
			next += 2;
		}
	}
	int status = 0;
	waitpid(child, &status, 0);
	if (next < split)
		return 125;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
