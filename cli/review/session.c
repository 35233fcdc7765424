/* The plan under review: its marks by number, which of them repeat others, and the session from its opening to its end. */
#include "cli/review/session_int.h"

#include "cli/review/groups.h"
#include "cli/review/undo.h"
#include "redact/base/bound.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- marks by number -------------------------------------------------------------------------- */

/* Numbers come one after the other: spread by a product, as those of many documents would be, too. */
static size_t slot_of(const document *d, uint32_t id)
{
	return (id * 2654435761u) & (d->index_room - 1);
}

static void put_in_index(document *d, size_t at)
{
	size_t i = slot_of(d, d->plan->marks[at].id);
	while (d->index[i])
		i = (i + 1) & (d->index_room - 1);
	d->index[i] = (uint32_t)at + 1;
	d->nindex++;
}

static void make_index(session *s, document *d)
{
	if (d->index_room < 4 * (d->plan->n + 1)) {
		d->index_room = 64;
		while (d->index_room < 8 * (d->plan->n + 1))
			d->index_room *= 2;
		d->index = arena_array(s->mem, uint32_t, d->index_room);
	}
	memset(d->index, 0, d->index_room * sizeof *d->index);
	d->nindex = 0;
	for (size_t i = 0; i < d->plan->n; i++)
		if (!d->views[i].gone)
			put_in_index(d, i);
	d->unindexed = false;
}

static void add_to_index(session *s, document *d, size_t at)
{
	if (d->unindexed || 2 * (d->nindex + 1) > d->index_room)
		make_index(s, d);
	else
		put_in_index(d, at);
}

mark *session_mark(session *s, uint32_t document_number, uint32_t id, view **out)
{
	if (document_number >= s->n)
		return NULL;
	document *d = &s->documents[document_number];
	if (d->unindexed)
		make_index(s, d);
	for (size_t i = slot_of(d, id); d->index[i]; i = (i + 1) & (d->index_room - 1)) {
		size_t at = d->index[i] - 1;
		if (d->plan->marks[at].id != id || d->views[at].gone)
			continue;
		*out = &d->views[at];
		return &d->plan->marks[at];
	}
	return NULL;
}

static void make_view(session *s, document *d, size_t used, view v)
{
	if (used >= d->views_room)
		arena_grow(s->mem, &d->views, used, &d->views_room, sizeof *d->views);
	d->views[used] = v;
}

/* A mark with that number, behind all others. */
static mark *add_mark(session *s, document *d, uint32_t id, view **out)
{
	mark *m = plan_add(d->plan);
	size_t at = d->plan->n - 1;
	m->id = id;
	make_view(s, d, at, (view){ .changed = s->revision, .group = -1 });
	add_to_index(s, d, at);
	*out = &d->views[at];
	return m;
}

mark *session_add(session *s, uint32_t document_number, view **out)
{
	document *d = &s->documents[document_number];
	return add_mark(s, d, ++d->plan->ids, out);
}

void session_adopt(session *s, uint32_t document_number, size_t from)
{
	document *d = &s->documents[document_number];
	plan_number(d->plan);
	for (size_t i = from; i < d->plan->n; i++)
		make_view(s, d, i, (view){ .changed = s->revision, .acted = s->revision, .group = -1 });
	d->unindexed = true;
}

void session_remove(session *s, uint32_t document_number, uint32_t id)
{
	view *v;
	if (!session_mark(s, document_number, id, &v))
		return;
	v->gone = true;
	s->documents[document_number].unswept++;
	*ARENA_PUSH(s->mem, s->gone, s->ngone, s->gone_room) = (gone_mark){ s->revision, document_number, id };
}

void session_sweep(session *s)
{
	for (size_t i = 0; i < s->n; i++) {
		document *d = &s->documents[i];
		size_t kept = 0;
		for (size_t k = 0; d->unswept && k < d->plan->n; k++) {
			if (d->views[k].gone)
				continue;
			d->plan->marks[kept] = d->plan->marks[k];
			d->views[kept++] = d->views[k];
		}
		if (!d->unswept)
			continue;
		d->plan->n = kept;
		d->unswept = 0;
		d->unindexed = true;
	}
}

mark *session_restore(session *s, uint32_t document_number, uint32_t id, view **out)
{
	return add_mark(s, &s->documents[document_number], id, out);
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
	d->nfollowers = 0;
	for (size_t i = 0; i < p->n; i++)
		if (d->views[i].follows)
			*ARENA_PUSH(s->mem, d->followers, d->nfollowers, d->followers_room) = (struct follower){ d->views[i].follows, p->marks[i].id };
	if (d->nfollowers)
		qsort(d->followers, d->nfollowers, sizeof *d->followers, by_leader);
	arena_drop(mem);
}

/* ---- opening ----------------------------------------------------------------------------------- */

void session_begin_marks(session *s, document *d)
{
	plan *p = d->plan;
	plan_number(p);
	d->unindexed = true;
	if (d->views_room < p->n + 1) {
		d->views_room = 2 * p->n + 1;
		d->views = arena_array(s->mem, view, d->views_room);
	}
	d->unswept = 0;
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
