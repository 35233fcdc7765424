#include "cli/review/act_int.h"

#include "cli/review/search.h"
#include "redact/base/fold.h"
#include "redact/base/utf8.h"
#include "redact/work/batch/batch.h"

#include <string.h>

enum { MOST_ACTIONS = 10000, MOST_MARKS = 1000000, MOST_HITS = 100000, LONGEST_NAME = 200, LONGEST_NOTE = 20000, LONGEST_CODE = 64, LONGEST_REASON = 1000 };

/* ---- what is asked ------------------------------------------------------------------------------ */

static bool one_line(str s, size_t longest)
{
	return s.n <= longest && json_is_line(s) && (!str_trim(s).n || utf8_is_name(s));
}

bool act_label(const acting *a, const json_t *o, label *out, err *e)
{
	out->code = json_str(o, "code", a->s->mem);
	out->reason = json_str(o, "reason", a->s->mem);
	if (!one_line(out->code, LONGEST_CODE) || !one_line(out->reason, LONGEST_REASON))
		return err_set(e, ERR_USAGE, "a code and a reason are a line each, of %d and %d bytes at most", LONGEST_CODE, LONGEST_REASON);
	return true;
}

bool act_document(const acting *a, const json_t *o, uint32_t *out, err *e)
{
	const json_t *n = json_object_get(o, "document");
	if (!json_is_integer(n) || json_integer_value(n) < 0 || (uint64_t)json_integer_value(n) >= a->s->n)
		return err_set(e, ERR_USAGE, "document: there is none with that number");
	*out = (uint32_t)json_integer_value(n);
	return true;
}

bool act_readable(const acting *a, uint32_t document_number, err *e)
{
	const document *d = &a->s->documents[document_number];
	if (d->state != DOCUMENT_GONE && d->state != DOCUMENT_CHANGED)
		return true;
	err_set(e, ERR_REFUSED, "%s", d->state == DOCUMENT_GONE ? "the file is gone" : "the file has changed since the plan was made");
	return err_hint(e, "nothing in it can be marked");
}

/* ---- marks that are there ------------------------------------------------------------------------ */

mark *act_change(acting *a, uint32_t document_number, uint32_t id, view **out, err *e)
{
	session *s = a->s;
	mark *m = session_mark(s, document_number, id, out);
	if (!m) {
		err_set(e, ERR_REFUSED, "there is no mark %u in document %u any more", id, document_number);
		return NULL;
	}
	undo_note(s, document_number, m);
	(*out)->changed = (*out)->acted = s->revision;
	document *d = &s->documents[document_number];
	d->changed = d->decided = s->revision;
	d->touched = true;
	return m;
}

/* A capital or a blank makes nobody a second person. */
static bool is_same_person(const acting *a, str by)
{
	return str_eq(str_trim(fold_text(by, FOLD_WORDS, a->mem)), str_trim(fold_text(a->by, FOLD_WORDS, a->mem)));
}

void act_set_state(acting *a, mark *m, mark_state state)
{
	if (m->state == state && state != MARK_PROPOSED) {
		bool person = plan_by_person(m->by);
		if (person && is_same_person(a, m->by))
			return;
		if (person) {
			m->approved_by = a->by;
			m->approved_at = a->at;
			return;
		}
	}
	m->state = state;
	m->by = state == MARK_PROPOSED ? STR("") : a->by;
	m->at = state == MARK_PROPOSED ? STR("") : a->at;
	m->approved_by = m->approved_at = STR("");
}

typedef bool each_mark(acting *a, mark *m, uint32_t document, const json_t *o, err *e);

/* A mark and those that repeat it. */
static bool on_mark(acting *a, uint32_t document_number, uint32_t id, each_mark *what, const json_t *o, err *e)
{
	view *v;
	mark *m = act_change(a, document_number, id, &v, e);
	if (!m || !what(a, m, document_number, o, e))
		return false;
	const struct follower *f;
	size_t n = session_followers(&a->s->documents[document_number], id, &f);
	for (size_t i = 0; i < n; i++)
		if (session_mark(a->s, document_number, f[i].id, &v) &&
		    (!(m = act_change(a, document_number, f[i].id, &v, e)) || !what(a, m, document_number, o, e)))
			return false;
	return true;
}

bool act_which(const acting *a, const json_t *one, uint32_t *document_number, uint32_t *id)
{
	const json_t *first = json_array_get(one, 0), *second = json_array_get(one, 1);
	json_int_t d = json_integer_value(first), n = json_integer_value(second);
	if (json_array_size(one) != 2 || !json_is_integer(first) || !json_is_integer(second) || d < 0 || (uint64_t)d >= a->s->n || n < 1 || n > UINT32_MAX)
		return false;
	*document_number = (uint32_t)d;
	*id = (uint32_t)n;
	return true;
}

static bool on_marks(acting *a, const json_t *o, each_mark *what, err *e)
{
	const json_t *list = json_object_get(o, "marks");
	if (!json_is_array(list) || json_array_size(list) > MOST_MARKS)
		return err_set(e, ERR_USAGE, "marks: not a list of [document, id]");
	for (size_t i = 0; i < json_array_size(list); i++) {
		uint32_t n, id;
		if (!act_which(a, json_array_get(list, i), &n, &id))
			return err_set(e, ERR_USAGE, "marks: entry %zu is no [document, id]", i + 1);
		if (!act_readable(a, n, e) || !on_mark(a, n, id, what, o, e))
			return false;
	}
	return true;
}

static bool set_state(acting *a, mark *m, uint32_t document_number, const json_t *o, err *e)
{
	(void)document_number;
	const json_t *state = json_object_get(o, "state");
	if (!json_is_integer(state) || json_integer_value(state) < MARK_PROPOSED || json_integer_value(state) > MARK_REJECTED)
		return err_set(e, ERR_USAGE, "state: 0 is proposed, 1 accepted, 2 rejected");
	act_set_state(a, m, (mark_state)json_integer_value(state));
	return true;
}

static bool set_code(acting *a, mark *m, uint32_t document_number, const json_t *o, err *e)
{
	(void)document_number;
	label as;
	if (!act_label(a, o, &as, e))
		return false;
	bool same = str_eq(m->code, as.code) && (str_eq(m->reason, as.reason) || !json_object_get(o, "reason"));
	m->code = as.code;
	if (json_object_get(o, "reason"))
		m->reason = as.reason;
	if (!same)
		m->approved_by = m->approved_at = STR("");
	return true;
}

static bool set_note(acting *a, mark *m, uint32_t document_number, const json_t *o, err *e)
{
	(void)document_number;
	str note = json_str(o, "note", a->s->mem);
	if (note.n > LONGEST_NOTE)
		return err_set(e, ERR_USAGE, "note: longer than %d bytes", LONGEST_NOTE);
	m->note = note;
	return true;
}

static bool approve(acting *a, mark *m, uint32_t document_number, const json_t *o, err *e)
{
	(void)document_number;
	(void)o;
	if (m->state == MARK_PROPOSED)
		return err_set(e, ERR_REFUSED, "nobody has decided mark %u yet, so there is nothing to approve", m->id);
	if (is_same_person(a, m->by)) {
		err_set(e, ERR_REFUSED, "a second person approves: you decided mark %u yourself", m->id);
		return err_hint(e, "say who you are");
	}
	m->approved_by = a->by;
	m->approved_at = a->at;
	return true;
}

static bool is_own(const mark *m)
{
	return str_is(m->rule, DRAWN_RULE) || str_is(m->rule, WORDS_RULE);
}

static bool delete(acting *a, mark *m, uint32_t document_number, const json_t *o, err *e)
{
	(void)o, (void)e;
	if (is_own(m))
		session_remove(a->s, document_number, m->id);
	else
		act_set_state(a, m, MARK_REJECTED);
	return true;
}

/* ---- documents ----------------------------------------------------------------------------------- */

static void touch_document(acting *a, uint32_t document_number)
{
	undo_note_withheld(a->s, document_number);
	document *d = &a->s->documents[document_number];
	d->changed = a->s->revision;
	d->touched = true;
}

static bool withhold(acting *a, const json_t *o, err *e)
{
	uint32_t n;
	label as;
	if (!act_document(a, o, &n, e) || !act_readable(a, n, e) || !act_label(a, o, &as, e))
		return false;
	withheld *w = arena_alloc(a->s->mem, sizeof *w);
	*w = (withheld){ as.code, as.reason, a->by, a->at };
	touch_document(a, n);
	a->s->documents[n].plan->withheld = w;
	return true;
}

static bool release(acting *a, const json_t *o, err *e)
{
	uint32_t n;
	if (!act_document(a, o, &n, e))
		return false;
	touch_document(a, n);
	a->s->documents[n].plan->withheld = NULL;
	return true;
}

static bool seen(acting *a, const json_t *o, err *e)
{
	uint32_t n;
	page_set pages = { 0 };
	if (!act_document(a, o, &n, e) || !act_readable(a, n, e))
		return false;
	document *d = &a->s->documents[n];
	undo_note_seen(a->s, n);
	if (!pages_read(json_str(o, "pages", a->mem), a->mem, &pages) || (!pages.all && !pages.n) ||
	    (pages.n && d->pages && pages.list[pages.n - 1].last > d->pages))
		return err_set(e, ERR_USAGE, "pages: not a list of pages of this document, as 1-3,7 or all");
	if (pages.all)
		plan_see(d->plan, d->pages ? 1 : 0, d->pages, a->by, a->at);
	for (size_t i = 0; i < pages.n; i++)
		plan_see(d->plan, pages.list[i].first, pages.list[i].last, a->by, a->at);
	d->changed = a->s->revision;
	d->touched = true;
	return true;
}

bool act_is_person(str name, err *e)
{
	if (!name.n || name.n > LONGEST_NAME || !utf8_valid(name) || !utf8_is_name(name))
		return err_set(e, ERR_USAGE, "not the name of a person, a line of %d bytes at most that can be seen", LONGEST_NAME);
	return plan_by_person(name) || err_set(e, ERR_USAGE, "this word says that no person decided");
}

static bool reviewer(acting *a, const json_t *o, err *e)
{
	str name = str_trim(json_str(o, "name", a->s->mem));
	if (!act_is_person(name, e))
		return err_wrap(e, "name");
	a->s->reviewer = a->by = name;
	return true;
}

/* ---- a request ----------------------------------------------------------------------------------- */

static bool one_action(acting *a, const json_t *o, err *e)
{
	static const struct {
		const char *name;
		each_mark *marks;
		bool (*other)(acting *a, const json_t *o, err *e);
	} known[] = {
		{ "state", set_state, NULL }, { "code", set_code, NULL },     { "note", set_note, NULL },   { "approve", approve, NULL },
		{ "delete", delete, NULL },   { "box", NULL, act_box },       { "page", NULL, act_page },   { "text", NULL, act_text },
		{ "except", NULL, act_except }, { "move", NULL, act_move },   { "withhold", NULL, withhold }, { "release", NULL, release },
		{ "seen", NULL, seen },       { "reviewer", NULL, reviewer },
	};
	const char *name = json_string_value(json_object_get(o, "do"));
	for (size_t i = 0; name && i < sizeof known / sizeof *known; i++) {
		if (strcmp(known[i].name, name) != 0)
			continue;
		if (!a->by.n && known[i].other != reviewer) {
			err_set(e, ERR_REFUSED, "nobody has said who reviews");
			return err_hint(e, "say your name first: it stands in the plan beside what you decide");
		}
		return known[i].marks ? on_marks(a, o, known[i].marks, e) : known[i].other(a, o, e);
	}
	return err_set(e, ERR_USAGE, "do: there is no such action");
}

acting act_begin(session *s, reading *r, str window)
{
	acting a = { .s = s, .r = r, .mem = arena_new(), .by = s->reviewer };
	a.at = str_dup(batch_now(a.mem), s->mem);
	a.unplaced = arena_array(a.mem, bool, s->n);
	a.spots.mem = a.mem;
	undo_open(s, str_sub(window, 0, LONGEST_NAME));
	return a;
}

/* On disk, or as if it had not been. */
bool act_end(acting *a, bool ok, err *e)
{
	session *s = a->s;
	session_sweep(s);
	if (ok && session_save(s, e))
		undo_close(s);
	else
		undo_cancel(s), ok = false;
	for (size_t i = 0; ok && a->r && i < s->n; i++)
		if (a->unplaced[i])
			reading_places(a->r, (uint32_t)i);
	arena_drop(a->mem);
	return ok;
}

bool act(session *s, reading *r, const json_t *request, err *e)
{
	const json_t *list = json_object_get(request, "actions");
	if (!json_is_array(list) || json_array_size(list) > MOST_ACTIONS)
		return err_set(e, ERR_USAGE, "actions: not a list");
	str reviewer_before = s->reviewer;
	acting a = act_begin(s, r, json_str(request, "window", s->mem));
	bool ok = true;
	for (size_t i = 0; ok && i < json_array_size(list); i++)
		ok = one_action(&a, json_array_get(list, i), e) || err_wrap(e, "action %zu", i + 1);
	ok = act_end(&a, ok, e);
	if (!ok)
		s->reviewer = reviewer_before;
	return ok;
}

bool act_undo(session *s, const json_t *request, size_t *undone, size_t *left, err *e)
{
	arena *mem = arena_new();
	undoing *u;
	*undone = undo_last(s, str_sub(json_str(request, "window", mem), 0, LONGEST_NAME), &u, left);
	arena_drop(mem);
	bool ok = !*undone || session_save(s, e);
	if (ok)
		undo_keep(u);
	else
		undo_again(s, u);
	return ok;
}

bool act_mark_hits(session *s, reading *r, const json_t *request, size_t *marked, err *e)
{
	acting a = act_begin(s, r, json_str(request, "window", s->mem));
	search_found found;
	label as;
	bool ok = a.by.n > 0 || err_set(e, ERR_REFUSED, "nobody has said who reviews");
	ok = ok && act_label(&a, request, &as, e) &&
	     search_words(s, json_str(request, "words", a.mem), json_flag(request, "whole"), MOST_HITS, a.mem, &found, e);
	if (ok && found.more)
		ok = err_set(e, ERR_USAGE, "these words stand in more than %d places", MOST_HITS);
	*marked = 0;
	for (size_t i = 0; ok && i < found.n; i++) {
		const search_hit *h = &found.hits[i];
		const document *d = &s->documents[h->document];
		if (d->state != DOCUMENT_GONE && d->state != DOCUMENT_CHANGED)
			*marked += act_mark_words(&a, h->document, h->unit, h->beg, h->end, &as);
	}
	return act_end(&a, ok, e);
}
