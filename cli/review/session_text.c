/* What is read of a document: its state, its words and places, and where its marks stand in them. */
#include "cli/review/session_int.h"

#include "cli/review/groups.h"
#include "cli/review/utf16.h"

#include <stdio.h>
#include <stdlib.h>

enum { PLACES_HELD = 12 }; /* documents whose letters' places are kept at a time */

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
		value = str_fmt(d->plan->mem, STR_FMT "\n" STR_FMT, STR_ARG(value), STR_ARG(str_sub(rest->text, m->rest->beg, m->rest->end)));
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
static void keep_words(session *s, document *d, const text *t)
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
	s->here = (struct here){ 0 };
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
		const unit *u = lacks_boxes(m) && !m->rest && session_has_places(d, m->page, m->page) ? text_lookup(&d->places, m->unit) : NULL;
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
	return d->places.mem && d->first <= (first ? first : 1) && d->last >= last;
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
	keep_words(s, d, t);
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

/* The unit of a mark on words, which is mostly that of the last one. */
static const unit *go_to(session *s, const document *d, str id)
{
	if (s->here.d == d && str_eq(s->here.u->id, id))
		return s->here.u;
	const unit *u = d->words.mem ? text_lookup(&d->words, id) : NULL;
	if (u)
		s->here = (struct here){ d, u, { .text = u->text } };
	return u;
}

void session_place(session *s, uint32_t document_number, mark *m, view *v)
{
	const document *d = &s->documents[document_number];
	const unit *u = m->kind == MARK_TEXT ? go_to(s, d, m->unit) : NULL;
	if (u)
		place_mark(s, d, m, v, u, &s->here.at);
}

void session_bind(session *s, uint32_t document_number, mark *m, view *v)
{
	document *d = &s->documents[document_number];
	const unit *u = go_to(s, d, m->unit), *placed = u && session_has_places(d, u->page, u->page) ? text_lookup(&d->places, m->unit) : NULL;
	str unit_id = m->unit;
	if (!u || m->end > u->text.n)
		return;
	plan_bind(d->plan, m, placed && m->end <= placed->text.n ? placed : u, NULL);
	m->unit = unit_id;
	session_place(s, document_number, m, v);
}
