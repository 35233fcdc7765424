#include "redact/verify.h"

#include "redact/base/buf.h"
#include "redact/base/fold.h"
#include "redact/hunt.h"
#include "redact/misread.h"
#include "redact/model/stretch.h"
#include "redact/readings.h"
#include "redact/scan.h"

#include <stdlib.h>
#include <string.h>

/* ---- places that a report names -------------------------------------------------------------- */

enum { MOST_PLACES = 6 };

/* "page 3 (rule ssn); page 5 (rule term); and 4 more". */
typedef struct places {
	buf text;
	size_t total;
	str where[MOST_PLACES], rule[MOST_PLACES];
	size_t named;
} places;

/* A page that is read in two orders is one place all the same. */
static str place_of(const unit *u, arena *mem)
{
	return u->kind == UNIT_PAGE && u->page ? str_fmt(mem, "page %u", u->page) : u->id;
}

static void places_add(places *p, arena *mem, str where, str rule)
{
	for (size_t i = 0; i < p->named; i++)
		if (str_eq(p->where[i], where) && str_eq(p->rule[i], rule))
			return;
	p->total++;
	if (p->named == MOST_PLACES)
		return;
	buf_fmt(&p->text, "%s" STR_FMT, p->named ? "; " : "", STR_ARG(str_sub(where, 0, 120)));
	if (rule.n)
		buf_fmt(&p->text, " (rule " STR_FMT ")", STR_ARG(rule));
	p->where[p->named] = str_dup(where, mem);
	p->rule[p->named++] = rule;
}

static void places_end(places *p)
{
	if (p->total > p->named)
		buf_fmt(&p->text, "; and %zu more", p->total - p->named);
}

/* ---- what is sought -------------------------------------------------------------------------- */

static int by_str(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

static str key_of(str value, arena *mem)
{
	return str_trim(fold_text(value, FOLD_WORDS, mem));
}

static sought sought_of(const plan *p, str value)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind == MARK_TEXT && str_eq(str_trim(m->value), value))
			return (sought){ value, m->rule, m->code, m->reason };
	}
	return (sought){ .value = value, .rule = STR("plan") };
}

size_t verify_sought(const plan *p, const sought *terms, size_t n, arena *mem, sought **out)
{
	str *values;
	size_t nvalues = plan_values(p, mem, &values);
	*out = arena_array(mem, sought, nvalues + n);
	size_t total = 0;
	for (size_t i = 0; i < nvalues; i++)
		(*out)[total++] = sought_of(p, values[i]);

	const bool *stays = plan_staying(p, mem);
	str *rejected = arena_array(mem, str, p->n);
	size_t nrejected = 0;
	for (size_t i = 0; i < p->n; i++)
		if (stays[i] && p->marks[i].state == MARK_REJECTED)
			rejected[nrejected++] = key_of(p->marks[i].value, mem);
	if (nrejected)
		qsort(rejected, nrejected, sizeof *rejected, by_str);
	for (size_t i = 0; i < n; i++) {
		str key = nrejected ? key_of(terms[i].value, mem) : terms[i].value;
		if (key.n && !(nrejected && bsearch(&key, rejected, nrejected, sizeof *rejected, by_str)))
			(*out)[total++] = terms[i];
	}
	return total;
}

/* ---- the hunt -------------------------------------------------------------------------------- */

static str *values_of(const sought *list, size_t n, arena *mem)
{
	str *values = arena_array(mem, str, n);
	for (size_t i = 0; i < n; i++)
		values[i] = list[i].value;
	return values;
}

static hunt *excepting(hunt *h, const stays *stay)
{
	if (h)
		hunt_except(h, stay);
	return h;
}

hunt *verify_hunt(const sought *list, size_t n, const stays *stay, arena *mem, err *e)
{
	return excepting(hunt_new(values_of(list, n, mem), n, mem, e), stay);
}

struct search {
	const sought *list;
	const hunt *hunt;
	const stays *stays;
	arena *mem;
	places found;
	str where;
	size_t unit;              /* that is hunted in now, of these:             */
	const text *of;
	const readings *placed;   /* or it is one of those, which are of these    */
	plan *still;              /* gets a box where a value is; NULL: not asked */
	size_t looked;   /* carriers seen                        */
	err *e;
	bool broken;
};

/* A phrase that stays may read otherwise in a reading. What a reading says as its unit does was hunted there. */
static bool stays_in_unit(const struct search *s, size_t beg, size_t end)
{
	finding f = { .unit = (uint32_t)s->unit, .beg = (uint32_t)beg, .end = (uint32_t)end };
	if (!s->placed || !s->stays)
		return false;
	if (!readings_place(s->placed, &f))
		return true;
	return !f.rest.end && stays_at(s->stays, s->of->units[f.unit].text, f.beg, f.end, &(size_t){ 0 }, &(size_t){ 0 });
}

/* ---- places for who removes a value once more ------------------------------------------------- */

/* Of one place, read twice. */
static const float ALL_BUT_RIMS = 0.98f;

static bool is_boxed(const plan *still, const mark *m)
{
	for (size_t i = 0; i < still->n; i++) {
		const mark *k = &still->marks[i];
		float both = rect_area(rect_intersect(k->boxes[0], m->boxes[0]));
		if (k->page == m->page && str_eq(k->unit, m->unit) && both >= ALL_BUT_RIMS * rect_area(m->boxes[0]))
			return true;
	}
	return false;
}

static void box_stretch(plan *still, const sought *v, const unit *u, uint32_t beg, uint32_t end)
{
	rect *boxes;
	size_t n = stretch_boxes(u, beg, end, still->mem, &boxes);
	for (size_t i = 0; i < n; i++) {
		mark m = {
			.kind = MARK_BOX, .unit = u->page ? STR("") : u->id, .page = u->page, .boxes = &boxes[i], .nboxes = 1,
			.rule = STR(VERIFY_MISREAD), .code = v->code, .reason = v->reason, .rank = 100,
			.state = MARK_ACCEPTED, .by = STR("rule"),
		};
		if (!rect_empty(boxes[i]) && !is_boxed(still, &m))
			*plan_add(still) = m;
	}
}

static void box_place(const struct search *s, size_t value, size_t beg, size_t end)
{
	finding f = { .unit = (uint32_t)s->unit, .beg = (uint32_t)beg, .end = (uint32_t)end };
	const sought *v = &s->list[value];
	/* What a reading says as its unit does was met there. */
	if (s->placed && !readings_place(s->placed, &f))
		return;
	box_stretch(s->still, v, &s->of->units[f.unit], f.beg, f.end);
	if (f.rest.end)
		box_stretch(s->still, v, &s->of->units[f.rest.unit], f.rest.beg, f.rest.end);
}

static bool note_place(void *arg, size_t value, size_t beg, size_t end)
{
	struct search *s = arg;
	if (stays_in_unit(s, beg, end))
		return true;
	if (s->still)
		box_place(s, value, beg, end);
	places_add(&s->found, s->mem, s->where, s->list[value].rule);
	return true;
}

static bool look_into(void *arg, const carrier *c)
{
	struct search *s = arg;
	s->looked++;
	arena *mem = arena_new();
	s->where = str_fmt(mem, "%s " STR_FMT, c->kind, STR_ARG(str_sub(c->where, 0, 200)));
	bool ok = (!c->utf8 || hunt_text(s->hunt, c->bytes, note_place, s, s->e)) &&
	          hunt_bytes(s->hunt, c->bytes, note_place, s, s->e);
	arena_drop(mem);
	s->broken = !ok;
	return ok;
}

static bool hunt_in(const text *t, const hunt *h, bool apart, struct search *s)
{
	for (size_t i = 0; i < t->n; i++) {
		if (apart && t->units[i].doubt != DOUBT_SPACING)
			continue;
		s->where = place_of(&t->units[i], s->mem);
		s->unit = i;
		if (!hunt_text(h, t->units[i].text, note_place, s, s->e))
			return false;
	}
	return true;
}

/* The units of a text, and its readings. */
static bool hunt_both(const text *t, const readings *other, struct search *s)
{
	s->of = t;
	if (!hunt_in(t, s->hunt, false, s))
		return false;
	s->placed = other;
	return hunt_in(&other->text, s->hunt, false, s);
}

static bool hunt_units_apart(const readings *other, struct search *s, size_t n)
{
	hunt *h = excepting(hunt_new_apart(values_of(s->list, n, s->mem), n, s->mem, s->e), s->stays);
	bool ok = h && hunt_in(&other->text, h, true, s);
	hunt_drop(h);
	return ok;
}

static bool hunt_units(const opened *o, struct search *s, proof *report, size_t n)
{
	readings other = readings_of(&o->text, s->mem);
	if (!hunt_both(&o->text, &other, s))
		return false;
	if (other.apart && !hunt_units_apart(&other, s, n))
		return false;
	places_end(&s->found);
	if (s->found.total)
		proof_check(report, "values-gone", CHECK_FAIL, "a removed value is still there: " STR_FMT,
		            STR_ARG(buf_view(&s->found.text)));
	else
		proof_check(report, "values-gone", CHECK_PASS, "%zu value%s looked for in %zu unit%s of text",
		            n, n == 1 ? "" : "s", o->text.n, o->text.n == 1 ? "" : "s");
	return true;
}

/* A report does not name the file: its name may hold a value. */
static const char *after_name(const char *why, str name)
{
	return name.n && strncmp(why, name.p, name.n) == 0 && strncmp(why + name.n, ": ", 2) == 0 ? why + name.n + 2 : why;
}

static bool hunt_carriers(const opened *o, struct search *s, proof *report)
{
	if (!o->is->carriers) {
		proof_check(report, "carriers-clean", CHECK_SKIP, "a %s cannot list its carriers", o->is->title);
		return true;
	}
	err why = ERR_INIT;
	bool all = o->is->carriers(o->doc, look_into, s, &why);
	if (s->broken)
		return false;
	if (!all && why.kind != ERR_REFUSED) {
		*s->e = why;
		return false;
	}
	places_end(&s->found);
	if (!s->found.total && !all)
		proof_check(report, "carriers-clean", CHECK_SKIP, "%s", after_name(why.text, o->from.name));
	else if (s->found.total)
		proof_check(report, "carriers-clean", CHECK_FAIL, "a removed value is still in the file: " STR_FMT,
		            STR_ARG(buf_view(&s->found.text)));
	else
		proof_check(report, "carriers-clean", CHECK_PASS, "%zu streams, strings and names looked into",
		            s->looked);
	return true;
}

bool verify_gone(const opened *o, unsigned where, const sought *list, size_t n, const hunt *h, const stays *stay, proof *report, err *e)
{
	arena *mem = arena_new();
	struct search units = { .list = list, .hunt = h, .stays = stay, .mem = mem, .e = e };
	struct search carriers = units;
	bool ok = (!(where & VERIFY_UNITS) || hunt_units(o, &units, report, n)) &&
	          (!(where & VERIFY_CARRIERS) || hunt_carriers(o, &carriers, report));
	if (ok && where & VERIFY_CARRIERS && hunt_too_short(h))
		proof_note(report, "%zu value%s too short to be told from chance in binary data: looked for in all text, not in raw bytes",
		           hunt_too_short(h), hunt_too_short(h) == 1 ? " is" : "s are");
	buf_free(&units.found.text);
	buf_free(&carriers.found.text);
	arena_drop(mem);
	return ok;
}

/* Pixels are read, not searched: a letter may come back as one that looks like it. */
struct alike_search { struct search *s; const text *seen; };

static bool note_alike(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	struct alike_search *look = arg;
	if (stays_at(look->s->stays, look->seen->units[unit].text, beg, end, &(size_t){ 0 }, &(size_t){ 0 }))
		return true;
	look->s->where = place_of(&look->seen->units[unit], look->s->mem);
	look->s->unit = unit;
	return note_place(look->s, value, beg, end);
}

static bool hunt_pixels(const text *seen, struct search *s, size_t n, proof *report)
{
	readings other = readings_of(seen, s->mem);
	if (!hunt_both(seen, &other, s))
		return false;
	s->placed = NULL;
	struct alike_search look = { s, seen };
	misread_find(seen, values_of(s->list, n, s->mem), n, MISREAD_ALIKE, note_alike, &look);
	places_end(&s->found);
	if (s->found.total)
		proof_check(report, "pixels-gone", CHECK_FAIL, "a removed value can still be read: " STR_FMT,
		            STR_ARG(buf_view(&s->found.text)));
	else
		proof_check(report, "pixels-gone", CHECK_PASS, "%zu page%s or picture%s read again at the marks", seen->n,
		            seen->n == 1 ? "" : "s", seen->n == 1 ? "" : "s");
	return true;
}

bool verify_pixels(const opened *o, const plan *p, const sought *list, size_t n, const hunt *h, const stays *stay,
                   plan *still, proof *report, err *e)
{
	if (!o->is->ocr) {
		proof_check(report, "pixels-gone", CHECK_SKIP, "a %s cannot be read by its pixels", o->is->title);
		return true;
	}
	arena *mem = arena_new();
	text seen = { .mem = still ? still->mem : mem };
	plan own = engine_own_plan(p);
	str *listed = arena_array(mem, str, n + 1);
	for (size_t i = 0; i < n; i++)
		listed[i] = list[i].value;
	ocr_order order = { .shares = 1, .around = &own, .listed = listed, .nlisted = n };
	struct search s = { .list = list, .hunt = h, .stays = stay, .mem = mem, .still = still, .e = e };
	bool ok = o->is->ocr(o->doc, &order, &seen, e) && hunt_pixels(&seen, &s, n, report);
	buf_free(&s.found.text);
	arena_drop(mem);
	return ok;
}

static void tell_found(proof *report, const char *name, places *found, size_t n)
{
	places_end(found);
	if (n)
		proof_check(report, name, CHECK_FAIL, STR_FMT, STR_ARG(buf_view(&found->text)));
	else
		proof_check(report, name, CHECK_PASS, "%s", "");
	buf_free(&found->text);
}

bool verify_detect(const opened *o, const detectors *all, proof *report, err *e)
{
	arena *mem = arena_new();
	findings f = { .mem = mem };
	places terms = { 0 }, rules = { 0 };
	size_t nterms = 0, nrules = 0;
	bool ok = scan_document(all, &o->text, &f, e);
	for (size_t i = 0; ok && i < f.n; i++) {
		if (finding_may_stay(&o->text, &f.list[i], mem))
			continue;
		bool is_term = str_is(f.list[i].rule, "term") || str_is(f.list[i].rule, "minor");
		nterms += is_term;
		nrules += !is_term;
		places_add(is_term ? &terms : &rules, mem,
		           place_of(&o->text.units[f.list[i].unit], mem), f.list[i].rule);
	}
	if (ok) {
		tell_found(report, "terms-gone", &terms, nterms);
		tell_found(report, "rules-find-nothing", &rules, nrules);
	}
	arena_drop(mem);
	return ok;
}

/* ---- failed redactions ----------------------------------------------------------------------- */

static void note_hidden(const opened *o, proof *report)
{
	places where = { 0 };
	for (size_t i = 0; i < o->own; i++) {
		const unit *u = &o->text.units[i];
		if (u->kind == UNIT_HIDDEN && str_trim(u->text).n)
			places_add(&where, report->mem, u->page ? str_fmt(report->mem, "page %u", u->page) : u->id, STR(""));
	}
	if (where.total)
		proof_note(report, "there is text that nobody is shown: " STR_FMT "%s", STR_ARG(buf_view(&where.text)),
		           where.total > where.named ? " and more" : "");
	buf_free(&where.text);
}

bool verify_inspect(const opened *o, proof *report, err *e)
{
	note_hidden(o, report);
	if (o->is->inspect)
		return o->is->inspect(o->doc, report, e);
	proof_check(report, "no-text-under-boxes", CHECK_SKIP, "a %s cannot be looked at so yet", o->is->title);
	return true;
}

/* ---- the report itself ----------------------------------------------------------------------- */

static bool note_hit(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

static void scrub(const hunt *h, str *s, const char *instead)
{
	bool inside = false;
	if (!hunt_text(h, *s, note_hit, &inside, NULL) || inside)
		*s = str_of(instead);
}

void verify_scrub(const hunt *h, proof *report, err *trouble)
{
	for (size_t i = 0; i < report->nchecks; i++)
		scrub(h, &report->checks[i].detail, "(the place's name holds a removed value)");
	for (size_t i = 0; i < report->ndrops; i++)
		scrub(h, &report->drops[i].what, "other");
	for (size_t i = 0; i < report->nnotes; i++)
		scrub(h, &report->notes[i], "(a note that held a removed value)");
	str why = str_of(trouble->text);
	scrub(h, &why, "failed, and the reason holds a removed value");
	if (why.p != trouble->text)
		err_set(trouble, trouble->kind, STR_FMT, STR_ARG(why));
}

/* ---- what must not have changed -------------------------------------------------------------- */

bool verify_kept(const opened *before, const opened *after, const plan *p, bool pixels,
                 proof *report, err *e)
{
	if (!before->is->compare) {
		proof_check(report, "text-kept", CHECK_SKIP, "a %s cannot be compared with its source",
		            before->is->title);
		return true;
	}
	text was = engine_own_text(before), now = engine_own_text(after);
	plan own = engine_own_plan(p);
	return before->is->compare(before->doc, &was, after->doc, &now, &own, pixels, report, e);
}
