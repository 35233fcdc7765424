#include "redact/work/pool/slot.h"

#include "redact/work/pool/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

int slot_talk(int *theirs)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	int ours = zygote_out_of_the_way(ends[0]), code = errno;
	*theirs = ends[1];
	if (ours < 0) {
		close(ends[1]);
		*theirs = -1;
		errno = code;
		return -1;
	}
	fcntl(ours, F_SETFL, O_NONBLOCK);
	return ours;
}

bool slot_has_to_say(const slot *s)
{
	return s->sent < s->on->message.n;
}

void slot_say(slot *s)
{
	const buf *message = &s->on->message;
	while (s->sent < message->n) {
		ssize_t n = send(s->fd, message->p + s->sent, message->n - s->sent, MSG_NOSIGNAL);
		if (n < 0) {
			if (errno == EINTR)
				continue;
			if (errno != EAGAIN)
				s->sent = message->n; /* it died: what it said before tells more */
			break;
		}
		s->sent += (size_t)n;
	}
	if (s->sent == message->n)
		shutdown(s->fd, SHUT_WR);
}

void slot_hear(slot *s)
{
	char block[64 << 10];
	for (;;) {
		ssize_t n = recv(s->fd, block, sizeof block, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			slot_hang_up(s);
			return;
		}
		buf_add(&s->answer, block, (size_t)n);
		if (s->answer.n > s->on->most_answered) {
			s->flooded = true;
			slot_stop(s);
			return;
		}
	}
}

void slot_hang_up(slot *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

void slot_stop(slot *s)
{
	if (s->pid)
		kill(s->pid, SIGKILL);
	slot_hang_up(s);
}

void slot_clear(slot *s)
{
	slot_hang_up(s);
	buf_free(&s->answer);
	*s = (slot){ .fd = -1 };
}
