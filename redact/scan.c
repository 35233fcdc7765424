#include "redact/scan.h"

#include "redact/base/fold.h"
#include "redact/hunt.h"
#include "redact/misread.h"
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

/* What was found in readings, brought back to where it stands. A value that ends where its cell does
 * is not read on into the next one. */
static void place_all(const readings *r, const findings *there, findings *out)
{
	size_t own = out->n;
	for (size_t i = 0; i < there->n; i++) {
		finding one = there->list[i];
		bool broken = r->text.units[one.unit].doubt == DOUBT_BREAKS;
		if (readings_place(r, &one) && !(broken && findings_touch(out, own, &one)))
			findings_add(out, one);
	}
}

static bool chase_both(const text *t, const readings *r, const str *values, size_t n, const finding *origin,
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

bool scan_hunt(const text *t, const str *values, size_t n, const finding *origin, findings *out, err *e)
{
	if (n == 0)
		return true;
	readings other = readings_of(t, out->mem);
	return chase_both(t, &other, values, n, origin, out, e);
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
		str key = str_trim(fold_text(value, FOLD_WORDS, mem));
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
	if (n && !chase_both(t, &other, values, n, origin, out, e))
		return false;
	findings_sort(out);
	findings_merge(out);
	misread_doubt(all, t, values, origin, n, out);
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
	if (!scan_hunt(t, list, n, origin, out, e))
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
	for (size_t i = 0; i < raw.n; i++)
		if (!findings_cover(found, found->n, &raw.list[i]))
			findings_add(out, raw.list[i]);
	return true;
}
