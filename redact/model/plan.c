#include "redact/model/plan.h"

#include "redact/model/stretch.h"

#include <stdlib.h>

bool mark_is_exception(const mark *m)
{
	return m->kind == MARK_TEXT && m->state == MARK_REJECTED && str_is(m->by, EXCEPTION);
}

bool plan_by_person(str by)
{
	return by.n && !str_is(by, "rule") && !str_is(by, "command line") && !str_is(by, EXCEPTION);
}

mark *plan_add(plan *p)
{
	mark *m = ARENA_PUSH(p->mem, p->marks, p->n, p->room);
	*m = (mark){ 0 };
	return m;
}

void plan_number(plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].id > p->ids)
			p->ids = p->marks[i].id;
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].id == 0)
			p->marks[i].id = ++p->ids;
}

/* ---- who has looked ---------------------------------------------------------------------------- */

void plan_see(plan *p, uint32_t first, uint32_t last, str by, str at)
{
	size_t i = 0;
	while (i < p->nseen && !str_eq(p->seen[i].by, by))
		i++;
	if (i == p->nseen)
		*ARENA_PUSH(p->mem, p->seen, p->nseen, p->seen_room) = (seen_pages){ .by = str_dup(by, p->mem) };
	if (first)
		pages_add(&p->seen[i].pages, first, last, p->mem);
	else
		p->seen[i].pages.all = true;
	p->seen[i].at = str_dup(at, p->mem);
}

page_set plan_unseen(const plan *p, arena *mem)
{
	page_set seen = { 0 };
	for (size_t i = 0; i < p->nseen; i++)
		pages_join(&seen, &p->seen[i].pages, mem);
	if (p->pages)
		return pages_missing(&seen, p->pages, mem);
	return (page_set){ .all = !seen.all };
}

/* ---- what goes of a mark ---------------------------------------------------------------------- */

/* One stretch of a unit that a mark takes, or that its rest does. */
struct place {
	const unit *u;
	uint32_t beg, end;
	uint32_t at;         /* byte of the mark's value that beg is */
	rect *boxes; size_t nboxes;
	mark_part *parts; size_t nparts;
};

static void add_part(struct place *to, uint32_t beg, uint32_t end, size_t *room, size_t *box_room, arena *mem)
{
	rect *boxes;
	size_t n = stretch_boxes(to->u, beg, end, mem, &boxes);
	*ARENA_PUSH(mem, to->parts, to->nparts, *room) = (mark_part){ beg, end, n };
	for (size_t i = 0; i < n; i++)
		*ARENA_PUSH(mem, to->boxes, to->nboxes, *box_room) = boxes[i];
}

static void narrow(struct place *to, const visible_part *goes, size_t n, arena *mem)
{
	size_t room = 0, box_room = 0;
	uint32_t last = to->at + (to->end - to->beg);
	for (size_t i = 0; i < n; i++) {
		uint32_t beg = goes[i].beg > to->at ? goes[i].beg : to->at;
		uint32_t end = goes[i].end < last ? goes[i].end : last;
		if (beg < end)
			add_part(to, to->beg + (beg - to->at), to->beg + (end - to->at), &room, &box_room, mem);
	}
}

static bool is_whole(str value, const visible_part *goes, size_t n)
{
	return n == 1 && goes[0].beg == 0 && goes[0].end == value.n;
}

void plan_bind(plan *p, mark *m, const unit *u, const unit *rest)
{
	mark_rest *r = m->rest;
	m->unit = u->id;
	m->page = u->page;
	m->dropped = !u->stays;
	m->value = str_sub(u->text, m->beg, m->end);
	m->parts = NULL;
	m->nparts = 0;
	uint32_t seam = (uint32_t)m->value.n + 1;
	if (r)
		m->value = str_fmt(p->mem, STR_FMT "\n" STR_FMT, STR_ARG(m->value), STR_ARG(str_sub(rest->text, r->beg, r->end)));
	visible_part *goes = NULL;
	size_t n = m->shows ? visible_goes(m->shows, m->value, p->mem, &goes) : 0;
	if (m->shows && is_whole(m->value, goes, n))
		m->shows = VISIBLE_NOTHING;
	struct place head = { .u = u, .beg = m->beg, .end = m->end }, tail = { .u = rest };
	if (r) {
		r->unit = rest->id;
		r->page = rest->page;
		tail = (struct place){ .u = rest, .beg = r->beg, .end = r->end, .at = seam };
	}
	if (m->shows) {
		narrow(&head, goes, n, p->mem);
		if (r)
			narrow(&tail, goes, n, p->mem);
	} else {
		head.nboxes = stretch_boxes(u, m->beg, m->end, p->mem, &head.boxes);
		if (r)
			tail.nboxes = stretch_boxes(rest, r->beg, r->end, p->mem, &tail.boxes);
	}
	m->boxes = head.boxes, m->nboxes = head.nboxes;
	m->parts = head.parts, m->nparts = head.nparts;
	if (r) {
		r->boxes = tail.boxes, r->nboxes = tail.nboxes;
		r->parts = tail.parts, r->nparts = tail.nparts;
	}
}

/* ---- marks that are one stretch each ---------------------------------------------------------- */

static size_t stretches_of(const mark *m)
{
	if (m->kind != MARK_TEXT || !m->shows)
		return 1 + (m->rest != NULL);
	return m->nparts + (m->rest ? m->rest->nparts : 0);
}

static void add_parts(plan *to, const mark *like, const mark_part *parts, size_t n, bool again)
{
	rect *boxes = like->boxes;
	for (size_t i = 0; i < n; i++) {
		mark *m = &to->marks[to->n++];
		*m = *like;
		m->shows = VISIBLE_NOTHING;
		m->parts = NULL;
		m->nparts = 0;
		m->beg = parts[i].beg;
		m->end = parts[i].end;
		m->boxes = boxes;
		m->nboxes = parts[i].nboxes;
		m->again = like->again || again || i > 0;
		boxes = boxes ? boxes + parts[i].nboxes : NULL; /* on no page: in a field, a name */
	}
}

plan plan_by_page(const plan *p, arena *mem)
{
	plan out = *p;
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		n += stretches_of(&p->marks[i]);
	out.marks = arena_array(mem, mark, n);
	out.n = 0;
	out.room = n;
	for (size_t i = 0; i < p->n; i++) {
		mark head = p->marks[i];
		const mark_rest *r = head.rest;
		head.rest = NULL;
		bool narrowed = head.kind == MARK_TEXT && head.shows;
		const mark_part whole = { head.beg, head.end, head.nboxes };
		add_parts(&out, &head, narrowed ? head.parts : &whole, narrowed ? head.nparts : 1, false);
		if (!r)
			continue;
		mark tail = head;
		tail.unit = r->unit;
		tail.page = r->page;
		tail.boxes = r->boxes;
		const mark_part whole_tail = { r->beg, r->end, r->nboxes };
		add_parts(&out, &tail, narrowed ? r->parts : &whole_tail, narrowed ? r->nparts : 1, !narrowed || head.nparts > 0);
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

void plan_propose(plan *p, const text *t, const findings *f, mark_state state, str at)
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
		m->state = state;
		if (state == MARK_ACCEPTED) {
			m->by = STR("rule");
			m->at = at;
		}
		m->shows = one->shows;
		if (one->rest.end) {
			m->rest = arena_alloc(p->mem, sizeof *m->rest);
			*m->rest = (mark_rest){ .beg = one->rest.beg, .end = one->rest.end };
		}
		plan_bind(p, m, u, m->rest ? &t->units[one->rest.unit] : NULL);
		if (stretches_of(m) == 0 || told_already(p))
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
	if (p->withheld)
		return 0;
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
