#include "patterns/live.h"

#include "redact/base/bound.h"

#include <string.h>

enum { WIDEST_POINT = 4 };

static bool has_letters(str line)
{
	for (size_t i = 0; i < line.n; i++)
		if ((unsigned)((line.p[i] | 0x20) - 'a') < 26u)
			return true;
	return false;
}

/* What stands below a word: the line it stands in, and the last one that it may be the head of. */
struct below { size_t head_end, last_beg, last_end; };

/* Past lines of figures; where there are tables or places, as far as prose. */
static struct below look_below(str source, bool table, size_t at)
{
	str rest = str_sub(source, at, source.n), line = { source.p + at, 0 };

	str_cut(&rest, '\n', &line);
	struct below is = { .head_end = at + line.n };
	while (rest.n && str_cut(&rest, '\n', &line)) {
		bool prose = line.n > COLUMNS_LABEL && !memchr(line.p, '\t', line.n);
		if (prose || (!table && has_letters(line)))
			break;
	}
	is.last_beg = (size_t)(line.p - source.p);
	is.last_end = is.last_beg + line.n;
	return is;
}

stretch *live_stretches(const context *c, const surroundings *in, arena *mem)
{
	str source = in->u->text;
	bool table = in->u->spans || memchr(source.p, '\t', source.n);
	stretch *list = arena_array(mem, stretch, c->n);
	size_t reach = (size_t)c->reach * WIDEST_POINT, end = 0;
	struct below is = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		cue one = c->cues[i];
		size_t at = in->f->at[one.beg];
		/* The same stands below all words of a line, and of the lines it is the head of. */
		if (at >= is.head_end && at >= is.last_beg) {
			is = look_below(source, table, at);
			end = context_folded_at(in->f, is.last_end);
		}
		list[i] = (stretch){ one.beg > reach ? one.beg - reach : 0, one.end + reach > end ? one.end + reach : end };
	}
	return list;
}

struct places live_places(const struct places *all, const stretch *list, size_t n, size_t width, arena *mem)
{
	struct places out = { arena_array(mem, uint32_t, all->n), 0, all->n };
	size_t island = 0, i = 0;  /* where the places begin that a match may reach from to the i-th */

	for (size_t k = 0; k < n && i < all->n; k++) {
		size_t beg = list[k].beg > width ? list[k].beg - width : 0;
		for (; i < all->n && all->list[i] < beg; i++)
			if (i == 0 || all->list[i] - all->list[i - 1] >= width)
				island = i;
		if (i < all->n && i > 0 && all->list[i] - all->list[i - 1] >= width && island < i)
			island = i;
		if (i == all->n || all->list[i] > list[k].end)
			continue;
		for (; island < i; island++)
			out.list[out.n++] = all->list[island];
		for (; i < all->n && all->list[i] <= list[k].end; i++)
			out.list[out.n++] = all->list[i];
		island = i;
	}
	return out;
}

static size_t first_from(const struct places *of, size_t at)
{
	bound b = { .high = of->n };
	while (bound_asks(&b))
		bound_told(&b, of->list[b.at] < at);
	return b.at;
}

size_t live_count(const struct places *of, size_t beg, size_t end)
{
	return first_from(of, end + 1) - first_from(of, beg);
}
