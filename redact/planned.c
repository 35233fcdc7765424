#include "redact/planned.h"

#include "redact/name.h"
#include "redact/scan.h"

#include <string.h>

/* ---- to the document of today ---------------------------------------------------------------- */

static bool inside_character(str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

/* The unit of a plan's stretch, or NULL where the document has none such. */
static const unit *unit_of(const text *t, str id, uint32_t beg, uint32_t end, const unit *last)
{
	const unit *u = last && str_eq(last->id, id) ? last : text_lookup(t, id);
	return u && end <= u->text.n && !inside_character(u->text, beg) && !inside_character(u->text, end) ? u : NULL;
}

/* Is one of the names the other's end, from a folder's slash on? */
static bool ends_in_path(str whole, str end)
{
	return str_eq(whole, end) ||
	       (end.n && whole.n > end.n && whole.p[whole.n - end.n - 1] == '/' &&
	        memcmp(whole.p + whole.n - end.n, end.p, end.n) == 0);
}

/* A mark in the name, moved to where its bytes are now; false when they are nowhere. */
static bool move_in_name(mark *m, str named, str now)
{
	if (named.n == 0 || m->rest || !(ends_in_path(named, now) || ends_in_path(now, named)))
		return false;
	int64_t by = (int64_t)now.n - (int64_t)named.n;
	if (m->beg + by < 0 || m->end + by > (int64_t)now.n)
		return false;
	m->beg = (uint32_t)(m->beg + by);
	m->end = (uint32_t)(m->end + by);
	return true;
}

bool planned_bind(plan *p, const text *t, str named, err *e)
{
	size_t kept = 0;
	const unit *last = NULL;
	for (size_t i = 0; i < p->n; i++) {
		mark m = p->marks[i];
		if (m.kind == MARK_TEXT) {
			bool in_name = name_is_unit(m.unit);
			if (in_name && !move_in_name(&m, named, p->source))
				continue;
			const unit *u = unit_of(t, m.unit, m.beg, m.end, last);
			if (in_name && !u)
				continue;
			const unit *rest = u && m.rest ? unit_of(t, m.rest->unit, m.rest->beg, m.rest->end, NULL) : NULL;
			if (!u || (m.rest && !rest)) {
				err_set(e, ERR_INPUT, "mark %zu of the plan lies outside the document's text", i + 1);
				return err_hint(e, "make the plan anew: underseal find");
			}
			last = u;
			plan_bind(p, &m, u, rest);
		}
		p->marks[kept++] = m;
	}
	p->n = kept;
	return true;
}

/* ---- to other readings of a page ------------------------------------------------------------- */

static bool is_inside(rect r, const mark *m)
{
	float x = (r.x0 + r.x1) / 2, y = (r.y0 + r.y1) / 2;
	for (size_t i = 0; i < m->nboxes; i++)
		if (x >= m->boxes[i].x0 && x <= m->boxes[i].x1 && y >= m->boxes[i].y0 && y <= m->boxes[i].y1)
			return true;
	return false;
}

static void add_mirrored(plan *p, mark like, const unit *u, uint32_t beg, uint32_t end)
{
	/* The value stays that of the mark: a piece of it in another reading is nothing to hunt for. */
	str value = like.value;
	like.beg = beg;
	like.end = end;
	plan_bind(p, &like, u, NULL);
	like.value = value;
	like.id = 0;
	like.again = true;
	*plan_add(p) = like;
}

static void mirror_onto(plan *p, mark like, const unit *u)
{
	uint32_t beg = 0, end = 0;
	for (size_t i = 0; i < u->nspans; i++) {
		const span *s = &u->spans[i];
		if (rect_empty(s->box) || !is_inside(s->box, &like))
			continue;
		/* Blanks between words have no box in some formats: a gap of one byte does not part. */
		if (end && s->beg > end + 1) {
			add_mirrored(p, like, u, beg, end);
			end = 0;
		}
		if (!end)
			beg = s->beg;
		if (s->end > end)
			end = s->end;
	}
	if (end)
		add_mirrored(p, like, u, beg, end);
}

void planned_mirror(plan *p, const text *t)
{
	const plan own = plan_by_page(p, p->mem);
	for (size_t i = 0; i < own.n; i++) {
		mark m = own.marks[i];
		if (m.kind != MARK_TEXT || !m.page || !m.nboxes)
			continue;
		for (size_t k = 0; k < t->n; k++)
			if (t->units[k].page == m.page && t->units[k].kind == UNIT_PAGE && !str_eq(t->units[k].id, m.unit))
				mirror_onto(p, m, &t->units[k]);
	}
}

/* ---- beside what is found today -------------------------------------------------------------- */

static bool overlaps(const mark *m, str id, uint32_t beg, uint32_t end)
{
	return (m->beg < end && beg < m->end && str_eq(m->unit, id))
	    || (m->rest && m->rest->beg < end && beg < m->rest->end && str_eq(m->rest->unit, id));
}

/* True when a mark of p lies over these bytes of a unit; only of rejected ones when asked. */
static bool is_marked_at(const plan *p, str id, uint32_t beg, uint32_t end, bool only_rejected)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_TEXT || (only_rejected && m->state != MARK_REJECTED))
			continue;
		/* Of what only overlaps a phrase that stays, all goes. */
		if (mark_is_exception(m) && !(m->beg <= beg && end <= m->end))
			continue;
		if (overlaps(m, id, beg, end))
			return true;
	}
	return false;
}

/* A value in two parts is marked when both are, and rejected when one is. */
static bool is_marked(const plan *p, const text *t, const finding *f, bool only_rejected)
{
	bool head = is_marked_at(p, t->units[f->unit].id, f->beg, f->end, only_rejected);
	if (!f->rest.end || head == only_rejected)
		return head;
	return is_marked_at(p, t->units[f->rest.unit].id, f->rest.beg, f->rest.end, only_rejected);
}

static bool lies_in(const mark *m, str id, uint32_t beg, uint32_t end)
{
	return (m->beg <= beg && end <= m->end && str_eq(m->unit, id))
	    || (m->rest && m->rest->beg <= beg && end <= m->rest->end && str_eq(m->rest->unit, id));
}

/* A value of which only some words stay by a mark stays with them: the proof must know, for the mark does not tell it. */
static void let_stay(plan *p, const text *t, const finding *f)
{
	const unit *u = &t->units[f->unit], *rest = f->rest.end ? &t->units[f->rest.unit] : NULL;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_TEXT)
			continue;
		if (m->state == MARK_ACCEPTED && (overlaps(m, u->id, f->beg, f->end) || (rest && overlaps(m, rest->id, f->rest.beg, f->rest.end))))
			return;
		if (m->state != MARK_ACCEPTED && lies_in(m, u->id, f->beg, f->end) && (!rest || lies_in(m, rest->id, f->rest.beg, f->rest.end)))
			return;
	}
	mark one = { .kind = MARK_TEXT, .state = MARK_REJECTED, .again = true, .beg = f->beg, .end = f->end, .rule = f->rule, .code = f->code, .reason = f->reason };
	if (rest) {
		one.rest = arena_alloc(p->mem, sizeof *one.rest);
		*one.rest = (mark_rest){ .beg = f->rest.beg, .end = f->rest.end };
	}
	plan_bind(p, &one, u, rest);
	*plan_add(p) = one;
}

bool planned_rest(plan *p, const text *t, findings *out, err *e)
{
	str *values;
	size_t n = plan_values(p, out->mem, &values);
	if (n == 0)
		return true;
	finding *origin = arena_array(out->mem, finding, n);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < p->n; k++) {
			if (p->marks[k].kind == MARK_TEXT && str_eq(str_trim(p->marks[k].value), values[i])) {
				origin[i] = (finding){ .code = p->marks[k].code, .reason = p->marks[k].reason,
				                       .rank = p->marks[k].rank, .shows = p->marks[k].shows };
				break;
			}
		}
	}
	findings more = { .mem = out->mem };
	if (!scan_hunt(t, values, n, origin, &more, e))
		return false;
	for (size_t i = 0; i < more.n; i++)
		if (!is_marked(p, t, &more.list[i], false))
			findings_add(out, more.list[i]);
		else
			let_stay(p, t, &more.list[i]);
	findings_sort(out);
	findings_merge(out);
	return true;
}

void planned_respect(plan *p, const text *t, findings *f)
{
	size_t kept = 0;
	for (size_t i = 0; i < f->n; i++)
		if (!is_marked(p, t, &f->list[i], true))
			f->list[kept++] = f->list[i];
		else
			let_stay(p, t, &f->list[i]);
	f->n = kept;
}
