#include "redact/work/pool/zygote.h"

#include "redact/work/worker/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FIRST_FREE_FD = 16 };

int zygote_out_of_the_way(int fd)
{
	if (fd < 0)
		return -1;
	int high = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD), code = errno;
	close(fd);
	errno = code;
	return high;
}

/* A worker is one of many and must not start threads. What it calls in libraries is looked up once, by the zygote, and not
 * by every worker anew. */
static const char *const additions[] = { "OMP_THREAD_LIMIT=1", "LD_BIND_NOW=1" };
enum { ADDITIONS = sizeof additions / sizeof *additions };

static bool is_added(const char *variable)
{
	for (size_t i = 0; i < ADDITIONS; i++)
		if (strncmp(variable, additions[i], strcspn(additions[i], "=") + 1) == 0)
			return true;
	return false;
}

/* Our environment with these. */
static char **worker_env(void)
{
	size_t n = 0, kept = 0;
	while (environ[n])
		n++;
	char **env = calloc(n + ADDITIONS + 1, sizeof *env);
	if (!env)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!is_added(environ[i]))
			env[kept++] = environ[i];
	for (size_t i = 0; i < ADDITIONS; i++)
		env[kept++] = (char *)additions[i];
	return env;
}

static int spawn(int child, const sigset_t *mask, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	char **env = worker_env();
	if (!env)
		return ENOMEM;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	/* Libraries print warnings that quote the document: nobody hears them. A sanitizer's report is
	 * wanted though, and such a build is no one's product. */
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
#ifndef __SANITIZE_ADDRESS__
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
#endif
	posix_spawn_file_actions_adddup2(&files, child, WORKER_ASKED);
	/* Nothing that somebody left open in us, or in who started us. */
	posix_spawn_file_actions_addclosefrom_np(&files, 3);
	/* A group of its own, so that Ctrl-C reaches us alone and we clean up in order. */
	posix_spawnattr_setpgroup(&how, 0);
	posix_spawnattr_setsigmask(&how, mask);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	char *argv[] = { (char *)"underseal", (char *)WORKER_COMMAND, NULL };
	int code = posix_spawn(pid, "/proc/self/exe", &files, &how, argv, env);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	free(env);
	return code;
}

static bool send_all(int fd, const void *bytes, size_t n)
{
	for (const char *p = bytes; n;) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		p += sent;
		n -= (size_t)sent;
	}
	return true;
}

bool zygote_start(zygote *z, str opening, const sigset_t *mask, err *e)
{
	int ends[2] = { -1, -1 };
	*z = (zygote){ .fd = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return err_set(e, ERR_SYSTEM, "cannot talk to a reader: %s", strerror(errno));
	int ours = zygote_out_of_the_way(ends[0]), child = zygote_out_of_the_way(ends[1]);
	int code = ours < 0 || child < 0 ? errno : spawn(child, mask, &z->pid);
	if (child >= 0)
		close(child);
	uint64_t length = opening.n;
	if (code == 0 && send_all(ours, &length, sizeof length) && send_all(ours, opening.p, opening.n)) {
		fcntl(ours, F_SETFL, O_NONBLOCK);
		z->fd = ours;
		return true;
	}
	if (ours >= 0)
		close(ours);
	if (z->pid)
		zygote_end(z);
	*z = (zygote){ .fd = -1 };
	err_set(e, ERR_SYSTEM, "cannot start a reader: %s", strerror(code ? code : EPIPE));
	return err_hint(e, code == ENOENT ? "is /proc mounted?" : "try a smaller -j");
}

bool zygote_ask(const zygote *z, const hands *h)
{
	return z->pid && hands_send(z->fd, h);
}

pid_t zygote_answer(const zygote *z)
{
	int32_t pid;
	ssize_t n;
	while ((n = recv(z->fd, &pid, sizeof pid, 0)) < 0 && errno == EINTR)
		;
	if (n < 0 && errno == EAGAIN)
		return 0;
	return n == (ssize_t)sizeof pid && pid > 0 ? pid : -1;
}

void zygote_end(zygote *z)
{
	if (!z->pid)
		return;
	if (z->fd >= 0)
		close(z->fd);
	kill(z->pid, SIGKILL);
	while (waitpid(z->pid, NULL, 0) < 0 && errno == EINTR)
		;
	*z = (zygote){ .fd = -1 };
}
