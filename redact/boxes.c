#include "redact/boxes.h"

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

/* Who is not a rule of ours calls himself none; and a name is one line. */
static str person(str by, arena *mem)
{
	char *line = str_z(by, mem);
	for (size_t i = 0; i < by.n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = ' ';
	return plan_by_person(by) ? str_trim((str){ line, by.n }) : STR("a person");
}

void boxes_wished(plan *p, const text *t, str at)
{
	size_t before = p->n;
	for (size_t i = 0; i < t->nwishes; i++) {
		if (is_granted(p, before, &t->wishes[i]))
			continue;
		const wish *w = &t->wishes[i];
		rect *box = arena_array(p->mem, rect, 1);
		*box = w->box;
		*plan_add(p) = (mark){
			.kind = MARK_BOX, .page = w->page, .boxes = box, .nboxes = 1,
			.rule = str_of(WISH_RULE), .code = STR("REDACTED"), .reason = STR("a redaction drawn and never applied"),
			.rank = 100, .state = MARK_ACCEPTED, .by = w->by.n ? person(w->by, p->mem) : STR("rule"), .at = w->by.n && w->at.n ? w->at : at,
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

bool boxes_unreadable(plan *p, const text *t, str at, err *e)
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
