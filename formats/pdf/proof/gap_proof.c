#include "formats/pdf/proof/gap_proof.h"
#include "formats/pdf/proof/gap_read.h"

#include <math.h>
#include <stdlib.h>

/* Points: what floats lose; what writing a number in hundredths loses; how near two things stand that
 * stand at one place. */
static const float NOISE = 0.006f, ROUNDED = 0.013f, SAME_PLACE = 0.7f;

/* In ems: a box reaches so far above its line and below it, and stands clear of the letters beside it; its
 * steps, and the least and most of them; a blank that no glyph stands for; the steps of accents. */
static const float ABOVE = 0.82f, BELOW = 0.24f, CLEAR = 0.04f, STEP = 0.5f, FEWEST = 2, MOST = 12, BLANK = 0.28f;
static const float ASIDE = 0.05f;

/* In ems: what lies further apart on a line is not of one stretch; so much parted cells of the source. */
static const float APART = 1.3f, CELLS = 1.1f;

/* In ems: letters up to so far above or below each other are of a line, and the line is no higher. */
static const float NEAR_LINE = 0.45f, HIGH = 0.75f;

/* A glyph or a box in the frame of its line: `along` grows from letter to letter, `across` from line to
 * line. */
typedef struct thing {
	float along, across, wide, size;
	bool box, blank, spaced;
	rect at;             /* of a box, in the frame */
} thing;

typedef struct things { thing *list; size_t n, room; } things;

typedef struct proving {
	arena *mem;
	const zone *zones; size_t nzones;
	things before[4], after[4];     /* glyphs by the direction of their line            */
	gap_box *boxes; size_t nboxes;  /* that the output has and the source has not       */
	bool unclear;                   /* a page that could not be read whole              */
	gap_tally sum;
} proving;

/* ---- frames -------------------------------------------------------------------------------------- */

static fz_point framed(fz_point p, int turn)
{
	const fz_point by[] = { { p.x, p.y }, { p.y, -p.x }, { -p.x, -p.y }, { -p.y, p.x } };
	return by[turn];
}

static rect framed_rect(rect r, int turn)
{
	fz_point a = framed(fz_make_point(r.x0, r.y0), turn), b = framed(fz_make_point(r.x1, r.y1), turn);
	return (rect){ fminf(a.x, b.x), fminf(a.y, b.y), fmaxf(a.x, b.x), fmaxf(a.y, b.y) };
}

/* Quarters clockwise; -1 for what is on a slant. What advances nowhere goes with the glyph before it. */
static int direction(const gap_glyph *g, int before)
{
	float x = fabsf(g->way.x), y = fabsf(g->way.y);
	if (x + y <= 0.0001f * g->size)
		return before;
	if (fminf(x, y) > 0.001f * fmaxf(x, y) || g->upright)
		return -1;
	return x > y ? (g->way.x > 0 ? 0 : 2) : g->way.y > 0 ? 1 : 3;
}

static int by_across(const void *a, const void *b)
{
	const thing *x = a, *y = b;
	return (x->across > y->across) - (x->across < y->across);
}

static int by_along(const void *a, const void *b)
{
	const thing *x = a, *y = b;
	if (x->along != y->along)
		return x->along < y->along ? -1 : 1;
	return (x->wide > y->wide) - (x->wide < y->wide);
}

static void sort_out(proving *p, const gap_page *page, size_t nglyphs, things *into)
{
	int turn = 0;
	for (size_t i = 0; i < nglyphs; i++) {
		const gap_glyph *g = &page->glyphs[i];
		int to = direction(g, turn);
		if (to < 0 || !isfinite(g->at.x + g->at.y + g->way.x + g->way.y) || !(g->size > 0))
			continue;
		turn = to;
		fz_point at = framed(g->at, turn);
		*ARENA_PUSH(p->mem, into[turn].list, into[turn].n, into[turn].room) = (thing){
			.along = at.x, .across = at.y, .wide = fabsf(g->way.x) + fabsf(g->way.y), .size = g->size,
			.blank = g->blank, .spaced = g->spaced };
	}
	for (int i = 0; i < 4; i++)
		if (into[i].n)
			qsort(into[i].list, into[i].n, sizeof(thing), by_across);
}

/* ---- boxes --------------------------------------------------------------------------------------- */

static bool same_rect(rect a, rect b, float by)
{
	return fabsf(a.x0 - b.x0) <= by && fabsf(a.y0 - b.y0) <= by && fabsf(a.x1 - b.x1) <= by && fabsf(a.y1 - b.y1) <= by;
}

static bool has_box(const gap_page *page, rect at)
{
	for (size_t i = 0; i < page->nboxes; i++)
		if (same_rect(page->boxes[i].at, at, 0.02f))
			return true;
	return false;
}

/* The boxes behind which nothing is drawn but labels, and in *end how many glyphs come before them. */
static void find_boxes(proving *p, const gap_page *before, const gap_page *after, size_t *end)
{
	size_t i = after->nboxes, glyphs = after->n;
	*end = after->n;
	while (i > 0) {
		const gap_box *b = &after->boxes[i - 1];
		while (glyphs > b->before && after->glyphs[glyphs - 1].white)
			glyphs--;
		if (glyphs > b->before)
			break;
		*end = b->before;
		i--;
	}
	p->boxes = arena_array(p->mem, gap_box, after->nboxes - i + 1);
	for (; i < after->nboxes; i++)
		if (!has_box(before, after->boxes[i].at))
			p->boxes[p->nboxes++] = after->boxes[i];
}

/* ---- lines --------------------------------------------------------------------------------------- */

/* A line of the source that something marked stood on. */
typedef struct marked_line {
	int turn;
	float top, low;      /* across, of its letters' origins     */
	float least, most;   /* ems of what is marked               */
} marked_line;

static bool is_under(const thing *g, rect zone_at)
{
	float x = g->along + g->wide / 2, y = g->across - 0.3f * g->size;
	return x > zone_at.x0 && x < zone_at.x1 && y > zone_at.y0 && y < zone_at.y1;
}

/* Letters that are of a line with letter i, which are next to it in the list. */
static void widen(const things *t, size_t i, marked_line *line)
{
	size_t lo = i, hi = i;
	while (lo > 0 && t->list[lo].across - t->list[lo - 1].across < NEAR_LINE * t->list[lo].size
	       && t->list[i].across - t->list[lo - 1].across < HIGH * t->list[i].size)
		lo--;
	while (hi + 1 < t->n && t->list[hi + 1].across - t->list[hi].across < NEAR_LINE * t->list[hi].size
	       && t->list[hi + 1].across - t->list[lo].across < HIGH * t->list[hi].size)
		hi++;
	line->top = fminf(line->top, t->list[lo].across);
	line->low = fmaxf(line->low, t->list[hi].across);
}

static bool same_line(const marked_line *a, const marked_line *b)
{
	return a->turn == b->turn && a->top <= b->low + NOISE && b->top <= a->low + NOISE;
}

/* The lines below a zone, most often one; a zone that no letter is seen under has none. */
static size_t find_lines(const proving *p, const zone *z, marked_line *lines, size_t n, size_t room)
{
	for (int turn = 0; turn < 4; turn++) {
		const things *t = &p->before[turn];
		rect at = framed_rect(z->box, turn);
		for (size_t i = 0; i < t->n; i++) {
			const thing *g = &t->list[i];
			if (g->blank || !is_under(g, at))
				continue;
			marked_line line = { turn, g->across, g->across, g->size, g->size };
			widen(t, i, &line);
			size_t k = 0;
			while (k < n && !same_line(&lines[k], &line))
				k++;
			if (k == room)
				return n;
			if (k == n)
				lines[n++] = line;
			lines[k].top = fminf(lines[k].top, line.top);
			lines[k].low = fmaxf(lines[k].low, line.low);
			lines[k].least = fminf(lines[k].least, g->size);
			lines[k].most = fmaxf(lines[k].most, g->size);
		}
	}
	return n;
}

/* A box is as high as the em of what is gone asks for, but its edges are rounded: that em, from the letters
 * that stood on the line. */
static float em_of(const proving *p, const marked_line *l, rect at)
{
	const things *t = &p->before[l->turn];
	float about = (at.y1 - at.y0) / (ABOVE + BELOW), em = about, off = 2 * ROUNDED;
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].across >= l->top && t->list[i].across <= l->low && fabsf(t->list[i].size - about) < off) {
			em = t->list[i].size;
			off = fabsf(em - about);
		}
	return em;
}

/* Whether a box begins where one mark begins and ends where one ends, and so is as wide as what was. */
static bool is_exact(const proving *p, rect at)
{
	bool begins = false, ends = false;
	for (size_t i = 0; i < p->nzones; i++) {
		rect z = p->zones[i].box;
		if (at.y0 < z.y0 - 0.05f || at.y1 > z.y1 + 0.05f || at.x0 < z.x0 - 0.05f || at.x1 > z.x1 + 0.05f) {
			begins |= fabsf(at.x0 - z.x0) < 0.05f && fabsf(at.y0 - z.y0) < 0.05f;
			ends |= fabsf(at.x1 - z.x1) < 0.05f && fabsf(at.y1 - z.y1) < 0.05f;
			continue;
		}
		if (same_rect(at, z, 0.05f))
			return true;
	}
	return begins && ends;
}

/* ---- what a line promises ------------------------------------------------------------------------- */

static bool in_hundredths(float v)
{
	double at = (double)v * 100;
	return fabs(at - round(at)) <= 0.15;
}

static bool is_step(float v, float em)
{
	float steps = v / (ASIDE * em);
	return fabsf(steps - roundf(steps)) * ASIDE * em <= ROUNDED;
}

/* How two things stand to each other that follow on a line. */
typedef enum joint {
	JOINT_CLOSE,    /* the second where the first ends, or a step of accents aside            */
	JOINT_BLANK,    /* a blank between them                                                   */
	JOINT_ODD,      /* as nothing but what is gone could tell                                 */
	JOINT_APART,    /* too far from each other to be of one stretch                           */
} joint;

/* A stretch while it is gone through. */
typedef struct stretch {
	bool any, boxes, bad;
	float end;           /* where the last thing ends                                     */
	thing base, blank;   /* that thing; the blank behind it                               */
	bool blanked;
	float narrowed;      /* blanks, to this much of themselves; 0 when that is not known   */
	float steps;         /* of its boxes; 0 before the first                              */
} stretch;

static bool narrows(stretch *s, float gap, float wide)
{
	if (!(wide > 0))
		return false;
	if (s->narrowed > 0)
		return fabsf(gap - s->narrowed * wide) <= 2 * ROUNDED;
	float q = gap / wide;
	if (q < 0.38f || q > 1 + 2 * ROUNDED / wide)
		return false;
	s->narrowed = q;
	return true;
}

static float blank_width(const thing *b)
{
	return b->wide >= 0.05f * b->size - NOISE && b->wide <= b->size + NOISE ? b->wide : BLANK * b->size;
}

static bool is_rider(const stretch *s, const thing *t)
{
	return !s->base.box && !t->box && !s->blanked
	       && (t->wide <= 0 || t->along < s->base.along + 0.5f * s->base.wide + ROUNDED);
}

static joint joint_of(stretch *s, const thing *t)
{
	float noise = s->base.box || t->box ? ROUNDED : NOISE, gap = t->along - s->end;
	if (s->blanked) {
		float behind = t->along - s->blank.along;
		if (behind > APART * fmaxf(t->size, s->base.size))
			return JOINT_APART;
		return narrows(s, behind, blank_width(&s->blank)) || narrows(s, behind, BLANK * s->blank.size)
		       || narrows(s, behind, BLANK * s->base.size) ? JOINT_BLANK : JOINT_ODD;
	}
	if (fabsf(gap) <= noise)
		return JOINT_CLOSE;
	if (is_rider(s, t))
		return is_step(t->along - s->base.along, t->size) || is_step(gap, t->size) ? JOINT_CLOSE : JOINT_ODD;
	if (gap > APART * fmaxf(t->size, s->base.size))
		return JOINT_APART;
	if (t->blank)
		return JOINT_ODD;
	if (!t->box && !s->base.box && (gap < 0 || s->base.wide < 0.06f * t->size) && is_step(gap, t->size))
		return JOINT_CLOSE;
	return narrows(s, gap, BLANK * s->base.size) || narrows(s, gap, BLANK * t->size) ? JOINT_BLANK : JOINT_ODD;
}

/* Whether rows beside a line have letters that begin there, as the cells of a column do. */
static bool is_column(const things *all, float along, const thing *of)
{
	size_t rows = 0;
	for (size_t i = 0; i < all->n; i++) {
		const thing *g = &all->list[i];
		float off = fabsf(g->across - of->across);
		rows += !g->blank && fabsf(g->along - along) <= SAME_PLACE && off > HIGH * of->size && off < 3.5f * of->size;
	}
	return rows >= 2;
}

/* Whether a thing stands where it stood, at the start of a cell or, with `ends`, at the end of one. */
static bool is_cell_of_source(const proving *p, const thing *t, int turn, bool ends)
{
	const things *all = &p->before[turn];
	float left = -INFINITY, right = INFINITY;
	bool found = false;
	for (size_t i = 0; i < all->n && !t->box; i++) {
		const thing *g = &all->list[i];
		if (fabsf(g->across - t->across) > HIGH * t->size || g->blank)
			continue;
		if (fabsf(g->across - t->across) <= NOISE && fabsf(g->along - t->along) <= SAME_PLACE)
			found = true;
		else if (g->along < t->along)
			left = fmaxf(left, g->along + g->wide);
		else
			right = fminf(right, g->along);
	}
	float gap = ends ? right - (t->along + t->wide) : t->along - left;
	return found && (gap > CELLS * t->size || is_column(all, ends ? right : t->along, t));
}

static bool is_even_box(const thing *box, stretch *s)
{
	float em = box->size, steps = box->wide / em / STEP;
	if (fabsf(steps - roundf(steps)) * STEP * em > 2 * ROUNDED || roundf(steps) < FEWEST || roundf(steps) > MOST)
		return false;
	if (!in_hundredths(box->at.x0) || !in_hundredths(box->at.x1))
		return false;
	if (s->steps > 0 && roundf(steps) != s->steps)
		return false;
	s->steps = roundf(steps);
	return true;
}

static void add_thing(stretch *s, const thing *t)
{
	if (t->box) {
		s->boxes = true;
		s->bad |= !is_even_box(t, s);
	}
	s->bad |= t->spaced;
	if (t->blank) {
		s->blanked = true;
		s->blank = *t;
		return;
	}
	s->blanked = false;
	if (s->any && is_rider(s, t) && fabsf(t->along - s->end) > NOISE)
		return;
	s->base = *t;
	s->end = t->along + t->wide;
	s->any = true;
}

static stretch begin(const thing *t)
{
	stretch s = { 0 };
	add_thing(&s, t);
	s.bad |= !in_hundredths(t->box ? t->at.x0 : t->along);
	return s;
}

/* All things of a line, in order. */
static bool says_nothing(const proving *p, const things *line, int turn)
{
	stretch s = { 0 };
	bool even = true;
	for (size_t i = 0; i < line->n; i++) {
		const thing *t = &line->list[i];
		if (!s.any && !s.blanked) {
			s = begin(t);
			continue;
		}
		joint j = joint_of(&s, t);
		if (j == JOINT_ODD && (is_cell_of_source(p, t, turn, false) || is_cell_of_source(p, &s.base, turn, true)))
			j = JOINT_APART;
		if (j == JOINT_APART) {
			even &= !(s.boxes && s.bad);
			s = begin(t);
			continue;
		}
		s.bad |= j == JOINT_ODD;
		add_thing(&s, t);
	}
	return even && !(s.boxes && s.bad);
}

static void add_boxes(proving *p, const marked_line *l, things *line, size_t *exact)
{
	for (size_t i = 0; i < p->nboxes; i++) {
		rect at = framed_rect(p->boxes[i].at, l->turn);
		float em = em_of(p, l, at), base = at.y0 + ABOVE * em;
		if (is_exact(p, p->boxes[i].at)) {
			*exact += at.y1 > l->top - 0.3f * l->most && at.y0 < l->low - 0.3f * l->most;
			continue;
		}
		if (base < l->top - 0.05f || base > l->low + 0.05f || em < 0.98f * l->least - 0.05f || em > 1.02f * l->most + 0.05f)
			continue;
		*ARENA_PUSH(p->mem, line->list, line->n, line->room) = (thing){
			.along = at.x0 - CLEAR * em, .across = base, .wide = at.x1 - at.x0 + 2 * CLEAR * em, .size = em,
			.box = true, .at = at };
	}
}

static void prove_line(proving *p, const marked_line *l)
{
	things line = { 0 };
	size_t exact = 0;
	add_boxes(p, l, &line, &exact);
	if (exact || line.n == 0) {
		p->sum.left++;
		return;
	}
	const things *all = &p->after[l->turn];
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].across >= l->top - 0.02f && all->list[i].across <= l->low + 0.02f)
			*ARENA_PUSH(p->mem, line.list, line.n, line.room) = all->list[i];
	qsort(line.list, line.n, sizeof *line.list, by_along);
	if (says_nothing(p, &line, l->turn))
		p->sum.even++;
	else
		p->sum.uneven++;
}

static void prove(proving *p)
{
	enum { MOST_LINES = 4000 };
	marked_line *lines = arena_array(p->mem, marked_line, MOST_LINES);
	size_t n = 0, unseen = 0;
	for (size_t i = 0; i < p->nzones; i++)
		if (p->zones[i].must && !rect_empty(p->zones[i].box))
			n = find_lines(p, &p->zones[i], lines, n, MOST_LINES);
	for (size_t i = 0; i < n; i++)
		prove_line(p, &lines[i]);
	for (size_t i = 0; n == 0 && i < p->nzones; i++)
		unseen += p->zones[i].must;
	p->sum.left += unseen > 0 || n == MOST_LINES || p->unclear;
}

gap_tally rpdf_gap_prove(fz_context *ctx, pdf_document *before, pdf_document *after, int number, fz_matrix ctm,
                         const zone *zones, size_t n)
{
	arena *mem = arena_new();
	proving p = { .mem = mem, .zones = zones, .nzones = n };
	fz_try(ctx) {
		gap_page was, is;
		size_t end;
		rpdf_gap_read(ctx, before, number, ctm, mem, &was);
		rpdf_gap_read(ctx, after, number, ctm, mem, &is);
		p.unclear = was.too_much || is.too_much;
		find_boxes(&p, &was, &is, &end);
		sort_out(&p, &was, was.n, p.before);
		sort_out(&p, &is, end, p.after);
		prove(&p);
	}
	fz_always(ctx)
		arena_drop(mem);
	fz_catch(ctx)
		fz_rethrow(ctx);
	return p.sum;
}
