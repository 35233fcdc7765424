/*
 * serve_int.h - shared by serve (the daemon), streams (events) and api (what is asked).
 */
#ifndef UNDERSEAL_REVIEW_SERVE_INT_H
#define UNDERSEAL_REVIEW_SERVE_INT_H

#include "cli/review/guard.h"
#include "cli/review/serve.h"
#include "cli/review/strangers.h"

/* A request on its way. */
typedef struct call {
	struct call *next;
	struct server *on;
	struct MHD_Connection *c;
	const char *path;        /* behind the token; lent by the connection */
	bool post, asked, suspended;
	buf body;
	answer *a;               /* what goes out; NULL: not known yet       */
	/* Of a stream of events: */
	bool stream, over;
	buf out; size_t sent;
	uint64_t since;
	int64_t heard;           /* when something was sent last             */
} call;

typedef struct server {
	session *s;
	reading *r;
	httpd http;
	guard guard;
	strangers strangers;
	unsigned port;
	struct MHD_Daemon *daemon;
	call *calls;
	uint64_t told;           /* revision that all streams know           */
	int64_t told_at;
	str by;                  /* window that did what is to be told       */
	bool hurry;              /* it is to be told at once                 */
	bool had_stream;
	int64_t alone_since;     /* milliseconds; when the last stream ended */
	int64_t looked_at;       /* when the plan file was looked at last    */
	arena *mem;
} server;

int64_t serve_now(void);     /* milliseconds of a clock that only goes forward */

/* Whether its other end still waits for something. */
bool serve_waits(const call *k);

/* Lets a connection go on that waits. */
void serve_resume(call *k);

/* The answer to a request that is here whole, held; NULL: the call waits for it, or is a stream now. */
answer *api_answer(server *v, call *k);

answer *api_imported(server *v, call *k, uint32_t document, const plan *marks, const err *trouble);

/* Events. */
enum MHD_Result stream_begin(call *k);
void streams_turn(server *v);        /* tells what is new, keeps them alive, ends those that were hung up */
void streams_end(server *v);         /* says good bye */
bool streams_any(const server *v);

#endif
