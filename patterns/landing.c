#include "patterns/landing.h"

#include <string.h>

landing landing_of(str text, arena *mem)
{
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		n += (unsigned)(text.p[i] - '0') < 10u;
	uint32_t *list = arena_array(mem, uint32_t, n);
	n = 0;
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned)(text.p[i] - '0') < 10u)
			list[n++] = (uint32_t)i;
	return (landing){ text, list, n };
}

static size_t less(size_t a, size_t b)
{
	return a > b ? a - b : 0;
}

static bool land_on_sign(const landing *l, const musts *m, size_t from, size_t *beg, size_t *last)
{
	const char *p = from < l->text.n ? memchr(l->text.p + from, m->sign, l->text.n - from) : NULL;
	if (!p)
		return false;
	*last = (size_t)(p - l->text.p);
	*beg = less(*last, m->before_sign);
	return true;
}

/* Where a match may begin whose first digit is the i-th; false where its digits lie too far apart. */
static bool may_begin(const landing *l, const musts *m, size_t i, size_t *beg)
{
	size_t first = l->digits[i], final = l->digits[i + m->digits - 1];
	size_t low = less(first, m->before_digit), near = m->within == SIZE_MAX ? 0 : less(final + 1, m->within);

	if (i && low <= l->digits[i - 1])
		low = l->digits[i - 1] + 1; /* else that one would be the first */
	*beg = near > low ? near : low;
	return *beg <= first;
}

static bool land_on_digits(const landing *l, const musts *m, size_t from, size_t *state, size_t *beg, size_t *last)
{
	size_t i = *state, next;

	for (; i + m->digits <= l->n; i++)
		if (l->digits[i] >= from && may_begin(l, m, i, beg))
			break;
	*state = i;
	if (i + m->digits > l->n)
		return false;
	/* Stretches that touch are one: trying a pattern over it costs less than trying it anew. */
	*last = l->digits[i];
	for (i++; i + m->digits <= l->n && may_begin(l, m, i, &next) && next <= *last + 1; i++)
		*last = l->digits[i];
	return true;
}

bool landing_next(const landing *l, const musts *m, size_t from, size_t *state, size_t *beg, size_t *last)
{
	bool found;

	if (m->sign)
		found = land_on_sign(l, m, from, beg, last);
	else if (m->digits)
		found = land_on_digits(l, m, from, state, beg, last);
	else {
		*beg = from;
		*last = l->text.n - 1;
		found = from < l->text.n;
	}
	if (!found)
		return false;
	*beg = *beg < from ? from : *beg;
	while (*beg > 0 && ((unsigned char)l->text.p[*beg] & 0xC0) == 0x80)
		--*beg;
	return true;
}
