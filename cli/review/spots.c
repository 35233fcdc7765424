#include "cli/review/spots.h"

#include "redact/base/hash.h"

static uint64_t hash_of(str unit, size_t beg, size_t end)
{
	return (hash64(unit) + beg * 0x9e3779b97f4a7c15u + end) * 0xff51afd7ed558ccdu >> 17;
}

static void put(spots *t, const mark *m)
{
	size_t i = hash_of(m->unit, m->beg, m->end) & (t->room - 1);
	while (t->ids[i])
		i = (i + 1) & (t->room - 1);
	t->ids[i] = m->id;
	t->n++;
}

static void make(spots *t, const document *d)
{
	t->of = d;
	t->n = 0;
	t->room = 64;
	while (t->room < 4 * d->plan->n)
		t->room *= 2;
	t->ids = arena_array(t->mem, uint32_t, t->room);
	memset(t->ids, 0, t->room * sizeof *t->ids);
	for (size_t i = 0; i < d->plan->n; i++)
		if (d->plan->marks[i].kind == MARK_TEXT && !d->views[i].gone)
			put(t, &d->plan->marks[i]);
}

mark *spots_find(spots *t, session *s, uint32_t document_number, str unit, size_t beg, size_t end)
{
	const document *d = &s->documents[document_number];
	view *v;
	if (t->of != d)
		make(t, d);
	for (size_t i = hash_of(unit, beg, end) & (t->room - 1); t->ids[i]; i = (i + 1) & (t->room - 1)) {
		mark *m = session_mark(s, document_number, t->ids[i], &v);
		if (m && m->kind == MARK_TEXT && m->beg == beg && m->end == end && str_eq(m->unit, unit))
			return m;
	}
	return NULL;
}

void spots_add(spots *t, session *s, uint32_t document_number, const mark *m)
{
	const document *d = &s->documents[document_number];
	if (t->of != d)
		return;
	if (2 * (t->n + 1) > t->room)
		make(t, d);
	else
		put(t, m);
}
