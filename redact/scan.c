#include "redact/scan.h"

#include "redact/base/fold.h"
#include "redact/hunt.h"
#include "redact/misread.h"
#include "redact/name.h"
#include "redact/readings.h"

#include <stdlib.h>
#include <string.h>

/* ---- the hunt -------------------------------------------------------------------------------- */

struct chase {
	findings *out;
	const finding *origin;  /* per value: what it was found as */
	uint32_t unit;
};

static bool add_hit(void *arg, size_t value, size_t beg, size_t end)
{
	struct chase *c = arg;
	const finding *from = &c->origin[value];
	findings_add(c->out, (finding){
		.unit = c->unit, .beg = (uint32_t)beg, .end = (uint32_t)end,
		.rule = STR("hunt"), .code = from->code, .reason = from->reason, .shows = from->shows,
		/* Below whatever rule saw it there itself, so that merging keeps that rule's name. */
		.rank = from->rank > 0 ? from->rank - 1 : 0,
	});
	return true;
}

static bool chase_in(const hunt *h, const text *t, bool apart, const finding *origin, findings *out, err *e)
{
	struct chase c = { out, origin, 0 };
	for (size_t i = 0; i < t->n; i++) {
		if (apart && t->units[i].doubt != DOUBT_SPACING)
			continue;
		c.unit = (uint32_t)i;
		if (!hunt_text(h, t->units[i].text, add_hit, &c, e))
			return false;
	}
	return true;
}

/* Does a finding of the units themselves touch this one? Those are sorted, and hardly overlap. */
static bool is_told(const findings *own, size_t n, const finding *f)
{
	enum { NEAR = 8 };
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const finding *m = &own->list[mid];
		if (m->unit < f->unit || (m->unit == f->unit && m->beg < f->end && !m->rest.end))
			low = mid + 1;
		else
			high = mid;
	}
	for (size_t i = low; i > 0 && low - i < NEAR && own->list[i - 1].unit == f->unit; i--)
		if (own->list[i - 1].end > f->beg)
			return true;
	return false;
}

/* What was found in readings, brought back to where it stands. A value that ends where its cell does
 * is not read on into the next one. */
static void place_all(const readings *r, const findings *there, findings *out)
{
	size_t own = out->n;
	for (size_t i = 0; i < there->n; i++) {
		finding one = there->list[i];
		bool broken = r->text.units[one.unit].doubt == DOUBT_BREAKS;
		if (readings_place(r, &one) && !(broken && is_told(out, own, &one)))
			findings_add(out, one);
	}
}

static bool chase_all(const text *t, const readings *r, const str *values, size_t n, const finding *origin,
                      findings *out, err *e)
{
	hunt *h = hunt_new(values, n, out->mem, e);
	hunt *apart = h && r->apart ? hunt_new_apart(values, n, out->mem, e) : NULL;
	findings there = { .mem = out->mem };
	bool ok = h && (apart || !r->apart) && chase_in(h, t, false, origin, out, e)
	       && chase_in(h, &r->text, false, origin, &there, e)
	       && (!apart || chase_in(apart, &r->text, true, origin, &there, e));
	findings_sort(out);
	place_all(r, &there, out);
	hunt_drop(h);
	hunt_drop(apart);
	return ok;
}

struct found {
	str key, value;
	finding as;
};

static int by_key(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int c = str_cmp(x->key, y->key);
	return c ? c : y->as.rank - x->as.rank;
}

/* Distinct values of what was found, each with the finding of the highest rank, and shown as all of them agree. */
static size_t distinct(const text *t, const findings *f, arena *mem, str **values, finding **origin)
{
	struct found *all = arena_array(mem, struct found, f->n);
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		const finding *one = &f->list[i];
		str value = str_trim(finding_value(t, one, mem));
		str key = str_trim(fold(value, FOLD_WORDS, mem).text);
		if (key.n)
			all[n++] = (struct found){ key, value, *one };
	}
	if (n)
		qsort(all, n, sizeof *all, by_key);
	*values = arena_array(mem, str, n);
	*origin = arena_array(mem, finding, n);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (i && str_eq(all[i].key, all[i - 1].key)) {
			(*origin)[kept - 1].shows = visible_least((*origin)[kept - 1].shows, all[i].as.shows);
			continue;
		}
		(*values)[kept] = all[i].value;
		(*origin)[kept++] = all[i].as;
	}
	return kept;
}

/* ---- what OCR may have misread ------------------------------------------------------------------ */

/* How much less sure a value is that was not read as it is written. */
enum { MISREAD_LESS = 30 };

static bool is_marked_point(const text *t, const findings *own, size_t n, uint32_t page, float x, float y)
{
	for (size_t i = 0; i < n; i++) {
		const finding *f = &own->list[i];
		const unit *u = &t->units[f->unit];
		for (size_t k = 0; u->page == page && k < u->nspans; k++) {
			rect r = u->spans[k].box;
			if (u->spans[k].beg < f->end && f->beg < u->spans[k].end && x > r.x0 && x < r.x1 && y > r.y0 && y < r.y1)
				return true;
		}
	}
	return false;
}

/* What is marked already, in text at the same place, is no doubt. */
static bool is_marked_there(const text *t, const findings *own, size_t n, const finding *f)
{
	const unit *u = &t->units[f->unit];
	size_t seen = 0;
	for (size_t k = 0; k < u->nspans; k++) {
		rect r = u->spans[k].box;
		if (u->spans[k].end <= f->beg || u->spans[k].beg >= f->end)
			continue;
		if (!is_marked_point(t, own, n, u->page, (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2))
			return false;
		seen++;
	}
	return u->page && seen;
}

struct doubts { const text *t; const finding *origin; const findings *own; size_t nown; findings *out; };

static bool add_misread(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	struct doubts *d = arg;
	const finding *from = &d->origin[value];
	finding f = { .unit = (uint32_t)unit, .beg = (uint32_t)beg, .end = (uint32_t)end, .rule = STR("misread"), .code = from->code,
	              .reason = STR("looks like a value, and may be misread"), .shows = from->shows,
	              .rank = from->rank > MISREAD_LESS ? from->rank - MISREAD_LESS : 0 };
	if (!is_told(d->own, d->nown, &f) && !is_marked_there(d->t, d->own, d->nown, &f))
		findings_add(d->out, f);
	return true;
}

/* Values that were found, and terms, which may stand in this document in pixels alone. `out` is sorted and merged. */
static void doubt_pixels(const detectors *all, const text *t, const str *values, const finding *origin, size_t n, findings *out)
{
	str *list = NULL;
	finding *as = NULL;
	size_t nlist = 0, list_room = 0, nas = 0, as_room = 0;
	bool any = false;
	for (size_t i = 0; i < t->n && !any; i++)
		any = text_in_pixels(t->units[i].id);
	if (!any)
		return;
	for (size_t i = 0; i < n; i++) {
		*ARENA_PUSH(out->mem, list, nlist, list_room) = values[i];
		*ARENA_PUSH(out->mem, as, nas, as_room) = origin[i];
	}
	for (size_t i = 0; i < all->n; i++) {
		const detector *d = &all->list[i];
		const str *terms = NULL;
		size_t count = d->literals && d->about ? d->literals(d->state, &terms) : 0;
		for (size_t k = 0; k < count; k++) {
			literal about = d->about(d->state, k);
			*ARENA_PUSH(out->mem, list, nlist, list_room) = terms[k];
			*ARENA_PUSH(out->mem, as, nas, as_room) = (finding){ .code = about.code, .reason = about.reason, .rank = 100 };
		}
	}
	findings more = { .mem = out->mem };
	struct doubts d = { t, as, out, out->n, &more };
	misread_find(t, list, nlist, false, add_misread, &d);
	for (size_t i = 0; i < more.n; i++)
		findings_add(out, more.list[i]);
	findings_sort(out);
	findings_merge(out);
}

bool scan_document(const detectors *all, const text *t, findings *out, err *e)
{
	return scan_excepting(all, t, out, NULL, e);
}

bool scan_excepting(const detectors *all, const text *t, findings *out, findings *kept, err *e)
{
	readings other = readings_of(t, out->mem);
	findings there = { .mem = out->mem };
	for (size_t i = 0; i < all->n; i++) {
		const detector *d = &all->list[i];
		if (d->detect && (!d->detect(d->state, t, out, e) || !d->detect(d->state, &other.text, &there, e)))
			return false;
	}
	findings_sort(out);
	place_all(&other, &there, out);
	findings_sort(out);
	findings_merge(out);
	stays_take(all->stays, t, out, kept);

	str *values;
	finding *origin;
	size_t n = distinct(t, out, out->mem, &values, &origin);
	if (n && !chase_all(t, &other, values, n, origin, out, e))
		return false;
	findings_sort(out);
	findings_merge(out);
	doubt_pixels(all, t, values, origin, n, out);
	stays_take(all->stays, t, out, kept);
	return true;
}

bool scan_known(const known *values, size_t n, const text *t, findings *out, err *e)
{
	str *list = arena_array(out->mem, str, n);
	finding *origin = arena_array(out->mem, finding, n);
	for (size_t i = 0; i < n; i++) {
		list[i] = values[i].value;
		origin[i] = (finding){ .code = values[i].code, .reason = values[i].reason, .shows = values[i].shows, .rank = values[i].rank };
	}
	readings other = readings_of(t, out->mem);
	if (n && !chase_all(t, &other, list, n, origin, out, e))
		return false;
	findings_sort(out);
	findings_merge(out);
	return true;
}

bool scan_suggest(const detectors *all, const text *t, const findings *found, findings *out, err *e)
{
	findings raw = { .mem = out->mem };
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].suggest && !all->list[i].suggest(all->list[i].state, t, &raw, e))
			return false;
	findings_sort(&raw);
	findings_merge(&raw);
	stays_take(all->stays, t, &raw, NULL);
	size_t k = 0; /* the first that ends no sooner */
	for (size_t i = 0; i < raw.n; i++) {
		const finding *one = &raw.list[i], *f = found->list;
		while (k < found->n && (f[k].unit < one->unit || (f[k].unit == one->unit && f[k].end < one->end)))
			k++;
		if (k == found->n || f[k].unit != one->unit || f[k].beg > one->beg)
			findings_add(out, *one);
	}
	return true;
}

/* ---- plans made elsewhere -------------------------------------------------------------------- */

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
		if (m->beg < end && beg < m->end && str_eq(m->unit, id))
			return true;
		if (m->rest && m->rest->beg < end && beg < m->rest->end && str_eq(m->rest->unit, id))
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

bool scan_rest_of_plan(const plan *p, const text *t, findings *out, err *e)
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
	readings other = readings_of(t, out->mem);
	if (!chase_all(t, &other, values, n, origin, &more, e))
		return false;
	for (size_t i = 0; i < more.n; i++)
		if (!is_marked(p, t, &more.list[i], false))
			findings_add(out, more.list[i]);
	findings_sort(out);
	findings_merge(out);
	return true;
}

void scan_respect(const plan *p, const text *t, findings *f)
{
	size_t kept = 0;
	for (size_t i = 0; i < f->n; i++)
		if (!is_marked(p, t, &f->list[i], true))
			f->list[kept++] = f->list[i];
	f->n = kept;
}

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

bool scan_bind_plan(plan *p, const text *t, str named, err *e)
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

/* ---- what the document asks for --------------------------------------------------------------- */

static const char WISH_RULE[] = "redact-annotation";

/* A plan file gives coordinates with a few digits. */
static bool same_place(rect a, rect b)
{
	return rect_area(rect_intersect(a, b)) >= 0.99f * rect_area(rect_union(a, b));
}

static bool is_granted(const plan *p, size_t n, const wish *w)
{
	for (size_t i = 0; i < n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind == MARK_BOX && m->page == w->page && m->nboxes && str_is(m->rule, WISH_RULE)
		 && same_place(m->boxes[0], w->box))
			return true;
	}
	return false;
}

void scan_wishes(plan *p, const text *t, str at)
{
	size_t before = p->n;
	for (size_t i = 0; i < t->nwishes; i++) {
		if (is_granted(p, before, &t->wishes[i]))
			continue;
		rect *box = arena_array(p->mem, rect, 1);
		*box = t->wishes[i].box;
		*plan_add(p) = (mark){
			.kind = MARK_BOX, .page = t->wishes[i].page, .boxes = box, .nboxes = 1,
			.rule = str_of(WISH_RULE), .code = STR("REDACTED"), .reason = STR("a redaction drawn and never applied"),
			.rank = 100, .state = MARK_ACCEPTED, .by = STR("rule"), .at = at,
		};
	}
}

/* ---- what nobody can read --------------------------------------------------------------------- */

static const char UNREADABLE_RULE[] = "unreadable";

static bool is_blacked_out(const plan *p, size_t n, const unit *u)
{
	for (size_t i = 0; i < n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind == MARK_BOX && m->page == u->page && str_is(m->rule, UNREADABLE_RULE) && str_eq(m->unit, u->id))
			return true;
	}
	return false;
}

bool scan_unreadable(plan *p, const text *t, str at, err *e)
{
	size_t before = p->n;
	for (size_t i = 0; p->how.unreadable != UNREADABLE_REPORT && i < t->n; i++) {
		const unit *u = &t->units[i];
		if (!u->unsearchable || is_blacked_out(p, before, u))
			continue;
		if (p->how.unreadable == UNREADABLE_WITHHOLD || rect_empty(u->frame)) {
			err_set(e, ERR_REFUSED, STR_FMT " shows words that cannot be read, and such documents are withheld",
			        STR_ARG(u->id));
			return err_hint(e, "have a person look at it; --on-unreadable report lets it through and tells of it");
		}
		rect *box = arena_array(p->mem, rect, 1);
		*box = u->frame;
		*plan_add(p) = (mark){
			.kind = MARK_BOX, .unit = u->id, .page = u->page, .boxes = box, .nboxes = 1,
			.rule = str_of(UNREADABLE_RULE), .code = STR("UNREADABLE"), .reason = STR("could not be read"),
			.rank = 100, .state = MARK_ACCEPTED, .by = STR("rule"), .at = at,
		};
	}
	return true;
}

/* ---- other readings of a page ---------------------------------------------------------------- */

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

void scan_mirror(plan *p, const text *t)
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
