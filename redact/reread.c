/*
 * The ways to read a line anew; see reread.h. Nearly all lines are passed over after one look.
 */
#include "redact/reread.h"

#include <string.h>

enum {
	WIDE_GAP       = 6,    /* blanks that part single characters all the same; a tab counts for three */
	LONGEST_MARK   = 2,    /* digits of a footnote's mark behind a word                          */
	NUMBER_DIGITS  = 5,    /* the shortest number in which letters are taken for digits           */
	WORD_LETTERS   = 3,    /* the fewest letters of a word in which digits are taken for letters  */
};

/* ---- bytes ----------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool is_ascii_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool is_wide(char c)
{
	return (unsigned char)c >= 0x80;
}

static bool in_word(char c)
{
	return is_digit(c) || is_ascii_letter(c) || is_wide(c);
}

/* How many bytes at p are a blank of any width or the border of a cell, or are not seen at all; 0 when
 * they are none of it. */
static size_t blank_at(const char *p, size_t n, bool *unseen)
{
	const unsigned char *u = (const unsigned char *)p;
	*unseen = false;
	if (u[0] <= ' ' || u[0] == '|')
		return 1;
	if (u[0] == 0xC2 && n > 1) {
		*unseen = u[1] == 0xAD;
		return u[1] == 0xA0 || *unseen ? 2 : 0;
	}
	if (n < 3)
		return 0;
	if (u[0] == 0xE2 && u[1] == 0x80) {
		*unseen = u[2] >= 0x8B && u[2] <= 0x8F;
		return (u[2] >= 0x80 && u[2] <= 0x8F) || u[2] == 0xAF ? 3 : 0;
	}
	*unseen = memcmp(p, "\xEF\xBB\xBF", 3) == 0 || memcmp(p, "\xE2\x81\xA0", 3) == 0;
	return *unseen || memcmp(p, "\xE3\x80\x80", 3) == 0 || memcmp(p, "\xE2\x81\x9F", 3) == 0 ? 3 : 0;
}

/* The digit that a letter is misread for, or 0. */
static char as_digit(char c)
{
	switch (c) {
	case 'O': case 'o': case 'Q': case 'D': return '0';
	case 'I': case 'l': case 'i': case '|': return '1';
	case 'Z': case 'z': return '2';
	case 'S': case 's': return '5';
	case 'G': case 'b': return '6';
	case 'B': return '8';
	case 'g': case 'q': return '9';
	}
	return 0;
}

static char as_letter(char c)
{
	switch (c) {
	case '0': return 'o';
	case '1': case '|': return 'l';
	case '5': return 's';
	case '8': return 'b';
	}
	return 0;
}

/* ---- one line -------------------------------------------------------------------------------- */

/* Bytes of a raised digit or of a sign that marks a footnote, at p; 0 for anything else. */
static size_t mark_at(const char *p, size_t n)
{
	const unsigned char *u = (const unsigned char *)p;
	if (u[0] == '*')
		return 1;
	if (u[0] == 0xC2 && n > 1 && (u[1] == 0xB2 || u[1] == 0xB3 || u[1] == 0xB9))
		return 2;
	if (u[0] != 0xE2 || n < 3)
		return 0;
	return (u[1] == 0x81 && u[2] >= 0xB0 && u[2] <= 0xB9) || (u[1] == 0x80 && (u[2] == 0xA0 || u[2] == 0xA1)) ? 3 : 0;
}

glance reread_glance(const char *p, size_t n)
{
	enum { BLANK = 1, DIGIT = 2, LETTER = 4, OTHER = 0 };
	size_t singles = 0, digits = 0;
	bool mixed = false, wide = false, marked = false;
	int before = BLANK, last = OTHER;
	for (size_t i = 0; i < n; i++) {
		char c = p[i];
		if (last == LETTER && is_ascii_letter(c)) { /* nearly always */
			before = LETTER;
			continue;
		}
		int is = is_ascii_letter(c) ? LETTER : c == ' ' || c == '\t' ? BLANK : is_digit(c) ? DIGIT
		       : c == '|' ? BLANK | LETTER : OTHER;
		wide |= is_wide(c);
		marked |= (is_wide(c) || c == '*') && last & (LETTER | DIGIT) && mark_at(p + i, n - i) > 0;
		digits += is == DIGIT;
		singles += is & BLANK && !(last & BLANK) && before & BLANK;
		mixed |= ((is | last) & (DIGIT | LETTER)) == (DIGIT | LETTER);
		before = last;
		last = is;
	}
	return (glance){ singles >= SPACED_RUN - 2 || (wide && digits >= NUMBER_DIGITS), mixed, marked };
}

void reread_take(reread *r, const char *p, uint32_t beg, uint32_t end, arena *mem)
{
	r->n = end - beg;
	if (r->n > r->room) {
		r->room = 2 * r->n;
		r->s = arena_alloc(mem, r->room);
		r->at = arena_array(mem, uint32_t, r->room);
		r->changed = arena_array(mem, bool, r->room);
	}
	memcpy(r->s, p + beg, r->n);
	memset(r->changed, 0, r->n);
	for (size_t i = 0; i < r->n; i++)
		r->at[i] = beg + (uint32_t)i;
}

/* ---- letters set apart ----------------------------------------------------------------------- */

/* What stands between two gaps. */
typedef struct token {
	size_t beg, end;
	size_t gap;          /* width of the blanks before it */
	bool single;         /* one letter or digit, or one sign, with a comma or a bracket at most */
	bool opens, ends;    /* has such a sign in front, behind */
} token;

size_t reread_points(const char *p, size_t n)
{
	size_t points = 0;
	for (size_t i = 0; i < n; i++)
		points += ((unsigned char)p[i] & 0xC0) != 0x80;
	return points;
}

static void judge(const char *s, token *t)
{
	size_t beg = t->beg, end = t->end;
	while (end - beg > 1 && strchr("([#\"'", s[beg]))
		beg++;
	while (end - beg > 1 && strchr(".,;:)]\"'", s[end - 1]))
		end--;
	t->opens = beg > t->beg;
	t->ends = end < t->end;
	t->single = reread_points(s + beg, end - beg) == 1;
}

static size_t next_token(const reread *r, size_t at, token *t)
{
	bool unseen;
	size_t n;
	*t = (token){ 0 };
	while (at < r->n && (n = blank_at(r->s + at, r->n - at, &unseen)) > 0) {
		t->gap += unseen ? 0 : r->s[at] == '\t' ? 3 : 1;
		at += n;
	}
	t->beg = at;
	while (at < r->n && (n = blank_at(r->s + at, r->n - at, &unseen)) == 0)
		at++;
	t->end = at;
	if (t->beg < t->end)
		judge(r->s, t);
	return at;
}

/* Closes the gaps of width `inner` between single tokens [from, to). Bytes are only marked to go. */
static void close_run(const reread *r, const token *list, size_t from, size_t to, bool *gone)
{
	size_t inner = SIZE_MAX;
	for (size_t i = from + 1; i < to; i++)
		inner = list[i].gap < inner ? list[i].gap : inner;
	for (size_t i = from + 1; i < to; i++) {
		const token *a = &list[i - 1], *b = &list[i];
		bool sign = !in_word(r->s[a->beg]) || !in_word(r->s[b->beg]);
		if (a->ends || b->opens || (b->gap != inner && !(sign && b->gap <= inner + 2)))
			continue;
		memset(gone + a->end, true, b->beg - a->end);
	}
}

bool reread_together(reread *r, arena *mem)
{
	token *list = NULL, t;
	size_t n = 0, room = 0, run = 0;
	bool *gone = arena_array(mem, bool, r->n + 1), any = false;
	for (size_t at = 0; at < r->n;) {
		at = next_token(r, at, &t);
		if (t.beg < t.end)
			*ARENA_PUSH(mem, list, n, room) = t;
	}
	for (size_t i = 0; i <= n; i++) {
		bool goes_on = i < n && list[i].single && (i == run || list[i].gap <= WIDE_GAP);
		if (goes_on)
			continue;
		if (i - run >= SPACED_RUN) {
			close_run(r, list, run, i, gone);
			any = true;
		}
		run = i < n && list[i].single ? i : i + 1;
	}
	size_t kept = 0;
	for (size_t i = 0; any && i < r->n; i++) {
		if (gone[i])
			continue;
		r->s[kept] = r->s[i];
		r->at[kept] = r->at[i];
		r->changed[kept++] = r->changed[i];
	}
	if (any)
		r->n = kept;
	return any;
}

/* ---- letters for digits ---------------------------------------------------------------------- */

/* A run of letters and digits; `at` is moved behind it. False at the line's end. */
static bool next_word(const reread *r, size_t *at, size_t *beg)
{
	while (*at < r->n && !in_word(r->s[*at]) && r->s[*at] != '|')
		++*at;
	*beg = *at;
	while (*at < r->n && (in_word(r->s[*at]) || r->s[*at] == '|'))
		++*at;
	return *beg < *at;
}

/* Digits, and letters that look like digits; at least one digit. Adds how many there are of each. */
static bool may_be_number(const reread *r, size_t beg, size_t end, size_t *digits, size_t *letters)
{
	size_t d = 0;
	for (size_t i = beg; i < end; i++) {
		d += is_digit(r->s[i]);
		if (!is_digit(r->s[i]) && !as_digit(r->s[i]))
			return false;
	}
	*digits += d;
	*letters += end - beg - d;
	return d > 0;
}

static bool only_separates(const reread *r, size_t beg, size_t end)
{
	for (size_t i = beg; i < end; i++)
		if (!strchr(" -./()\t", r->s[i]))
			return false;
	return end - beg <= 3;
}

/* Words one behind the other that could all be digits are one number. */
bool reread_digits(reread *r)
{
	bool any = false;
	size_t at = 0, beg, first = 0, last = 0, digits = 0, letters = 0;
	for (bool more = true; more;) {
		size_t before = at;
		more = next_word(r, &at, &beg);
		size_t d = digits, l = letters;
		bool joins = more && may_be_number(r, beg, at, &d, &l);
		if (joins && last && only_separates(r, before, beg)) {
			digits = d, letters = l, last = at;
			continue;
		}
		for (size_t i = first; letters && digits >= NUMBER_DIGITS && 2 * letters <= digits && i < last; i++) {
			char c = as_digit(r->s[i]);
			if (c) {
				r->s[i] = c;
				r->changed[i] = any = true;
			}
		}
		first = beg, last = joins ? at : 0;
		digits = joins ? d - digits : 0;
		letters = joins ? l - letters : 0;
	}
	return any;
}

/* *ones: some digit could be an i as well as an l. */
bool reread_letters(reread *r, char one, bool *ones)
{
	bool any = false;
	size_t at = 0, beg;
	while (next_word(r, &at, &beg)) {
		size_t letters = 0, digits = 0, odd = 0;
		for (size_t i = beg; i < at; i++) {
			letters += is_ascii_letter(r->s[i]) || is_wide(r->s[i]);
			digits += as_letter(r->s[i]) != 0;
			odd += is_digit(r->s[i]) && !as_letter(r->s[i]);
		}
		if (odd || !digits || letters < WORD_LETTERS || letters < 2 * digits)
			continue;
		for (size_t i = beg; i < at; i++) {
			char c = as_letter(r->s[i]);
			if (!c)
				continue;
			*ones |= c == 'l';
			r->s[i] = c == 'l' ? one : c;
			r->changed[i] = any = true;
		}
	}
	return any;
}

/* ---- footnotes' marks ------------------------------------------------------------------------- */

/* Bytes of the mark behind the word that ends at `at`. Plain digits are one behind letters alone. */
static size_t mark_behind(const reread *r, size_t at, size_t letters)
{
	size_t end = at, n;
	while (end < r->n && (n = mark_at(r->s + end, r->n - end)) > 0)
		end += n;
	if (end > at || letters < WORD_LETTERS)
		return end - at;
	while (end < r->n && is_digit(r->s[end]))
		end++;
	return end - at <= LONGEST_MARK && (end == r->n || !in_word(r->s[end])) ? end - at : 0;
}

bool reread_unmarked(reread *r)
{
	size_t kept = 0, letters = 0;
	for (size_t i = 0; i < r->n;) {
		char c = r->s[i];
		size_t mark = i && (letters || is_digit(r->s[i - 1])) && !is_ascii_letter(c) ? mark_behind(r, i, letters) : 0;
		letters = is_ascii_letter(c) ? letters + 1 : 0;
		i += mark;
		if (mark)
			continue;
		r->s[kept] = c;
		r->at[kept++] = r->at[i++];
	}
	bool any = kept < r->n;
	r->n = kept;
	return any;
}
