#include "redact/work/pool/errand.h"

#include "redact/work/pool/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

errand *errand_new(const pool_task *t)
{
	errand *on = calloc(1, sizeof *on);
	if (!on)
		abort();
	on->task = *t;
	buf_str(&on->message, t->message);
	return on;
}

void errand_drop(errand *on)
{
	buf_free(&on->message);
	free(on);
}

static int open_high(const char *path, int how)
{
	return zygote_out_of_the_way(open(path, how | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600));
}

/* What a worker that failed left there is none of the next one's. */
static int make_new(const char *path)
{
	unlink(path);
	return open_high(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW);
}

/* To be written to, and nothing else, whatever who lends it may do. */
static int make_empty(int fd)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return open_high(path, O_WRONLY | O_TRUNC);
}

bool errand_open(const errand *on, const texts_fds *texts, hands *out, err *e)
{
	const pool_task *t = &on->task;
	*out = hands_none();
	if (t->source && (out->fd[HAND_SOURCE] = open_high(t->source, O_RDONLY)) < 0)
		return err_set(e, ERR_INPUT, "%s", errno == EACCES ? "permission denied" : strerror(errno));
	if (t->written && (out->fd[HAND_WRITTEN] = open_high(t->written, O_RDONLY)) < 0)
		return err_set(e, ERR_SYSTEM, "the written file: %s", strerror(errno));
	if (t->into && (out->fd[HAND_SAVE] = make_empty(t->into)) < 0)
		return err_set(e, ERR_SYSTEM, "the output cannot be written: %s", strerror(errno));
	if ((t->save && (out->fd[HAND_SAVE] = make_new(t->save)) < 0) || (t->spool && (out->fd[HAND_SPOOL] = make_new(t->spool)) < 0))
		return err_set(e, ERR_SYSTEM, "the output cannot be written: %s", strerror(errno));
	int fd = t->texts == POOL_ADD_TEXTS ? texts->add : t->texts == POOL_READ_TEXTS ? texts->read : -1;
	if (fd >= 0 && (out->fd[HAND_TEXTS] = fcntl(fd, F_DUPFD_CLOEXEC, 0)) < 0)
		return err_set(e, ERR_SYSTEM, "the texts of the batch: %s", strerror(errno));
	return true;
}

/* The same file with one way of access. */
static int narrow(int fd, int how)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return zygote_out_of_the_way(open(path, how | O_CLOEXEC));
}

bool texts_narrow(int texts, texts_fds *out)
{
	*out = (texts_fds){ -1, -1 };
	if (texts <= 0)
		return true;
	out->add = narrow(texts, O_WRONLY | O_APPEND);
	out->read = narrow(texts, O_RDONLY);
	return out->add >= 0 && out->read >= 0;
}

void texts_close(texts_fds *t)
{
	if (t->add >= 0)
		close(t->add);
	if (t->read >= 0)
		close(t->read);
	*t = (texts_fds){ -1, -1 };
}
