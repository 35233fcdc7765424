#include "formats/lib/ocr/apart.h"

static int middle(ocr_box b)
{
	return (b.x0 + b.x1) / 2;
}

/* How dark a column is; columns within a few grey signs of one another are alike. */
static long ink_in(PIX *grey, int x, int y0, int y1)
{
	enum { SPECK = 16 };
	long ink = 0;
	for (int y = y0; y < y1; y++) {
		l_uint32 light = 255;
		if (pixGetPixel(grey, x, y, &light) == 0 && light < 256 - SPECK)
			ink += 255 - light;
	}
	return ink;
}

/* The middle of the lightest stretch between two columns; of several the one that is nearest to `guess`. */
static int lightest(PIX *grey, int from, int to, int y0, int y1, int guess, long *ink_there)
{
	long least = -1;
	int best = guess, far = 0;
	for (int x = from; x < to;) {
		long ink = ink_in(grey, x, y0, y1);
		int end = x + 1;
		while (end < to && ink_in(grey, end, y0, y1) == ink)
			end++;
		int at = (x + end) / 2, off = at > guess ? at - guess : guess - at;
		if (least < 0 || ink < least || (ink == least && off < far))
			least = ink, best = at, far = off;
		x = end;
	}
	*ink_there = least;
	return best;
}

/* Between the middles of two letters is where they part; where there is ink all the way, a box may be off by
 * more than half of a letter, as beside a full stop, and paper is looked for in all of both. */
static int cut_between(PIX *grey, ocr_box a, ocr_box b, int y0, int y1)
{
	int guess = (a.x1 + b.x0) / 2;
	long ink, other;
	int cut = lightest(grey, middle(a) + 1, middle(b), y0, y1, guess, &ink);
	int from = a.x0;
	while (from < b.x1 && ink_in(grey, from, y0, y1) == 0)
		from++;
	if (ink <= 0 || from >= b.x1)
		return cut;
	int wider = lightest(grey, from, b.x1, y0, y1, guess, &other);
	return other == 0 ? wider : cut;
}

void apart_letters(PIX *grey, int x, int y, ocr_word *w)
{
	int y0 = w->box.y0 - y, y1 = w->box.y1 - y;
	if (pixGetDepth(grey) != 8 || w->box.x1 - w->box.x0 < w->box.y1 - w->box.y0)
		return;
	for (size_t i = 0; i + 1 < w->nchars; i++) {
		ocr_box *a = &w->chars[i].box, *b = &w->chars[i + 1].box;
		if (middle(*a) + 1 >= middle(*b))
			continue; /* not side by side in reading order */
		ocr_box l = { a->x0 - x, a->y0 - y, a->x1 - x, a->y1 - y }, r = { b->x0 - x, b->y0 - y, b->x1 - x, b->y1 - y };
		a->x1 = b->x0 = cut_between(grey, l, r, y0, y1) + x;
	}
}
