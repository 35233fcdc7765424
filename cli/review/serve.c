#include "cli/review/serve_int.h"

#include "cli/review/peer.h"
#include "redact/base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	LARGEST_BODY = 64 << 20, MOST_CONNECTIONS = 512, /* those of strangers among them */ HEADER_ROOM = 32 << 10,
	FAREWELL = 30000,          /* milliseconds after the last stream of events */
	HELLO_SECONDS = 5,         /* of a connection that has not shown the token, and keeps a place from others */
	IDLE_SECONDS = 60,         /* of one that has, and asks nothing */
	LOOK = 1000,               /* how often what other programs write is looked for */
	MOST_TURNS = 64, GOODBYE = 10, SHORT = 20,
};

int64_t serve_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- one request --------------------------------------------------------------------------------------- */

bool serve_waits(const call *k)
{
	char c;
	const union MHD_ConnectionInfo *info = k->on->http.MHD_get_connection_info(k->c, MHD_CONNECTION_INFO_CONNECTION_FD);
	return !info || recv(info->connect_fd, &c, 1, MSG_PEEK | MSG_DONTWAIT) != 0;
}

void serve_resume(call *k)
{
	if (!k->suspended)
		return;
	k->suspended = false;
	k->on->http.MHD_resume_connection(k->c);
}

static void drop_answer(void *a)
{
	answer_drop(a);
}

static enum MHD_Result send_answer(call *k)
{
	answer *a = k->a;
	const httpd *http = &k->on->http;
	struct MHD_Response *r = http->MHD_create_response_from_buffer_with_free_callback_cls(a->body.n, a->body.p ? a->body.p : "", drop_answer, answer_hold(a));
	if (!r) {
		answer_drop(a);
		return MHD_NO;
	}
	guard_sign(&k->on->guard, r);
	http->MHD_add_response_header(r, "Content-Type", a->type);
	if (!k->path)
		http->MHD_add_response_header(r, "Connection", "close"); /* who has no business here keeps no place */
	enum MHD_Result ok = http->MHD_queue_response(k->c, a->status, r);
	http->MHD_destroy_response(r);
	return ok;
}

static call *new_call(server *v, struct MHD_Connection *c, const char *path, const char *method)
{
	call *k = calloc(1, sizeof *k);
	if (!k)
		abort();
	*k = (call){ .next = v->calls, .on = v, .c = c, .post = strcmp(method, "POST") == 0 };
	v->calls = k;
	k->path = guard_pass(&v->guard, c, path, method, &k->a);
	if (k->path) {
		strangers_greet(&v->strangers, c);
		v->http.MHD_set_connection_option(c, MHD_CONNECTION_OPTION_TIMEOUT, (unsigned)IDLE_SECONDS);
	}
	const char *length = v->http.MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Length");
	if (!k->a && length && strtoull(length, NULL, 10) > LARGEST_BODY)
		k->a = answer_error(413, "this is too much at once", "");
	return k;
}

static enum MHD_Result handle(void *arg, struct MHD_Connection *c, const char *path, const char *method, const char *version, const char *more,
                              size_t *n, void **of)
{
	server *v = arg;
	call *k = *of;
	(void)version;
	if (!k) {
		*of = k = new_call(v, c, path, method);
		return k->a ? send_answer(k) : MHD_YES;
	}
	if (*n) {
		if (!k->a && k->body.n + *n > LARGEST_BODY) {
			buf_free(&k->body);
			k->a = answer_error(413, "this is too much at once", "");
		}
		if (!k->a)
			buf_add(&k->body, more, *n);
		*n = 0;
		return MHD_YES;
	}
	if (!k->asked) {
		k->asked = true;
		k->a = k->a ? k->a : api_answer(v, k);
		if (k->stream)
			return stream_begin(k);
		if (!k->a) {
			k->suspended = true;
			v->http.MHD_suspend_connection(c);
			return MHD_YES;
		}
	}
	return k->a ? send_answer(k) : MHD_YES;
}

static void completed(void *arg, struct MHD_Connection *c, void **of, enum MHD_RequestTerminationCode why)
{
	server *v = arg;
	call *k = *of;
	(void)c, (void)why;
	for (call **at = &v->calls; *at; at = &(*at)->next) {
		if (*at != k)
			continue;
		*at = k->next;
		break;
	}
	if (!k)
		return;
	if (k->stream && !streams_any(v))
		v->alone_since = serve_now();
	answer_drop(k->a);
	buf_free(&k->body);
	buf_free(&k->out);
	free(k);
	*of = NULL;
}

/* ---- beside the workers -------------------------------------------------------------------------------- */

static void come(void *arg, void *who, answer *a)
{
	call *k = who;
	(void)arg;
	k->a = answer_hold(a);
	serve_resume(k);
}

static bool waits(void *arg, void *who)
{
	(void)arg;
	return serve_waits(who);
}

static answer *imported(void *arg, void *who, uint32_t document_number, const plan *marks, const err *trouble)
{
	return api_imported(arg, who, document_number, marks, trouble);
}

/* Boxes of marks may have been found; that they are on disk nobody waits for. */
static void learned(void *arg)
{
	server *v = arg;
	err ignored = ERR_INIT;
	session_save(v->s, &ignored);
}

static int run_daemon(server *v)
{
	MHD_UNSIGNED_LONG_LONG wait = 0;
	for (int i = 0; i < MOST_TURNS && wait == 0; i++) {
		v->http.MHD_run(v->daemon);
		strangers_turn(&v->strangers);
		if (v->http.MHD_get_timeout(v->daemon, &wait) != MHD_YES)
			return 1000;
	}
	return wait < 1000 ? (int)wait : 1000;
}

static void look_at_plan(server *v)
{
	err e = ERR_INIT;
	bool any;
	if (serve_now() < v->looked_at + LOOK)
		return;
	v->looked_at = serve_now();
	if (!session_reload(v->s, &any, &e))
		log_warn("%s; nothing can be saved until it is what it was, or the review is begun anew", e.text);
	if (!any)
		return;
	log_note("another program wrote to the plan; it is shown as it is now");
	v->by = STR("another program");
	v->hurry = true;
}

static bool beside(void *arg, int *again)
{
	server *v = arg;
	look_at_plan(v);
	run_daemon(v);
	streams_turn(v);
	*again = run_daemon(v);
	if (streams_any(v))
		return true;
	return !v->had_stream || serve_now() < v->alone_since + FAREWELL;
}

static bool next(void *arg, pool_task *out)
{
	return reading_next(((server *)arg)->r, out);
}

static void done(void *arg, void *task, str said, const err *trouble)
{
	reading_done(((server *)arg)->r, task, said, trouble);
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

static int listen_here(unsigned port, unsigned *got, err *e)
{
	struct sockaddr_in here = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof here;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1;
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (fd >= 0 && bind(fd, (struct sockaddr *)&here, sizeof here) == 0 && listen(fd, SOMAXCONN) == 0 &&
	    getsockname(fd, (struct sockaddr *)&here, &n) == 0) {
		*got = ntohs(here.sin_port);
		return fd;
	}
	int code = errno;
	if (fd >= 0)
		close(fd);
	if (code == EADDRINUSE || code == EACCES) {
		err_set(e, ERR_USAGE, "port %u %s", port, code == EACCES ? "is not for everybody to use" : "is in use");
		err_hint(e, "leave out --port: a free one is taken then");
	} else {
		err_set(e, ERR_SYSTEM, "cannot listen on the loopback interface: %s", strerror(code));
	}
	return -1;
}

static enum MHD_Result may_connect(void *arg, const struct sockaddr *from, socklen_t n)
{
	const server *v = arg;
	return from->sa_family == AF_INET && n >= sizeof(struct sockaddr_in) &&
	       !peer_is_another_user((const struct sockaddr_in *)(const void *)from, v->port) ? MHD_YES : MHD_NO;
}

static bool start(server *v, unsigned port, err *e)
{
	int fd = httpd_load(&v->http, e) ? listen_here(port, &port, e) : -1;
	if (fd < 0)
		return false;
	guard_init(&v->guard, &v->http, v->port = port);
	v->strangers.http = &v->http;
	v->daemon = v->http.MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, may_connect, v, handle, v, MHD_OPTION_LISTEN_SOCKET, fd,
	                             MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_ROOM,
	                             MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HELLO_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, completed, v,
	                             MHD_OPTION_NOTIFY_CONNECTION, strangers_notify, &v->strangers, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
	if (v->daemon)
		return true;
	close(fd);
	return err_set(e, ERR_SYSTEM, "cannot listen on the loopback interface");
}

/* Windows hear that it is over; what still waits for a worker is let go. */
static void stop(server *v)
{
	answer *a = answer_error(409, "the review has ended", "");
	streams_end(v);
	for (call *k = v->calls; k; k = k->next) {
		if (!k->stream && k->suspended && !k->a)
			k->a = answer_hold(a);
		serve_resume(k);
	}
	answer_drop(a);
	for (int i = 0; i < GOODBYE && v->calls; i++) {
		run_daemon(v);
		nanosleep(&(struct timespec){ 0, SHORT * 1000000 }, NULL);
	}
	for (call *k = v->calls; k; k = k->next)
		serve_resume(k);
	v->http.MHD_stop_daemon(v->daemon);
}

static bool run(server *v, const serve_how *how, int *stopped_by, err *e)
{
	const union MHD_DaemonInfo *watched = v->http.MHD_get_daemon_info(v->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	pool_calls calls = { .next = next, .done = done, .beside = beside, .watched = watched->epoll_fd, .arg = v };
	arena *mem = arena_new();
	str address = str_fmt(mem, "%s/%s/", v->guard.origin, v->guard.token);
	bool ok = how->ready(how->arg, address.p, e);
	/* One worker more than are busy behind the scenes, for what somebody looks at. */
	ok = ok && pool_run(how->pool, &calls, how->limits.jobs + 1, stopped_by, e);
	arena_drop(mem);
	return ok;
}

bool serve(const serve_how *how, int *stopped_by, err *e)
{
	server v = { .s = how->session, .mem = arena_new(), .by = STR(""), .told = how->session->revision };
	reading_calls calls = { .come = come, .waits = waits, .imported = imported, .learned = learned, .arg = &v };
	signal(SIGPIPE, SIG_IGN);
	v.r = reading_new(v.s, &how->limits, &calls);
	bool ok = start(&v, how->port, e);
	if (ok) {
		ok = run(&v, how, stopped_by, e);
		stop(&v);
	}
	reading_drop(v.r);
	arena_drop(v.mem);
	return ok;
}
