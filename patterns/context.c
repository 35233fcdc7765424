#include "patterns/context.h"

#include "redact/base/bound.h"

#include <string.h>

/* The first of the words that begins at or behind a byte. */
static size_t first_from(const context *c, size_t at)
{
	bound b = { .high = c->n };
	while (bound_asks(&b))
		bound_told(&b, c->cues[b.at].beg < at);
	return b.at;
}

/* The word of those that lie whole in [beg, end) of the text that ends last; of several, the longest. */
static bool find_last(const context *c, size_t beg, size_t end, cue *out)
{
	bool found = false;

	for (size_t i = first_from(c, beg); i < c->n && c->cues[i].beg < end; i++) {
		if (c->cues[i].end > end || (found && c->cues[i].end <= out->end))
			continue;
		*out = c->cues[i];
		found = true;
	}
	return found;
}

/* The one that begins first; of several, the longest. */
static bool find_first(const context *c, size_t beg, size_t end, cue *out)
{
	bool found = false;

	for (size_t i = first_from(c, beg); i < c->n && c->cues[i].beg < end; i++) {
		if (found && c->cues[i].beg > out->beg)
			break;
		if (c->cues[i].end > end || (found && c->cues[i].end <= out->end))
			continue;
		*out = c->cues[i];
		found = true;
	}
	return found;
}

static size_t back(str text, size_t at, size_t floor, int characters)
{
	while (at > floor && characters > 0) {
		at--;
		characters -= ((unsigned char)text.p[at] & 0xC0) != 0x80;
	}
	return at;
}

static size_t forth(str text, size_t at, size_t roof, int characters)
{
	while (at < roof && characters > 0) {
		at++;
		characters -= at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
	}
	return at;
}

size_t context_folded_at(const folded *f, size_t from)
{
	bound b = { .high = f->text.n };
	while (bound_asks(&b))
		bound_told(&b, f->at[b.at] < from);
	return b.at;
}

/* In a table the cells of other rows speak for their own columns. What ends right before the value, a
 * label at a line's end, is no such cell. */
static size_t row_floor(const surroundings *in, size_t at)
{
	size_t beg, end;

	return columns_row(in->u->text, in->f->at[at], &beg, &end) ? context_folded_at(in->f, beg) : 0;
}

/* Nothing but ": ", "# " and a line's end between a label and a value. */
static bool touches(str text, size_t end, size_t beg)
{
	for (size_t i = end; i < beg; i++)
		if (!strchr(" \t:#.", text.p[i]))
			return false;
	return beg - end <= 4;
}

/* Behind the value: the same line only, and not a word that labels the value after it. */
static int near_behind(const context *c, const surroundings *in, place at)
{
	cue hit;
	const folded *f = in->f;
	str source = in->u->text;
	bool line_ends = false; /* before the next value */
	size_t to = forth(f->text, at.end, at.roof, c->reach);

	if (!find_first(c, at.end, to, &hit))
		return -1;
	const char *newline = memchr(source.p + f->end[at.end - 1], '\n', source.n - f->end[at.end - 1]);
	if (newline) {
		size_t line_end = context_folded_at(f, (size_t)(newline - source.p));
		line_ends = line_end < at.roof;
		if (line_end < to && !find_first(c, at.end, line_end, &hit))
			return -1;
	}
	size_t mine = hit.beg - at.end, next = at.roof - hit.end;
	bool labels_next = at.roof < f->text.n && next <= mine && !line_ends;
	return labels_next ? -1 : (int)mine;
}

int context_near(const context *c, const surroundings *in, place at)
{
	cue hit;
	str text = in->f->text;
	int best = -1;

	size_t from = back(text, at.beg, at.floor, c->reach);
	if (find_last(c, from, at.beg, &hit) && (touches(text, hit.end, at.beg) || hit.beg >= row_floor(in, at.beg)))
		best = (int)(at.beg - hit.end);
	int behind = near_behind(c, in, at);
	return behind >= 0 && (best < 0 || behind < best) ? behind : best;
}

struct asking { const context *c; const folded *f; };

static bool speaks(void *arg, size_t beg, size_t end)
{
	const struct asking *a = arg;
	cue hit;

	return find_first(a->c, context_folded_at(a->f, beg), context_folded_at(a->f, end), &hit);
}

column_says context_above(const context *c, const surroundings *in, place at, column_width *across)
{
	struct asking a = { c, in->f };

	*across = (column_width){ 0, 0 };
	return in->columns ? columns_above(in->columns, in->f->at[at.beg], speaks, &a, across) : COLUMN_SILENT;
}
