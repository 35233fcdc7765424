/*
 * Columns of single letters and digits: boxes to be filled in, one below the other.
 *
 * Read row by row, "0 Name / 7 Street / 8 ..." says nothing. What such a column says is a line of a
 * unit of its own, of which every letter knows its place in the story. What stands over the column is
 * the line before it: it tells what the letters are.
 */
#include "formats/docx/inner.h"
#include "redact/base/utf8.h"

#include <string.h>

enum {
	FEWEST = 6,        /* as many single letters as are a word anywhere (redact/reread.h) */
	MOST_COLUMNS = 64,
	LONGEST_HEADING = 64,
};

struct place_of_letter { uint32_t beg, end; };

typedef struct column {
	struct place_of_letter *list; size_t n, room;
	struct place_of_letter heading;  /* the cell above the first of them; empty where there is none */
	size_t rising;     /* digits that follow the digit before them: the numbers of rows */
	char last;
} column;

struct stacks {
	docx *d;
	column list[MOST_COLUMNS];
	size_t widest;     /* cells of a row */
	struct stacks *next;  /* of those that no table uses now */
};

/* The text of one letter, or one heading, after the other. */
struct stacked_letter {
	const story *of;
	uint32_t at, n;            /* in the unit  */
	uint32_t beg;              /* in the story */
};

static const char BY_COLUMN[] = " by column";

stacks *stacks_new(docx *d)
{
	stacks *c = d->spare_stacks;
	if (c)
		d->spare_stacks = c->next;
	else
		c = arena_alloc(d->mem, sizeof *c);
	c->d = d;
	c->widest = 0;
	return c;
}

static uint32_t told(const docx *d, const story *s)
{
	const struct stacked_letter *last = d->nstacked ? &d->stacked[d->nstacked - 1] : NULL;
	return last && last->of == s ? last->at + last->n : 0;
}

/* Returns where in the unit the next one follows. */
static uint32_t put(docx *d, const story *s, uint32_t at, struct place_of_letter place)
{
	uint32_t n = place.end - place.beg;
	*ARENA_PUSH(d->mem, d->stacked, d->nstacked, d->stacked_room) = (struct stacked_letter){ s, at, n, place.beg };
	return at + n;
}

/* Lines of the unit; the byte between two lines stands for nothing. */
static void finish(stacks *c, const story *s, column *of)
{
	docx *d = c->d;
	uint32_t at = told(d, s);
	if (of->n >= FEWEST && 2 * of->rising < of->n) {
		at += at > 0;
		if (of->heading.end > of->heading.beg)
			at = put(d, s, at, of->heading) + 1;
		for (size_t i = 0; i < of->n; i++)
			at = put(d, s, at, of->list[i]);
	}
	of->n = of->rising = 0;
	of->last = '\0';
	of->heading = (struct place_of_letter){ 0, 0 };
}

void stacks_cell(stacks *c, const story *s, size_t at, str words, uint32_t beg)
{
	if (at >= MOST_COLUMNS)
		return;
	column *of = &c->list[at];
	str one = str_trim(words);
	size_t end = 0;
	if (at + 1 > c->widest)
		c->widest = at + 1;
	if (one.n && one.n <= 4)
		utf8_next(one, &end);
	uint32_t from = beg + (uint32_t)(one.p - words.p);
	if (!one.n || end != one.n) {
		finish(c, s, of);
		if (one.n && one.n <= LONGEST_HEADING && !memchr(one.p, '\n', one.n))
			of->heading = (struct place_of_letter){ from, from + (uint32_t)one.n };
		return;
	}
	of->rising += one.p[0] >= '0' && one.p[0] <= '9' && of->last == (one.p[0] == '0' ? '9' : one.p[0] - 1);
	of->last = one.p[0];
	*ARENA_PUSH(c->d->mem, of->list, of->n, of->room) = (struct place_of_letter){ from, from + (uint32_t)one.n };
}

/* A table of one column is read as lines are. */
void stacks_finish(stacks *c, const story *s)
{
	for (size_t i = 0; i < c->widest; i++) {
		if (c->widest == 1)
			c->list[i].n = 0;
		finish(c, s, &c->list[i]);
	}
	c->next = c->d->spare_stacks;
	c->d->spare_stacks = c;
}

void stacks_list(docx *d, const story *s, text *out)
{
	buf words = { 0 };
	for (size_t i = 0; i < d->nstacked; i++) {
		const struct stacked_letter *t = &d->stacked[i];
		if (t->of != s)
			continue;
		if (t->at > words.n)
			buf_byte(&words, '\n');
		buf_str(&words, str_sub(s->text, t->beg, t->beg + t->n));
	}
	text_add_string(out, s->kind, str_fmt(d->mem, STR_FMT "%s", STR_ARG(s->name), BY_COLUMN), buf_view(&words), s->stays);
	buf_free(&words);
}

bool stacks_is_unit(str unit_id)
{
	return str_ends(unit_id, BY_COLUMN);
}

bool stacks_is_of(str unit_id, str story_name)
{
	return unit_id.n == story_name.n + sizeof BY_COLUMN - 1 && stacks_is_unit(unit_id) && str_eq(str_sub(unit_id, 0, story_name.n), story_name);
}

/* The first letter leaves a label behind, the others go without. */
void stacks_cut(const docx *d, const cut *of, str story_name, arena *mem, cut **list, size_t *n, size_t *room)
{
	bool first = true;
	for (size_t i = 0; i < d->nstacked; i++) {
		const struct stacked_letter *t = &d->stacked[i];
		if (!str_eq(t->of->name, story_name) || t->at >= of->end || t->at + t->n <= of->beg)
			continue;
		uint32_t from = of->beg > t->at ? of->beg - t->at : 0;
		uint32_t to = of->end - t->at < t->n ? of->end - t->at : t->n;
		*ARENA_PUSH(mem, *list, *n, *room) = (cut){ t->beg + from, t->beg + to, first ? of->label : STR("") };
		first = false;
	}
}
