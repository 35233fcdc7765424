#include "formats/lib/ocr/listed.h"

#include <stdlib.h>
#include <string.h>

enum {
	LEAST_DIGITS = 6,  /* a shorter number has too many others beside it */
	LONG         = 9,  /* ... and from here on two digits may be others  */
	MOST_NEAR    = 3,  /* listed numbers that are tried in one place     */
};

char listed_sign_of(char c)
{
	if ((unsigned char)(c - '0') < 10 || (unsigned char)(c - 'A') < 26)
		return c;
	return (unsigned char)(c - 'a') < 26 ? (char)(c - 'a' + 'A') : 0;
}

static bool is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

/* ---- the list ---------------------------------------------------------------------------------- */

static bool take_number(str value, listed_number *to)
{
	size_t digits = 0;
	*to = (listed_number){ 0 };
	for (size_t i = 0; i < value.n; i++) {
		char c = listed_sign_of(value.p[i]);
		if ((unsigned char)value.p[i] >= 0x80 || (c && to->n == LISTED_LONGEST))
			return false;
		if (c)
			to->signs[to->n++] = c;
		digits += c && is_digit(c);
	}
	return digits >= LEAST_DIGITS && 2 * digits >= to->n;
}

static int by_length(const void *a, const void *b)
{
	const listed_number *x = a, *y = b;
	return x->n != y->n ? (x->n > y->n) - (x->n < y->n) : memcmp(x->signs, y->signs, x->n);
}

listed *listed_take(const str *values, size_t n, arena *mem)
{
	listed *l = arena_alloc(mem, sizeof *l);
	l->list = arena_array(mem, listed_number, n + 1);
	for (size_t i = 0; i < n; i++)
		l->n += take_number(values[i], &l->list[l->n]);
	qsort(l->list, l->n, sizeof *l->list, by_length);
	for (size_t i = 0, length = 0; length < LISTED_LONGEST + 2; length++) {
		while (i < l->n && l->list[i].n < length)
			i++;
		l->first[length] = i;
	}
	return l;
}

/* ---- nearness ---------------------------------------------------------------------------------- */

/* So many signs of a and b differ, or more than `most`. */
static size_t signs_off(const listed_sign *a, const char *b, size_t n, size_t most)
{
	size_t off = 0;
	for (size_t i = 0; i < n && off <= most; i++)
		off += a[i].c != b[i];
	return off;
}

/* Of three pieces of a number two signs that are wrong, lost or too many leave one as it is, and almost in its place. */
static bool may_be_near(const listed_sign *a, size_t na, const char *b, size_t nb)
{
	enum { PIECES = 3 };
	for (size_t piece = 0; piece < PIECES; piece++) {
		size_t beg = nb * piece / PIECES, end = nb * (piece + 1) / PIECES;
		for (size_t to = 0; to <= 2; to++) {
			size_t at = beg + to - 1;
			if (beg + to >= 1 && at + (end - beg) <= na && signs_off(a + at, b + beg, end - beg, 0) == 0)
				return true;
		}
	}
	return false;
}

typedef unsigned char steps[LISTED_LONGEST + 1][LISTED_LONGEST + 1];

/* step[i][k]: so many signs are wrong, lost or too many in the first i of a when they are the first k of b. */
static void count_steps(const listed_sign *a, size_t na, const char *b, size_t nb, steps step)
{
	for (size_t i = 0; i <= na; i++)
		for (size_t k = 0; k <= nb; k++) {
			unsigned char least = (unsigned char)(i + k);
			if (i && k)
				least = (unsigned char)(step[i - 1][k - 1] + (a[i - 1].c != b[k - 1]));
			if (i && step[i - 1][k] + 1 < least)
				least = (unsigned char)(step[i - 1][k] + 1);
			if (k && step[i][k - 1] + 1 < least)
				least = (unsigned char)(step[i][k - 1] + 1);
			step[i][k] = least;
		}
}

size_t listed_changes(const listed_sign *line, const listed_near *near, listed_change *out)
{
	steps step;
	const listed_sign *a = line + near->beg;
	const char *b = near->number->signs;
	size_t i = near->end - near->beg, k = near->number->n, n = 0;
	count_steps(a, i, b, k, step);
	while (i || k) {
		bool same = i && k && step[i][k] == step[i - 1][k - 1] + (a[i - 1].c != b[k - 1]);
		bool lost = !same && k && step[i][k] == step[i][k - 1] + 1;
		i -= !lost, k -= same || lost;
		if ((!same || a[i].c != b[k]) && n < LISTED_CHANGES)
			out[n++] = (listed_change){ near->beg + i, !lost, same || lost ? b[k] : 0 };
	}
	return n;
}

/* How far from listed number b of that or almost that length; 0 for the very same, SIZE_MAX for too far. */
static size_t far_from(const listed_sign *a, size_t n, const listed_number *b)
{
	size_t most = b->n >= LONG ? LISTED_CHANGES : 1, off = SIZE_MAX;
	if (n == b->n) {
		off = signs_off(a, b->signs, n, most);
	} else if (b->n >= LONG && may_be_near(a, n, b->signs, b->n)) {
		steps step;
		count_steps(a, n, b->signs, b->n, step);
		off = step[n][b->n];
	}
	return off <= most ? off : SIZE_MAX;
}

/* The nearest listed numbers of one place, nearest first. False: it says one of them as it is. */
typedef struct nearest { const listed_number *list[MOST_NEAR]; size_t far[MOST_NEAR], n; } nearest;

static bool look_up(const listed *l, const listed_sign *at, size_t n, nearest *out)
{
	out->n = 0;
	for (size_t i = l->first[n - 1], end = n < LISTED_LONGEST ? l->first[n + 2] : l->n; i < end; i++) {
		size_t far = far_from(at, n, &l->list[i]), k = out->n;
		if (far == SIZE_MAX)
			continue;
		if (!far)
			return false;
		while (k && out->far[k - 1] > far)
			k--;
		if (k == MOST_NEAR)
			continue;
		out->n += out->n < MOST_NEAR;
		for (size_t m = out->n - 1; m > k; m--)
			out->list[m] = out->list[m - 1], out->far[m] = out->far[m - 1];
		out->list[k] = &l->list[i], out->far[k] = far;
	}
	return true;
}

size_t listed_find(const listed *l, const listed_sign *line, size_t n, arena *mem, listed_near **out)
{
	size_t found = 0, room = 0;
	*out = NULL;
	for (size_t beg = 0; beg < n; beg++) {
		for (size_t end = beg + LEAST_DIGITS; line[beg].begins && end <= n && end - beg <= LISTED_LONGEST; end++) {
			nearest near;
			if (!line[end - 1].ends)
				continue;
			if (!look_up(l, line + beg, end - beg, &near)) {
				/* What overlaps it says nothing of its own. */
				while (found && (*out)[found - 1].end > beg)
					found--;
				beg = end - 1;
				break;
			}
			for (size_t i = 0; i < near.n; i++)
				*ARENA_PUSH(mem, *out, found, room) = (listed_near){ beg, end, near.list[i] };
		}
	}
	return found;
}
