/* What of a plan must be gone, and what stays though words like it go. */
#include "redact/model/plan.h"

#include "redact/base/fold.h"

#include <stdlib.h>

/* ---- what stays -------------------------------------------------------------------------------- */

/* Bytes of a unit that an accepted mark takes. */
struct taken {
	str unit;
	uint32_t beg, end;
	uint32_t last;       /* the highest end of those of its unit up to here */
};

static int by_place(const void *a, const void *b)
{
	const struct taken *x = a, *y = b;
	int c = str_cmp(x->unit, y->unit);
	return c ? c : (x->beg > y->beg) - (x->beg < y->beg);
}

static size_t taken_of(const plan *p, arena *mem, struct taken **out)
{
	struct taken *all = arena_array(mem, struct taken, 2 * p->n);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_TEXT || m->state != MARK_ACCEPTED)
			continue;
		all[n++] = (struct taken){ m->unit, m->beg, m->end, 0 };
		if (m->rest)
			all[n++] = (struct taken){ m->rest->unit, m->rest->beg, m->rest->end, 0 };
	}
	if (n)
		qsort(all, n, sizeof *all, by_place);
	for (size_t i = 0; i < n; i++) {
		bool goes_on = i && str_eq(all[i].unit, all[i - 1].unit) && all[i - 1].last > all[i].end;
		all[i].last = goes_on ? all[i - 1].last : all[i].end;
	}
	*out = all;
	return n;
}

static bool is_taken(const struct taken *all, size_t n, str unit, uint32_t beg, uint32_t end)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = str_cmp(all[middle].unit, unit);
		if (c < 0 || (c == 0 && all[middle].beg < end))
			low = middle + 1;
		else
			high = middle;
	}
	/* The last that begins before the end. */
	return low && str_eq(all[low - 1].unit, unit) && all[low - 1].last > beg;
}

bool *plan_staying(const plan *p, arena *mem)
{
	bool *stays = arena_array(mem, bool, p->n);
	struct taken *all;
	size_t n = taken_of(p, mem, &all);
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		stays[i] = m->kind == MARK_TEXT && m->state != MARK_ACCEPTED && !mark_is_exception(m) && !is_taken(all, n, m->unit, m->beg, m->end)
		        && !(m->rest && is_taken(all, n, m->rest->unit, m->rest->beg, m->rest->end));
	}
	return stays;
}

/* ---- values ---------------------------------------------------------------------------------- */

struct keyed {
	str key;       /* the value, folded */
	str value;
	bool stays;
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
	const bool *stays = plan_staying(p, mem);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_TEXT || (m->state != MARK_ACCEPTED && !stays[i]))
			continue;
		str value = str_trim(m->value);
		str key = str_trim(fold_text(value, FOLD_WORDS, mem));
		if (key.n)
			all[n++] = (struct keyed){ key, value, stays[i], i };
	}
	if (n)
		qsort(all, n, sizeof *all, by_key);

	size_t kept = 0;
	for (size_t i = 0; i < n;) {
		struct keyed first = all[i];
		for (; i < n && str_eq(all[i].key, first.key); i++)
			first.stays |= all[i].stays;
		if (!first.stays)
			all[kept++] = first;
	}
	if (kept)
		qsort(all, kept, sizeof *all, by_order);
	*values = arena_array(mem, str, kept);
	for (size_t i = 0; i < kept; i++)
		(*values)[i] = all[i].value;
	return kept;
}
