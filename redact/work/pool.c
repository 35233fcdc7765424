#include "redact/work/pool.h"

#include "redact/base/buf.h"
#include "redact/work/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	FIRST_FREE_FD = 16,        /* ours stay clear of those a child expects             */
	MOST_WIDTH = 256,
	LARGEST_ANSWER = 1 << 30,  /* a worker that sends more than this has lost its mind */
	TICK = 100,                /* milliseconds between looks at the clock              */
};

typedef struct slot {
	pid_t pid;       /* 0: free                        */
	int fd;          /* our end of the socket; -1: answer complete */
	buf message;
	size_t sent;
	buf answer;
	int64_t deadline;/* milliseconds; 0 for none       */
	bool late, flooded;
	void *arg;
} slot;

typedef struct pool {
	const pool_calls *calls;
	slot *slots;
	size_t width, running;
	sigset_t old_mask;
	char **env;
	int shared;          /* calls->shared, out of the way; -1 for none */
} pool;

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

size_t pool_cores(void)
{
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int n = CPU_COUNT(&set);
	return n < 1 ? 1 : (size_t)n;
}

/* ---- starting -------------------------------------------------------------------------------- */

static int out_of_the_way(int fd)
{
	if (fd < 0)
		return -1;
	int high = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	close(fd);
	return high;
}

static int open_input(const char *path)
{
	return out_of_the_way(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

/* Our environment with one addition: a worker is one of many and must not start threads. */
static char **worker_env(void)
{
	size_t n = 0;
	while (environ[n])
		n++;
	char **env = calloc(n + 2, sizeof *env);
	if (!env)
		return NULL;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "OMP_THREAD_LIMIT=", 17) != 0)
			env[kept++] = environ[i];
	env[kept] = (char *)"OMP_THREAD_LIMIT=1";
	return env;
}

static int spawn_with(pool *p, int child, int first, int second, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	/* Libraries print warnings that quote the document: nobody hears them. A sanitizer's report is
	 * wanted though, and such a build is no one's product. */
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
#ifndef __SANITIZE_ADDRESS__
	posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
#endif
	posix_spawn_file_actions_adddup2(&files, child, 0);
	if (first >= 0)
		posix_spawn_file_actions_adddup2(&files, first, 3);
	if (second >= 0)
		posix_spawn_file_actions_adddup2(&files, second, 4);
	if (p->shared > 0)
		posix_spawn_file_actions_adddup2(&files, p->shared, 5);
	/* A group of its own, so that Ctrl-C reaches us alone and we clean up in order. */
	posix_spawnattr_setpgroup(&how, 0);
	posix_spawnattr_setsigmask(&how, &p->old_mask);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
	char *argv[] = { (char *)"underseal", (char *)WORKER_COMMAND, NULL };
	int code = posix_spawn(pid, "/proc/self/exe", &files, &how, argv, p->env);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&how);
	return code;
}

static bool start(pool *p, slot *s, const pool_task *t, err *e)
{
	int first = t->source ? open_input(t->source) : -1;
	if (t->source && first < 0)
		return err_set(e, ERR_INPUT, "%s", strerror(errno));
	int second = -1;
	if (t->written && (second = open_input(t->written)) < 0) {
		err_set(e, ERR_SYSTEM, "the written file: %s", strerror(errno));
		if (first >= 0)
			close(first);
		return false;
	}
	bool ok = false;
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		err_set(e, ERR_SYSTEM, "cannot talk to a reader: %s", strerror(errno));
	} else {
		int ours = out_of_the_way(ends[0]), child = out_of_the_way(ends[1]);
		pid_t pid = 0;
		int code = ours < 0 || child < 0 ? errno : spawn_with(p, child, first, second, &pid);
		if (child >= 0)
			close(child);
		if (code != 0) {
			err_set(e, ERR_SYSTEM, "cannot start a reader: %s", strerror(code));
			err_hint(e, code == ENOENT ? "is /proc mounted?" : "try a smaller -j");
			if (ours >= 0)
				close(ours);
		} else {
			fcntl(ours, F_SETFL, O_NONBLOCK);
			*s = (slot){ .pid = pid, .fd = ours, .arg = t->arg };
			buf_str(&s->message, t->message);
			s->deadline = t->seconds ? now_ms() + (int64_t)t->seconds * 1000 : 0;
			p->running++;
			ok = true;
		}
	}
	if (first >= 0)
		close(first);
	if (second >= 0)
		close(second);
	return ok;
}

static void fill(pool *p)
{
	for (size_t i = 0; i < p->width; i++) {
		while (p->slots[i].pid == 0) {
			pool_task t = { 0 };
			if (!p->calls->next(p->calls->arg, &t))
				return;
			err e = ERR_INIT;
			if (!start(p, &p->slots[i], &t, &e))
				p->calls->done(p->calls->arg, t.arg, STR(""), &e);
		}
	}
}

/* ---- talking --------------------------------------------------------------------------------- */

static void hang_up(slot *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static void say(slot *s)
{
	while (s->sent < s->message.n) {
		ssize_t n = send(s->fd, s->message.p + s->sent, s->message.n - s->sent, MSG_NOSIGNAL);
		if (n < 0) {
			if (errno == EINTR)
				continue;
			if (errno != EAGAIN)
				s->sent = s->message.n; /* it died: what it said before tells more */
			break;
		}
		s->sent += (size_t)n;
	}
	if (s->sent == s->message.n) {
		shutdown(s->fd, SHUT_WR);
		buf_free(&s->message);
		s->sent = 0;
	}
}

static void hear(slot *s)
{
	char block[64 << 10];
	for (;;) {
		ssize_t n = recv(s->fd, block, sizeof block, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			hang_up(s);
			return;
		}
		buf_add(&s->answer, block, (size_t)n);
		if (s->answer.n > LARGEST_ANSWER) {
			s->flooded = true;
			kill(s->pid, SIGKILL);
			hang_up(s);
			return;
		}
	}
}

/* ---- ending ---------------------------------------------------------------------------------- */

static void explain(const slot *s, int status, err *e)
{
	if (s->late) {
		err_set(e, ERR_SYSTEM, "took too long and was stopped");
		err_hint(e, "allow more with --limit-time=SECONDS");
	} else if (s->flooded) {
		err_set(e, ERR_INTERNAL, "the reader sent more than we can take");
	} else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) {
		err_set(e, ERR_SYSTEM, "took too much processor time and was stopped");
		err_hint(e, "allow more with --limit-time=SECONDS");
	} else if (WIFSIGNALED(status)) {
		err_set(e, ERR_INTERNAL, "the reader was stopped by signal %d (%s)", WTERMSIG(status),
		        strsignal(WTERMSIG(status)));
		err_hint(e, WTERMSIG(status) == SIGKILL ? "the system may have run out of memory"
		                                        : "the document may be damaged; please report it");
	} else if (WEXITSTATUS(status) == 4) {
		err_set(e, ERR_SYSTEM, "needs more memory than it may have");
		err_hint(e, "allow more with --limit-mem=MEGABYTES");
	} else {
		err_set(e, ERR_INTERNAL, "the reader left with status %d", WEXITSTATUS(status));
	}
}

/* Takes in a child that has ended; false while it lives. */
static bool reap(pool *p, slot *s)
{
	int status;
	pid_t got = waitpid(s->pid, &status, WNOHANG);
	if (got == 0 || (got < 0 && errno == EINTR))
		return false;
	if (s->fd >= 0)
		hear(s);
	hang_up(s);
	bool fine = got > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 && !s->late && !s->flooded;
	err e = ERR_INIT;
	if (!fine)
		explain(s, got > 0 ? status : 0, &e);
	slot ended = *s;
	*s = (slot){ .fd = -1 };
	p->running--;
	p->calls->done(p->calls->arg, ended.arg, fine ? buf_view(&ended.answer) : STR(""), fine ? NULL : &e);
	buf_free(&ended.answer);
	buf_free(&ended.message);
	return true;
}

static void end_all(pool *p)
{
	for (size_t i = 0; i < p->width; i++) {
		slot *s = &p->slots[i];
		if (s->pid == 0)
			continue;
		kill(s->pid, SIGKILL);
		hang_up(s);
		while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
			;
		buf_free(&s->answer);
		buf_free(&s->message);
		*s = (slot){ .fd = -1 };
	}
	p->running = 0;
}

/* One look at everybody. Returns the signal that wants us to stop, or 0. */
static int turn(pool *p, int signals)
{
	struct pollfd fds[MOST_WIDTH + 1];
	slot *of[MOST_WIDTH + 1];
	nfds_t n = 0;
	bool ending = false;
	fds[n++] = (struct pollfd){ .fd = signals, .events = POLLIN };
	for (size_t i = 0; i < p->width; i++) {
		slot *s = &p->slots[i];
		if (s->pid == 0)
			continue;
		if (s->fd < 0) {
			ending = true;
			continue;
		}
		of[n] = s;
		fds[n++] = (struct pollfd){ .fd = s->fd, .events = (short)(POLLIN | (s->message.n ? POLLOUT : 0)) };
	}
	/* A child that hung up is about to end: ask again soon. */
	poll(fds, n, ending ? 1 : TICK);

	struct signalfd_siginfo info;
	if ((fds[0].revents & POLLIN) && read(signals, &info, sizeof info) == sizeof info)
		return (int)info.ssi_signo;
	for (nfds_t i = 1; i < n; i++) {
		if (fds[i].revents & POLLOUT)
			say(of[i]);
		if (fds[i].revents & (POLLIN | POLLHUP | POLLERR))
			hear(of[i]);
	}
	int64_t now = now_ms();
	for (size_t i = 0; i < p->width; i++) {
		slot *s = &p->slots[i];
		if (s->pid && s->deadline && now > s->deadline && !s->late) {
			s->late = true;
			kill(s->pid, SIGKILL);
			hang_up(s);
		}
		if (s->pid && s->fd < 0)
			reap(p, s);
	}
	return 0;
}

bool pool_run(const pool_calls *calls, size_t width, int *stopped_by, err *e)
{
	*stopped_by = 0;
	if (width < 1)
		width = 1;
	if (width > MOST_WIDTH)
		width = MOST_WIDTH;
	sigset_t stops;
	sigemptyset(&stops);
	sigaddset(&stops, SIGINT);
	sigaddset(&stops, SIGTERM);
	sigaddset(&stops, SIGHUP);
	pool p = { .calls = calls, .width = width, .shared = -1 };
	if (calls->shared)
		p.shared = fcntl(calls->shared, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
	sigprocmask(SIG_BLOCK, &stops, &p.old_mask);
	int signals = signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
	p.slots = calloc(width, sizeof *p.slots);
	p.env = worker_env();
	bool ok = signals >= 0 && p.slots && p.env && (!calls->shared || p.shared >= 0);
	if (!ok) {
		err_set(e, ERR_SYSTEM, "cannot start readers: %s", strerror(errno));
	} else {
		for (size_t i = 0; i < width; i++)
			p.slots[i].fd = -1;
		signals = out_of_the_way(signals);
		for (fill(&p); p.running; fill(&p)) {
			*stopped_by = turn(&p, signals);
			if (*stopped_by)
				break;
			if (calls->idle)
				calls->idle(calls->arg, p.running);
		}
		end_all(&p);
	}
	if (signals >= 0)
		close(signals);
	if (p.shared >= 0)
		close(p.shared);
	free(p.slots);
	free(p.env);
	sigprocmask(SIG_SETMASK, &p.old_mask, NULL);
	return ok;
}
