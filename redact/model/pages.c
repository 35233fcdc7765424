#include "redact/model/pages.h"

#include <string.h>

/* Nobody's document has more; and a sum of two cannot run over. */
enum { LAST_PAGE = 100000000, MOST_RANGES = 10000 };

static bool number(str *rest, uint32_t *out)
{
	uint32_t n = 0;
	size_t i = 0;
	for (; i < rest->n && rest->p[i] >= '0' && rest->p[i] <= '9'; i++) {
		n = n * 10 + (uint32_t)(rest->p[i] - '0');
		if (n > LAST_PAGE)
			return false;
	}
	*rest = str_trim(str_sub(*rest, i, rest->n));
	*out = n;
	return i > 0 && n > 0;
}

bool pages_read(str words, arena *mem, page_set *out)
{
	*out = (page_set){ 0 };
	words = str_trim(words);
	if (str_is(words, "all")) {
		out->all = true;
		return true;
	}
	for (str part; words.n && str_cut(&words, ',', &part);) {
		uint32_t first, last;
		part = str_trim(part);
		if (!number(&part, &first))
			return false;
		last = first;
		if (part.n && part.p[0] == '-') {
			part = str_trim(str_sub(part, 1, part.n));
			if (!number(&part, &last))
				return false;
		}
		if (part.n || last < first || out->n == MOST_RANGES)
			return false;
		pages_add(out, first, last, mem);
	}
	return true;
}

void pages_add(page_set *s, uint32_t first, uint32_t last, arena *mem)
{
	size_t at = s->n;
	while (at > 0 && s->list[at - 1].last + 1 >= first)
		at--;
	/* list[at] is the first that touches, or lies behind. */
	size_t end = at;
	for (; end < s->n && s->list[end].first <= last + 1; end++) {
		first = s->list[end].first < first ? s->list[end].first : first;
		last = s->list[end].last > last ? s->list[end].last : last;
	}
	if (end == at) {
		ARENA_PUSH(mem, s->list, s->n, s->room);
		memmove(&s->list[at + 1], &s->list[at], (s->n - 1 - at) * sizeof *s->list);
	} else {
		memmove(&s->list[at + 1], &s->list[end], (s->n - end) * sizeof *s->list);
		s->n -= end - at - 1;
	}
	s->list[at] = (page_range){ first, last };
}

void pages_join(page_set *s, const page_set *other, arena *mem)
{
	s->all |= other->all;
	for (size_t i = 0; i < other->n; i++)
		pages_add(s, other->list[i].first, other->list[i].last, mem);
}

bool pages_have(const page_set *s, uint32_t page)
{
	for (size_t i = 0; i < s->n; i++)
		if (page >= s->list[i].first && page <= s->list[i].last)
			return true;
	return s->all;
}

page_set pages_missing(const page_set *s, uint32_t n, arena *mem)
{
	page_set out = { 0 };
	uint32_t next = 1;
	for (size_t i = 0; !s->all && i < s->n && next <= n; i++) {
		if (s->list[i].first > next)
			pages_add(&out, next, s->list[i].first - 1 < n ? s->list[i].first - 1 : n, mem);
		next = s->list[i].last + 1;
	}
	if (!s->all && next <= n)
		pages_add(&out, next, n, mem);
	return out;
}

void pages_print(buf *out, const page_set *s)
{
	if (s->all)
		buf_z(out, "all");
	for (size_t i = 0; !s->all && i < s->n; i++) {
		buf_fmt(out, "%s%u", i ? "," : "", s->list[i].first);
		if (s->list[i].last > s->list[i].first)
			buf_fmt(out, "-%u", s->list[i].last);
	}
}
