#include "patterns/columns.h"

#include "redact/base/bound.h"

#include <string.h>

enum {
	HEAD_LINES = 3,     /* a head has at most so many                             */
	HEAD_DIGITS = 3,    /* "SSN (9 digits)" is a head, "SSN 536-90-4399" is a row */
	FARTHEST = 400,     /* rows                                                   */
	LONGEST_ROW = 1000, /* bytes to either side of a value                        */
	MOST_CELLS = 64,    /* of a row that are looked at                            */
};

struct cell { uint32_t beg, end; rect box; uint32_t digits; };
struct row  { uint32_t first, n; bool figures; };  /* cells; digits in one of the first of them */

struct columns {
	const unit *u;
	struct cell *cells; size_t ncells, cells_room;
	struct row  *rows;  size_t nrows, rows_room;
};

/* ---- rows and cells ------------------------------------------------------------------------ */

bool columns_row(str text, size_t at, size_t *beg, size_t *end)
{
	size_t low = at > LONGEST_ROW ? at - LONGEST_ROW : 0, high = at + LONGEST_ROW < text.n ? at + LONGEST_ROW : text.n;
	const char *before = memrchr(text.p + low, '\n', at - low), *behind = memchr(text.p + at, '\n', high - at);

	*beg = before ? (size_t)(before - text.p) + 1 : low;
	*end = behind ? (size_t)(behind - text.p) : high;
	return memchr(text.p + *beg, '\t', *end - *beg);
}

/* The spans of a unit are sorted: cells take them in turn. */
static rect box_of(const unit *u, uint32_t beg, uint32_t end, size_t *next)
{
	rect box = { 0 };

	while (*next < u->nspans && u->spans[*next].end <= beg)
		++*next;
	for (size_t i = *next; i < u->nspans && u->spans[i].beg < end; i++)
		if (u->spans[i].end > beg)
			box = rect_union(box, u->spans[i].box);
	return box;
}

static uint32_t digits_in(str words)
{
	uint32_t n = 0;
	for (size_t i = 0; i < words.n; i++)
		n += (unsigned)(words.p[i] - '0') < 10u;
	return n;
}

columns *columns_new(const unit *u, arena *mem)
{
	if (u->kind == UNIT_PAGE && u->page && !u->spans)
		return NULL;
	columns *c = arena_alloc(mem, sizeof *c);
	size_t next = 0;
	str rest = u->text, line, words;

	c->u = u;
	while (rest.n && str_cut(&rest, '\n', &line)) {
		struct row row = { .first = (uint32_t)c->ncells };
		while (line.n && str_cut(&line, '\t', &words)) {
			uint32_t beg = (uint32_t)(words.p - u->text.p), end = beg + (uint32_t)words.n;
			uint32_t digits = digits_in(words);
			*ARENA_PUSH(mem, c->cells, c->ncells, c->cells_room) = (struct cell){ beg, end, box_of(u, beg, end, &next), digits };
			row.figures |= digits && row.n < MOST_CELLS;
			row.n++;
		}
		if (row.n)
			*ARENA_PUSH(mem, c->rows, c->nrows, c->rows_room) = row;
	}
	return c;
}

/* ---- what a cell is ------------------------------------------------------------------------ */

static bool has_letters(str words)
{
	for (size_t i = 0; i < words.n; i++)
		if ((unsigned)((words.p[i] | 0x20) - 'a') < 26u)
			return true;
	return false;
}

/* Where a table has no value it says so, and that is no head. */
static bool stands_for_nothing(str words)
{
	static const char *const said[] = { "n/a", "na", "none", "unknown", "withheld", "pending", "refused", "redacted",
	                                    "not provided", "not on file", "sealed", "same", "tbd", "yes", "no" };

	words = str_trim(words);
	if (words.n < 2 || words.p[0] == '[')
		return true;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		size_t n = strlen(said[i]);
		bool same = n == words.n;
		for (size_t k = 0; k < n && same; k++)
			same = (words.p[k] | 0x20) == (said[i][k] | 0x20);
		if (same)
			return true;
	}
	return false;
}

static str words_of(const columns *c, const struct cell *cell)
{
	return str_sub(c->u->text, cell->beg, cell->end);
}

/* ---- going up ------------------------------------------------------------------------------ */

/* Points between two boxes, left to right; less than 0 where they overlap. */
static float apart(rect a, rect b)
{
	float left = a.x0 > b.x0 ? a.x0 : b.x0, right = a.x1 < b.x1 ? a.x1 : b.x1;
	return left - right;
}

/* The cell of a row that is over the value; NULL for none. */
static const struct cell *over(const columns *c, const struct row *row, const struct cell *value, size_t index)
{
	const struct cell *best = NULL;

	if (rect_empty(value->box))
		return index < row->n ? &c->cells[row->first + index] : NULL;
	for (size_t i = 0; i < row->n && i < MOST_CELLS; i++) {
		const struct cell *one = &c->cells[row->first + i];
		if (!rect_empty(one->box) && (!best || apart(one->box, value->box) < apart(best->box, value->box)))
			best = one;
	}
	/* A head may be set left and its figures right: the nearest cell of a row, but not across a page. */
	float reach = row->n > 1 ? 60 : 0;
	return best && apart(best->box, value->box) < reach ? best : NULL;
}

/* Of the row that holds byte `at`, and of its cell. */
static bool find_row(const columns *c, size_t at, size_t *row, size_t *index)
{
	bound b = { .high = c->nrows };
	while (bound_asks(&b)) {
		const struct row *r = &c->rows[b.at];
		bound_told(&b, c->cells[r->first + r->n - 1].end <= at);
	}
	if (b.at == c->nrows)
		return false;
	const struct row *r = &c->rows[b.at];
	*row = b.at;
	for (*index = 0; *index + 1 < r->n && c->cells[r->first + *index].end <= at;)
		++*index;
	return true;
}

column_says columns_above(const columns *c, size_t at_byte, columns_speaks *speaks, void *arg, column_width *across)
{
	size_t at, index;

	*across = (column_width){ 0, 0 };
	if (!find_row(c, at_byte, &at, &index))
		return COLUMN_SILENT;
	const struct cell *value = &c->cells[c->rows[at].first + index];
	bool table = c->rows[at].n > 1, placed = !rect_empty(value->box);
	int head = 0, lines = table ? HEAD_LINES : 1;
	*across = (column_width){ value->box.x0, value->box.x1 };
	for (size_t up = 0; at > 0 && up < FARTHEST; up++) {
		const struct row *row = &c->rows[--at];
		const struct cell *cell = over(c, row, value, index);
		str words = cell ? words_of(c, cell) : STR("");
		bool lone = row->n == 1, label = words.n <= COLUMNS_LABEL && (!cell || cell->digits <= HEAD_DIGITS);
		if (lone && c->cells[row->first].end - c->cells[row->first].beg > COLUMNS_LABEL)
			return COLUMN_SILENT; /* prose */
		if (lone && table && !placed && up)
			cell = NULL; /* a line between the rows: whose head it is cannot be told */
		if (cell && label && speaks(arg, cell->beg, cell->end))
			return COLUMN_SPEAKS;
		if (lone && table)
			continue;
		bool heads = cell && !row->figures && !stands_for_nothing(words);
		if ((head && !heads) || (!table && !heads && has_letters(words)))
			return COLUMN_SILENT;
		head += heads;
		if (head == lines)
			return COLUMN_SILENT;
	}
	return at == 0 && !head ? COLUMN_OVERLEAF : COLUMN_SILENT;
}
