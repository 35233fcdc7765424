#include "redact/model/plan.h"

#include "redact/base/fold.h"
#include "redact/model/stretch.h"

#include <stdlib.h>

mark *plan_add(plan *p)
{
	mark *m = ARENA_PUSH(p->mem, p->marks, p->n, p->room);
	*m = (mark){ 0 };
	return m;
}

void plan_bind(plan *p, mark *m, const unit *u)
{
	m->unit = u->id;
	m->page = u->page;
	m->dropped = !u->stays;
	m->value = str_sub(u->text, m->beg, m->end);
	m->nboxes = stretch_boxes(u, m->beg, m->end, p->mem, &m->boxes);
}

void plan_bind_rest(plan *p, mark *m, const unit *u)
{
	mark_rest *r = m->rest;
	r->unit = u->id;
	r->page = u->page;
	r->nboxes = stretch_boxes(u, r->beg, r->end, p->mem, &r->boxes);
	m->value = str_fmt(p->mem, STR_FMT "\n" STR_FMT, STR_ARG(m->value),
	                   STR_ARG(str_sub(u->text, r->beg, r->end)));
}

plan plan_by_page(const plan *p, arena *mem)
{
	plan out = *p;
	size_t n = p->n;
	for (size_t i = 0; i < p->n; i++)
		n += p->marks[i].rest != NULL;
	out.marks = arena_array(mem, mark, n);
	out.n = 0;
	out.room = n;
	for (size_t i = 0; i < p->n; i++) {
		mark head = p->marks[i];
		const mark_rest *r = head.rest;
		head.rest = NULL;
		out.marks[out.n++] = head;
		if (!r)
			continue;
		mark tail = head;
		tail.unit = r->unit;
		tail.beg = r->beg;
		tail.end = r->end;
		tail.page = r->page;
		tail.boxes = r->boxes;
		tail.nboxes = r->nboxes;
		tail.again = true;
		out.marks[out.n++] = tail;
	}
	return out;
}

static bool covers(const rect *boxes, size_t n, const rect *other, size_t nother)
{
	for (size_t k = 0; k < nother; k++) {
		size_t i = 0;
		while (i < n && rect_area(rect_intersect(boxes[i], other[k])) < 0.99f * rect_area(other[k]))
			i++;
		if (i == n)
			return false;
	}
	return true;
}

/* A page that is read twice, in drawing order and by place, shows the same words in both units: the
 * last mark is told already when an earlier one of its page covers all it covers. */
static bool told_already(const plan *p)
{
	const mark *m = &p->marks[p->n - 1];
	if (m->page == 0 || m->nboxes == 0)
		return false;
	for (size_t i = p->n - 1; i-- > 0 && p->marks[i].page == m->page;) {
		const mark *other = &p->marks[i];
		if (str_eq(other->unit, m->unit) || !other->rest != !m->rest)
			continue; /* half of a value does not tell the whole, nor the other way round */
		if (covers(other->boxes, other->nboxes, m->boxes, m->nboxes)
		 && (!m->rest || covers(other->rest->boxes, other->rest->nboxes, m->rest->boxes, m->rest->nboxes)))
			return true;
	}
	return false;
}

void plan_propose(plan *p, const text *t, const findings *f, str at)
{
	for (size_t i = 0; i < f->n; i++) {
		const finding *one = &f->list[i];
		const unit *u = &t->units[one->unit];
		mark *m = plan_add(p);
		m->kind = MARK_TEXT;
		m->beg = one->beg;
		m->end = one->end;
		m->rule = one->rule;
		m->code = one->code;
		m->reason = one->reason;
		m->rank = one->rank;
		m->state = MARK_ACCEPTED;
		m->by = STR("rule");
		m->at = at;
		plan_bind(p, m, u);
		if (one->rest.end) {
			m->rest = arena_alloc(p->mem, sizeof *m->rest);
			*m->rest = (mark_rest){ .beg = one->rest.beg, .end = one->rest.end };
			plan_bind_rest(p, m, &t->units[one->rest.unit]);
		}
		if (told_already(p))
			p->n--;
	}
}

/* ---- one redaction, read twice --------------------------------------------------------------- */

struct placed {
	const mark *m;
	size_t index;
};

static int compare_boxes(const rect *a, size_t na, const rect *b, size_t nb)
{
	if (na != nb)
		return na < nb ? -1 : 1;
	for (size_t i = 0; i < na; i++) {
		const float x[] = { a[i].x0, a[i].y0, a[i].x1, a[i].y1 };
		const float y[] = { b[i].x0, b[i].y0, b[i].x1, b[i].y1 };
		for (size_t k = 0; k < 4; k++)
			if (x[k] != y[k])
				return x[k] < y[k] ? -1 : 1;
	}
	return 0;
}

static int by_boxes(const mark *a, const mark *b)
{
	if (a->page != b->page)
		return a->page < b->page ? -1 : 1;
	if (a->state != b->state)
		return a->state < b->state ? -1 : 1;
	if (!a->rest != !b->rest)
		return b->rest ? -1 : 1;
	int c = compare_boxes(a->boxes, a->nboxes, b->boxes, b->nboxes);
	return c || !a->rest ? c : compare_boxes(a->rest->boxes, a->rest->nboxes, b->rest->boxes, b->rest->nboxes);
}

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int c = by_boxes(x->m, y->m);
	return c ? c : (x->index > y->index) - (x->index < y->index);
}

bool *plan_repeats(const plan *p, arena *mem)
{
	bool *again = arena_array(mem, bool, p->n);
	struct placed *all = arena_array(mem, struct placed, p->n);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		again[i] = m->again;
		if (m->kind == MARK_TEXT && !m->again && m->page && m->nboxes)
			all[n++] = (struct placed){ m, i };
	}
	if (n)
		qsort(all, n, sizeof *all, by_place);
	for (size_t i = 1; i < n; i++)
		again[all[i].index] = by_boxes(all[i - 1].m, all[i].m) == 0;
	return again;
}

size_t plan_count(const plan *p)
{
	arena *mem = arena_new();
	const bool *again = plan_repeats(p, mem);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		n += p->marks[i].state == MARK_ACCEPTED && !p->marks[i].dropped && !again[i];
	arena_drop(mem);
	return n;
}

void plan_drop_repeats(plan *p)
{
	arena *mem = arena_new();
	const bool *again = plan_repeats(p, mem);
	size_t kept = 0;
	for (size_t i = 0; i < p->n; i++)
		if (!again[i])
			p->marks[kept++] = p->marks[i];
	p->n = kept;
	arena_drop(mem);
}

/* ---- values ---------------------------------------------------------------------------------- */

struct keyed {
	str key;       /* the value, folded */
	str value;
	bool rejected;
	size_t order;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int c = str_cmp(x->key, y->key);
	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static int by_order(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	return (x->order > y->order) - (x->order < y->order);
}

size_t plan_values(const plan *p, arena *mem, str **values)
{
	struct keyed *all = arena_array(mem, struct keyed, p->n);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_TEXT || m->state == MARK_PROPOSED)
			continue;
		str value = str_trim(m->value);
		str key = str_trim(fold(value, FOLD_WORDS, mem).text);
		if (key.n)
			all[n++] = (struct keyed){ key, value, m->state == MARK_REJECTED, i };
	}
	if (n)
		qsort(all, n, sizeof *all, by_key);

	size_t kept = 0;
	for (size_t i = 0; i < n;) {
		struct keyed first = all[i];
		for (; i < n && str_eq(all[i].key, first.key); i++)
			first.rejected |= all[i].rejected;
		if (!first.rejected)
			all[kept++] = first;
	}
	if (kept)
		qsort(all, kept, sizeof *all, by_order);
	*values = arena_array(mem, str, kept);
	for (size_t i = 0; i < kept; i++)
		(*values)[i] = all[i].value;
	return kept;
}
