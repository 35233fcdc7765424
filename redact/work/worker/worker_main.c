/* The zygote: makes itself ready, then forks a worker for each that is asked for. */
#include "redact/base/buf.h"
#include "redact/work/job.h"
#include "redact/work/worker/sandbox.h"
#include "redact/work/worker/worker.h"

#include <errno.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LONGEST_OPENING = 64 << 20 };

/* A process that outlives its parent would be heard by nobody. */
static void end_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
}

static bool read_all(int fd, void *to, size_t n)
{
	for (char *p = to; n;) {
		ssize_t got = read(fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		p += got;
		n -= (size_t)got;
	}
	return true;
}

static bool read_opening(arena *mem, job *out)
{
	uint64_t n;
	err e = ERR_INIT;
	if (!read_all(WORKER_ASKED, &n, sizeof n) || n > LONGEST_OPENING)
		return false;
	char *bytes = arena_alloc(mem, (size_t)n + 1);
	if (!read_all(WORKER_ASKED, bytes, (size_t)n))
		return false;
	return job_read((str){ bytes, (size_t)n }, mem, out, &e);
}

/* What jobs of this kind will look with. */
static void fill_shelf(shelf *s, const job *opening)
{
	if (opening->scan)
		shelf_add(s, &opening->want);
	if (opening->verb == JOB_REDACT) {
		request *lists = arena_alloc(s->mem, sizeof *lists);
		*lists = shelf_lists_of(&opening->want);
		shelf_add(s, lists);
	}
}

/* Lists and packs of the user's, which a job may name anew, and what the formats' libraries look into. */
static bool fence(const kit *k, const request *want, arena *mem, sandbox_here *on)
{
	const char **read = NULL;
	size_t n = 0, room = 0;
	err e = ERR_INIT;
	const struct { const str *list; size_t n; } named[] = {
		{ want->terms, want->nterms }, { want->minors, want->nminors }, { want->except, want->nexcept }, { want->packs, want->npacks },
	};
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		for (size_t j = 0; j < named[i].n; j++)
			*ARENA_PUSH(mem, read, n, room) = str_z(named[i].list[j], mem);
	const char *const *libraries = k->reads ? k->reads(mem) : NULL;
	for (; libraries && *libraries; libraries++)
		*ARENA_PUSH(mem, read, n, room) = *libraries;
	return sandbox_enter(read, n, on, &e);
}

/* Who waits for us waits for the worker too. The call is made as it is, without what the C library does for other
 * threads: there are none. */
static pid_t fork_beside(void)
{
	return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
}

/* What making ready left free lies in pieces all over the heap. Whoever is given one of them writes to a page that it
 * shares with us, which is copied for it. So they are put together now, and not by every worker anew. */
static void settle_heap(void)
{
	malloc_trim(0);
}

int worker_main(const kit *k)
{
	pid_t parent = getppid();
	arena *mem = arena_new();
	job opening = { 0 };
	shelf ready = { .kit = k, .mem = mem };
	sandbox_here on;
	end_with(parent);
	if (!read_opening(mem, &opening))
		return 1;
	sandbox_go_first();
	fill_shelf(&ready, &opening);
	if (!fence(k, &opening.want, mem, &on))
		return 4;
	settle_heap();
	for (hands files; hands_receive(WORKER_ASKED, &files); hands_close(&files)) {
		int32_t pid = fork_beside();
		if (pid == 0) {
			close(WORKER_ASKED);
			end_with(parent);
			_exit(sandbox_narrow(&on) ? worker_job(k, &ready, &files) : 6);
		}
		if (pid < 0)
			pid = -errno;
		if (write(WORKER_ASKED, &pid, sizeof pid) != sizeof pid)
			break;
	}
	return 0;
}
