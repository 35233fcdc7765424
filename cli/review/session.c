#include "cli/review/session_int.h"

#include "cli/review/groups.h"
#include "cli/review/undo.h"
#include "cli/review/utf16.h"
#include "redact/base/bound.h"

#include <stdio.h>
#include <stdlib.h>

enum { PLACES_HELD = 12 }; /* documents whose letters' places are kept at a time */

/* ---- marks by number -------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	uint32_t x = ((const struct numbered *)a)->id, y = ((const struct numbered *)b)->id;
	return (x > y) - (x < y);
}

static void sort_index(session *s, document *d)
{
	d->nindex = 0;
	for (size_t i = 0; i < d->plan->n; i++)
		*ARENA_PUSH(s->mem, d->index, d->nindex, d->index_room) = (struct numbered){ d->plan->marks[i].id, (uint32_t)i };
	if (d->nindex)
		qsort(d->index, d->nindex, sizeof *d->index, by_id);
	d->unsorted = false;
}

/* The first that has this number or a higher one. */
static size_t place_in_index(const document *d, uint32_t id)
{
	bound b = { .high = d->nindex };
	while (bound_asks(&b))
		bound_told(&b, d->index[b.at].id < id);
	return b.at;
}

mark *session_mark(session *s, uint32_t document_number, uint32_t id, view **out)
{
	if (document_number >= s->n)
		return NULL;
	document *d = &s->documents[document_number];
	if (d->unsorted)
		sort_index(s, d);
	size_t i = place_in_index(d, id);
	if (i == d->nindex || d->index[i].id != id)
		return NULL;
	*out = &d->views[d->index[i].at];
	return &d->plan->marks[d->index[i].at];
}

static void make_view(session *s, document *d, size_t used, view v)
{
	if (used >= d->views_room)
		arena_grow(s->mem, &d->views, used, &d->views_room, sizeof *d->views);
	d->views[used] = v;
}

mark *session_add(session *s, uint32_t document_number, view **out)
{
	document *d = &s->documents[document_number];
	mark *m = plan_add(d->plan);
	m->id = ++d->plan->ids;
	make_view(s, d, d->plan->n - 1, (view){ .changed = s->revision, .group = -1 });
	if (!d->unsorted) /* the highest number comes last */
		*ARENA_PUSH(s->mem, d->index, d->nindex, d->index_room) = (struct numbered){ m->id, (uint32_t)(d->plan->n - 1) };
	*out = &d->views[d->plan->n - 1];
	return m;
}

void session_adopt(session *s, uint32_t document_number, size_t from)
{
	document *d = &s->documents[document_number];
	plan_number(d->plan);
	for (size_t i = from; i < d->plan->n; i++)
		make_view(s, d, i, (view){ .changed = s->revision, .acted = s->revision, .group = -1 });
	d->unsorted = true;
}

void session_remove(session *s, uint32_t document_number, uint32_t id)
{
	document *d = &s->documents[document_number];
	view *v;
	mark *m = session_mark(s, document_number, id, &v);
	if (!m)
		return;
	size_t at = (size_t)(m - d->plan->marks), behind = d->plan->n - at - 1, i = place_in_index(d, id);
	memmove(m, m + 1, behind * sizeof *m);
	memmove(v, v + 1, behind * sizeof *v);
	d->plan->n--;
	d->nindex--;
	memmove(&d->index[i], &d->index[i + 1], (d->nindex - i) * sizeof *d->index);
	for (size_t k = 0; behind && k < d->nindex; k++)
		d->index[k].at -= d->index[k].at > at;
	*ARENA_PUSH(s->mem, s->gone, s->ngone, s->gone_room) = (gone_mark){ s->revision, document_number, id };
}

mark *session_restore(session *s, uint32_t document_number, uint32_t id, view **out)
{
	document *d = &s->documents[document_number];
	if (d->unsorted)
		sort_index(s, d);
	mark *m = plan_add(d->plan);
	m->id = id;
	make_view(s, d, d->plan->n - 1, (view){ .changed = s->revision, .group = -1 });
	size_t i = place_in_index(d, id);
	ARENA_PUSH(s->mem, d->index, d->nindex, d->index_room);
	memmove(&d->index[i + 1], &d->index[i], (d->nindex - 1 - i) * sizeof *d->index);
	d->index[i] = (struct numbered){ id, (uint32_t)(d->plan->n - 1) };
	*out = &d->views[d->plan->n - 1];
	return m;
}

/* ---- marks that repeat another ----------------------------------------------------------------- */

struct placed {
	const mark *m;
	size_t at;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->m->page != y->m->page)
		return x->m->page < y->m->page ? -1 : 1;
	int c = memcmp(&x->m->boxes[0], &y->m->boxes[0], sizeof x->m->boxes[0]);
	return c ? c : (x->at > y->at) - (x->at < y->at);
}

static int by_leader(const void *a, const void *b)
{
	const struct follower *x = a, *y = b;
	return x->leader != y->leader ? (x->leader > y->leader ? 1 : -1) : (x->id > y->id) - (x->id < y->id);
}

size_t session_followers(const document *d, uint32_t id, const struct follower **out)
{
	bound b = { .high = d->nfollowers };
	while (bound_asks(&b))
		bound_told(&b, d->followers[b.at].leader < id);
	*out = d->nfollowers ? d->followers + b.at : NULL;
	size_t end = b.at;
	while (end < d->nfollowers && d->followers[end].leader == id)
		end++;
	return end - b.at;
}

/* Each mark that plan_repeats() names follows the first one that covers the same. */
static void find_repeats(session *s, document *d)
{
	arena *mem = arena_new();
	const plan *p = d->plan;
	const bool *again = plan_repeats(p, mem);
	struct placed *all = arena_array(mem, struct placed, p->n);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].kind == MARK_TEXT && p->marks[i].nboxes)
			all[n++] = (struct placed){ &p->marks[i], i };
	if (n)
		qsort(all, n, sizeof *all, by_place);
	const struct placed *first = NULL;
	for (size_t i = 0; i < n; i++) {
		if (!first || first->m->page != all[i].m->page || memcmp(first->m->boxes, all[i].m->boxes, sizeof *first->m->boxes) != 0)
			first = NULL;
		if (!again[all[i].at])
			first = &all[i];
		else if (first && first->m->state == all[i].m->state)
			d->views[all[i].at].follows = first->m->id;
	}
	size_t room = d->nfollowers = 0;
	d->followers = NULL;
	for (size_t i = 0; i < p->n; i++)
		if (d->views[i].follows)
			*ARENA_PUSH(s->mem, d->followers, d->nfollowers, room) = (struct follower){ d->views[i].follows, p->marks[i].id };
	if (d->nfollowers)
		qsort(d->followers, d->nfollowers, sizeof *d->followers, by_leader);
	arena_drop(mem);
}

/* ---- opening ----------------------------------------------------------------------------------- */

void session_begin_marks(session *s, document *d)
{
	plan *p = d->plan;
	plan_number(p);
	d->unsorted = true;
	d->views = arena_array(s->mem, view, p->n + 1);
	d->views_room = p->n + 1;
	for (size_t i = 0; i < p->n; i++) {
		d->views[i] = (view){ .changed = s->revision, .group = -1 };
		s->words |= p->marks[i].value.n > 0;
	}
	find_repeats(s, d);
}

static void open_document(session *s, document *d, plan *p, const char *path)
{
	*d = (document){ .plan = p, .path = path, .pages = p->pages, .changed = s->revision, .decided = s->revision, .mem = arena_new() };
	session_begin_marks(s, d);
	if (path)
		return;
	d->state = DOCUMENT_GONE;
	snprintf(d->why, sizeof d->why, "there is no such file where the plan says that its documents are");
}

session *session_open(plan *const *of, const char *const *paths, size_t n, str name)
{
	arena *mem = arena_new();
	session *s = arena_alloc(mem, sizeof *s);
	*s = (session){ .mem = mem, .n = n, .revision = 1 };
	s->name = str_dup(name, mem);
	s->groups = groups_new(mem);
	s->documents = arena_array(mem, document, n);
	for (size_t i = 0; i < n; i++)
		open_document(s, &s->documents[i], of[i], paths[i]);
	return s;
}

void session_close(session *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++) {
		arena_drop(s->documents[i].words.mem);
		arena_drop(s->documents[i].places.mem);
		arena_drop(s->documents[i].mem);
	}
	undo_drop(s);
	arena_drop(s->mem);
}

bool session_save(session *s, err *e)
{
	for (size_t i = 0; s->plans && i < s->n; i++)
		if (s->documents[i].touched)
			plans_touch(s->plans, i);
	if (s->plans && !plans_save(s->plans, e))
		return e->kind == ERR_REFUSED ? err_hint(e, "what it says now is read if it can be: look, and decide again") : false;
	for (size_t i = 0; i < s->n; i++)
		s->documents[i].touched = false;
	return true;
}

size_t session_open_marks(const session *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->documents[i].plan->n; k++)
			n += s->documents[i].plan->marks[k].state == MARK_PROPOSED && !s->documents[i].views[k].follows;
	return n;
}

/* ---- what is read ------------------------------------------------------------------------------ */

void session_set_state(session *s, uint32_t document_number, document_state state, const char *why)
{
	document *d = &s->documents[document_number];
	if (d->state == state && strcmp(d->why, why) == 0)
		return;
	d->state = state;
	snprintf(d->why, sizeof d->why, "%s", why);
	d->changed = ++s->revision;
}

/* The value, where it is and what it is: of a mark whose unit was read. */
static void place_mark(session *s, const document *d, mark *m, view *v, const unit *u, utf16 *at)
{
	if (m->beg >= m->end || m->end > u->text.n)
		return;
	v->beg = (uint32_t)utf16_of_byte(at, m->beg);
	v->end = (uint32_t)utf16_of_byte(at, m->end);
	v->placed = true;
	str value = str_sub(u->text, m->beg, m->end);
	const unit *rest = m->rest ? text_lookup(&d->words, m->rest->unit) : NULL;
	if (rest)
		value = str_fmt(d->words.mem, STR_FMT "\n" STR_FMT, STR_ARG(value), STR_ARG(str_sub(rest->text, m->rest->beg, m->rest->end)));
	m->value = value;
	v->group = groups_number(s->groups, value);
	v->changed = s->revision;
}

struct by_unit {
	mark *m;
	view *v;
};

static int by_unit(const void *a, const void *b)
{
	const mark *x = ((const struct by_unit *)a)->m, *y = ((const struct by_unit *)b)->m;
	int c = str_cmp(x->unit, y->unit);
	return c ? c : (x->beg > y->beg) - (x->beg < y->beg);
}

static void place_marks(session *s, document *d)
{
	arena *mem = arena_new();
	struct by_unit *all = arena_array(mem, struct by_unit, d->plan->n);
	size_t n = 0;
	for (size_t i = 0; i < d->plan->n; i++)
		if (d->plan->marks[i].kind == MARK_TEXT)
			all[n++] = (struct by_unit){ &d->plan->marks[i], &d->views[i] };
	if (n)
		qsort(all, n, sizeof *all, by_unit);
	const unit *u = NULL;
	utf16 at = { .text = STR("") };
	for (size_t i = 0; i < n; i++) {
		if (!i || !str_eq(all[i].m->unit, all[i - 1].m->unit)) {
			u = text_lookup(&d->words, all[i].m->unit);
			at = (utf16){ .text = u ? u->text : STR("") };
		}
		if (u)
			place_mark(s, d, all[i].m, all[i].v, u, &at);
	}
	arena_drop(mem);
}

/* Units without what says where their letters are. */
static void keep_words(document *d, const text *t)
{
	text words = { .mem = arena_new() };
	for (size_t i = 0; i < t->n; i++) {
		unit *u = text_add(&words, t->units[i].kind, t->units[i].id);
		str id = u->id;
		*u = t->units[i];
		u->id = id;
		u->text = str_dup(t->units[i].text, words.mem);
		u->spans = NULL;
		u->nspans = 0;
	}
	arena_drop(d->words.mem);
	d->words = words;
	d->folded = NULL;
}

/* Values of marks lie in the words. */
static void let_go_of_values(document *d)
{
	for (size_t i = 0; i < d->plan->n; i++)
		d->plan->marks[i].value = STR("");
}

/* The places of those that were asked for longest ago are dropped. */
static void hold_places(session *s, document *d, text *t, uint32_t first, uint32_t last)
{
	size_t held = 0;
	document *oldest = NULL;
	arena_drop(d->places.mem);
	d->places = *t;
	d->first = first;
	d->last = last;
	d->used = ++s->uses;
	for (size_t i = 0; i < s->n; i++) {
		document *other = &s->documents[i];
		if (!other->places.mem || other == d)
			continue;
		held++;
		if (!oldest || other->used < oldest->used)
			oldest = other;
	}
	if (held < PLACES_HELD)
		return;
	arena_drop(oldest->places.mem);
	oldest->places = (text){ 0 };
}

static bool lacks_boxes(const mark *m)
{
	return m->kind == MARK_TEXT && m->nboxes == 0 && m->end > m->beg && m->page && !m->nparts;
}

/* Marks that were made while nobody knew where their letters are. */
static void fill_boxes(session *s, document *d)
{
	for (size_t i = 0; i < d->plan->n; i++) {
		mark *m = &d->plan->marks[i];
		const unit *u = lacks_boxes(m) && !m->rest ? text_lookup(&d->places, m->unit) : NULL;
		const unit *words = u ? text_lookup(&d->words, m->unit) : NULL;
		if (!words || m->end > u->text.n)
			continue;
		plan_bind(d->plan, m, u, NULL);
		m->unit = str_dup(m->unit, d->plan->mem);
		m->value = str_sub(words->text, m->beg, m->end);
		if (!m->nboxes)
			continue;
		d->views[i].changed = s->revision;
		d->touched = true;
	}
}

void session_place_all(session *s, uint32_t document_number)
{
	document *d = &s->documents[document_number];
	if (!d->words.mem)
		return;
	place_marks(s, d);
	if (d->places.mem)
		fill_boxes(s, d);
}

static void take_sheets(document *d, const reply *r)
{
	if (!r->nsheets)
		return;
	sheet *sheets = arena_array(d->mem, sheet, r->nsheets);
	memcpy(sheets, r->sheets, r->nsheets * sizeof *sheets);
	d->sheets = sheets;
	d->nsheets = r->nsheets;
}

static void take_what_it_is(document *d, const reply *r)
{
	d->pages = r->pages;
	d->nunsearchable = 0;
	d->unsearchable = arena_array(d->mem, uint32_t, r->nunsearchable);
	for (size_t i = 0; i < r->nunsearchable; i++)
		d->unsearchable[d->nunsearchable++] = r->unsearchable[i];
	take_sheets(d, r);
}

void session_take_part(session *s, uint32_t document_number, text *t, uint32_t first, uint32_t last, const reply *r)
{
	document *d = &s->documents[document_number];
	s->revision++;
	if (!d->nsheets)
		take_sheets(d, r);
	hold_places(s, d, t, first, last);
	*t = (text){ 0 };
	if (d->words.mem)
		fill_boxes(s, d);
}

bool session_has_places(const document *d, uint32_t first, uint32_t last)
{
	return d->places.mem && d->first <= first && d->last >= last;
}

uint32_t session_lacks_boxes(const document *d, uint32_t from)
{
	uint32_t page = 0;
	for (size_t i = 0; i < d->plan->n; i++) {
		const mark *m = &d->plan->marks[i];
		if (lacks_boxes(m) && m->page >= from && (!page || m->page < page))
			page = m->page;
	}
	return page;
}

void session_take_text(session *s, uint32_t document_number, text *t, bool places, const reply *r)
{
	document *d = &s->documents[document_number];
	s->revision++;
	take_what_it_is(d, r);
	let_go_of_values(d);
	keep_words(d, t);
	place_marks(s, d);
	if (places) {
		hold_places(s, d, t, 1, UINT32_MAX);
		fill_boxes(s, d);
	} else {
		arena_drop(t->mem);
	}
	*t = (text){ 0 };
	d->state = DOCUMENT_READY;
	d->why[0] = '\0';
	d->changed = s->revision;
}

void session_drop_places(session *s, uint32_t document_number)
{
	document *d = &s->documents[document_number];
	arena_drop(d->places.mem);
	d->places = (text){ 0 };
}

void session_place(session *s, uint32_t document_number, mark *m, view *v)
{
	const document *d = &s->documents[document_number];
	const unit *u = m->kind == MARK_TEXT && d->words.mem ? text_lookup(&d->words, m->unit) : NULL;
	if (!u)
		return;
	utf16 at = { .text = u->text };
	place_mark(s, d, m, v, u, &at);
}

void session_bind(session *s, uint32_t document_number, mark *m, view *v)
{
	document *d = &s->documents[document_number];
	const unit *placed = d->places.mem ? text_lookup(&d->places, m->unit) : NULL, *u = text_lookup(&d->words, m->unit);
	str unit_id = m->unit;
	if (!u || m->end > u->text.n)
		return;
	plan_bind(d->plan, m, placed && m->end <= placed->text.n ? placed : u, NULL);
	m->unit = unit_id;
	session_place(s, document_number, m, v);
}
