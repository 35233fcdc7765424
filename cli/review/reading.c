#include "cli/review/reading.h"

#include "cli/png.h"
#include "cli/review/cache.h"
#include "redact/base/fifo.h"
#include "redact/work/batch.h"
#include "redact/work/drawn.h"
#include "redact/work/shares.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CACHE_BYTES = 256 << 20, WRITTEN_HELD = 4, PAGE_SECONDS = 60, WANTS_MOST = 512 };

/* Kinds of what can be wanted; of a cache's keys too. */
enum { PAGE = 'p', AFTER = 'a', TEXT = 't', WRITTEN = 'w' };

/* Something that somebody waits for. */
typedef struct want {
	struct want *older;
	cache_key key;
	void **who; size_t n, room;
	bool running, asked;     /* asked: not to be given up though nobody waits */
	int fd;                  /* what the worker writes to; 0 for none         */
} want;

/* A document as it will be. */
typedef struct written {
	uint32_t document;
	uint64_t state;
	int fd;
} written;

typedef struct behind {
	bool begun;
	shares shares;
} behind;

typedef struct errand_of {
	enum { FOR_WANT, FOR_TEXT, FOR_SHARE } what;
	want *want;
	uint32_t document;
	struct share *share;
} errand_of;

struct reading {
	session *s;
	reading_limits limits;
	reading_calls calls;
	arena *mem;
	cache cache;
	want *newest;
	written written[WRITTEN_HELD]; size_t nwritten;
	behind *behind;          /* for each document                   */
	uint32_t unread;         /* documents before it have been begun */
	fifo ocr, anew;          /* those OCR looks into, and those it has looked into: plus one */
	size_t running;          /* of what nobody waits for            */
	buf message;
	str at;
};

reading *reading_new(session *s, const reading_limits *limits, const reading_calls *calls)
{
	arena *mem = arena_new();
	reading *r = arena_alloc(mem, sizeof *r);
	*r = (reading){ .s = s, .limits = *limits, .calls = *calls, .mem = mem, .cache.limit = CACHE_BYTES };
	r->behind = arena_array(mem, behind, s->n);
	r->at = batch_now(mem);
	return r;
}

static void drop_want(reading *r, want *w)
{
	for (want **at = &r->newest; *at; at = &(*at)->older) {
		if (*at != w)
			continue;
		*at = w->older;
		break;
	}
	if (w->fd)
		close(w->fd);
	free(w->who);
	free(w);
}

void reading_drop(reading *r)
{
	if (!r)
		return;
	while (r->newest)
		drop_want(r, r->newest);
	for (size_t i = 0; i < r->nwritten; i++)
		close(r->written[i].fd);
	for (size_t i = 0; i < r->s->n; i++)
		shares_drop(&r->behind[i].shares);
	cache_drop(&r->cache);
	buf_free(&r->message);
	arena_drop(r->mem);
}

/* ---- who wants what ---------------------------------------------------------------------------- */

static want *wanted(reading *r, const cache_key *key)
{
	for (want *w = r->newest; w; w = w->older)
		if (cache_key_same(&w->key, key))
			return w;
	return NULL;
}

static want *add_want(reading *r, const cache_key *key)
{
	want *w = calloc(1, sizeof *w);
	if (!w)
		abort();
	*w = (want){ .older = r->newest, .key = *key };
	return r->newest = w;
}

/* Asked for again, it is as new as anything. */
static void bring_up(reading *r, want *w)
{
	for (want **at = &r->newest; *at; at = &(*at)->older) {
		if (*at != w)
			continue;
		*at = w->older;
		break;
	}
	w->older = r->newest;
	r->newest = w;
}

static void wait_for(reading *r, const cache_key *key, void *who)
{
	want *w = wanted(r, key);
	if (!w)
		w = add_want(r, key);
	else
		bring_up(r, w);
	if (w->n == w->room) {
		w->room = w->room ? 2 * w->room : 4;
		w->who = realloc(w->who, w->room * sizeof *w->who);
		if (!w->who)
			abort();
	}
	w->who[w->n++] = who;
}

/* Whoever has hung up is answered, too: that is how he is let go. */
static void answer_all(reading *r, want *w, answer *a)
{
	for (size_t i = 0; i < w->n; i++)
		r->calls.come(r->calls.arg, w->who[i], a);
	w->n = 0;
}

static bool nobody_waits(const reading *r, const want *w)
{
	bool waits = w->asked;
	for (size_t i = 0; i < w->n && !waits; i++)
		waits = r->calls.waits(r->calls.arg, w->who[i]);
	return !waits;
}

static answer *cannot(const document *d)
{
	switch (d->state) {
	case DOCUMENT_GONE:
		return answer_error(409, "the file is gone", "put it back where the plan says that it is, and start the review anew");
	case DOCUMENT_CHANGED:
		return answer_error(409, "the file has changed since the plan was made", "make the plan anew: underseal find");
	case DOCUMENT_FAILED:
		return answer_error(409, d->why, "");
	default:
		return NULL;
	}
}

static answer *cached(reading *r, const cache_key *key, void *who)
{
	answer *a = cannot(&r->s->documents[key->document]);
	if (a)
		return a;
	if ((a = cache_find(&r->cache, key)))
		return answer_hold(a);
	wait_for(r, key, who);
	return NULL;
}

answer *reading_page(reading *r, uint32_t document_number, uint32_t page, uint32_t width, bool after, void *who)
{
	const document *d = &r->s->documents[document_number];
	cache_key key = { after ? AFTER : PAGE, document_number, page, width, after ? d->decided : 0 };
	if (d->state == DOCUMENT_READY && (page < 1 || page > d->pages))
		return answer_error(404, "there is no such page", "");
	return cached(r, &key, who);
}

answer *reading_text(reading *r, uint32_t document_number, void *who)
{
	return cached(r, &(cache_key){ .kind = TEXT, .document = document_number }, who);
}

void reading_places(reading *r, uint32_t document_number)
{
	cache_key key = { .kind = TEXT, .document = document_number };
	if (cannot(&r->s->documents[document_number]) || wanted(r, &key))
		return;
	want *w = add_want(r, &key), *last = w;
	w->asked = true;
	/* Behind everything that somebody looks at. */
	if (!w->older)
		return;
	r->newest = w->older;
	for (last = r->newest; last->older; last = last->older)
		;
	last->older = w;
	w->older = NULL;
}

/* ---- questions to workers ---------------------------------------------------------------------- */

static job like(const reading *r, uint32_t document_number, job_verb verb)
{
	const document *d = &r->s->documents[document_number];
	job j = { .verb = verb, .name = d->plan->source, .sha256 = str_of(d->plan->sha256), .password = r->limits.password, .at = r->at,
	          .memory = r->limits.memory, .seconds = r->limits.seconds };
	if (verb != JOB_DRAW)
		j.how = d->plan->how;
	if (verb == JOB_TEXT || verb == JOB_REDACT)
		j.seen_json = r->behind[document_number].shares.seen;
	return j;
}

static bool ask(reading *r, const job *j, const char *source, int into, errand_of of, pool_task *out)
{
	errand_of *own = malloc(sizeof *own);
	if (!own)
		abort();
	*own = of;
	buf_clear(&r->message);
	job_print(&r->message, j);
	*out = (pool_task){ .message = buf_view(&r->message), .source = source, .into = into, .seconds = j->seconds, .memory = j->memory,
	                    .once = true, .arg = own };
	r->running += of.what != FOR_WANT;
	return true;
}

static int new_file(want *w)
{
	if (!w->fd)
		w->fd = memfd_create("underseal", MFD_CLOEXEC);
	return w->fd = w->fd < 0 ? 0 : w->fd;
}

static bool ask_text(reading *r, want *w, pool_task *out)
{
	uint32_t n = w->key.document;
	job j = like(r, n, JOB_TEXT);
	j.boxes = j.anyway = true;
	return ask(r, &j, r->s->documents[n].path, 0, (errand_of){ .what = FOR_WANT, .want = w }, out);
}

static bool ask_page(reading *r, want *w, const char *source, pool_task *out)
{
	job j = like(r, w->key.document, JOB_DRAW);
	if (w->key.kind == AFTER)
		j.sha256 = STR("");
	j.pages = &w->key.page;
	j.npages = 1;
	j.width = w->key.width;
	j.seconds = j.seconds && j.seconds < PAGE_SECONDS ? j.seconds : PAGE_SECONDS;
	return new_file(w) && ask(r, &j, source, w->fd, (errand_of){ .what = FOR_WANT, .want = w }, out);
}

/* Any document without a withheld one's pages: its marks alone. */
static bool ask_written(reading *r, want *w, pool_task *out)
{
	uint32_t n = w->key.document;
	job j = like(r, n, JOB_REDACT);
	j.marks = r->s->documents[n].plan;
	j.want.profile = j.marks->profile;
	j.how.extract_attachments = false;
	return new_file(w) && ask(r, &j, r->s->documents[n].path, w->fd, (errand_of){ .what = FOR_WANT, .want = w }, out);
}

static int written_of(const reading *r, uint32_t document_number, uint64_t state)
{
	for (size_t i = 0; i < r->nwritten; i++)
		if (r->written[i].document == document_number && r->written[i].state == state)
			return r->written[i].fd;
	return 0;
}

/* A page as it will be waits for the document as it will be. */
static bool ask_after(reading *r, want *w, pool_task *out)
{
	uint32_t n = w->key.document;
	w->key.state = r->s->documents[n].decided;
	int fd = written_of(r, n, w->key.state);
	if (fd) {
		char path[40];
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		return ask_page(r, w, str_z(str_of(path), r->mem), out);
	}
	cache_key key = { .kind = WRITTEN, .document = n, .state = w->key.state };
	if (wanted(r, &key))
		return false;
	want *first = add_want(r, &key);
	first->running = first->asked = true;
	if (ask_written(r, first, out))
		return true;
	drop_want(r, first);
	return false;
}

static bool ask_want(reading *r, want *w, pool_task *out)
{
	const char *path = r->s->documents[w->key.document].path;
	switch (w->key.kind) {
	case TEXT:  return w->running = ask_text(r, w, out);
	case PAGE:  return w->running = ask_page(r, w, path, out);
	case AFTER: {
		bool ok = ask_after(r, w, out);
		w->running = ok && written_of(r, w->key.document, w->key.state);
		return ok;
	}
	default:    return false;
	}
}

static bool next_want(reading *r, pool_task *out)
{
	answer *left = NULL;
	for (want *w = r->newest, *older; w; w = older) {
		older = w->older;
		if (w->running)
			continue;
		if (nobody_waits(r, w)) {
			left = left ? left : answer_error(409, "nobody waits for it", "");
			answer_all(r, w, left);
			drop_want(r, w);
			continue;
		}
		if (ask_want(r, w, out)) {
			answer_drop(left);
			return true;
		}
	}
	answer_drop(left);
	return false;
}

static bool readable(const document *d)
{
	return d->path && (d->state == DOCUMENT_WAITING || d->state == DOCUMENT_READING);
}

static bool ask_words(reading *r, uint32_t n, pool_task *out)
{
	job j = like(r, n, JOB_TEXT);
	j.anyway = true;
	return ask(r, &j, r->s->documents[n].path, 0, (errand_of){ .what = FOR_TEXT, .document = n }, out);
}

static bool next_share(reading *r, pool_task *out)
{
	for (behind *b; (b = fifo_peek(&r->ocr)); fifo_take(&r->ocr)) {
		struct share *of = shares_next(&b->shares);
		if (!of)
			continue;
		uint32_t n = (uint32_t)(b - r->behind);
		job j = like(r, n, JOB_OCR);
		shares_job(of, &j);
		return ask(r, &j, r->s->documents[n].path, 0, (errand_of){ .what = FOR_SHARE, .document = n, .share = of }, out);
	}
	return false;
}

static bool next_behind(reading *r, pool_task *out)
{
	behind *b = fifo_take(&r->anew);
	if (b)
		return ask_words(r, (uint32_t)(b - r->behind), out);
	for (; r->unread < r->s->n; r->unread++) {
		const document *d = &r->s->documents[r->unread];
		if (!readable(d) || r->behind[r->unread].begun)
			continue;
		r->behind[r->unread].begun = true;
		return ask_words(r, r->unread++, out);
	}
	return next_share(r, out);
}

bool reading_next(reading *r, pool_task *out)
{
	return next_want(r, out) || (r->running < r->limits.jobs && next_behind(r, out));
}

/* ---- answers ----------------------------------------------------------------------------------- */

static void fail(reading *r, uint32_t n, const reply *answered, const err *trouble)
{
	const document *d = &r->s->documents[n];
	bool changed = answered && answered->sha256[0] && strcmp(answered->sha256, d->plan->sha256) != 0;
	struct stat st;
	if (changed)
		session_set_state(r->s, n, DOCUMENT_CHANGED, "it has changed since the plan was made: make the plan anew, underseal find");
	else if (stat(d->path, &st) != 0 && errno == ENOENT)
		session_set_state(r->s, n, DOCUMENT_GONE, "the file is gone");
	else
		session_set_state(r->s, n, DOCUMENT_FAILED, trouble->text);
}

static void begin_ocr(reading *r, uint32_t n, uint32_t unread)
{
	behind *b = &r->behind[n];
	if (!unread || b->shares.n)
		return;
	shares_begin(&b->shares, unread, r->limits.jobs, b, r->mem);
	fifo_put(&r->ocr, b, r->mem);
	r->s->documents[n].ocr = true;
}

/* False with the trouble set. */
static bool take_text(reading *r, uint32_t n, bool places, const reply *answered, err *e)
{
	text t = { .mem = arena_new() };
	if (!text_of_json(answered->units, &t, e)) {
		arena_drop(t.mem);
		return false;
	}
	session_take_text(r->s, n, &t, places, answered);
	r->behind[n].begun = true;
	if (answered->unread)
		begin_ocr(r, n, answered->unread);
	else
		r->s->documents[n].ocr = false;
	return true;
}

/* A worker's text of a document. *e says why there is none. */
static bool read_text(reading *r, uint32_t n, bool places, str said, const err *trouble, err *e)
{
	arena *mem = arena_new();
	json_t *lender = NULL;
	reply answered = { 0 };
	bool heard = !trouble && reply_read(said, mem, &answered, &lender, e);
	if (trouble)
		*e = *trouble;
	else if (heard && answered.trouble.kind != ERR_NONE)
		*e = answered.trouble;
	else if (heard)
		take_text(r, n, places, &answered, e);
	if (e->kind != ERR_NONE)
		fail(r, n, heard ? &answered : NULL, e);
	json_decref(lender);
	arena_drop(mem);
	r->calls.learned(r->calls.arg);
	return e->kind == ERR_NONE;
}

static bool read_samples(int fd, const drawn *d, buf *png, err *e)
{
	size_t n = (size_t)d->width * d->height * 3, got = 0;
	unsigned char *rgb = malloc(n);
	if (!rgb)
		return err_set(e, ERR_SYSTEM, "out of memory");
	for (ssize_t k = 1; got < n && k > 0; got += k > 0 ? (size_t)k : 0)
		k = pread(fd, rgb + got, n - got, (off_t)got);
	if (got == n)
		png_rgb(png, rgb, d->width, d->height);
	free(rgb);
	return got == n || err_set(e, ERR_INTERNAL, "the reader's answer is damaged");
}

/* A reply of a worker, without trouble. */
static bool hear(str said, const err *trouble, arena *mem, reply *out, json_t **lender, err *e)
{
	if (trouble) {
		*e = *trouble;
		return false;
	}
	if (!reply_read(said, mem, out, lender, e))
		return false;
	if (out->trouble.kind != ERR_NONE)
		*e = out->trouble;
	return e->kind == ERR_NONE;
}

static answer *picture_of(want *w, str said, const err *trouble)
{
	arena *mem = arena_new();
	json_t *lender = NULL;
	reply answered = { 0 };
	drawn d;
	buf png = { 0 };
	err e = ERR_INIT;
	bool ok = hear(said, trouble, mem, &answered, &lender, &e);
	if (ok && (!drawn_of_json(json_array_get(answered.units, 0), &d) || d.page != w->key.page))
		ok = err_set(&e, ERR_INTERNAL, "the reader's answer is damaged");
	ok = ok && read_samples(w->fd, &d, &png, &e);
	json_decref(lender);
	arena_drop(mem);
	return ok ? answer_new(200, "image/png", &png) : answer_trouble(&e);
}

static void keep_written(reading *r, want *w)
{
	if (r->nwritten == WRITTEN_HELD) {
		close(r->written[0].fd);
		memmove(r->written, r->written + 1, (WRITTEN_HELD - 1) * sizeof *r->written);
		r->nwritten--;
	}
	r->written[r->nwritten++] = (written){ w->key.document, w->key.state, w->fd };
	w->fd = 0;
}

/* The pages that waited for it are drawn from it, or never. */
static void done_written(reading *r, want *w, str said, const err *trouble)
{
	arena *mem = arena_new();
	json_t *lender = NULL;
	reply answered = { 0 };
	err e = ERR_INIT;
	bool ok = hear(said, trouble, mem, &answered, &lender, &e);
	if (ok && answered.unread) {
		ok = err_set(&e, ERR_REFUSED, "words in its pixels are still being read");
		err_hint(&e, "try again in a moment");
	}
	json_decref(lender);
	arena_drop(mem);
	if (ok) {
		keep_written(r, w);
		return;
	}
	answer *a = answer_trouble(&e);
	for (want *other = r->newest, *older; other; other = older) {
		older = other->older;
		if (other->key.kind != AFTER || other->running || other->key.document != w->key.document)
			continue;
		answer_all(r, other, a);
		drop_want(r, other);
	}
	answer_drop(a);
}

static answer *text_of(reading *r, want *w, str said, const err *trouble)
{
	err e = ERR_INIT;
	buf out = { 0 };
	uint32_t n = w->key.document;
	if (!read_text(r, n, true, said, trouble, &e)) {
		answer *a = cannot(&r->s->documents[n]);
		return a ? a : answer_trouble(&e);
	}
	session_print_text(&r->s->documents[n], &out);
	return answer_json(&out);
}

static void done_want(reading *r, want *w, str said, const err *trouble)
{
	if (w->key.kind == WRITTEN) {
		done_written(r, w, said, trouble);
		drop_want(r, w);
		return;
	}
	answer *a = w->key.kind == TEXT ? text_of(r, w, said, trouble) : picture_of(w, said, trouble);
	if (a->status == 200)
		cache_put(&r->cache, &w->key, a);
	answer_all(r, w, a);
	answer_drop(a);
	drop_want(r, w);
}

static void done_share(reading *r, uint32_t n, const struct share *of, str said, const err *trouble)
{
	behind *b = &r->behind[n];
	switch (shares_take(&b->shares, of, said, trouble)) {
	case SHARES_WAIT:
		return;
	case SHARES_MORE:
		fifo_put(&r->ocr, b, r->mem);
		return;
	case SHARES_OVER:
		break;
	}
	if (b->shares.trouble.kind != ERR_NONE) {
		session_set_state(r->s, n, DOCUMENT_FAILED, b->shares.trouble.text);
		r->calls.learned(r->calls.arg);
		return;
	}
	cache_forget(&r->cache, TEXT, n);
	fifo_put(&r->anew, b, r->mem);
}

void reading_done(reading *r, void *task, str said, const err *trouble)
{
	errand_of of = *(errand_of *)task;
	free(task);
	err ignored = ERR_INIT;
	r->running -= of.what != FOR_WANT;
	switch (of.what) {
	case FOR_WANT:  done_want(r, of.want, said, trouble); break;
	case FOR_TEXT:  read_text(r, of.document, false, said, trouble, &ignored); break;
	case FOR_SHARE: done_share(r, of.document, of.share, said, trouble); break;
	}
}
