/*
 * The end of one page and the beginning of the next, read on.
 *
 * Between them may stand what a page has in its margins: headers, footers, numbers, Bates stamps,
 * footnotes. Nothing says which lines those are, so the two are read together more than once: as
 * they stand, without lines that also stand at the ends of neighbouring pages (but for their
 * digits), and without what looks like footnotes. A wrong guess costs a reading, not a value.
 */
#include "redact/readings_int.h"

#include "redact/base/hash.h"

#include <stdlib.h>
#include <string.h>

enum {
	WINDOW    = 320,   /* bytes on each side of the turn: a value, and a word that speaks for it    */
	MARGIN    = 8,     /* lines at each end of a page that may belong to its margin                 */
	NEIGHBOUR = 2,     /* pages on: left and right pages have headers of their own                  */
	LONGEST   = 160,   /* bytes of a line of a margin                                               */
	NOTES     = 40,    /* lines at a page's end that may be footnotes                               */
	READINGS  = 4,     /* of one page: in drawing order, by place ...                               */
};

typedef struct line { uint32_t beg, end; } line;

/* The readings of one page that the text has, and what its first and last lines look like. */
typedef struct leaf {
	uint32_t number;
	uint32_t units[READINGS]; size_t n;
	uint64_t margin[READINGS * 2 * MARGIN]; size_t nmargin; /* sorted */
} leaf;

/* ---- lines ----------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)c >= 0x80;
}

static line trimmed(str s, uint32_t beg, uint32_t end)
{
	while (beg < end && is_blank(s.p[beg]))
		beg++;
	while (end > beg && is_blank(s.p[end - 1]))
		end--;
	return (line){ beg, end };
}

/* The next line with something on it at or behind `at`; false when there is none. */
static bool line_after(str s, uint32_t at, line *out)
{
	while (at < s.n) {
		const char *stop = memchr(s.p + at, '\n', s.n - at);
		uint32_t end = stop ? (uint32_t)(stop - s.p) : (uint32_t)s.n;
		*out = trimmed(s, at, end);
		if (out->beg < out->end)
			return true;
		at = end + 1;
	}
	return false;
}

static bool line_before(str s, uint32_t at, line *out)
{
	while (at > 0) {
		const char *stop = memrchr(s.p, '\n', at - 1);
		uint32_t beg = stop ? (uint32_t)(stop - s.p) + 1 : 0;
		*out = trimmed(s, beg, at);
		if (out->beg < out->end)
			return true;
		at = beg;
	}
	return false;
}

/* ---- margins --------------------------------------------------------------------------------- */

/* A line without its blanks, its digits all the same: "Page 3 of 9" is "Page 4 of 9". 0 for a line
 * that is too long for a margin. */
static uint64_t look_of(str s, line l)
{
	if (l.end - l.beg > LONGEST)
		return 0;
	uint64_t h = HASH64;
	char last = 0;
	for (uint32_t i = l.beg; i < l.end; i++) {
		char c = is_digit(s.p[i]) ? '0' : s.p[i];
		if (is_blank(c) || (c == '0' && last == '0'))
			continue;
		last = c;
		h = hash64_byte(h, (unsigned char)c);
	}
	return h ? h : 1;
}

static int by_look(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static void note_margins(leaf *f, str s)
{
	line l;
	uint32_t at = 0;
	for (int i = 0; i < MARGIN && line_after(s, at, &l); i++, at = l.end)
		f->margin[f->nmargin++] = look_of(s, l);
	at = (uint32_t)s.n;
	for (int i = 0; i < MARGIN && line_before(s, at, &l); i++, at = l.beg)
		f->margin[f->nmargin++] = look_of(s, l);
}

static bool in_margin(const leaf *f, uint64_t look)
{
	return bsearch(&look, f->margin, f->nmargin, sizeof look, by_look) != NULL;
}

/* "7", "- 7 -", "Page 7 of 12" on page 7. */
static bool is_page_number(str s, line l, uint32_t page)
{
	uint64_t first = 0;
	int numbers = 0;
	size_t letters = 0;
	for (uint32_t i = l.beg; i < l.end; i++) {
		if (is_letter(s.p[i]))
			letters++;
		if (!is_digit(s.p[i]) || (i > l.beg && is_digit(s.p[i - 1])))
			continue;
		uint64_t n = 0;
		for (uint32_t k = i; k < l.end && is_digit(s.p[k]) && n < 1000000; k++)
			n = n * 10 + (uint64_t)(s.p[k] - '0');
		first = numbers++ ? first : n;
	}
	return numbers >= 1 && numbers <= 2 && letters <= 8 && first == page && l.end - l.beg < 24;
}

static bool is_number_alone(str s, line l)
{
	for (uint32_t i = l.beg; i < l.end; i++)
		if (!is_digit(s.p[i]))
			return false;
	return l.end - l.beg <= 3;
}

static bool is_furniture(const leaf *all, size_t n, size_t at, str s, line l)
{
	uint64_t look = look_of(s, l);
	if (!look)
		return false;
	if (is_page_number(s, l, all[at].number))
		return true;
	for (size_t k = at > NEIGHBOUR ? at - NEIGHBOUR : 0; k < n && k <= at + NEIGHBOUR; k++)
		if (k != at && in_margin(&all[k], look))
			return true;
	return false;
}

/* Where the page ends when the margin below is left out. */
static uint32_t end_of_words(const leaf *all, size_t n, size_t at, str s)
{
	uint32_t end = (uint32_t)s.n;
	line l;
	for (int i = 0; i < MARGIN && line_before(s, end, &l) && is_furniture(all, n, at, s, l); i++)
		end = l.beg;
	return end;
}

/* The numbers that a pleading has beside its lines may all stand before the first of them. */
static uint32_t after_line_numbers(str s, uint32_t beg)
{
	line l;
	uint32_t at = beg;
	int count = 0;
	while (count < 100 && line_after(s, at, &l) && is_number_alone(s, l)) {
		count++;
		at = l.end;
	}
	return count >= 3 ? at : beg;
}

static uint32_t begin_of_words(const leaf *all, size_t n, size_t at, str s)
{
	uint32_t beg = 0;
	line l;
	for (int i = 0; i < MARGIN && line_after(s, beg, &l) && is_furniture(all, n, at, s, l); i++)
		beg = l.end;
	return after_line_numbers(s, beg);
}

/* ---- footnotes ------------------------------------------------------------------------------- */

/* The number of the footnote that begins with this line; 0 for one with a sign; -1 for no footnote. */
static int note_number(str s, line l)
{
	uint32_t i = l.beg;
	int number = 0;
	if (s.p[i] == '*')
		while (i < l.end && s.p[i] == '*')
			i++;
	else if (l.end - i > 2 && (memcmp(s.p + i, "\xe2\x80\xa0", 3) == 0 || memcmp(s.p + i, "\xe2\x80\xa1", 3) == 0))
		i += 3;
	else
		for (; i < l.end && is_digit(s.p[i]) && number < 1000; i++)
			number = number * 10 + (s.p[i] - '0');
	if (i == l.beg || number >= 1000)
		return -1;
	while (i < l.end && (is_blank(s.p[i]) || s.p[i] == '.' || s.p[i] == ')'))
		i++;
	return i < l.end && is_letter(s.p[i]) ? number : -1;
}

/* Where the footnotes begin that end at `end`, or end where there seem to be none. */
static uint32_t begin_of_notes(str s, uint32_t end)
{
	uint32_t best = end, at = end;
	int next = -1;
	line l;
	for (int i = 0; i < NOTES && line_before(s, at, &l); i++, at = l.beg) {
		int number = note_number(s, l);
		if (number < 0 || (next >= 0 && number != next - 1))
			continue;
		best = l.beg;
		if (number <= 1)
			break;
		next = number;
	}
	return best;
}

/* ---- reading on ------------------------------------------------------------------------------ */

/* One side of the turn, cut to the window at a blank. */
static line side_before(str s, uint32_t end)
{
	line l = trimmed(s, 0, end);
	if (l.end - l.beg > WINDOW) {
		l.beg = l.end - WINDOW;
		while (l.beg < l.end && !is_blank(s.p[l.beg]))
			l.beg++;
	}
	return l;
}

static line side_after(str s, uint32_t beg)
{
	line l = trimmed(s, beg, (uint32_t)s.n);
	if (l.end - l.beg > WINDOW) {
		l.end = l.beg + WINDOW;
		while (l.end > l.beg && !is_blank(s.p[l.end]))
			l.end--;
	}
	return l;
}

static bool same_line(line a, line b)
{
	return a.beg == b.beg && a.end == b.end;
}

static void read_on(reading_draft *d, readings *r, uint32_t one, line head, uint32_t other, line rest)
{
	if (head.beg >= head.end || rest.beg >= rest.end)
		return;
	draft_copy(d, one, head.beg, head.end);
	draft_part(d, '\n');
	draft_copy(d, other, rest.beg, rest.end);
	draft_finish(d, r, one, DOUBT_NONE);
}

/* Page `from` in one of its readings, and page `to`. */
static void turn(reading_draft *d, readings *r, const leaf *all, size_t n, size_t from, uint32_t one,
                 size_t to, uint32_t other)
{
	str before = d->t->units[one].text, after = d->t->units[other].text;
	uint32_t end = end_of_words(all, n, from, before);
	line head = side_before(before, (uint32_t)before.n), rest = side_after(after, 0);
	line bare_head = side_before(before, end), bare_rest = side_after(after, begin_of_words(all, n, to, after));
	line above_notes = side_before(before, begin_of_notes(before, end));

	read_on(d, r, one, head, other, rest);
	if (!same_line(head, bare_head) || !same_line(rest, bare_rest))
		read_on(d, r, one, bare_head, other, bare_rest);
	if (!same_line(above_notes, bare_head))
		read_on(d, r, one, above_notes, other, bare_rest);
}

/* Ids of one kind of reading differ in the page's number alone: "page 3 by place", "page 4 by place". */
static bool same_way(str a, str b)
{
	size_t i = 0, k = 0;
	for (;;) {
		while (i < a.n && is_digit(a.p[i]))
			i++;
		while (k < b.n && is_digit(b.p[k]))
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i++] != b.p[k++])
			return false;
	}
}

static uint32_t counterpart(const text *t, const leaf *other, uint32_t unit, bool *found)
{
	for (size_t i = 0; i < other->n; i++)
		if (same_way(t->units[unit].id, t->units[other->units[i]].id)) {
			*found = true;
			return other->units[i];
		}
	*found = false;
	return other->units[0];
}

/* Does the page say anything beside its margins? */
static bool has_words(const text *t, const leaf *all, size_t n, size_t at)
{
	str s = t->units[all[at].units[0]].text;
	line l = side_after(s, begin_of_words(all, n, at, s));
	return l.beg < l.end;
}

static size_t gather(const text *t, arena *mem, leaf **out)
{
	leaf *all = NULL;
	size_t n = 0, room = 0;
	for (size_t i = 0; i < t->n; i++) {
		const unit *u = &t->units[i];
		if (u->kind != UNIT_PAGE || !u->page)
			continue;
		if (n == 0 || all[n - 1].number != u->page)
			*ARENA_PUSH(mem, all, n, room) = (leaf){ .number = u->page };
		leaf *f = &all[n - 1];
		if (f->n == READINGS)
			continue;
		f->units[f->n++] = (uint32_t)i;
		note_margins(f, u->text);
	}
	for (size_t i = 0; i < n; i++)
		qsort(all[i].margin, all[i].nmargin, sizeof *all[i].margin, by_look);
	*out = all;
	return n;
}

void overleaf_read(const text *t, arena *mem, readings *r)
{
	leaf *all;
	size_t n = gather(t, mem, &all);
	reading_draft d = { .t = t, .mem = mem };
	for (size_t i = 0; i + 1 < n; i++) {
		/* A page left blank does not part what stands before and behind it. */
		size_t next = i + 1;
		while (next + 1 < n && next < i + 3 && !has_words(t, all, n, next))
			next++;
		bool found;
		for (size_t k = 0; k < all[i].n; k++)
			turn(&d, r, all, n, i, all[i].units[k], next, counterpart(t, &all[next], all[i].units[k], &found));
		for (size_t k = 1; k < all[next].n; k++) {
			uint32_t one = counterpart(t, &all[i], all[next].units[k], &found);
			if (!found)
				turn(&d, r, all, n, i, one, next, all[next].units[k]);
		}
	}
	buf_free(&d.said);
}
