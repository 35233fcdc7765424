/*
 * peer.h - whose program is at the other end of a connection of the loopback interface.
 *
 * Without the token nobody is answered, but whoever can connect can hold connections open until there is none left for the
 * reviewer's browser. The kernel knows the user of both ends (sock_diag(7)).
 */
#ifndef UNDERSEAL_REVIEW_PEER_H
#define UNDERSEAL_REVIEW_PEER_H

#include <netinet/in.h>
#include <stdbool.h>

/* True when it is known to be a user's who is neither ours nor root, at theirs, connected to our port. Where the program itself runs
 * as root anybody may be the reviewer. */
bool peer_is_another_user(const struct sockaddr_in *theirs, unsigned our_port);

#endif
