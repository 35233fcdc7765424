#include "cli/review/peer.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NOBODY_KNOWS = 65534 }; /* a user whom our user namespace does not have */

struct question {
	struct nlmsghdr head;
	struct inet_diag_req_v2 what;
};

/* Their end of the connection is a socket of this machine. */
static bool ask(int fd, const struct sockaddr_in *theirs, unsigned our_port)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct question q = {
		.head = { .nlmsg_len = sizeof q, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST },
		.what = { .sdiag_family = AF_INET, .sdiag_protocol = IPPROTO_TCP, .idiag_states = ~0u },
	};
	q.what.id.idiag_sport = theirs->sin_port;
	q.what.id.idiag_dport = htons((uint16_t)our_port);
	q.what.id.idiag_src[0] = theirs->sin_addr.s_addr;
	q.what.id.idiag_dst[0] = htonl(INADDR_LOOPBACK);
	q.what.id.idiag_cookie[0] = q.what.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
	return sendto(fd, &q, sizeof q, 0, (struct sockaddr *)&kernel, sizeof kernel) == sizeof q;
}

static bool hear(int fd, uid_t *user)
{
	union { struct nlmsghdr head; char bytes[4096]; } heard;
	ssize_t n = recv(fd, &heard, sizeof heard, MSG_DONTWAIT);
	if (n < (ssize_t)NLMSG_LENGTH(sizeof(struct inet_diag_msg)) || heard.head.nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return false;
	*user = ((const struct inet_diag_msg *)NLMSG_DATA(&heard.head))->idiag_uid;
	return true;
}

bool peer_is_another_user(const struct sockaddr_in *theirs, unsigned our_port)
{
	uid_t user = 0;
	if (geteuid() == 0)
		return false;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		return false;
	bool known = ask(fd, theirs, our_port) && hear(fd, &user);
	close(fd);
	return known && user != 0 && user != geteuid() && user != NOBODY_KNOWS;
}
