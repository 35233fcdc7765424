#include "formats/lib/ocr/outline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	INK_BELOW  = 170,
	MOST_SIGNS = 80,    /* of a word whose ink is dealt out           */
	SHARE      = 4,     /* letters that may be written in one piece, or pieces that one broke into */
};

/* What a way to deal costs, beside the distances in heights of the word. */
static const float SHARED = 0.6f, BROKEN = 0.6f, TOO_WIDE = 1.2f, NO_LETTER = 0.25f;

/* Pieces that stand one above the other: an i and its point. */
typedef struct pile { ocr_box box; } pile;

typedef struct deal {
	const ocr_word *w;
	pile piles[2 * MOST_SIGNS]; size_t n;
	float high;
	struct { float cost; unsigned char letters, piles; } best[MOST_SIGNS + 1][2 * MOST_SIGNS + 1];
} deal;

static ocr_box hull(ocr_box a, ocr_box b)
{
	return (ocr_box){ a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1, a.y1 > b.y1 ? a.y1 : b.y1 };
}

static int least(int a, int b) { return a < b ? a : b; }
static int most(int a, int b) { return a > b ? a : b; }

/* ---- pieces ---------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const pile *x = a, *y = b;
	int mx = x->box.x0 + x->box.x1, my = y->box.x0 + y->box.x1;
	return (mx > my) - (mx < my);
}

/* A full stop below the arm of a y stands beside the y's foot, and on no pile with it. The points of a leaning colon
 * stand beside one another. */
static bool on_one_pile(ocr_box a, ocr_box b, float high)
{
	int across = least(a.x1, b.x1) - most(a.x0, b.x0), down = least(a.y1, b.y1) - most(a.y0, b.y0);
	bool points = (float)most(a.y1 - a.y0, b.y1 - b.y0) < 0.35f * high && (float)most(a.x1 - a.x0, b.x1 - b.x0) < 0.25f * high;
	if (points && down <= 0 && (float)across > -0.15f * high)
		return true;
	return 2 * across >= least(a.x1 - a.x0, b.x1 - b.x0) && down <= 1;
}

static void pile_up(deal *d)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = i + 1; k < d->n; k++)
			if (on_one_pile(d->piles[i].box, d->piles[k].box, d->high)) {
				d->piles[i].box = hull(d->piles[i].box, d->piles[k].box);
				d->piles[k] = d->piles[--d->n];
				k = i;
			}
	qsort(d->piles, d->n, sizeof *d->piles, by_place);
}

/* False where there are none, or too many. Specks and what hardly reaches in from other words are none of the word's. */
static bool take_piles(PIX *grey, deal *d)
{
	ocr_box b = d->w->box;
	BOX *box = boxCreate(b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0);
	PIX *cut = box ? pixClipRectangle(grey, box, NULL) : NULL, *ink = cut ? pixThresholdToBinary(cut, INK_BELOW) : NULL;
	BOXA *pieces = ink ? pixConnCompBB(ink, 8) : NULL;
	int n = pieces ? boxaGetCount(pieces) : 0, speck = (int)(d->high / 16);
	for (int i = 0; i < n && n <= 2 * MOST_SIGNS; i++) {
		l_int32 x, y, w, h;
		boxaGetBoxGeometry(pieces, i, &x, &y, &w, &h);
		if (w > speck || h > speck)
			d->piles[d->n++].box = (ocr_box){ b.x0 + x, b.y0 + y, b.x0 + x + w, b.y0 + y + h };
	}
	boxDestroy(&box);
	boxaDestroy(&pieces);
	pixDestroy(&cut), pixDestroy(&ink);
	pile_up(d);
	return d->n > 0;
}

/* ---- dealing out ----------------------------------------------------------------------------- */

static bool is_sign(const deal *d, size_t i, const char *any)
{
	ocr_char c = d->w->chars[i];
	return c.end - c.beg == 1 && strchr(any, d->w->text.p[c.beg]);
}

/* Signs of two strokes side by side. */
static size_t strokes_of(const deal *d, size_t i)
{
	static const char *const pairs[] = { "\"", "“", "”", "„", "«", "»" };
	ocr_char c = d->w->chars[i];
	for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++)
		if (c.end - c.beg == strlen(pairs[k]) && memcmp(d->w->text.p + c.beg, pairs[k], c.end - c.beg) == 0)
			return 2;
	return 1;
}

static float middle_of(ocr_box b) { return (float)(b.x0 + b.x1) / 2; }

/* Of nl letters from i on and np piles from k on that belong together. */
static float cost_of(const deal *d, size_t i, size_t nl, size_t k, size_t np)
{
	ocr_box ink = d->piles[k].box, said = d->w->chars[i].box;
	for (size_t p = 1; p < np; p++)
		ink = hull(ink, d->piles[k + p].box);
	for (size_t l = 1; l < nl; l++)
		said = hull(said, d->w->chars[i + l].box);
	float off = (middle_of(ink) - middle_of(said)) / d->high, wide = (float)(ink.x1 - ink.x0) / d->high;
	float cost = off < 0 ? -off : off;
	cost += nl > 1 ? SHARED * (float)(nl - 1) + ((float)(said.x1 - said.x0) / d->high > 1.6f * wide ? TOO_WIDE : 0) : 0;
	size_t strokes = nl == 1 ? strokes_of(d, i) : 1;
	cost += BROKEN * (float)(np > strokes ? np - strokes : strokes - np);
	if (nl == 1 && is_sign(d, i, ".,;:'!|()[]/") && wide > 0.5f)
		cost += TOO_WIDE;
	if (nl == 1 && is_sign(d, i, ".,;:'") && wide > 0.3f)
		cost += TOO_WIDE;
	bool low = (float)(ink.y1 - ink.y0) < 0.4f * d->high;
	if (nl == 1 && is_sign(d, i, ".,'-") != low)
		cost += NO_LETTER;
	return cost;
}

static bool deal_out(deal *d)
{
	size_t n = d->w->nchars;
	for (size_t i = 0; i <= n; i++)
		for (size_t k = 0; k <= d->n; k++)
			d->best[i][k].cost = i + k ? 1e9f : 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < d->n; k++)
			for (size_t j = 1; d->best[i][k].cost < 1e8f && j < 2 * SHARE; j++) {
				size_t nl = j < SHARE ? 1 : j - SHARE + 2, np = j < SHARE ? j : 1;
				if (i + nl > n || k + np > d->n)
					continue;
				float cost = d->best[i][k].cost + cost_of(d, i, nl, k, np);
				if (cost < d->best[i + nl][k + np].cost) {
					d->best[i + nl][k + np].cost = cost;
					d->best[i + nl][k + np].letters = (unsigned char)nl;
					d->best[i + nl][k + np].piles = (unsigned char)np;
				}
			}
	return d->best[n][d->n].cost < 1e8f;
}

/* ---- what comes of it ------------------------------------------------------------------------ */

static bool is_letter(const ocr_word *w, const ocr_char *c)
{
	unsigned char first = (unsigned char)w->text.p[c->beg];
	return first >= 0x80 ? c->end - c->beg == 2 : isalnum(first) != 0;
}

/* Letters of one piece part where they did, and the first and the last go to its ends. Where a letter ends that touches a sign
 * nobody knows: it has the sign's ink as well. */
static void give(const ocr_word *w, ocr_char *c, size_t nl, ocr_box ink)
{
	int ends[SHARE + 2] = { ink.x0 };
	for (size_t i = 0; i < nl; i++) {
		int end = i + 1 < nl ? least(most(c[i].box.x1, ink.x0), ink.x1) : ink.x1;
		ends[i + 1] = most(end, ends[i]);
	}
	for (size_t i = 0; i < nl; i++) {
		bool letter = is_letter(w, &c[i]);
		int x0 = ends[letter && i && !is_letter(w, &c[i - 1]) ? i - 1 : i];
		int x1 = ends[letter && i + 1 < nl && !is_letter(w, &c[i + 1]) ? i + 2 : i + 1];
		c[i].box.x0 = x0 < x1 ? x0 : ink.x0; /* off by a letter: all of the piece is each one's */
		c[i].box.x1 = x0 < x1 ? x1 : ink.x1;
	}
}

void outline_letters(PIX *grey, ocr_word *w)
{
	int high = w->box.y1 - w->box.y0;
	if (w->nchars < 2 || w->nchars > MOST_SIGNS || pixGetDepth(grey) != 8 || w->box.x1 - w->box.x0 < high)
		return;
	arena *mem = arena_new();
	deal *d = arena_array(mem, deal, 1);
	ocr_char *last = w->chars + w->nchars - 1;
	int from = w->chars->box.x0, to = last->box.x1;
	d->w = w, d->high = (float)high;
	bool dealt = take_piles(grey, d) && deal_out(d);
	for (size_t i = w->nchars, k = d->n; dealt && i > 0;) {
		size_t nl = d->best[i][k].letters, np = d->best[i][k].piles;
		ocr_box ink = d->piles[k - 1].box;
		for (size_t p = 1; p < np; p++)
			ink = hull(ink, d->piles[k - 1 - p].box);
		i -= nl, k -= np;
		give(w, w->chars + i, nl, ink);
	}
	/* Ink too faint to be seen here was seen by who read the word: it does not end before it did. */
	w->chars->box.x0 = least(w->chars->box.x0, from);
	last->box.x1 = most(last->box.x1, to);
	arena_drop(mem);
}
