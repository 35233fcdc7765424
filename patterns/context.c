#include "patterns/context.h"

#include <string.h>

enum {
	LABEL = 60,         /* a line above of at most this many bytes is a label     */
	LONGEST_ROW = 1000, /* a table row is looked through that far, no further     */
};

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* The word stands at text[at], whole. */
static bool stands_at(str text, size_t at, str word)
{
	if (text.n - at < word.n)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (small(text.p[at + i]) != word.p[i])
			return false;
	return fold_boundary(text, at) && fold_boundary(text, at + word.n);
}

struct hit { size_t beg, end; };

/* The last (or first) context word that lies whole in [beg, end) of the text. */
static bool find(const context *c, str text, size_t beg, size_t end, bool last, struct hit *out)
{
	bool found = false;

	for (size_t i = beg; i < end; i++) {
		for (size_t w = 0; w < c->n; w++) {
			if (small(text.p[i]) != c->words[w].p[0] || end - i < c->words[w].n ||
			    !stands_at(text, i, c->words[w]))
				continue;
			struct hit one = { i, i + c->words[w].n };
			if (!found || one.end > out->end)
				*out = one;
			found = true;
		}
		if (found && !last)
			break;
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

/* The first folded byte whose source begins at or behind `from`. */
static size_t folded_at(const folded *f, size_t from)
{
	size_t low = 0, high = f->text.n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (f->at[middle] < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t line_begin(str source, size_t at, size_t farthest)
{
	size_t beg = at;
	while (beg > 0 && source.p[beg - 1] != '\n')
		if (at - --beg > farthest)
			return SIZE_MAX;
	return beg;
}

static str cell_of(str row, size_t index)
{
	str cell = { NULL, 0 };
	for (size_t i = 0; i <= index; i++)
		if (!str_cut(&row, '\t', &cell))
			return (str){ NULL, 0 };
	return cell;
}

/* The label over the value: the line above when it is short, the same cell when both are rows. A
 * line above that has a value of its own labels that one. */
static bool above(const context *c, const folded *f, str source, place at)
{
	struct hit hit;
	size_t value = f->at[at.beg], floor = at.floor;
	size_t line = line_begin(source, value, LONGEST_ROW);

	if (line == SIZE_MAX || line == 0)
		return false;
	size_t top = line_begin(source, line - 1, LONGEST_ROW);
	if (top == SIZE_MAX)
		return false;
	str row = str_sub(source, top, line - 1), label = row;
	size_t cells = 0;
	for (size_t i = line; i < value; i++)
		cells += source.p[i] == '\t';
	if (row.n && memchr(row.p, '\t', row.n))
		label = cell_of(row, cells), floor = 0;
	else if (row.n > LABEL)
		return false;
	if (!label.n)
		return false;
	size_t top_of_label = (size_t)(label.p - source.p);
	size_t beg = folded_at(f, top_of_label), end = folded_at(f, top_of_label + label.n);
	return find(c, f->text, beg < floor ? floor : beg, end, false, &hit);
}

int context_near(const context *c, const folded *f, str source, place at)
{
	struct hit hit;
	str text = f->text;
	int best = -1;

	size_t from = back(text, at.beg, at.floor, c->reach);
	if (find(c, text, from, at.beg, true, &hit))
		best = (int)(at.beg - hit.end);

	/* Behind the value: the same line only, and not a word that labels the value after it. */
	bool line_ends = false; /* before the next value */
	const char *newline = memchr(source.p + f->end[at.end - 1], '\n', source.n - f->end[at.end - 1]);
	size_t to = forth(text, at.end, at.roof, c->reach);
	if (newline) {
		size_t line_end = folded_at(f, (size_t)(newline - source.p));
		to = line_end < to ? line_end : to;
		line_ends = line_end < at.roof;
	}
	if (find(c, text, at.end, to, false, &hit)) {
		size_t mine = hit.beg - at.end, next = at.roof - hit.end;
		bool labels_next = at.roof < text.n && next <= mine && !line_ends;
		if (!labels_next && (best < 0 || (int)mine < best))
			best = (int)mine;
	}
	if (best < 0 && above(c, f, source, at))
		best = c->reach;
	return best;
}
