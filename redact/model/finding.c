#include "redact/model/finding.h"

#include <stdlib.h>

void findings_add(findings *f, finding one)
{
	*ARENA_PUSH(f->mem, f->list, f->n, f->room) = one;
}

/* Ties are broken down to the rule's name: the same document must give the same plan every time,
 * and qsort() keeps no order of its own. */
static int compare(const void *left, const void *right)
{
	const finding *a = left, *b = right;

	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	if (a->beg != b->beg)
		return a->beg < b->beg ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank > b->rank ? -1 : 1;
	return str_cmp(a->rule, b->rule);
}

void findings_sort(findings *f)
{
	if (f->n > 1)
		qsort(f->list, f->n, sizeof *f->list, compare);
}

void findings_merge(findings *f)
{
	size_t kept = 0;
	uint32_t length = 0; /* of the finding that names list[kept - 1], before it grew */

	for (size_t i = 0; i < f->n; i++) {
		finding one = f->list[i];
		finding *last = kept ? &f->list[kept - 1] : NULL;

		if (!last || last->unit != one.unit || one.beg >= last->end) {
			length = one.end - one.beg;
			f->list[kept++] = one;
			continue;
		}
		uint32_t beg = last->beg, end = one.end > last->end ? one.end : last->end;
		if (one.rank > last->rank || (one.rank == last->rank && one.end - one.beg > length)) {
			length = one.end - one.beg;
			*last = one;
		}
		last->beg = beg;
		last->end = end;
	}
	f->n = kept;
}
