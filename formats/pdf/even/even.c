/* The lines of a page: which glyphs stand on one, where wide blanks part it, which of them are to be
 * laid out. */
#include "formats/pdf/even/even_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In parts of the em. How far a superscript may rise and still be of its line, and how far that may lie
 * from what is lowered; from where on a blank
 * parts what it stands between; and parts it when the same place parts other lines, too. */
static const float SAME_LINE = 0.45f, ONE_LINE = 0.75f, PARTS = 3, PARTS_IN_COLUMN = 1.2f, IS_BLANK = 0.17f;

/* The widest blank of a spread line, of its narrowest: the last thousandths are rounded. How far
 * off the rows beside a row are, in ems. */
static const float ALIKE = 1.2f, NEXT_ROWS = 3.2f;

/* What is drawn no further above and below the baseline, and beside the words, is of the line. */
static const float RISES = 1.1f, FALLS = 0.45f, BESIDE = 0.6f, SHAPE_HIGH = 0.4f;

/* Points: starts of cells that are as one. */
static const float SAME_START = 0.6f;

/* ---- frames ------------------------------------------------------------------------------------- */

static even_point turned(even_point p, int turn)
{
	switch (turn) {
	case 1:  return (even_point){ p.y, -p.x };
	case 2:  return (even_point){ -p.x, -p.y };
	case 3:  return (even_point){ -p.y, p.x };
	default: return p;
	}
}

rect even_turned(rect r, int turn)
{
	even_point a = turned((even_point){ r.x0, r.y0 }, turn), b = turned((even_point){ r.x1, r.y1 }, turn);
	return (rect){ fminf(a.x, b.x), fminf(a.y, b.y), fmaxf(a.x, b.x), fmaxf(a.y, b.y) };
}

rect even_turned_back(rect r, int turn)
{
	return even_turned(r, (4 - turn) % 4);
}

static int turn_of(even_point way, float size, int before)
{
	float x = fabsf(way.x), y = fabsf(way.y);
	if (x + y <= 0.0001f * size)
		return before;
	if (y <= 0.001f * x)
		return way.x > 0 ? 0 : 2;
	if (x <= 0.001f * y)
		return way.y > 0 ? 1 : 3;
	return -1;
}

/* ---- lines -------------------------------------------------------------------------------------- */

static bool is_finite(const even_glyph *g)
{
	return isfinite(g->at.x) && isfinite(g->at.y) && isfinite(g->way.x) && isfinite(g->way.y)
	       && isfinite(g->size) && g->size > 0;
}

static void place_items(even_setting *s, const even_glyph *glyphs, size_t n)
{
	int turn = 0;
	s->items = arena_array(s->mem, even_item, n + 1);
	for (size_t i = 0; i < n; i++) {
		const even_glyph *g = &glyphs[i];
		even_item *it = &s->items[s->n++];
		*it = (even_item){ .at = { .turn = -1, .number = g->number }, .g = g };
		if (!is_finite(g))
			continue;
		turn = it->at.turn = turn_of(g->way, g->size, turn);
		even_point at = turned(g->at, turn < 0 ? 0 : turn);
		it->at.along = at.x;
		it->at.across = at.y;
		it->wide = fabsf(g->way.x) + fabsf(g->way.y);
	}
	qsort(s->items, s->n, sizeof *s->items, line_spot_by_line);
}

static size_t end_of_line(const even_item *p, size_t beg, size_t n)
{
	size_t end = beg + 1;
	float size = p[beg].g->size;
	for (; end < n && p[end].at.turn == p[beg].at.turn; end++) {
		size = fmaxf(size, p[end].g->size);
		if (p[end].at.across - p[end - 1].at.across >= SAME_LINE * size || p[end].at.across - p[beg].at.across >= ONE_LINE * size)
			break;
	}
	return end;
}

/* ---- pieces ------------------------------------------------------------------------------------- */

static void add_piece(even_setting *s, size_t beg, size_t end, bool parted)
{
	even_piece *p = ARENA_PUSH(s->mem, s->pieces, s->npieces, s->pieces_room);
	*p = (even_piece){ .beg = beg, .end = end, .from = INFINITY, .to = -INFINITY,
		.turn = s->items[beg].at.turn, .parted = parted };
	for (size_t i = beg; i < end; i++) {
		const even_item *it = &s->items[i];
		p->cut |= it->g->cut;
		if (it->g->blank && !it->g->cut)
			continue;
		if (it->g->size > p->size) {
			p->size = it->g->size;
			p->across = it->at.across;
		}
		p->from = fminf(p->from, it->at.along);
		p->to = fmaxf(p->to, it->at.along + it->wide);
	}
	if (!(p->from <= p->to))
		s->npieces--; /* blanks alone */
}

/* Whether all blanks of a line are as wide as each other, and so not what parts cells: a line that was
 * spread over its column can have blanks of any width. */
static bool is_spread(const even_setting *s, size_t beg, size_t end)
{
	float right = 0, least = INFINITY, most = 0;
	size_t blanks = 0;
	bool any = false;
	for (size_t i = beg; i < end; i++) {
		const even_item *it = &s->items[i];
		float gap = it->at.along - right;
		if (it->g->blank)
			continue;
		if (any && gap >= IS_BLANK * it->g->size) {
			least = fminf(least, gap);
			most = fmaxf(most, gap);
			blanks++;
		}
		right = any ? fmaxf(right, it->at.along + it->wide) : it->at.along + it->wide;
		any = true;
	}
	return blanks >= 2 && most < ALIKE * least;
}

/* Whether a gap of `gap` points before an item parts a line that something is cut from. */
static bool parts(const even_setting *s, const even_item *it, float gap, bool spread)
{
	float size = it->g->size;
	if (gap < IS_BLANK * size)
		return false;
	if (gap > PARTS * size && !spread)
		return true;
	/* A full cell leaves but a word's blank: then the rows beside it must tell. */
	bool wide = gap > PARTS_IN_COLUMN * size && !spread;
	size_t others = 0;
	for (size_t i = 0; i < s->nplain; i++) {
		const even_piece *p = &s->pieces[i];
		others += p->turn == it->at.turn && p->parted && fabsf(p->from - it->at.along) < SAME_START
		          && (wide || fabsf(p->across - it->at.across) < NEXT_ROWS * size);
	}
	return others >= (wide ? 1 : 2);
}

static void cut_into_pieces(even_setting *s, size_t beg, size_t end, bool cut_line)
{
	size_t first = beg;
	bool any = false, spread = cut_line && is_spread(s, beg, end);
	float right = 0;
	for (size_t i = beg; i < end; i++) {
		const even_item *it = &s->items[i];
		if (it->g->blank && !it->g->cut)
			continue;
		float gap = it->at.along - right;
		if (any && (cut_line ? parts(s, it, gap, spread) : gap > PARTS_IN_COLUMN * it->g->size)) {
			add_piece(s, first, i, first != beg);
			first = i;
			right = it->at.along;
		}
		right = any ? fmaxf(right, it->at.along + it->wide) : it->at.along + it->wide;
		any = true;
	}
	if (any)
		add_piece(s, first, end, first != beg);
}

/* Of items, and of pieces once it is cut into them. */
typedef struct line { size_t beg, end, first, last; bool cut, bound; } line;

/* All lines, each sorted by side. */
static line *find_lines(const even_setting *s, size_t *n)
{
	size_t room = 0;
	line *list = NULL;
	*n = 0;
	for (size_t beg = 0; beg < s->n;) {
		line l = { .beg = beg, .end = end_of_line(s->items, beg, s->n), .bound = s->items[beg].at.turn < 0 };
		qsort(s->items + l.beg, l.end - l.beg, sizeof *s->items, line_spot_by_side);
		for (size_t i = l.beg; i < l.end; i++) {
			l.cut |= s->items[i].g->cut;
			l.bound |= s->items[i].g->bound;
		}
		*ARENA_PUSH(s->mem, list, *n, room) = l;
		beg = l.end;
	}
	return list;
}

/* ---- laying out --------------------------------------------------------------------------------- */

static void leave(even_setting *s, size_t beg, size_t end)
{
	s->out->left++;
	for (size_t i = beg; i < end; i++)
		if (s->items[i].g->cut)
			s->out->exact[s->items[i].g - s->glyphs] = 1;
}

/* Blanks that a typewriter would step over to reach the next cell say where it began. */
static void drop_blanks_around(even_setting *s, const even_piece *p)
{
	for (size_t i = p->beg; i < p->end; i++) {
		const even_item *it = &s->items[i];
		if (it->g->blank && (it->at.along < p->from || it->at.along + it->wide > p->to))
			s->out->places[it->g->number].how = EVEN_GONE;
	}
}

/* A cell beside one with a gap stands where it stood, but may have been reached from there. */
static void settle(even_setting *s, const even_piece *p, const even_anchor *a)
{
	drop_blanks_around(s, p);
	float by = a->side == EVEN_LEFT ? a->at - p->from : 0;
	if (!(fabsf(by) <= SAME_START))
		return;
	rect shift = even_turned_back((rect){ by, 0, by, 0 }, p->turn);
	for (size_t i = p->beg; i < p->end; i++)
		s->out->places[s->items[i].g->number].at = (even_point){ shift.x0, shift.y0 };
}

/* Whether words of the line stand on what is drawn: then it is their shade and no part of the line. */
static bool bears_words(const even_setting *s, const line *l, rect r)
{
	for (size_t i = l->beg; i < l->end; i++) {
		const even_item *it = &s->items[i];
		float middle = it->at.along + it->wide / 2;
		if (!(it->g->blank && !it->g->cut) && middle > r.x0 && middle < r.x1)
			return true;
	}
	return false;
}

/* Whether something as high as letters stands between the words: what is part of a line and no letter
 * cannot be moved along with them. An empty cell beside them is none of it. */
static bool stands_by_shape(const even_setting *s, const line *l, const even_piece *p)
{
	for (size_t i = 0; i < s->nshapes; i++) {
		rect r = even_turned(s->shapes[i], p->turn);
		float size = p->size, high = fminf(r.y1, p->across + FALLS * size) - fmaxf(r.y0, p->across - RISES * size);
		if (high < SHAPE_HIGH * size || r.y1 - r.y0 > 2 * size || r.x1 < p->from - PARTS * size || r.x0 > p->to + PARTS * size)
			continue;
		bool beside = r.x1 <= p->from || r.x0 >= p->to;
		if (!(beside && r.x1 - r.x0 > PARTS * size) && !bears_words(s, l, r))
			return true;
	}
	return false;
}

/* Where the piece that was set last begins and ends. */
static const even_line *last_set(const even_setting *s)
{
	return &s->out->lines[s->out->nlines - 1];
}

/* Whether every piece of a line with a cut could be set, and none runs into the one before it. */
static bool set_line(even_setting *s, const line *l)
{
	rect page = even_turned(s->page, s->items[l->beg].at.turn);
	float free = -INFINITY;
	for (size_t i = l->first; i < l->last; i++) {
		const even_piece *p = &s->pieces[i];
		even_anchor a = even_find_anchor(s, p, i > l->first ? p - 1 : NULL);
		bool shown = p->from >= page.x0 && p->to <= page.x1 && p->across >= page.y0 && p->across <= page.y1;
		if (!p->cut) {
			settle(s, p, &a);
			if (p->from < free)
				return false;
			free = p->to;
			continue;
		}
		if (!shown || stands_by_shape(s, l, p) || !even_set_piece(s, p, &a))
			return false;
		const even_line *set = last_set(s);
		if (set->words[0].is0 < free)
			return false;
		free = set->words[set->nwords - 1].is1;
	}
	return l->last > l->first;
}

/* A line is laid out whole or not at all: what moves on it must not run into what does not. */
static void lay_out_line(even_setting *s, const line *l)
{
	size_t nboxes = s->out->nboxes, nlines = s->out->nlines;
	if (set_line(s, l))
		return;
	s->out->nboxes = nboxes;
	s->out->nlines = nlines;
	for (size_t i = l->beg; i < l->end; i++)
		s->out->places[s->items[i].g->number] = (even_place){ 0 };
	leave(s, l->beg, l->end);
}

static uint32_t highest_number(const even_glyph *glyphs, size_t n)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++)
		if (glyphs[i].number >= most)
			most = glyphs[i].number + 1;
	return most;
}

void even_lay_out(const even_glyph *glyphs, size_t n, const rect *shapes, size_t nshapes, rect page, arena *mem,
                  even_layout *out)
{
	even_setting s = { .glyphs = glyphs, .shapes = shapes, .nshapes = nshapes, .page = page, .mem = mem, .out = out };
	*out = (even_layout){ .nplaces = highest_number(glyphs, n) };
	out->places = arena_array(mem, even_place, out->nplaces + 1);
	out->exact = arena_array(mem, unsigned char, n + 1);
	place_items(&s, glyphs, n);

	size_t nlines;
	line *lines = find_lines(&s, &nlines);
	/* Lines without a gap first: they say where the others may stand. */
	for (size_t i = 0; i < nlines; i++)
		if (!lines[i].cut && s.items[lines[i].beg].at.turn >= 0)
			cut_into_pieces(&s, lines[i].beg, lines[i].end, false);
	s.nplain = s.npieces;
	for (size_t i = 0; i < nlines; i++) {
		lines[i].first = s.npieces;
		if (lines[i].cut && !lines[i].bound)
			cut_into_pieces(&s, lines[i].beg, lines[i].end, true);
		lines[i].last = s.npieces;
	}
	for (size_t i = 0; i < nlines; i++)
		if (lines[i].cut)
			lay_out_line(&s, &lines[i]);
}

static bool lies_in(float a, float b, float lo, float hi)
{
	return a >= lo && b <= hi;
}

bool even_move_shape(const even_layout *l, rect bounds, rect *to)
{
	for (size_t i = 0; i < l->nlines; i++) {
		const even_line *line = &l->lines[i];
		rect r = even_turned(bounds, line->turn);
		float size = line->size, left = line->words[0].was0, right = line->words[line->nwords - 1].was1;
		if (!lies_in(r.y0, r.y1, line->across - RISES * size, line->across + FALLS * size)
		    || !lies_in(r.x0, r.x1, left - BESIDE * size, right + BESIDE * size))
			continue;
		const even_word *first = NULL, *last = NULL;
		for (size_t k = 0; k < line->nwords; k++) {
			const even_word *w = &line->words[k];
			float over = fminf(w->was1, r.x1) - fmaxf(w->was0, r.x0);
			if (over < 0.3f * size && over < 0.5f * (w->was1 - w->was0))
				continue;
			first = first ? first : w;
			last = w;
		}
		if (!first) {
			/* Between two words: what stands there is part of neither. It goes with the one before. */
			first = last = &line->words[0];
			for (size_t k = 0; k < line->nwords; k++)
				if (line->words[k].was0 <= r.x0)
					first = last = &line->words[k];
			float by = first->is1 - first->was1;
			r.x0 = even_round(r.x0 + by);
			r.x1 = even_round(r.x1 + by);
		} else {
			r.x0 = first->is0;
			r.x1 = last->is1;
		}
		r.y0 = even_round(r.y0);
		r.y1 = even_round(r.y1);
		*to = even_turned_back(r, line->turn);
		return true;
	}
	return false;
}
