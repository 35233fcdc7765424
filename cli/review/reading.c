#include "cli/review/reading_int.h"

#include "redact/base/file.h"
#include "redact/work/batch/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

reading *reading_new(session *s, const reading_limits *limits, const reading_calls *calls)
{
	arena *mem = arena_new();
	reading *r = arena_alloc(mem, sizeof *r);
	*r = (reading){ .s = s, .limits = *limits, .calls = *calls, .mem = mem, .cache.limit = CACHE_BYTES };
	r->behind = arena_array(mem, behind, s->n);
	r->at = batch_now(mem);
	return r;
}

void reading_drop_want(reading *r, want *w)
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
		reading_drop_want(r, r->newest);
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

void reading_answer_all(reading *r, want *w, answer *a)
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

answer *reading_cannot(const document *d)
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

static int new_file(want *w)
{
	if (!w->fd)
		w->fd = memfd_create("underseal", MFD_CLOEXEC);
	return w->fd = w->fd < 0 ? 0 : w->fd;
}

static answer *cached(reading *r, const cache_key *key, void *who)
{
	answer *a = reading_cannot(&r->s->documents[key->document]);
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

/* Read once for all who ask for parts of it; parts are printed of what is held. */
answer *reading_text(reading *r, uint32_t document_number, uint32_t first, uint32_t last, void *who)
{
	document *d = &r->s->documents[document_number];
	cache_key key = { .kind = TEXT, .document = document_number, .page = first, .width = last };
	if (d->state != DOCUMENT_READY || !session_has_places(d, first, last) || (first == 1 && last == UINT32_MAX))
		return cached(r, &key, who);
	buf out = { 0 };
	d->used = ++r->s->uses;
	session_print_text(d, first, last, &out);
	return answer_json(&out);
}

answer *reading_import(reading *r, uint32_t document_number, str bytes, void *who)
{
	err e = ERR_INIT;
	cache_key key = { .kind = MARKS, .document = document_number, .state = ++r->imports };
	answer *a = reading_cannot(&r->s->documents[document_number]);
	if (a)
		return a;
	wait_for(r, &key, who);
	if (new_file(r->newest) && file_fill(r->newest->fd, bytes, &e))
		return NULL;
	reading_drop_want(r, r->newest);
	return answer_error(500, "there is no room for it", "");
}

void reading_places(reading *r, uint32_t document_number)
{
	reading_places_from(r, document_number, 1);
}

void reading_places_from(reading *r, uint32_t document_number, uint32_t page)
{
	const document *d = &r->s->documents[document_number];
	cache_key key = { .kind = TEXT, .document = document_number, .page = 1, .width = UINT32_MAX };
	uint32_t lacks = session_lacks_boxes(d, page);
	if (!lacks)
		return;
	if (d->pages > LONG) {
		key.page = lacks;
		key.width = lacks + FEW - 1;
	}
	if (reading_cannot(&r->s->documents[document_number]) || wanted(r, &key))
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

/* The bytes are a stranger's, as those of a document are. */
static bool ask_marks(reading *r, want *w, pool_task *out)
{
	job j = like(r, w->key.document, JOB_MARKS);
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", w->fd);
	j.name = STR("marks.xfdf");
	j.sha256 = STR("");
	j.how = (handling){ 0 };
	return ask(r, &j, str_z(str_of(path), r->mem), 0, (errand_of){ .what = FOR_WANT, .want = w }, out);
}

static bool ask_text(reading *r, want *w, pool_task *out)
{
	uint32_t n = w->key.document;
	job j = like(r, n, JOB_TEXT);
	bool part = r->s->documents[n].pages > LONG && !reading_is_whole(&w->key);
	w->first = part ? w->key.page : 1;
	w->last = part ? w->key.width : UINT32_MAX;
	for (const want *other = r->newest; other; other = other->older)
		if (other->running && reading_answers(other, w))
			return false;
	j.boxes = j.looks = j.anyway = true;
	if (part) {
		j.first = w->first;
		j.last = w->last;
	}
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

/* A page as it will be waits for the document as it will be, and that for the words in its pixels. */
static bool ask_after(reading *r, want *w, pool_task *out)
{
	uint32_t n = w->key.document;
	if (r->s->documents[n].ocr)
		return false;
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
	reading_drop_want(r, first);
	return false;
}

static bool ask_want(reading *r, want *w, pool_task *out)
{
	const char *path = r->s->documents[w->key.document].path;
	switch (w->key.kind) {
	case TEXT:  return w->running = ask_text(r, w, out);
	case MARKS: return w->running = ask_marks(r, w, out);
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
			reading_answer_all(r, w, left);
			reading_drop_want(r, w);
			continue;
		}
		answer *cannot = reading_cannot(&r->s->documents[w->key.document]);
		if (cannot) {
			reading_answer_all(r, w, cannot);
			answer_drop(cannot);
			reading_drop_want(r, w);
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
	if (r->s->documents[n].state == DOCUMENT_WAITING)
		session_set_state(r->s, n, DOCUMENT_READING, "");
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

