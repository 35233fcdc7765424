/*
 * Words and numbers that a line's, cell's or paragraph's end breaks without a hyphen.
 *
 * "Oko" ends a cell and "njo" begins the next; a file made from a PDF has a break in the middle of a
 * word. Nothing tells such a break from the one between two words, but that of two halves of a word
 * one at least is no word by itself. So "her" and "on" are left apart, where "her" is one of the small
 * words that every text is full of and "on" is another, or stands in this text as a word elsewhere.
 * They are put together with a hyphen, over which words are found and at which they may begin and end:
 * of three cells the first two or the last two may make the word.
 *
 * Numbers are read on where a half has a dash in it: figures side by side in a table are two figures.
 *
 * Only units without pages are read so: the lines of a page end wherever the margin is.
 */
#include "redact/readings_int.h"
#include "redact/base/hash.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
	WINDOW      = 160,  /* bytes on each side of a break: a value, and a word that speaks for it */
	WIDEST      = 16,   /* bytes of a break: some empty paragraphs, some cells                   */
	LONGEST     = 64,   /* bytes of half a word                                                  */
};

/* The text goes on from end to beg. */
typedef struct joint {
	uint32_t end, beg;
	uint64_t lone;   /* the half that must stand nowhere by itself; 0 for any */
} joint;

typedef struct joints {
	joint *list; size_t n, room;
} joints;

/* ---- bytes ----------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_break(char c)
{
	return c == '\n' || c == '\t';
}

static bool is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool in_word(char c)
{
	return is_digit(c) || (unsigned char)((c | 0x20) - 'a') < 26 || (unsigned char)c >= 0x80;
}

static str word_before(str s, size_t at)
{
	size_t beg = at;
	while (beg > 0 && at - beg < LONGEST && in_word(s.p[beg - 1]))
		beg--;
	return str_sub(s, beg, at);
}

static str word_at(str s, size_t at)
{
	size_t end = at;
	while (end < s.n && end - at < LONGEST && in_word(s.p[end]))
		end++;
	return str_sub(s, at, end);
}

/* Of letters in any case; never 0. */
static uint64_t hash_of(str word)
{
	uint64_t h = hash64_small(word);
	return h ? h : 1;
}

/* The small words of English, and of its neighbours where names hold none of them. */
static bool is_common(str word)
{
	static const char words[] =
		" a about after all also am an and any are as at be been before but by can could das der des did die do "
		"does et every few for from had has have he her here him his how i if in into is it its la le les "
		"let many may me more most much must my no nor not now of off on one only or other our out over own per "
		"said same see shall she should since so some such than that the their them then there these they this "
		"those to too two und under until up upon us very was we well were what when where which who why will with "
		"would yes yet you your ";
	char low[12] = " ";
	if (word.n == 0 || word.n > sizeof low - 3)
		return false;
	for (size_t i = 0; i < word.n; i++)
		low[i + 1] = (char)(word.p[i] | 0x20);
	memcpy(low + word.n + 1, " ", 2);
	return strstr(words, low) != NULL;
}

/* ---- breaks ---------------------------------------------------------------------------------- */

/* Between two digits: a dash or slash in one half, and no sign of a sum of money. */
static bool breaks_number(str s, size_t end, size_t beg)
{
	bool parted = false;
	size_t from = end, to = beg;
	for (; from > 0 && end - from < LONGEST && !is_blank(s.p[from - 1]); from--)
		if (strchr(",$%", s.p[from - 1]))
			return false;
		else
			parted |= strchr("-/", s.p[from - 1]) != NULL;
	for (; to < s.n && to - beg < LONGEST && !is_blank(s.p[to]); to++)
		if (strchr(",$%", s.p[to]))
			return false;
		else
			parted |= strchr("-/", s.p[to]) != NULL;
	return parted;
}

/* Is the break between these two inside something? */
static bool breaks_value(str s, joint *j)
{
	char last = s.p[j->end - 1], next = s.p[j->beg];
	if (is_digit(last) && is_digit(next))
		return breaks_number(s, j->end, j->beg);
	if (last == '@' || next == '@')
		return true;
	if (last == '-' && j->end > 1 && memchr(s.p + j->end, '\t', j->beg - j->end) &&
	    utf8_letter_before(s, j->end - 1))
		j->end--;
	if (!utf8_letter_before(s, j->end) || !utf8_letter_at(s, j->beg))
		return false;
	str head = word_before(s, j->end), rest = word_at(s, j->beg);
	bool small = is_common(head), other = is_common(rest);
	if (small != other)
		j->lone = hash_of(small ? rest : head);
	return !(small && other);
}

static void note_breaks(str s, arena *mem, joints *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (!is_break(s.p[i]))
			continue;
		size_t end = i, beg = i;
		while (end > 0 && is_blank(s.p[end - 1]))
			end--;
		while (beg < s.n && is_blank(s.p[beg]))
			beg++;
		i = beg;
		joint j = { (uint32_t)end, (uint32_t)beg, 0 };
		if (end && beg < s.n && beg - end <= WIDEST && breaks_value(s, &j))
			*ARENA_PUSH(mem, out->list, out->n, out->room) = j;
	}
}

/* ---- halves that are words ------------------------------------------------------------------- */

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

typedef struct lone {
	uint64_t *list; size_t n;
	bool *stands;     /* as a word between two others */
} lone;

static size_t place_of(const lone *l, uint64_t word)
{
	const uint64_t *at = bsearch(&word, l->list, l->n, sizeof word, by_number);
	return at ? (size_t)(at - l->list) : SIZE_MAX;
}

static lone gather(const joints *of, size_t n, arena *mem)
{
	lone l = { 0 };
	size_t room = 0;
	for (size_t i = 0; i < n; i++)
		room += of[i].n;
	l.list = arena_array(mem, uint64_t, room + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < of[i].n; k++)
			if (of[i].list[k].lone)
				l.list[l.n++] = of[i].list[k].lone;
	if (l.n)
		qsort(l.list, l.n, sizeof *l.list, by_number);
	size_t kept = 0;
	for (size_t i = 0; i < l.n; i++)
		if (kept == 0 || l.list[i] != l.list[kept - 1])
			l.list[kept++] = l.list[i];
	l.n = kept;
	l.stands = arena_array(mem, bool, kept + 1);
	return l;
}

/* A half stands alone where no break touches it. */
static void note_words(lone *l, str s)
{
	for (size_t i = 0; i < s.n;) {
		if (!in_word(s.p[i])) {
			i++;
			continue;
		}
		str word = word_at(s, i);
		size_t end = i + word.n;
		bool touched = (i > 0 && is_break(s.p[i - 1])) || (end < s.n && is_break(s.p[end]));
		if (!touched && word.n < LONGEST) {
			size_t at = place_of(l, hash_of(word));
			if (at != SIZE_MAX)
				l->stands[at] = true;
		}
		i = end;
	}
}

static void drop_words(joints *of, const lone *l)
{
	size_t kept = 0;
	for (size_t i = 0; i < of->n; i++)
		if (!of->list[i].lone || !l->stands[place_of(l, of->list[i].lone)])
			of->list[kept++] = of->list[i];
	of->n = kept;
}

/* ---- reading --------------------------------------------------------------------------------- */

static uint32_t window_begin(str s, uint32_t at)
{
	uint32_t beg = at > WINDOW ? at - WINDOW : 0;
	while (beg && beg < at && !is_blank(s.p[beg - 1]))
		beg++;
	return beg;
}

static uint32_t window_end(str s, uint32_t at)
{
	uint32_t end = s.n - at > WINDOW ? at + WINDOW : (uint32_t)s.n;
	while (end < s.n && end > at && !is_blank(s.p[end]))
		end--;
	return end;
}

static void read_on(reading_draft *d, readings *r, uint32_t unit, const joints *of)
{
	str s = d->t->units[unit].text;
	uint32_t at = 0, reach = 0;
	for (size_t i = 0; i < of->n; i++) {
		joint j = of->list[i];
		uint32_t beg = window_begin(s, j.end);
		if (i == 0 || beg > reach) {
			if (i) {
				draft_copy(d, unit, at, reach);
				draft_part(d, '\n');
				draft_part(d, '~');
				draft_part(d, '\n');
			}
			at = beg;
		}
		draft_copy(d, unit, at, j.end);
		if (!is_digit(s.p[j.end - 1]) && s.p[j.end - 1] != '@' && s.p[j.beg] != '@')
			draft_put(d, '-', unit, j.end, j.beg);
		at = j.beg;
		reach = window_end(s, j.beg);
	}
	if (of->n) {
		draft_copy(d, unit, at, reach);
		draft_finish(d, r, unit, DOUBT_BREAKS);
	}
}

void broken_read(const text *t, arena *mem, readings *r)
{
	reading_draft d = { .t = t, .mem = mem };
	joints *of = arena_array(mem, joints, t->n + 1);
	for (size_t i = 0; i < t->n; i++)
		if (t->units[i].kind != UNIT_PAGE)
			note_breaks(t->units[i].text, mem, &of[i]);
	lone halves = gather(of, t->n, mem);
	for (size_t i = 0; halves.n && i < t->n; i++)
		note_words(&halves, t->units[i].text);
	for (size_t i = 0; i < t->n; i++) {
		drop_words(&of[i], &halves);
		read_on(&d, r, (uint32_t)i, &of[i]);
	}
	buf_free(&d.said);
}
