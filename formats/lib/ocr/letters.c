#include "formats/lib/ocr/letters.h"

#include <stdlib.h>
#include <string.h>

enum {
	LEAST      = 5,      /* pixels high: smaller than that is no letter that anybody reads */
	MOST       = 300,
	PIECES     = 200000, /* more pieces of ink than these are noise                        */
};

static bool may_be_letter(ocr_box b, int least)
{
	int w = b.x1 - b.x0, h = b.y1 - b.y0;
	return h >= least && h <= MOST && w >= 1 && w <= 8 * h && h <= 14 * w;
}

static int by_place(const void *a, const void *b)
{
	const ocr_box *x = a, *y = b;
	return (x->x0 > y->x0) - (x->x0 < y->x0);
}

static int by_int(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static bool are_neighbours(ocr_box a, ocr_box b)
{
	int ah = a.y1 - a.y0, bh = b.y1 - b.y0, least = ah < bh ? ah : bh, most = ah > bh ? ah : bh;
	int shared = (a.y1 < b.y1 ? a.y1 : b.y1) - (a.y0 > b.y0 ? a.y0 : b.y0);
	int gap = (a.x0 > b.x0 ? a.x0 : b.x0) - (a.x1 < b.x1 ? a.x1 : b.x1);
	return 2 * shared >= least && most <= 3 * least && gap <= 2 * most && gap > -least;
}

/* Which of them have any. Boxes come sorted by x0: neighbours to the right begin within reach. In mem. */
static const bool *have_neighbours(const ocr_box *b, size_t n, arena *mem)
{
	enum { REACH = 600 };  /* boxes looked at; more within reach is a heap of noise */
	bool *has = arena_array(mem, bool, n);
	for (size_t i = 0; i < n; i++) {
		int reach = b[i].x1 + 2 * MOST;
		size_t last = i + REACH < n ? i + REACH : n;
		for (size_t k = i + 1; k < last && b[k].x0 < reach; k++)
			if (!(has[i] && has[k]) && are_neighbours(b[i], b[k]))
				has[i] = has[k] = true;
	}
	return has;
}

static size_t keep_neighbours(ocr_box *b, size_t n, arena *mem)
{
	const bool *has = have_neighbours(b, n, mem);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (has[i])
			b[kept++] = b[i];
	return kept;
}

static float median_of(const letters *l, arena *mem)
{
	int *heights = arena_array(mem, int, l->n + 1);
	for (size_t i = 0; i < l->n; i++)
		heights[i] = l->boxes[i].y1 - l->boxes[i].y0;
	qsort(heights, l->n, sizeof *heights, by_int);
	return l->n ? (float)heights[l->n / 2] : 0;
}

letters letters_from(PIX *ink, int least, arena *mem)
{
	letters l = { 0 };
	BOXA *pieces = pixConnCompBB(ink, 8);
	int n = pieces ? boxaGetCount(pieces) : 0;
	for (int i = 0; i < n && n < PIECES; i++) {
		l_int32 x, y, w, h;
		boxaGetBoxGeometry(pieces, i, &x, &y, &w, &h);
		ocr_box b = { x, y, x + w, y + h };
		if (may_be_letter(b, least))
			*ARENA_PUSH(mem, l.boxes, l.n, l.room) = b;
	}
	boxaDestroy(&pieces);
	if (l.n)
		qsort(l.boxes, l.n, sizeof *l.boxes, by_place);
	l.n = keep_neighbours(l.boxes, l.n, mem);
	l.height = median_of(&l, mem);
	return l;
}

letters letters_of(PIX *ink, arena *mem)
{
	return letters_from(ink, LEAST, mem);
}

static size_t letters_between(const letters *all, float least, float most, arena *mem)
{
	ocr_box *some = arena_array(mem, ocr_box, all->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++) {
		float high = (float)(all->boxes[i].y1 - all->boxes[i].y0);
		if (high > least && high < most)
			some[n++] = all->boxes[i];
	}
	return keep_neighbours(some, n, mem);
}

size_t letters_below(const letters *all, float height, arena *mem)
{
	return letters_between(all, 0, height, mem);
}

size_t letters_above(const letters *all, float height, arena *mem)
{
	return letters_between(all, height, 2 * MOST, mem);
}

/* Those of a height of [least, most] pixels that have neighbours of such a height, to `to`; and none where they are few. A piece
 * of a broken letter is no small letter: its neighbours are as large as the letter was. */
static void part_off(const letters *all, int least, int most, int to, int *size, arena *mem)
{
	enum { SOME = 3 };
	letters some = { 0 };
	size_t *at = arena_array(mem, size_t, all->n + 1), n = 0;
	for (size_t i = 0; i < all->n; i++) {
		int h = all->boxes[i].y1 - all->boxes[i].y0;
		if (h < least || h > most)
			continue;
		at[some.n] = i;
		*ARENA_PUSH(mem, some.boxes, some.n, some.room) = all->boxes[i];
	}
	const bool *has = have_neighbours(some.boxes, some.n, mem);
	for (size_t i = 0; i < some.n; i++)
		n += has[i];
	for (size_t i = 0; n >= SOME && i < some.n; i++)
		if (has[i])
			size[at[i]] = to;
}

void letters_part(const letters *all, int low, int high, letters sizes[3], arena *mem)
{
	int *size = arena_array(mem, int, all->n + 1);
	for (size_t i = 0; i < all->n; i++)
		size[i] = 1;
	part_off(all, 0, low - 1, 0, size, mem);
	part_off(all, high + 1, 2 * MOST, 2, size, mem);
	for (size_t i = 0; i < all->n; i++) {
		letters *of = &sizes[size[i]];
		*ARENA_PUSH(mem, of->boxes, of->n, of->room) = all->boxes[i];
	}
	for (int i = 0; i < 3; i++)
		sizes[i].height = median_of(&sizes[i], mem);
}
