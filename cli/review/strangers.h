/*
 * strangers.h - connections that have not shown the token yet.
 *
 * Every program of the reviewer may connect, and one that does so thousands of times must not keep his page out. So that there is always
 * a place, those that have been there for longest without the token are hung up; whoever has shown it stays.
 */
#ifndef UNDERSEAL_REVIEW_STRANGERS_H
#define UNDERSEAL_REVIEW_STRANGERS_H

#include "cli/review/httpd.h"

enum { STRANGERS_MOST = 64 };

typedef struct strangers {
	const httpd *http;
	struct stranger *oldest, *newest; size_t n;
} strangers;

/* For MHD_OPTION_NOTIFY_CONNECTION, with a strangers. */
void strangers_notify(void *arg, struct MHD_Connection *c, void **of, enum MHD_ConnectionNotificationCode what);

/* It has shown the token: it is none any more. */
void strangers_greet(strangers *s, struct MHD_Connection *c);

/* Hangs up the oldest of too many. Called when what has arrived was read, so that nobody goes unheard. */
void strangers_turn(strangers *s);

#endif
