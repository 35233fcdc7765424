#include "redact/work/worker/worker_int.h"

#include "redact/apply.h"
#include "redact/base/buf.h"
#include "redact/base/file.h"
#include "redact/name.h"
#include "redact/slip.h"
#include "redact/work/pool/ended.h"
#include "redact/work/worker/drawn.h"
#include "redact/work/worker/planning.h"
#include "redact/work/worker/sandbox.h"
#include "redact/work/worker/takeout.h"
#include "redact/work/worker/thumb.h"
#include "redact/work/worker/unpack.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- bytes in and out ------------------------------------------------------------------------ */

static bool read_job(int from, arena *mem, job *j, err *e)
{
	buf in = { 0 };
	char block[64 << 10];
	ssize_t n;
	while ((n = read(from, block, sizeof block)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			buf_add(&in, block, (size_t)n);
	bool ok = n >= 0 && job_read(buf_view(&in), mem, j, e);
	buf_free(&in);
	return ok;
}

static bool send_reply(int to, const reply *r, json_t *units)
{
	buf out = { 0 };
	reply_print(&out, r, units);
	size_t sent = 0;
	while (sent < out.n) {
		ssize_t n = write(to, out.p + sent, out.n - sent);
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			sent += (size_t)n;
	}
	bool ok = sent == out.n;
	buf_free(&out);
	return ok;
}

bool worker_map(int fd, str name, str *bytes, err *e)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_INTERNAL, STR_FMT ": was not handed over", STR_ARG(name));
	if (st.st_size == 0) {
		*bytes = STR("");
		return true;
	}
	void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED) {
		int code = errno;
		err_set(e, ERR_SYSTEM, STR_FMT ": %s", STR_ARG(name), strerror(code));
		return code == ENOMEM && err_hint(e, "allow more with --limit-mem=MEGABYTES");
	}
	*bytes = (str){ p, (size_t)st.st_size };
	return true;
}

/* ---- the jobs -------------------------------------------------------------------------------- */

/* What nobody could read, by page; by name where it is on none. */
static void list_unsearchable(task *t)
{
	reply *r = t->out;
	size_t room = 0, more_room = 0;
	r->unsearchable = NULL;
	r->nunsearchable = r->nunsearched = 0;
	str *unsearched = NULL;
	for (size_t i = 0; i < t->from.text.n; i++) {
		const unit *u = &t->from.text.units[i];
		if (!u->unsearchable)
			continue;
		*ARENA_PUSH(t->mem, r->unsearchable, r->nunsearchable, room) = u->page;
		if (u->page == 0)
			*ARENA_PUSH(t->mem, unsearched, r->nunsearched, more_room) = u->id;
	}
	r->unsearched = unsearched;
}

bool worker_open(task *t, bool read, err *e)
{
	source from = { .name = t->job->name, .password = t->job->password };
	if (t->job->verb != JOB_PROVE_GONE) {
		from.how = t->job->how;
	} else {
		from.how.ocr = t->job->how.ocr;
		memcpy(from.how.languages, t->job->how.languages, sizeof from.how.languages);
	}
	from.seen = t->job->seen;
	from.hands = t->job->hands;
	if (!worker_map(t->files->fd[HAND_SOURCE], from.name, &from.bytes, e))
		return false;
	hash_sha256(from.bytes, t->out->sha256);
	if (t->job->sha256.n && !str_is(t->job->sha256, t->out->sha256)) {
		err_set(e, ERR_INPUT, STR_FMT ": changed while we worked on it, or since the plan was made",
		        STR_ARG(from.name));
		return err_hint(e, "make sure nobody edits it, and run again");
	}
	err probe = ERR_INIT;
	if (from.bytes.n && !engine_probe(t->kit, from.name, from.bytes, &probe) && probe.kind == ERR_NONE)
		t->out->unknown = true;
	if (!engine_open_unread(t->kit, &from, t->mem, &t->from, e))
		return false;

	reply *r = t->out;
	r->format = str_of(t->from.is->name);
	r->title = str_of(t->from.is->title);
	if (!read)
		return true;
	/* What was removed is nowhere, or it is: where on the page is not asked. */
	t->from.text.no_places = t->job->verb == JOB_PROVE_GONE;
	if (t->job->verb == JOB_TEXT) {
		t->from.text.with_looks = t->job->looks;
		t->from.text.first = t->job->first;
		t->from.text.last = t->job->last;
	}
	if (!engine_read(&t->from, e))
		return false;
	r->pages = engine_pages(&t->from.text);
	r->clean_name = name_output(t->job->name, t->from.is, t->mem);
	list_unsearchable(t);
	return true;
}

/* Of a document that is withheld nothing comes out but what its marks do not name. */
static bool pixels_matter(const job *j)
{
	if (j->verb != JOB_REDACT || !j->marks || !j->marks->withheld || j->scan)
		return true;
	for (size_t i = 0; i < j->marks->n; i++)
		if (text_in_pixels(j->marks->marks[i].unit))
			return true;
	return false;
}

/* What OCR has to look at before anybody can say what the document holds. */
static uint32_t unread(const task *t)
{
	if (!pixels_matter(t->job))
		return 0;
	if (t->job->how.ocr == OCR_NEVER || t->job->seen || !t->from.is->ocr)
		return 0;
	uint32_t n = 0;
	for (size_t i = 0; i < t->from.own; i++)
		n += t->from.text.units[i].unread;
	return n;
}

bool worker_detectors(task *t, const request *want, err *e)
{
	return shelf_find(t->ready, want, t->mem, &t->look, &t->lent, e);
}

/* What is known to have to go before any rule has looked: the user's terms, and what a plan marks. In mem. */
static size_t listed_of(const task *t, str **out)
{
	const plan *p = t->job->marks;
	size_t n = 0, room = 0;
	*out = NULL;
	for (size_t i = 0; p && i < p->n; i++)
		if (p->marks[i].kind == MARK_TEXT)
			*ARENA_PUSH(t->mem, *out, n, room) = p->marks[i].value;
	for (size_t i = 0; i < t->look.n; i++) {
		const detector *d = &t->look.list[i];
		const str *list;
		size_t count = d->literals ? d->literals(d->state, &list) : 0;
		for (size_t k = 0; k < count; k++)
			*ARENA_PUSH(t->mem, *out, n, room) = list[k];
	}
	return n;
}

static bool do_ocr(task *t, err *e)
{
	ocr_order order = { .share = t->job->share, .shares = t->job->shares, .given_up = t->job->given_up, .shown = t->job->shown };
	text seen = { .mem = t->mem };
	str *listed;
	if (!t->from.is->ocr)
		return err_set(e, ERR_INTERNAL, "a %s has no pixels to read", t->from.is->title);
	if (t->job->scan && !worker_detectors(t, &t->job->want, e))
		return false;
	order.nlisted = listed_of(t, &listed);
	order.listed = listed;
	if (!t->from.is->ocr(t->from.doc, &order, &seen, e))
		return false;
	t->units = text_json(&seen, true);
	return true;
}

/* The plan in force, and what must be gone by it. */
static bool make_plan(task *t, err *e)
{
	const job *j = t->job;
	plan *p = &t->out->marks;
	if (!planning_bind(j, &t->from, t->out, t->mem, e) || (j->scan && !worker_detectors(t, &j->want, e)) ||
	    !planning_find(j, &t->look, &t->from.text, p, e))
		return false;
	list_unsearchable(t); /* by now more may be known to be */
	t->ngone = verify_sought(p, NULL, 0, t->mem, &t->gone);
	t->out->clean_name = name_output(name_clean(j->name, p, t->mem), t->from.is, t->mem);
	return true;
}

/* For the hunt through the whole batch. */
static bool keep_text(const task *t, err *e)
{
	text all = t->from.text;
	/* Of a document that is withheld no more comes out than its name. */
	if (t->out->marks.withheld) {
		all.units += t->from.own;
		all.n -= t->from.own;
		all.nshown = 0;
	}
	return !t->job->keep_text || texts_add(t->files->fd[HAND_TEXTS], t->job->document, &all, e);
}

static bool do_find(task *t, err *e)
{
	if (!make_plan(t, e) || !keep_text(t, e))
		return false;
	if (t->files->fd[HAND_SPOOL] >= 0 && !takeout(t->kit, &t->from.from, t->files->fd[HAND_SPOOL], t->mem, t->out, e))
		return false;
	plan_drop_repeats(&t->out->marks);
	plan_number(&t->out->marks);
	return true;
}

/* Which of the user's terms the document holds, numbered in the order of the lists. */
static size_t met_of(const detectors *look, arena *mem, uint32_t **out, size_t *literals)
{
	size_t n = 0, room = 0;
	uint32_t number = 0;
	*out = NULL;
	for (size_t i = 0; i < look->n; i++) {
		const detector *d = &look->list[i];
		const str *list;
		size_t count = d->literals ? d->literals(d->state, &list) : 0;
		for (size_t k = 0; k < count; k++, number++)
			if (d->about && d->about(d->state, k).met)
				*ARENA_PUSH(mem, *out, n, room) = number;
	}
	*literals = number;
	return n;
}

/* Its sheet is what is proven from here on: in the format of whoever makes it, under that name. */
static bool withhold(task *t, err *e)
{
	plan *p = &t->out->marks;
	const format *by = slip_maker(t->kit, t->from.is);
	if (by) {
		p->format = str_of(by->name);
		t->out->clean_name = name_output(name_clean(t->job->name, p, t->mem), by, t->mem);
	}
	return slip_write(t->kit, t->from.is, p, t->out->clean_name, t->files->fd[HAND_SAVE], &t->out->report, e);
}

static bool do_redact(task *t, err *e)
{
	plan *p = &t->out->marks;
	if (!make_plan(t, e) || !keep_text(t, e))
		return false;
	uint32_t *met;
	t->out->nmet = met_of(&t->look, t->mem, &met, &t->out->nliterals);
	t->out->met = met;
	if (!apply_check_words(p, &t->look, e))
		return err_wrap(e, STR_FMT, STR_ARG(t->job->name));
	/* The name is made of codes: once more, now that a code may have been emptied. */
	t->out->clean_name = name_output(name_clean(t->job->name, p, t->mem), t->from.is, t->mem);

	if (p->withheld)
		return withhold(t, e);
	stays_tell(p, &t->out->report);
	const bool *again = plan_repeats(p, t->mem);
	size_t open = 0;
	for (size_t i = 0; i < p->n; i++)
		open += p->marks[i].state == MARK_PROPOSED && !again[i];
	if (open)
		proof_note(&t->out->report, "%zu mark%s %s only proposed, not accepted, and left alone",
		           open, open == 1 ? "" : "s", open == 1 ? "is" : "are");
	if (t->job->how.extract_attachments && !t->job->again &&
	    !takeout(t->kit, &t->from.from, t->files->fd[HAND_SPOOL], t->mem, t->out, e))
		return false;
	return apply_plan(&t->from, p, t->files->fd[HAND_SAVE], &t->out->report, e);
}

bool worker_has_plan(const task *t, err *e)
{
	return t->job->marks || err_set(e, ERR_INTERNAL, STR_FMT ": a proof needs the plan", STR_ARG(t->job->name));
}

/* The document is the written file here. Where OCR has nothing to read there is nothing to add. */
static bool do_layer(task *t, err *e)
{
	const job *j = t->job;
	if (!worker_has_plan(t, e))
		return false;
	t->ngone = verify_sought(j->marks, NULL, 0, t->mem, &t->gone);
	return !j->seen || apply_layer(&t->from, j->seen, j->marks, t->files->fd[HAND_SAVE], &t->out->saved, &t->out->report, e);
}

/* Of documents it sees no more than their text: what stands where was asked of those who read them. */
static bool do_hunt(task *t, err *e)
{
	const job *j = t->job;
	str texts, *values = arena_array(t->mem, str, j->nknown);
	for (size_t i = 0; i < j->nknown; i++)
		values[i] = j->known[i].value;
	return worker_map(t->files->fd[HAND_TEXTS], STR("texts"), &texts, e)
	    && texts_hunt(texts, values, j->nknown, j->share, j->shares, t->mem, &t->out->found, e);
}

/* One page, for a screen. */
static bool do_draw_wide(task *t, err *e)
{
	drawn one;
	if (!t->job->npages || !drawn_make(&t->from, t->job->pages[0], t->job->width, t->files->fd[HAND_SAVE], t->mem, &one, e))
		return false;
	t->units = json_array();
	json_array_append_new(t->units, drawn_json(&one));
	return true;
}

/* A page that cannot be drawn is not there; the others are. */
static bool do_draw(task *t, err *e)
{
	const job *j = t->job;
	if (!worker_open(t, false, e))
		return false;
	if (j->width)
		return do_draw_wide(t, e);
	t->units = json_array();
	for (size_t i = 0; i < j->npages; i++) {
		err why = ERR_INIT;
		arena *mem = arena_new();
		thumb one;
		if (thumb_make(&t->from, j->pages[i], mem, &one, &why))
			json_array_append_new(t->units, thumb_json(&one));
		arena_drop(mem);
	}
	return true;
}

static bool do_unpack(task *t, err *e)
{
	str bytes;
	return worker_map(t->files->fd[HAND_SOURCE], t->job->name, &bytes, e)
	    && unpack(t->kit, t->job, bytes, t->files->fd[HAND_SPOOL], t->mem, t->out, e);
}

static bool do_marks(task *t, err *e)
{
	str bytes;
	if (!t->kit->read_marks)
		return err_set(e, ERR_INTERNAL, "no marks of other programs are known here");
	return worker_map(t->files->fd[HAND_SOURCE], t->job->name, &bytes, e)
	    && t->kit->read_marks(bytes, t->mem, &t->out->marks, &t->out->report, e);
}

static bool do_job(task *t, err *e)
{
	switch (t->job->verb) {
	case JOB_HUNT:       return do_hunt(t, e);
	case JOB_UNPACK:     return do_unpack(t, e);
	case JOB_MARKS:      return do_marks(t, e);
	case JOB_PROVE_GONE: return worker_prove_gone(t, e);
	case JOB_PROVE_KEPT: return worker_prove_kept(t, e);
	case JOB_DRAW:       return do_draw(t, e);
	default:             break;
	}
	if (!worker_open(t, true, e))
		return false;
	if (t->job->verb == JOB_OCR)
		return do_ocr(t, e);
	t->out->unread = unread(t);
	if (t->out->unread && !t->job->anyway)
		return true;
	switch (t->job->verb) {
	case JOB_FIND:   return do_find(t, e);
	case JOB_REDACT: return do_redact(t, e);
	case JOB_LAYER:  return do_layer(t, e);
	case JOB_VERIFY: return worker_verify(t, e);
	case JOB_TEXT:
		t->units = text_json(&t->from.text, t->job->boxes);
		t->out->sheets = t->from.text.sheets;
		t->out->nsheets = t->from.text.nsheets;
		return true;
	default:
		break;
	}
	return err_set(e, ERR_INTERNAL, "an unknown job");
}

#ifdef __SANITIZE_ADDRESS__
static void close_task(task *t)
{
	engine_close(&t->written);
	engine_close(&t->from);
	if (!t->lent)
		detectors_close(&t->look);
}
#endif

/* The parent knows what the file may be called in front of whom. */
static void strip_name(err *e, str name)
{
	while (name.n && str_starts(str_of(e->text), name.p) && strncmp(e->text + name.n, ": ", 2) == 0)
		memmove(e->text, e->text + name.n + 2, strlen(e->text + name.n + 2) + 1);
}

/* A library that ran out of memory may tell it as any other failure. */
static bool ran_out(const err *e)
{
	return e->kind == ERR_SYSTEM && strstr(e->text, "out of memory");
}

/* Others add to the texts of the batch as well. */
static uint64_t size_of(int fd)
{
	struct stat st;
	return fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 ? (uint64_t)st.st_size : 0;
}

int worker_job(const kit *k, const shelf *ready, const hands *files)
{
	int parent = files->fd[HAND_TALK];
	arena *mem = arena_new();
	job j = { 0 };
	reply r = { .report = { .mem = mem } };
	task t = { .kit = k, .ready = ready, .files = files, .job = &j, .mem = mem, .out = &r };
	err e = ERR_INIT;
	if (!read_job(parent, mem, &j, &e)) {
		if (e.kind == ERR_NONE)
			err_set(&e, ERR_INTERNAL, "no job came");
	} else {
		sandbox_limit(j.memory, j.seconds, hands_most_written(files) + size_of(files->fd[HAND_TEXTS]));
		if (!do_job(&t, &e) && e.kind == ERR_NONE)
			err_set(&e, ERR_INTERNAL, "failed without a reason");
		if (ran_out(&e))
			return ENDED_NO_MEMORY;
	}
	r.trouble = e;
	strip_name(&r.trouble, j.name);
	strip_name(&r.trouble, j.out_name);
	/* On the way out nothing of ours may quote what it removed. */
	if (t.ngone && !t.hunt)
		t.hunt = verify_hunt(t.gone, t.ngone, NULL, mem, &r.trouble);
	if (t.hunt)
		verify_scrub(t.hunt, &r.report, &r.trouble);
	bool sent = send_reply(parent, &r, t.units);
	/* The system takes a whole process back quicker than we give back each of a book's objects; only
	 * a sanitizer wants to see it done. */
#ifdef __SANITIZE_ADDRESS__
	close_task(&t);
	arena_drop(mem);
#endif
	return sent ? 0 : 5;
}
