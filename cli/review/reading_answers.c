/* What workers say, and what becomes of it. */
#include "cli/review/reading_int.h"

#include "cli/png.h"
#include "redact/work/worker/drawn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* What was asked: the words of a document, or those and places of pages. */
struct asked {
	uint32_t document;
	bool places;
	uint32_t first, last;
};

/* False with the trouble set. */
static bool take_text(reading *r, const struct asked *of, const reply *answered, err *e)
{
	uint32_t n = of->document;
	text t = { .mem = arena_new() };
	if (!text_of_json(answered->units, &t, e)) {
		arena_drop(t.mem);
		return false;
	}
	if (of->places && of->last < UINT32_MAX) {
		session_take_part(r->s, n, &t, of->first, of->last, answered);
		return true;
	}
	session_take_text(r->s, n, &t, of->places, answered);
	r->behind[n].begun = true;
	if (answered->unread)
		begin_ocr(r, n, answered->unread);
	else
		r->s->documents[n].ocr = false;
	return true;
}

/* A worker's text of a document. *e says why there is none. */
static bool read_text(reading *r, const struct asked *of, str said, const err *trouble, err *e)
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
		take_text(r, of, &answered, e);
	if (e->kind != ERR_NONE)
		fail(r, of->document, heard ? &answered : NULL, e);
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
	uint32_t unread = ok ? answered.unread : 0;
	if (unread && r->behind[w->key.document].shares.n && !r->s->documents[w->key.document].ocr) {
		ok = err_set(&e, ERR_REFUSED, "words in its pixels are still being read");
		err_hint(&e, "try again in a moment");
	}
	json_decref(lender);
	arena_drop(mem);
	if (ok && unread)
		begin_ocr(r, w->key.document, unread); /* whoever waits for pages waits for that */
	else if (ok)
		keep_written(r, w);
	if (ok)
		return;
	answer *a = answer_trouble(&e);
	for (want *other = r->newest, *older; other; other = older) {
		older = other->older;
		if (other->key.kind != AFTER || other->running || other->key.document != w->key.document)
			continue;
		reading_answer_all(r, other, a);
		reading_drop_want(r, other);
	}
	answer_drop(a);
}

/* The others that want parts of this document's text. */
static void answer_other_parts(reading *r, const want *w)
{
	for (want *other = r->newest, *older; other; other = older) {
		older = other->older;
		if (other == w || other->running || !reading_answers(w, other))
			continue;
		buf out = { 0 };
		session_print_text(&r->s->documents[w->key.document], other->key.page, other->key.width, &out);
		answer *a = answer_json(&out);
		reading_answer_all(r, other, a);
		answer_drop(a);
		reading_drop_want(r, other);
	}
}

static answer *text_of(reading *r, want *w, str said, const err *trouble)
{
	err e = ERR_INIT;
	buf out = { 0 };
	uint32_t n = w->key.document;
	if (!read_text(r, &(struct asked){ n, true, w->first, w->last }, said, trouble, &e)) {
		answer *a = reading_cannot(&r->s->documents[n]);
		return a ? a : answer_trouble(&e);
	}
	answer_other_parts(r, w);
	if (w->asked && w->last < UINT32_MAX)
		reading_places_from(r, n, w->last + 1);
	session_print_text(&r->s->documents[n], w->key.page, w->key.width, &out);
	return answer_json(&out);
}

static answer *marks_of(reading *r, want *w, str said, const err *trouble)
{
	arena *mem = arena_new();
	json_t *lender = NULL;
	reply answered = { 0 };
	err e = ERR_INIT;
	bool ok = hear(said, trouble, mem, &answered, &lender, &e);
	answer *a = w->n ? r->calls.imported(r->calls.arg, w->who[0], w->key.document, ok ? &answered.marks : NULL, &e)
	                 : answer_error(409, "nobody waits for it", "");
	json_decref(lender);
	arena_drop(mem);
	return a;
}

static void done_want(reading *r, want *w, str said, const err *trouble)
{
	if (w->key.kind == WRITTEN) {
		done_written(r, w, said, trouble);
		reading_drop_want(r, w);
		return;
	}
	answer *a = w->key.kind == TEXT ? text_of(r, w, said, trouble) : w->key.kind == MARKS ? marks_of(r, w, said, trouble) : picture_of(w, said, trouble);
	bool again = w->key.kind == TEXT && w->last == UINT32_MAX && !reading_is_whole(&w->key); /* printed anew from what is held */
	if (a->status == 200 && w->key.kind != MARKS && !again)
		cache_put(&r->cache, &w->key, a);
	reading_answer_all(r, w, a);
	answer_drop(a);
	reading_drop_want(r, w);
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
	session_drop_places(r->s, n);
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
	case FOR_TEXT:  read_text(r, &(struct asked){ .document = of.document }, said, trouble, &ignored); break;
	case FOR_SHARE: done_share(r, of.document, of.share, said, trouble); break;
	}
}
