#include "redact/work/pool/pool.h"

#include "redact/work/pool/ended.h"
#include "redact/work/pool/slot.h"
#include "redact/work/pool/zygote.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	MOST_WIDTH = 256,
	TICK = 100,                /* milliseconds between looks at the clock              */
	MOST_ZYGOTES = 3,          /* that end one after the other without giving a worker */
	LONGEST_BIRTH = 600000,    /* milliseconds: long lists are compiled before the first one */
};

struct pool {
	zygote z;
	buf opening;
	sigset_t old_mask;
	sigset_t child_mask;  /* the zygote can be ended, whatever we hold back */
	unsigned lost;       /* zygotes since the last one that gave a worker   */
	uint64_t questions;
	/* While it runs: */
	const pool_calls *calls;
	slot slots[MOST_WIDTH];
	size_t width, running;
	errand *again, **last_again; /* to be tried once more, alone            */
	bool alone;          /* one of those is                                 */
	int patience;        /* milliseconds until beside() wants to be called  */
	texts_fds texts;
};

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

void pool_hold_stops(sigset_t *stops, sigset_t *old)
{
	sigemptyset(stops);
	sigaddset(stops, SIGINT);
	sigaddset(stops, SIGTERM);
	sigaddset(stops, SIGHUP);
	sigprocmask(SIG_BLOCK, stops, old);
}

/* ---- starting -------------------------------------------------------------------------------- */

static bool renew_zygote(pool *p, err *e)
{
	zygote_end(&p->z);
	return zygote_start(&p->z, buf_view(&p->opening), &p->child_mask, e);
}

static bool take_births(pool *p, err *e);

/* Where the zygote is gone, others are waiting as well for workers that will not come: they are asked for again first,
 * since answers come in the order of the questions. */
static bool ask(pool *p, const hands *files, err *e)
{
	if (zygote_ask(&p->z, files))
		return true;
	return take_births(p, e) && (zygote_ask(&p->z, files) || err_set(e, ERR_SYSTEM, "cannot start a reader: %s", strerror(errno)));
}

/* On failure the slot is free and the errand still the caller's. */
static bool launch(pool *p, slot *s, errand *on, err *e)
{
	hands files;
	int ours = -1;
	bool ok = errand_open(on, &p->texts, &files, e);
	on->most_written = hands_most_written(&files);
	on->most_answered = hands_most_answered(&files);
	if (ok && (ours = slot_talk(&files.fd[HAND_TALK])) < 0)
		ok = err_set(e, ERR_SYSTEM, "cannot talk to a reader: %s", strerror(errno));
	ok = ok && ask(p, &files, e);
	hands_close(&files);
	if (!ok) {
		if (ours >= 0)
			close(ours);
		return false;
	}
	*s = (slot){ .on = on, .fd = ours, .asked = p->questions++ };
	s->deadline = now_ms() + (p->calls->birth ? p->calls->birth : LONGEST_BIRTH);
	on->company = p->running > 0;
	for (size_t i = 0; i < p->width && on->company; i++)
		if (p->slots[i].on)
			p->slots[i].on->company = true;
	p->running++;
	return true;
}

static void start(pool *p, slot *s, errand *on)
{
	err e = ERR_INIT;
	if (launch(p, s, on, &e))
		return;
	if (on->again)
		p->alone = false;
	p->calls->done(p->calls->arg, on->task.arg, STR(""), &e);
	errand_drop(on);
}

static errand *next_errand(pool *p)
{
	pool_task t = { 0 };
	return p->calls->next(p->calls->arg, &t) ? errand_new(&t) : NULL;
}

static void fill(pool *p)
{
	for (size_t i = 0; i < p->width && !p->alone; i++) {
		while (!p->slots[i].on) {
			errand *on = next_errand(p);
			if (!on)
				break;
			start(p, &p->slots[i], on);
		}
	}
	while (p->running == 0 && p->again) {
		errand *on = p->again;
		p->again = on->next;
		if (!p->again)
			p->last_again = &p->again;
		start(p, &p->slots[0], on);
		p->alone = p->running > 0;
	}
}

/* ---- ending ---------------------------------------------------------------------------------- */

static void put_again(pool *p, errand *on)
{
	on->again = true;
	on->next = NULL;
	*p->last_again = on;
	p->last_again = &on->next;
}

/* The slot is free, and its errand over or waiting to be tried again. */
static void settle(pool *p, slot *s, const ended *how)
{
	slot over = *s;
	errand *on = over.on;
	err e = ERR_INIT;
	*s = (slot){ .fd = -1 };
	p->running--;
	if (on->again)
		p->alone = false;
	if (!ended_well(how) && !on->again && !on->task.once && (on->company || !ended_at_limit(how))) {
		put_again(p, on);
	} else {
		bool fine = ended_well(how);
		if (!fine)
			ended_tell(how, &(ended_limits){ on->task.seconds, on->task.memory, on->most_written }, on->again, &e);
		p->calls->done(p->calls->arg, on->task.arg, fine ? buf_view(&over.answer) : STR(""), fine ? NULL : &e);
		errand_drop(on);
	}
	buf_free(&over.answer);
}

/* Takes in a child that has ended. */
static void reap(pool *p, slot *s)
{
	int status;
	pid_t got = waitpid(s->pid, &status, WNOHANG);
	if (got == 0 || (got < 0 && errno == EINTR))
		return;
	if (s->fd >= 0)
		slot_hear(s);
	slot_hang_up(s);
	ended how = { .status = status, .gone = got < 0, .late = s->late, .flooded = s->flooded };
	settle(p, s, &how);
}

static void end_all(pool *p)
{
	bool unborn = false;
	for (size_t i = 0; i < p->width; i++) {
		slot *s = &p->slots[i];
		if (!s->on)
			continue;
		unborn |= !s->pid;
		slot_stop(s);
		while (s->pid && waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
			;
		errand_drop(s->on);
		slot_clear(s);
	}
	if (unborn)
		zygote_end(&p->z); /* whose answers would be taken for those to later questions */
	for (errand *on = p->again, *next; on; on = next) {
		next = on->next;
		errand_drop(on);
	}
	p->again = NULL;
	p->last_again = &p->again;
	p->running = 0;
	p->alone = false;
}

/* ---- the zygote ------------------------------------------------------------------------------ */

static slot *waiting_for_birth(pool *p)
{
	slot *first = NULL;
	for (size_t i = 0; i < p->width; i++)
		if (p->slots[i].on && !p->slots[i].pid && (!first || p->slots[i].asked < first->asked))
			first = &p->slots[i];
	return first;
}

/* It is gone with the questions that it did not answer: they are asked of another one. */
static bool lose_zygote(pool *p, err *e)
{
	if (++p->lost > MOST_ZYGOTES)
		return err_set(e, ERR_SYSTEM, "cannot start readers: each ends before it gets a job");
	if (!renew_zygote(p, e))
		return false;
	uint64_t asked_before = p->questions;
	for (slot *s; (s = waiting_for_birth(p)) && s->asked < asked_before;) {
		errand *on = s->on;
		slot_clear(s);
		p->running--;
		start(p, s, on);
	}
	return true;
}

/* It is there, but stopped or stuck: nobody who waits for a worker would get one. */
static bool is_overdue(const pool *p, int64_t now)
{
	for (size_t i = 0; i < p->width; i++)
		if (p->slots[i].on && !p->slots[i].pid && now > p->slots[i].deadline)
			return true;
	return false;
}

/* False when it cannot go on. */
static bool take_births(pool *p, err *e)
{
	pid_t pid;
	while ((pid = zygote_answer(&p->z)) > 0) {
		slot *s = waiting_for_birth(p);
		if (!s) {
			kill(pid, SIGKILL);
			while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
				;
			continue;
		}
		p->lost = 0;
		s->pid = pid;
		s->deadline = s->on->task.seconds ? now_ms() + (int64_t)s->on->task.seconds * 1000 : 0;
		if (s->flooded)
			kill(pid, SIGKILL);
	}
	return pid == 0 || lose_zygote(p, e);
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* One look at everybody. Returns the signal that wants us to stop, or 0; -1 and *e when it cannot go on. */
static int turn(pool *p, int signals, err *e)
{
	struct pollfd fds[MOST_WIDTH + 3];
	slot *of[MOST_WIDTH + 3];
	nfds_t n = 0;
	bool ending = false;
	fds[n++] = (struct pollfd){ .fd = signals, .events = POLLIN };
	fds[n++] = (struct pollfd){ .fd = p->z.fd, .events = POLLIN };
	for (size_t i = 0; i < p->width; i++) {
		slot *s = &p->slots[i];
		if (!s->on)
			continue;
		if (s->fd < 0) {
			ending = true;
			continue;
		}
		of[n] = s;
		fds[n++] = (struct pollfd){ .fd = s->fd, .events = (short)(POLLIN | (slot_has_to_say(s) ? POLLOUT : 0)) };
	}
	nfds_t talks = n;
	int patience = ending ? 1 : TICK; /* a child that hung up is about to end: ask again soon */
	if (p->calls->beside) {
		fds[n++] = (struct pollfd){ .fd = p->calls->watched, .events = POLLIN };
		patience = p->patience < patience ? p->patience : patience;
	}
	poll(fds, n, patience);

	struct signalfd_siginfo info;
	if ((fds[0].revents & POLLIN) && read(signals, &info, sizeof info) == sizeof info)
		return (int)info.ssi_signo;
	for (nfds_t i = 2; i < talks; i++) {
		if (fds[i].revents & POLLOUT)
			slot_say(of[i]);
		if (fds[i].revents & (POLLIN | POLLHUP | POLLERR))
			slot_hear(of[i]);
	}
	if (fds[1].revents && !take_births(p, e))
		return -1;
	int64_t now = now_ms();
	if (is_overdue(p, now) && !lose_zygote(p, e))
		return -1;
	for (size_t i = 0; i < p->width; i++) {
		slot *s = &p->slots[i];
		if (s->on && s->pid && s->deadline && now > s->deadline && !s->late) {
			s->late = true;
			slot_stop(s);
		}
		if (s->on && s->pid && s->fd < 0)
			reap(p, s);
	}
	return 0;
}

/* Whether the run goes on. */
static bool look_beside(pool *p)
{
	p->patience = TICK;
	return !p->calls->beside || p->calls->beside(p->calls->arg, &p->patience);
}

pool *pool_open(str opening, err *e)
{
	pool *p = calloc(1, sizeof *p);
	sigset_t stops;
	if (!p) {
		err_set(e, ERR_SYSTEM, "cannot start readers: %s", strerror(errno));
		return NULL;
	}
	buf_str(&p->opening, opening);
	p->last_again = &p->again;
	/* It misses no signal on the way. */
	pool_hold_stops(&stops, &p->old_mask);
	p->child_mask = p->old_mask;
	sigdelset(&p->child_mask, SIGINT);
	sigdelset(&p->child_mask, SIGTERM);
	sigdelset(&p->child_mask, SIGHUP);
	bool ok = zygote_start(&p->z, opening, &p->child_mask, e);
	sigprocmask(SIG_SETMASK, &p->old_mask, NULL);
	if (ok)
		return p;
	pool_close(p);
	return NULL;
}

void pool_close(pool *p)
{
	if (!p)
		return;
	zygote_end(&p->z);
	buf_free(&p->opening);
	free(p);
}

bool pool_run(pool *p, const pool_calls *calls, size_t width, int *stopped_by, err *e)
{
	sigset_t stops;
	int stopped = 0;
	p->calls = calls;
	p->width = width < 1 ? 1 : width > MOST_WIDTH ? MOST_WIDTH : width;
	bool texts = texts_narrow(calls->texts, &p->texts);
	pool_hold_stops(&stops, &p->old_mask);
	int signals = zygote_out_of_the_way(signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK));
	bool ok = signals >= 0 && texts;
	if (!ok)
		err_set(e, ERR_SYSTEM, "cannot start readers: %s", strerror(errno));
	for (size_t i = 0; i < p->width; i++)
		p->slots[i] = (slot){ .fd = -1 };
	if (ok) {
		bool stays = look_beside(p);
		for (fill(p); stays && (p->running || calls->beside); fill(p)) {
			stopped = turn(p, signals, e);
			if (stopped)
				break;
			stays = look_beside(p);
			if (calls->idle)
				calls->idle(calls->arg, p->running);
		}
		end_all(p);
	}
	if (signals >= 0)
		close(signals);
	texts_close(&p->texts);
	sigprocmask(SIG_SETMASK, &p->old_mask, NULL);
	*stopped_by = stopped > 0 ? stopped : 0;
	return ok && stopped >= 0;
}
