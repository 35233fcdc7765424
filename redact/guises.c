/*
 * Lines with letters set apart, or with letters in place of digits and the other way round.
 *
 * "5 3 6 - 9 0 - 4 3 9 9" is put together, and so are letters that stand one below the other;
 * "536-9O-4399" and "0konjo", as OCR misreads them, are read as they were meant; "Margaret3 Okonjo" is
 * read without its footnote's mark. Only the lines concerned are read again, each behind the line above
 * it, which may be its label. How a line is read anew stands in reread.c.
 */
#include "redact/readings_int.h"
#include "redact/reread.h"

#include <string.h>

enum { LABEL = 200 }; /* bytes of a line above that is taken along */

static bool is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* Parts lines that do not follow one another: no value goes over it. */
static void part_lines(reading_draft *d)
{
	if (d->said.n) {
		draft_part(d, '\n');
		draft_part(d, '~');
		draft_part(d, '\n');
	}
}

static void add_line(reading_draft *d, uint32_t unit, uint32_t above, uint32_t beg, const reread *r)
{
	part_lines(d);
	draft_copy(d, unit, above, beg);
	for (size_t i = 0; i < r->n; i++) {
		if (r->changed[i])
			draft_put(d, r->s[i], unit, r->at[i], r->at[i] + 1);
		else
			draft_copy(d, unit, r->at[i], r->at[i] + 1);
	}
}

struct drafts { reading_draft apart, digits, letters[2], unmarked; };

static void read_line(struct drafts *to, reread *r, arena *mem, uint32_t unit, uint32_t above, uint32_t beg,
                      uint32_t end, glance g)
{
	const char *p = to->apart.t->units[unit].text.p;
	bool ones = false, together = false;
	reread_take(r, p, beg, end, mem);
	if (g.apart) {
		arena *brief = arena_new();
		together = reread_together(r, brief);
		arena_drop(brief);
	}
	if (together)
		add_line(&to->apart, unit, above, beg, r);
	if ((g.mixed || together) && reread_digits(r))
		add_line(&to->digits, unit, above, beg, r);
	for (int i = 0; g.mixed && i < 2 && (i == 0 || ones); i++) {
		reread_take(r, p, beg, end, mem);
		if (reread_letters(r, i ? 'i' : 'l', &ones))
			add_line(&to->letters[i], unit, above, beg, r);
	}
	if (g.mixed || g.marked) {
		reread_take(r, p, beg, end, mem);
		if (reread_unmarked(r))
			add_line(&to->unmarked, unit, above, beg, r);
	}
}

/* Lines one below the other that hold one letter or digit each. */
typedef struct stack {
	uint32_t above, beg, end;
	size_t lines, rising;     /* how many; how many digits follow the digit before them */
	char last;
} stack;

static bool is_single(str s, uint32_t beg, uint32_t end)
{
	return end - beg <= 4 && end > beg && reread_points(s.p + beg, end - beg) == 1 && (unsigned char)s.p[beg] > ' ';
}

/* The numbers of lines, or of the rows of a table, are no value. */
static void finish_stack(struct drafts *to, reread *r, stack *k, arena *mem, uint32_t unit)
{
	if (k->lines >= SPACED_RUN && 2 * k->rising < k->lines) {
		reread_take(r, to->apart.t->units[unit].text.p, k->beg, k->end, mem);
		size_t kept = 0;
		for (size_t i = 0; i < r->n; i++)
			if (r->s[i] != '\n') {
				r->s[kept] = r->s[i];
				r->at[kept++] = r->at[i];
			}
		r->n = kept;
		add_line(&to->apart, unit, k->above, k->beg, r);
	}
	*k = (stack){ 0 };
}

static void stack_line(stack *k, str s, uint32_t above, uint32_t beg, uint32_t end)
{
	if (!k->lines)
		*k = (stack){ .above = beg - above > LABEL ? beg : above, .beg = beg };
	k->lines++;
	k->rising += is_digit(s.p[beg]) && k->last == (s.p[beg] == '0' ? '9' : s.p[beg] - 1);
	k->last = s.p[beg];
	k->end = end;
}

static void read_unit(struct drafts *to, reread *r, arena *mem, uint32_t unit, readings *out)
{
	str s = to->apart.t->units[unit].text;
	uint32_t above = 0;
	stack pile = { 0 };
	for (uint32_t beg = 0; beg < s.n;) {
		const char *stop = memchr(s.p + beg, '\n', s.n - beg);
		uint32_t end = stop ? (uint32_t)(stop - s.p) : (uint32_t)s.n;
		glance g = reread_glance(s.p + beg, end - beg);
		if (is_single(s, beg, end))
			stack_line(&pile, s, above, beg, end);
		else if (pile.lines)
			finish_stack(to, r, &pile, mem, unit);
		if (g.apart || g.mixed || g.marked)
			read_line(to, r, mem, unit, beg - above > LABEL ? beg : above, beg, end, g);
		above = beg;
		beg = end + 1;
	}
	finish_stack(to, r, &pile, mem, unit);
	reading_draft *all[] = { &to->apart, &to->digits, &to->letters[0], &to->letters[1], &to->unmarked };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->said.n)
			draft_finish(all[i], out, unit, i ? DOUBT_LETTERS : DOUBT_SPACING);
}

void guises_read(const text *t, arena *mem, readings *out)
{
	reading_draft empty = { .t = t, .mem = mem };
	struct drafts to = { empty, empty, { empty, empty }, empty };
	reread r = { 0 };
	for (size_t i = 0; i < t->n; i++)
		read_unit(&to, &r, mem, (uint32_t)i, out);
	buf_free(&to.apart.said);
	buf_free(&to.digits.said);
	buf_free(&to.letters[0].said);
	buf_free(&to.letters[1].said);
	buf_free(&to.unmarked.said);
}
