#include "redact/work/pool/hand.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* One byte says which there are, in the order of their numbers. */
union control {
	struct cmsghdr head;
	char bytes[CMSG_SPACE(HANDS * sizeof(int))];
};

hands hands_none(void)
{
	hands h;
	for (int i = 0; i < HANDS; i++)
		h.fd[i] = -1;
	return h;
}

void hands_close(hands *h)
{
	for (int i = 0; i < HANDS; i++)
		if (h->fd[i] >= 0)
			close(h->fd[i]);
	*h = hands_none();
}

static uint64_t in_proportion(uint64_t least, uint64_t times, uint64_t size, uint64_t most)
{
	return size > (most - least) / times ? most : least + times * size;
}

static bool source_size(const hands *h, uint64_t *size)
{
	struct stat st;
	if (h->fd[HAND_SOURCE] < 0 || fstat(h->fd[HAND_SOURCE], &st) != 0 || st.st_size < 0)
		return false;
	*size = (uint64_t)st.st_size;
	return true;
}

uint64_t hands_most_written(const hands *h)
{
	uint64_t size = 0;
	source_size(h, &size);
	return in_proportion((uint64_t)4 << 30, 64, size, INT64_MAX);
}

uint64_t hands_most_answered(const hands *h)
{
	const uint64_t most = (uint64_t)1 << 30;
	uint64_t size;
	/* Without a source it is about the whole batch. */
	return source_size(h, &size) ? in_proportion((uint64_t)128 << 20, 256, size, most) : most;
}

bool hands_send(int socket, const hands *h)
{
	union control control;
	unsigned char which = 0;
	int list[HANDS], n = 0;
	memset(&control, 0, sizeof control);
	for (int i = 0; i < HANDS; i++) {
		if (h->fd[i] < 0)
			continue;
		which |= (unsigned char)(1u << i);
		list[n++] = h->fd[i];
	}
	struct iovec line = { &which, 1 };
	struct msghdr m = { .msg_iov = &line, .msg_iovlen = 1 };
	if (n) {
		m.msg_control = control.bytes;
		m.msg_controllen = CMSG_SPACE((size_t)n * sizeof(int));
		struct cmsghdr *c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN((size_t)n * sizeof(int));
		memcpy(CMSG_DATA(c), list, (size_t)n * sizeof(int));
	}
	ssize_t sent;
	while ((sent = sendmsg(socket, &m, MSG_NOSIGNAL)) < 0 && errno == EINTR)
		;
	return sent == 1;
}

static int take_list(struct msghdr *m, int list[static HANDS])
{
	int n = 0;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t at = 0; n < HANDS && at + sizeof(int) <= c->cmsg_len - CMSG_LEN(0); at += sizeof(int))
			memcpy(&list[n++], CMSG_DATA(c) + at, sizeof(int));
	}
	return n;
}

bool hands_receive(int socket, hands *out)
{
	union control control;
	unsigned char which;
	struct iovec line = { &which, 1 };
	struct msghdr m = { .msg_iov = &line, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes };
	ssize_t got;
	int list[HANDS], n, next = 0;
	*out = hands_none();
	while ((got = recvmsg(socket, &m, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
		;
	if (got != 1)
		return false;
	n = take_list(&m, list);
	for (int i = 0; i < HANDS; i++)
		if (which & (1u << i) && next < n)
			out->fd[i] = list[next++];
	return true;
}
