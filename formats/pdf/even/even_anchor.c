/*
 * Where a line begins and how wide it may become. A line set flush left begins where it always did,
 * but the start of one that is centred or flush right tells how long it was. Which of these it is can
 * be seen from lines that nothing is cut from; and where there are none, as in a list of values that
 * all go, from an edge that several have in common though they are not of one width.
 */
#include "formats/pdf/even/even_int.h"

#include <math.h>

/* Points: edges that lines have in common; the middle of a page; what a page's edge is kept clear of. */
static const float SAME_EDGE = 0.6f, SAME_MIDDLE = 1.5f, MARGIN = 12;

/* Points: an edge that no other line has is one of these steps. */
static const float STEP = 36;

/* In parts of the em: how far a cell is kept clear of the next, how far back its column may begin, and
 * what is so much larger than the line lies behind it. */
static const float CLEAR = 0.6f, INDENT = 3, LARGER = 2.5f;

static float on_grid(float v, float step)
{
	return floorf(v / step + 0.001f) * step;
}

static bool is_plain(const even_setting *s, size_t i, const even_piece *piece)
{
	return i < s->nplain && s->pieces[i].turn == piece->turn;
}

/* Another piece with a gap, and of another width: an edge that both have is one of their column. */
static bool is_witness(const even_setting *s, size_t i, const even_piece *piece)
{
	const even_piece *p = &s->pieces[i];
	return i >= s->nplain && p->cut && p->turn == piece->turn && p->across != piece->across
	       && fabsf((p->to - p->from) - (piece->to - piece->from)) > piece->size;
}

/* The edge nearest to `at` within `by` that another line has. NaN for none. */
static float edge_near(const even_setting *s, const even_piece *piece, even_side side, float at, float by)
{
	float best = NAN;
	for (size_t i = 0; i < s->npieces; i++) {
		const even_piece *p = &s->pieces[i];
		if (!is_plain(s, i, piece) && !is_witness(s, i, piece))
			continue;
		float edge = side == EVEN_LEFT ? p->from : side == EVEN_RIGHT ? p->to : (p->from + p->to) / 2;
		if (fabsf(edge - at) <= by && !(fabsf(best - at) <= fabsf(edge - at)))
			best = edge;
	}
	return best;
}

static bool beside(const even_piece *p, float across, float size, float other)
{
	return across > p->across - p->size && across - other < p->across + 0.25f * p->size && size < LARGER * p->size;
}

/* What stands nearest to the right (or left) of `at` on the height of the line and is not of it. */
static float obstacle(const even_setting *s, const even_piece *p, float at, bool right)
{
	float nearest = right ? INFINITY : -INFINITY;
	for (size_t i = 0; i < s->n; i++) {
		const even_item *it = &s->items[i];
		if ((i >= p->beg && i < p->end) || it->at.turn != p->turn || (it->g->blank && !it->g->cut)
		    || !beside(p, it->at.across, it->g->size, 0.75f * it->g->size))
			continue;
		if (right && it->at.along > at)
			nearest = fminf(nearest, it->at.along);
		else if (!right && it->at.along + it->wide < at)
			nearest = fmaxf(nearest, it->at.along + it->wide);
	}
	for (size_t i = 0; i < s->nshapes; i++) {
		rect r = even_turned(s->shapes[i], p->turn);
		bool rule = r.x1 - r.x0 <= 0.5f * p->size, beside = right ? r.x0 >= p->to : r.x1 <= p->from;
		if (!(rule || beside) || r.y0 > p->across - 0.2f * p->size || r.y1 < p->across - 0.5f * p->size)
			continue;
		if (right && r.x0 > at)
			nearest = fminf(nearest, r.x0);
		else if (!right && r.x1 < at)
			nearest = fmaxf(nearest, r.x1);
	}
	return nearest;
}

/* The start of the column that the line may be of: the nearest to the left that a line begins at. */
static float column_before(const even_setting *s, const even_piece *piece, const even_piece *before)
{
	/* Where what goes ended says how long it was. */
	float last = before && before->cut ? before->from : obstacle(s, piece, piece->from, false);
	float best = NAN, least = last + CLEAR * piece->size;
	for (size_t i = 0; i < s->nplain; i++)
		if (is_plain(s, i, piece) && s->pieces[i].from <= piece->from && s->pieces[i].from >= least
		    && !(best >= s->pieces[i].from))
			best = s->pieces[i].from;
	if (!isnan(best))
		return best;
	float edge = even_turned(s->page, piece->turn).x0;
	return fmaxf(edge + on_grid(piece->from - edge, STEP), least);
}

/* What clips the line, if anything does. */
static rect window_of(const even_setting *s, const even_piece *p)
{
	rect w = s->page;
	for (size_t i = p->beg; i < p->end; i++)
		if (!rect_empty(s->items[i].g->within))
			w = rect_intersect(w, s->items[i].g->within);
	return even_turned(w, p->turn);
}

/* Where lines of the same column end. */
static float column_end(const even_setting *s, const even_piece *piece, float from, float hard)
{
	float best = -INFINITY;
	for (size_t i = 0; i < s->nplain; i++) {
		const even_piece *p = &s->pieces[i];
		if (is_plain(s, i, piece) && p->from > from - INDENT * piece->size && p->from < from + INDENT * piece->size
		    && p->to <= hard)
			best = fmaxf(best, p->to);
	}
	return best;
}

/* The side whose edge other lines have, too: the one that fits best, since the other edges of a line can
 * fall on those of another by chance. False when none fits. */
static bool nearest_edge(const even_setting *s, const even_piece *p, even_anchor *a)
{
	static const float SURE = 0.1f; /* points: text is set flush left unless the rest fits better */
	rect page = even_turned(s->page, p->turn);
	float middle = (p->from + p->to) / 2, of_page = (page.x0 + page.x1) / 2;
	float at[3] = {
		[EVEN_LEFT] = edge_near(s, p, EVEN_LEFT, p->from, SAME_EDGE),
		[EVEN_CENTRE] = edge_near(s, p, EVEN_CENTRE, middle, SAME_EDGE),
		[EVEN_RIGHT] = edge_near(s, p, EVEN_RIGHT, p->to, SAME_EDGE),
	};
	if (isnan(at[EVEN_CENTRE]) && fabsf(middle - of_page) <= SAME_MIDDLE)
		at[EVEN_CENTRE] = of_page;
	float off[3] = { fabsf(at[0] - p->from) - SURE, p->parted ? NAN : fabsf(at[1] - middle), fabsf(at[2] - p->to) };
	float best = INFINITY;
	for (int side = EVEN_LEFT; side <= EVEN_RIGHT; side++)
		if (off[side] < best) {
			*a = (even_anchor){ .side = (even_side)side, .at = at[side] };
			best = off[side];
		}
	return best < INFINITY;
}

/* Whether all its letters, also those that go, are of one width. */
static bool is_typed(const even_setting *s, const even_piece *p)
{
	float wide = s->items[p->beg].wide;
	for (size_t i = p->beg; i < p->end; i++)
		if (fabsf(s->items[i].wide - wide) > 0.01f * p->size)
			return false;
	return wide > 0;
}

/* Whether lines of another width begin where it begins: then it is not centred. */
static bool shares_start(const even_setting *s, const even_piece *p)
{
	for (size_t i = 0; i < s->nplain; i++) {
		const even_piece *other = &s->pieces[i];
		if (other->turn == p->turn && fabsf(other->from - p->from) <= SAME_EDGE && fabsf(other->to - p->to) > SAME_EDGE)
			return true;
	}
	return false;
}

/* A typewriter centres by whole letters: half of one off is as good as none. The first such line, not the
 * nearest, which would tell whether the letters of this one are odd. */
static bool typed_middle(const even_setting *s, const even_piece *p, even_anchor *a)
{
	static const float half_a_letter = 0.35f; /* ems */
	bool typed = is_typed(s, p);
	for (size_t i = 0; typed && i < s->nplain; i++) {
		const even_piece *other = &s->pieces[i];
		float off = (other->from + other->to) / 2 - (p->from + p->to) / 2;
		if (other->turn != p->turn || fabsf(off) > half_a_letter * p->size 
		    || !is_typed(s, other) || shares_start(s, other))
			continue;
		*a = (even_anchor){ .side = EVEN_CENTRE, .at = (other->from + other->to) / 2 };
		return true;
	}
	return false;
}

even_anchor even_find_anchor(const even_setting *s, const even_piece *p, const even_piece *before)
{
	rect window = window_of(s, p);
	even_anchor a;
	if (!nearest_edge(s, p, &a) && !typed_middle(s, p, &a))
		a = (even_anchor){ .side = EVEN_LEFT, .at = column_before(s, p, before) };
	a.at = even_round(a.at);

	float left = fmaxf(obstacle(s, p, a.side == EVEN_LEFT ? a.at : p->from, false) + CLEAR * p->size,
	                   fminf(window.x0 + MARGIN, p->from));
	float right = fminf(obstacle(s, p, a.side == EVEN_LEFT ? a.at : p->to, true) - CLEAR * p->size, window.x1 - MARGIN);
	switch (a.side) {
	case EVEN_LEFT: {
		float end = column_end(s, p, a.at, right);
		a.hard = right - a.at;
		a.soft = end > a.at + p->size ? on_grid(end - a.at, 1) : a.hard;
		break;
	}
	case EVEN_RIGHT:
		a.soft = a.hard = a.at - left;
		break;
	case EVEN_CENTRE:
		a.soft = a.hard = 2 * fminf(a.at - left, right - a.at);
		break;
	}
	return a;
}
