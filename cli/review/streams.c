/* Events, as a browser's EventSource reads them (HTML, 9.2). */
#include "cli/review/serve_int.h"

#include <string.h>

enum { BLOCK = 64 << 10, HEARTBEAT = 15000, REST = 120, MOST_UNSENT = 256 << 20 };

/* ---- out -------------------------------------------------------------------------------------------- */

static ssize_t give(void *arg, uint64_t at, char *to, size_t room)
{
	call *k = arg;
	(void)at;
	size_t n = k->out.n - k->sent;
	if (n == 0 && k->over)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n == 0) {
		k->suspended = true;
		k->on->http.MHD_suspend_connection(k->c);
		return 0;
	}
	n = n < room ? n : room;
	memcpy(to, k->out.p + k->sent, n);
	k->sent += n;
	if (k->sent == k->out.n) {
		buf_clear(&k->out);
		k->sent = 0;
	}
	return (ssize_t)n;
}

enum MHD_Result stream_begin(call *k)
{
	const httpd *http = &k->on->http;
	struct MHD_Response *r = http->MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, give, k, NULL);
	if (!r)
		return MHD_NO;
	guard_sign(&k->on->guard, r);
	http->MHD_add_response_header(r, "Content-Type", "text/event-stream");
	buf_z(&k->out, ": here\n\n");
	k->heard = serve_now();
	k->on->had_stream = true;
	enum MHD_Result ok = http->MHD_queue_response(k->c, 200, r);
	http->MHD_destroy_response(r);
	return ok;
}

/* A line ends an event's data. */
static void add_line(buf *out, str s)
{
	for (str part; str_cut(&s, '\n', &part);)
		buf_str(out, part);
}

static void say(call *k, str event)
{
	if (k->out.n - k->sent > MOST_UNSENT)
		k->over = true; /* nobody reads it: the page will ask anew */
	else
		buf_str(&k->out, event);
	k->heard = serve_now();
	serve_resume(k);
}

/* ---- what is new ------------------------------------------------------------------------------------- */

static void print_change(server *v, uint64_t since, buf *out)
{
	buf json = { 0 };
	session *s = v->s;
	buf_fmt(&json, "{\"revision\":%llu,\"marks\":", (unsigned long long)s->revision);
	session_print_marks(s, since, &json);
	buf_z(&json, ",\"gone\":");
	session_print_gone(s, since, &json);
	buf_z(&json, ",\"documents\":");
	session_print_documents(s, since, &json);
	buf_z(&json, ",\"by\":");
	answer_quote(&json, v->by);
	buf_z(&json, "}");
	buf_z(out, "event: change\ndata: ");
	add_line(out, buf_view(&json));
	buf_z(out, "\n\n");
	buf_free(&json);
}

static void tell_change(server *v, int64_t now)
{
	buf event = { 0 };
	uint64_t printed = UINT64_MAX;
	if (v->told == v->s->revision || (!v->hurry && now < v->told_at + REST))
		return;
	for (call *k = v->calls; k; k = k->next) {
		if (!k->stream || k->over || k->since >= v->s->revision)
			continue;
		if (k->since != printed) {
			buf_clear(&event);
			print_change(v, printed = k->since, &event);
		}
		k->since = v->s->revision;
		say(k, buf_view(&event));
	}
	buf_free(&event);
	v->told = v->s->revision;
	v->told_at = now;
	v->by = STR("");
	v->hurry = false;
}

/* ---- who is there ------------------------------------------------------------------------------------ */

void streams_turn(server *v)
{
	int64_t now = serve_now();
	tell_change(v, now);
	for (call *k = v->calls; k; k = k->next) {
		if (!k->stream || k->over)
			continue;
		if (k->suspended && !serve_waits(k)) {
			k->over = true;
			serve_resume(k);
		} else if (now > k->heard + HEARTBEAT) {
			say(k, STR(":\n\n"));
		}
	}
}

bool streams_any(const server *v)
{
	for (const call *k = v->calls; k; k = k->next)
		if (k->stream)
			return true;
	return false;
}

void streams_end(server *v)
{
	for (call *k = v->calls; k; k = k->next) {
		if (!k->stream)
			continue;
		say(k, STR("event: bye\ndata: {}\n\n"));
		k->over = true;
	}
}
