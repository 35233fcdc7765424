#include "redact/model/stretch.h"

#include "redact/base/bound.h"

#include <math.h>

/* How much larger than its glyphs a box on one line can be: letters differ in height, not more. */
static const float SLANT = 1.4f;

/* How much taller than its neighbour a glyph in the same box can be. */
static const float TALLER = 2;

/* Stretches along a line: how far they reach on it (from, to) and how broad it is there (low, high). */
struct stretch { float from, to, low, high; };

/* Glyphs stand on one line when they share more than half of the lower one's height, and belong to
 * one box when the gap between them is no wider than a wide blank. */
static bool same_line(struct stretch a, struct stretch b, float *gap, float *high)
{
	float ha = a.high - a.low, hb = b.high - b.low, low = ha < hb ? ha : hb;
	float top = a.low > b.low ? a.low : b.low, bottom = a.high < b.high ? a.high : b.high;
	*high = ha < hb ? hb : ha;
	/* A capital that hangs down beside two lines would make one box over both of them. */
	if (bottom - top <= low / 2 || *high > TALLER * low)
		return false;
	*gap = b.from > a.to ? b.from - a.to : a.from > b.to ? a.from - b.to : 0;
	return *gap <= *high;
}

/* Two boxes that are one. Lines run across the page or, where text or page is turned, along it: a box a
 * letter would tell how wide each letter was, and with that which it was. */
static bool same_stretch(rect a, rect b)
{
	float gap, high;
	if (!same_line((struct stretch){ a.x0, a.x1, a.y0, a.y1 }, (struct stretch){ b.x0, b.x1, b.y0, b.y1 }, &gap, &high)
	 && !same_line((struct stretch){ a.y0, a.y1, a.x0, a.x1 }, (struct stretch){ b.y0, b.y1, b.x0, b.x1 }, &gap, &high))
		return false;
	/* Text on a slant climbs a little with each glyph: one upright box over all of it would take in
	 * the lines beside it. */
	return rect_area(rect_union(a, b)) <= SLANT * (rect_area(a) + rect_area(b) + gap * high);
}

/* ---- lines on a slant ------------------------------------------------------------------------- */

/* On a slant a letter's box is a square in its middle, see the walk. */
static bool is_square(rect r)
{
	float wide = r.x1 - r.x0, high = r.y1 - r.y0;
	return wide > 0 && fabsf(wide - high) <= 0.005f * wide + 0.01f;
}

/* Does b come right after a, up or down a slant? sx and sy: which way, 0 while that is open. */
static bool climbs(rect a, rect b, float *sx, float *sy)
{
	float dx = (b.x0 + b.x1 - a.x0 - a.x1) / 2, dy = (b.y0 + b.y1 - a.y0 - a.y1) / 2;
	float side = fmaxf(a.x1 - a.x0, b.x1 - b.x0);
	if (fabsf(dx) < 0.02f * side || fabsf(dy) < 0.02f * side || hypotf(dx, dy) > 3 * side)
		return false;
	if (*sx * dx < 0 || *sy * dy < 0)
		return false;
	*sx = dx;
	*sy = dy;
	return true;
}

/* Whether the one in the middle stands on the way from the first to the last: letters along an arc do not. */
static bool is_straight(const rect *squares, size_t last)
{
	rect a = squares[0], b = squares[last], m = squares[last / 2];
	float dx = b.x0 + b.x1 - a.x0 - a.x1, dy = b.y0 + b.y1 - a.y0 - a.y1;
	float mx = m.x0 + m.x1 - a.x0 - a.x1, my = m.y0 + m.y1 - a.y0 - a.y1;
	float off = fabsf(mx * dy - my * dx) / fmaxf(hypotf(dx, dy), 0.001f) / 2;
	return off < 0.1f * (m.x1 - m.x0);
}

/* How many squares from the first on are one line on a slant; 1 when none is. */
static size_t slanting(const rect *squares, size_t n)
{
	float sx = 0, sy = 0;
	size_t i = 1;
	while (i < n && is_square(squares[i - 1]) && is_square(squares[i]) && climbs(squares[i - 1], squares[i], &sx, &sy)
	    && is_straight(squares, i))
		i++;
	return i > 2 ? i : 1;
}

/* The same line in equal steps, half as far apart as the largest square is wide. */
static size_t in_steps(const rect *squares, size_t n, arena *mem, rect **out, size_t *count, size_t *room)
{
	rect a = squares[0], b = squares[n - 1];
	float side = 0;
	for (size_t i = 0; i < n; i++)
		side = fmaxf(side, squares[i].x1 - squares[i].x0);
	float dx = (b.x0 + b.x1 - a.x0 - a.x1) / 2, dy = (b.y0 + b.y1 - a.y0 - a.y1) / 2, far = hypotf(dx, dy);
	/* A square is four fifths as wide as its letter. */
	float before = (a.x1 - a.x0) / 1.6f - side / 2, behind = (b.x1 - b.x0) / 1.6f - side / 2;
	float x = (a.x0 + a.x1) / 2 - dx / far * before, y = (a.y0 + a.y1) / 2 - dy / far * before;
	dx += dx / far * (before + behind);
	dy += dy / far * (before + behind);
	size_t steps = (size_t)ceilf(hypotf(dx, dy) / (side / 2));
	for (size_t i = 0; i <= steps; i++) {
		float cx = x + dx * (float)i / (float)steps, cy = y + dy * (float)i / (float)steps;
		*ARENA_PUSH(mem, *out, *count, *room) = (rect){ cx - side / 2, cy - side / 2, cx + side / 2, cy + side / 2 };
	}
	return n;
}

/* ---- from spans to boxes ---------------------------------------------------------------------- */

/* The first span that may cover a byte at or after beg. Spans are sorted by where they begin, not
 * by where they end, so we go back as long as the ones before reach in (and a little further, for
 * a long span before short ones). */
static size_t first_span(const unit *u, uint32_t beg)
{
	bound b = { .high = u->nspans };
	while (bound_asks(&b))
		bound_told(&b, u->spans[b.at].beg < beg);
	size_t first = b.at;
	for (size_t i = first, back = 0; i > 0 && back < 16; i--, back++) {
		if (u->spans[i - 1].end > beg) {
			first = i - 1;
			back = 0;
		}
	}
	return first;
}

static size_t letters_of(const unit *u, uint32_t beg, uint32_t end, arena *mem, rect **out)
{
	rect *boxes = NULL;
	size_t n = 0, room = 0;
	for (size_t i = first_span(u, beg); i < u->nspans && u->spans[i].beg < end; i++)
		if (u->spans[i].end > beg && !rect_empty(u->spans[i].box))
			*ARENA_PUSH(mem, boxes, n, room) = u->spans[i].box;
	*out = boxes;
	return n;
}

size_t stretch_boxes(const unit *u, uint32_t beg, uint32_t end, arena *mem, rect **out)
{
	rect *boxes = NULL, *letters;
	size_t n = 0, room = 0, nletters = letters_of(u, beg, end, mem, &letters);
	for (size_t i = 0; i < nletters;) {
		size_t run = slanting(letters + i, nletters - i);
		if (run > 1) {
			i += in_steps(letters + i, run, mem, &boxes, &n, &room);
			continue;
		}
		if (n && same_stretch(boxes[n - 1], letters[i]))
			boxes[n - 1] = rect_union(boxes[n - 1], letters[i]);
		else
			*ARENA_PUSH(mem, boxes, n, room) = letters[i];
		i++;
	}
	*out = boxes;
	return n;
}
