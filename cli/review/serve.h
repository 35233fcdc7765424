/*
 * serve.h - the review as a server on the loopback interface, for one browser.
 *
 * libmicrohttpd runs in the loop of the pool (pool_calls.beside), in the one thread there is. A request that waits for a
 * worker is suspended until its answer has come.
 */
#ifndef UNDERSEAL_REVIEW_SERVE_H
#define UNDERSEAL_REVIEW_SERVE_H

#include "cli/review/reading.h"
#include "cli/review/session.h"
#include "redact/work/pool/pool.h"

typedef struct serve_how {
	session *session;
	pool *pool;                                   /* whose workers can redact */
	reading_limits limits;
	unsigned port;                                /* 0: any that is free */
	/* The server listens; the address has the token in it. False, with *e set: it ends. */
	bool (*ready)(void *arg, const char *address, err *e);
	void *arg;
} serve_how;

/* Serves until the browser has been away for half a minute, or a signal comes: *stopped_by. ERR_SYSTEM, and ERR_USAGE for a
 * port that is in use. */
bool serve(const serve_how *how, int *stopped_by, err *e);

#endif
