#include "redact/model/finding.h"

#include "redact/base/bound.h"

#include <stdlib.h>

void findings_add(findings *f, finding one)
{
	*ARENA_PUSH(f->mem, f->list, f->n, f->room) = one;
}

static bool goes_on(const finding *f)
{
	return f->rest.end > 0;
}

str finding_value(const text *t, const finding *f, arena *mem)
{
	str head = str_sub(t->units[f->unit].text, f->beg, f->end);
	if (!goes_on(f))
		return head;
	str rest = str_sub(t->units[f->rest.unit].text, f->rest.beg, f->rest.end);
	return str_fmt(mem, STR_FMT "\n" STR_FMT, STR_ARG(head), STR_ARG(rest));
}

bool finding_may_stay(const text *t, const finding *f, arena *mem)
{
	visible_part *parts;
	return f->shows && visible_goes(f->shows, finding_value(t, f, mem), mem, &parts) == 0;
}

/* Ties are broken down to the rule's name: the same document must give the same plan every time,
 * and qsort() keeps no order of its own. */
static int compare(const void *left, const void *right)
{
	const finding *a = left, *b = right;

	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	if (goes_on(a) != goes_on(b))
		return goes_on(a) ? 1 : -1;
	if (a->rest.unit != b->rest.unit)
		return a->rest.unit < b->rest.unit ? -1 : 1;
	if (a->beg != b->beg)
		return a->beg < b->beg ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	if (a->rest.beg != b->rest.beg)
		return a->rest.beg < b->rest.beg ? -1 : 1;
	if (a->rest.end != b->rest.end)
		return a->rest.end > b->rest.end ? -1 : 1;
	return str_cmp(a->rule, b->rule);
}

void findings_sort(findings *f)
{
	if (f->n > 1)
		qsort(f->list, f->n, sizeof *f->list, compare);
}

static bool belong_together(const finding *a, const finding *b)
{
	if (a->unit != b->unit || goes_on(a) != goes_on(b) || a->rest.unit != b->rest.unit || b->beg >= a->end)
		return false;
	return !goes_on(a) || (a->rest.beg < b->rest.end && b->rest.beg < a->rest.end);
}

static void join_rests(finding_rest *to, const finding_rest *other)
{
	to->beg = other->beg < to->beg ? other->beg : to->beg;
	to->end = other->end > to->end ? other->end : to->end;
}

/* What a rule found here by itself was not found by a hunt, sure as that may be. */
static void name_by_rule(finding *a, finding *b)
{
	static const char hunt[] = "hunt";

	if (!str_eq(a->code, b->code))
		return;
	if (str_is(a->rule, hunt))
		a->rule = b->rule;
	else if (str_is(b->rule, hunt))
		b->rule = a->rule;
}

void findings_merge(findings *f)
{
	size_t kept = 0;
	uint32_t length = 0; /* of the finding that names list[kept - 1], before it grew */

	for (size_t i = 0; i < f->n; i++) {
		finding one = f->list[i];
		finding *last = kept ? &f->list[kept - 1] : NULL;

		if (!last || !belong_together(last, &one)) {
			length = one.end - one.beg;
			f->list[kept++] = one;
			continue;
		}
		uint32_t beg = last->beg, end = one.end > last->end ? one.end : last->end;
		finding_rest rest = last->rest;
		visible shows = visible_least(last->shows, one.shows);
		name_by_rule(last, &one);
		join_rests(&rest, &one.rest);
		if (one.rank > last->rank || (one.rank == last->rank && one.end - one.beg > length)) {
			length = one.end - one.beg;
			*last = one;
		}
		last->beg = beg;
		last->end = end;
		last->rest = rest;
		last->shows = shows;
	}
	f->n = kept;
}

/* How many of them begin before byte `end` of a unit. */
static size_t count_before(const findings *own, size_t n, uint32_t unit, uint32_t end)
{
	bound b = { .high = n };
	while (bound_asks(&b)) {
		const finding *m = &own->list[b.at];
		bound_told(&b, m->unit < unit || (m->unit == unit && m->beg < end && !m->rest.end));
	}
	return b.at;
}

enum { NEAR = 8 };

bool findings_touch(const findings *own, size_t n, const finding *f)
{
	size_t low = count_before(own, n, f->unit, f->end);
	for (size_t i = low; i > 0 && low - i < NEAR && own->list[i - 1].unit == f->unit; i--)
		if (own->list[i - 1].end > f->beg)
			return true;
	return false;
}

bool findings_cover(const findings *own, size_t n, const finding *f)
{
	size_t low = count_before(own, n, f->unit, f->beg + 1);
	for (size_t i = low; i > 0 && low - i < NEAR && own->list[i - 1].unit == f->unit; i--)
		if (own->list[i - 1].end >= f->end)
			return true;
	return false;
}
