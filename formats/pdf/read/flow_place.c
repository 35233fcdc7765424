/*
 * Glyphs read by where they stand: line by line, or down the columns.
 *
 * Every direction of writing has lines of its own. In a frame turned with the text, `along` grows
 * from letter to letter and `across` from line to line, so that a stamp up the margin, a page on
 * its side and vertical writing are read by the same few lines as ordinary text.
 */
#include "formats/pdf/read/flow_int.h"
#include "redact/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { QUARTERS = 360 * 4 };                 /* directions are told apart by a quarter of a degree */
static const float UPRIGHT_WITHIN = 4;       /* degrees: what a scanner's text layer leans by      */

static const float COVERS = 0.35f;           /* of its width: so near begins what lies on a blank     */

typedef flow_placed placed;

/* ---- lines ------------------------------------------------------------------------------------ */

/* Glyphs that do not advance (accents) go the way of the one before. */
static int turn_of(const flow_glyph *g, int before)
{
	float dx = g->to.x - g->from.x, dy = g->to.y - g->from.y;
	if (dy == 0 && dx > 0)
		return 0;
	if (dx == 0 && dy == 0)
		return before;
	float degrees = atan2f(dy, dx) * 57.29578f;
	float upright = roundf(degrees / 90) * 90;
	if (fabsf(degrees - upright) < UPRIGHT_WITHIN)
		degrees = upright;
	return ((int)lroundf(degrees * 4) + QUARTERS) % QUARTERS;
}

/* Brings in the last n - sorted of them, which are in order among themselves as those before them are. */
static void merge(placed *p, size_t sorted, size_t n, int (*order)(const void *, const void *))
{
	size_t left = n - sorted;
	placed *late = malloc(left * sizeof *late);
	if (!late)
		abort();
	memcpy(late, p + sorted, left * sizeof *late);
	for (size_t to = n; left > 0;) {
		bool before = sorted > 0 && order(&p[sorted - 1], &late[left - 1]) > 0;
		p[--to] = before ? p[--sorted] : late[--left];
	}
	free(late);
}

/* Most text is drawn in order already, and of what is not most is drawn last: stamps, labels. */
static void sort(placed *p, size_t n, int (*order)(const void *, const void *))
{
	size_t sorted = 1;
	while (sorted < n && order(&p[sorted - 1], &p[sorted]) <= 0)
		sorted++;
	if (sorted >= n)
		return;
	size_t from = n - sorted < n / 4 ? sorted : 0;
	qsort(p + from, n - from, sizeof *p, order);
	if (from)
		merge(p, sorted, n, order);
}

static size_t end_of_line(const placed *p, size_t beg, size_t n)
{
	size_t end = beg + 1;
	while (end < n && p[end].at.turn == p[beg].at.turn
	       && p[end].at.across - p[end - 1].at.across < FLOW_LINE_STEP / 2 * p[end].g->size
	       && p[end].at.across - p[beg].at.across < FLOW_LINE_STEP * p[end].g->size)
		end++;
	return end;
}

/* The glyphs of a flow, direction by direction and from line to line. *n of them, yours to free. */
static placed *place_all(const flow *f, size_t *n)
{
	placed *p = malloc((f->n + 1) * sizeof *p);
	if (!p)
		abort(); /* the worker dies, the document fails; nothing is written */
	int turn = 0, turned = 0;
	float ux = 1, uy = 0;
	*n = 0;
	for (size_t i = 0; i < f->n; i++) {
		const flow_glyph *g = &f->glyphs[i];
		if (!isfinite(g->from.x) || !isfinite(g->from.y) || !isfinite(g->to.x) || !isfinite(g->to.y))
			continue;
		turn = turn_of(g, turn);
		if (turn != turned) {
			ux = cosf((float)turn / (4 * 57.29578f));
			uy = sinf((float)turn / (4 * 57.29578f));
			turned = turn;
		}
		p[(*n)++] = (placed){ { turn, g->from.x * ux + g->from.y * uy, g->from.y * ux - g->from.x * uy, g->number }, g };
	}
	sort(p, *n, line_spot_by_line);
	if (flow_raise_capitals(buf_view(&f->text), p, *n))
		sort(p, *n, line_spot_by_line);
	return p;
}

/* ---- what a line says ------------------------------------------------------------------------- */

enum kind { NEUTRAL, LEFT_LETTER, NUMBER, RIGHT_LETTER };

/* Kinds as the Unicode Bidirectional Algorithm has them, as far as searching needs them: RIGHT_LETTER
 * is one of a script written from the right. */
static enum kind kind_of(str text, const flow_glyph *g)
{
	size_t at = g->beg;
	int c = at < g->end ? (int)utf8_next(text, &at) : ' ';
	if (flow_runs_left(c))
		return RIGHT_LETTER;
	if ((c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6f0 && c <= 0x6f9))
		return NUMBER;
	if (((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c >= 0xc0)
		return c >= 0x2000 && c <= 0x206f ? NEUTRAL : LEFT_LETTER;
	return NEUTRAL;
}

static enum kind kind_around(const unsigned char *kinds, size_t n, size_t at, bool before)
{
	while (before ? at-- > 0 : ++at < n)
		if (kinds[at] != NEUTRAL)
			return kinds[at];
	return NEUTRAL;
}

/* How deep each letter of a line is embedded: 0 runs to the right, 1 to the left, 2 to the right
 * again within that. */
static void find_levels(const unsigned char *kinds, size_t n, unsigned char *levels)
{
	size_t left = 0, right = 0;
	for (size_t i = 0; i < n; i++) {
		left += kinds[i] == LEFT_LETTER;
		right += kinds[i] == RIGHT_LETTER;
	}
	int base = right > left;
	for (size_t i = 0; i < n; i++) {
		enum kind k = kinds[i];
		if (k == RIGHT_LETTER || k == LEFT_LETTER) {
			levels[i] = k == RIGHT_LETTER ? 1 : base ? 2 : 0;
			continue;
		}
		enum kind before = kind_around(kinds, n, i, true), after = kind_around(kinds, n, i, false);
		bool digits = k == NUMBER || (before == NUMBER && after == NUMBER && i > 0 && i + 1 < n
		                              && kinds[i - 1] == NUMBER && kinds[i + 1] == NUMBER);
		bool within = before >= NUMBER && after >= NUMBER && (before == RIGHT_LETTER || after == RIGHT_LETTER);
		if (digits)
			levels[i] = base || within ? 2 : 0;
		else if (base)
			levels[i] = before != RIGHT_LETTER && after != RIGHT_LETTER && before && after
			            && (before == LEFT_LETTER || after == LEFT_LETTER) ? 2 : 1;
		else
			levels[i] = within;
	}
}

static void reverse(size_t *order, size_t beg, size_t end)
{
	for (; beg + 1 < end; beg++, end--) {
		size_t was = order[beg];
		order[beg] = order[end - 1];
		order[end - 1] = was;
	}
}

/* From how a line looks to how it is read. */
static void order_of_reading(const unsigned char *levels, size_t n, size_t *order)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (int depth = 1; depth <= 2; depth++) {
		/* The outer runs first: within them, what was turned round is turned back. */
		for (size_t beg = 0; beg < n;) {
			size_t end = beg;
			while (end < n && levels[order[end]] >= depth)
				end++;
			reverse(order, beg, end);
			beg = end + 1;
		}
	}
}

/* A copy of a glyph's words as a glyph again, to be added to another flow. */
static rpdf_glyph glyph_again(const flow *f, const flow_glyph *g)
{
	rpdf_glyph again = { .number = g->number, .from = g->from, .to = g->to, .size = g->size,
		.box = { g->box.x0, g->box.y0, g->box.x1, g->box.y1 } };
	if (g->mute) {
		again.ucs[again.nucs++] = 0xfffd;
		return again;
	}
	str said = str_sub(buf_view(&f->text), g->beg, g->end);
	for (size_t at = 0; at < said.n && again.nucs < PDF_MRANGE_CAP;)
		again.ucs[again.nucs++] = (int)utf8_next(said, &at);
	return again;
}

/* Letters that are written to the left stand in the file as they look, or in any order. */
static void add_both_ways(flow *out, const flow *f, const placed *p, size_t n)
{
	size_t *order = malloc(n * (sizeof *order + 2));
	if (!order)
		abort();
	unsigned char *kinds = (unsigned char *)(order + n), *levels = kinds + n;
	for (size_t i = 0; i < n; i++)
		kinds[i] = (unsigned char)kind_of(buf_view(&f->text), p[i].g);
	find_levels(kinds, n, levels);
	order_of_reading(levels, n, order);
	for (size_t i = 0; i < n; i++) {
		size_t at = order[i], before = i ? order[i - 1] : 0, first = at < before ? at : before;
		flow_step step = i ? STEP_WORD : STEP_LINE;
		bool back, over = false;
		if (i && (at == before + 1 || before == at + 1))
			step = flow_step_between(out, p[first].g, p[first + 1].g, &back, &over);
		if (i && step == STEP_LINE)
			step = STEP_ON; /* on top of each other: they are of one line */
		rpdf_glyph again = glyph_again(f, p[at].g);
		flow_put(out, &again, step, over);
	}
	free(order);
}

/* A blank under a letter that something else drew parts nothing. */
static bool is_covered_blank(const flow *f, const placed *p, size_t n, size_t at)
{
	const flow_glyph *g = p[at].g;
	if (g->end - g->beg != 1 || f->text.p[g->beg] != ' ')
		return false;
	float wide = fabsf(g->to.x - g->from.x) + fabsf(g->to.y - g->from.y);
	for (size_t k = at > 2 ? at - 2 : 0; k < n && k <= at + 2; k++)
		if (k != at && f->text.p[p[k].g->beg] != ' ' && fabsf(p[k].at.along - p[at].at.along) < COVERS * wide)
			return true;
	return false;
}

/* The first glyph behind those as far from one another as the one at `beg` from the next. *joins: that is a pitch. */
static size_t end_of_pitch(const placed *p, size_t beg, size_t n, bool *joins)
{
	size_t end = beg + 1;
	float size = p[beg].g->size, pitch = end < n ? p[end].at.along - p[beg].at.along : 0;
	int gaps = 0;
	for (; end < n && pitch < FLOW_PITCH_MOST * size; end++) {
		const flow_glyph *before = p[end - 1].g;
		if (fabsf(p[end].at.along - p[end - 1].at.along - pitch) > FLOW_PITCH_OFF * size)
			break;
		gaps += pitch - hypotf(before->to.x - before->from.x, before->to.y - before->from.y) > FLOW_NARROW_GAP * size;
	}
	*joins = end - beg > FLOW_PITCH_STEPS && gaps >= FLOW_PITCH_GAPS;
	return end;
}

/* Glyphs of one line, sorted by side. */
static void add_line(flow *out, const flow *f, const placed *p, size_t n)
{
	bool leftward = false;
	for (size_t i = 0; i < n && f->leftward && !leftward; i++)
		leftward = kind_of(buf_view(&f->text), p[i].g) == RIGHT_LETTER;
	if (leftward) {
		add_both_ways(out, f, p, n);
		return;
	}
	bool joins = false;
	for (size_t i = 0, end = 0; i < n; i++) {
		out->word_gap = joins ? FLOW_PITCH_MOST : FLOW_NARROW_GAP;
		if (f->pitched && i + 1 >= end)
			end = end_of_pitch(p, i, n, &joins);
		if (is_covered_blank(f, p, n, i))
			continue;
		rpdf_glyph again = glyph_again(f, p[i].g);
		flow_add(out, &again);
	}
}

/* Blanks, line ends and seams. */
static bool is_between(str s, size_t at)
{
	return strchr(" \t\n", s.p[at]) || ((unsigned char)s.p[at] == 0xe2 && s.n - at > 2 && memcmp(s.p + at, FLOW_SEAM, 3) == 0);
}

static size_t skip_between(str s, size_t at)
{
	while (at < s.n && is_between(s, at))
		at += (unsigned char)s.p[at] == 0xe2 ? 3 : 1;
	return at;
}

static bool same_letters(str a, str b)
{
	size_t i = 0, j = 0;
	for (;;) {
		i = skip_between(a, i);
		j = skip_between(b, j);
		if (i == a.n || j == b.n)
			return i == a.n && j == b.n;
		if (a.p[i++] != b.p[j++])
			return false;
	}
}

bool flow_by_place(const flow *f, flow *out)
{
	flow_begin(out);
	if ((f->jumps == 0 && !f->leftward && !f->narrow && !f->pitched) || f->n < 2)
		return false;
	out->word_gap = FLOW_NARROW_GAP;

	size_t n;
	placed *p = place_all(f, &n);
	for (size_t beg = 0; beg < n;) {
		size_t end = end_of_line(p, beg, n);
		sort(p + beg, end - beg, line_spot_by_side);
		add_line(out, f, p + beg, end - beg);
		beg = end;
	}
	free(p);
	if (!f->narrow && !f->leftward && !f->pitched && same_letters(buf_view(&f->text), buf_view(&out->text))) {
		flow_free(out);
		return false;
	}
	return true;
}

/* ---- down the columns ------------------------------------------------------------------------- */

/* In parts of the em: the line below stands this far down at most, and begins this far aside. */
static const float NEXT_LINE = 2.6f, INDENT = 2;

/* A stretch of a line that no wide gap parts. */
typedef struct piece {
	size_t beg, end;         /* of the placed glyphs               */
	float left, across, size;
	size_t next;             /* the piece below it, 0 for none     */
	bool hangs;              /* below another                      */
} piece;

static size_t end_of_piece(const placed *p, size_t beg, size_t end)
{
	size_t at = beg + 1;
	for (float right = p[beg].at.along; at < end; at++) {
		const flow_glyph *g = p[at - 1].g;
		float wide = hypotf(g->to.x - g->from.x, g->to.y - g->from.y);
		right = fmaxf(right, p[at - 1].at.along + wide);
		if (p[at].at.along - right > FLOW_APART * p[at].g->size)
			break;
	}
	return at;
}

static bool is_below(const piece *over, const piece *under, const placed *p)
{
	float size = fmaxf(over->size, under->size), down = under->across - over->across;
	return p[over->beg].at.turn == p[under->beg].at.turn && !over->next && down > FLOW_LINE_STEP * size
	       && down < NEXT_LINE * size && fabsf(under->left - over->left) < INDENT * size;
}

/* Hangs each piece below the nearest one above it. Far back there is none, and in a crowd of pieces
 * nobody looks for ever. */
static void hang(piece *list, size_t n, const placed *p)
{
	enum { FARTHEST = 400 };
	for (size_t i = 2; i <= n; i++) {
		size_t best = 0, least = i > FARTHEST ? i - FARTHEST : 1;
		for (size_t k = i; k-- > least;)
			if (is_below(&list[k], &list[i], p)
			    && (!best || (list[k].across == list[best].across
			                  && fabsf(list[k].left - list[i].left) < fabsf(list[best].left - list[i].left))))
				best = k;
		if (best) {
			list[best].next = i;
			list[i].hangs = true;
		}
	}
}

bool flow_by_column(const flow *f, flow *out)
{
	flow_begin(out);
	if (f->apart < 2) /* one such gap alone is a header with the number of its page */
		return false;

	size_t n, npieces = 0, parted = 0;
	placed *p = place_all(f, &n);
	piece *list = malloc((n + 1) * sizeof *list); /* from 1 on */
	if (!list)
		abort();
	for (size_t beg = 0; beg < n;) {
		size_t end = end_of_line(p, beg, n), before = npieces;
		sort(p + beg, end - beg, line_spot_by_side);
		while (beg < end) {
			size_t stop = end_of_piece(p, beg, end);
			list[++npieces] = (piece){ beg, stop, p[beg].at.along, p[beg].at.across, p[beg].g->size, 0, false };
			beg = stop;
		}
		parted += npieces > before + 1;
	}
	if (parted >= 2) {
		hang(list, npieces, p);
		for (size_t i = 1; i <= npieces; i++)
			for (size_t k = list[i].hangs ? 0 : i; k; k = list[k].next)
				add_line(out, f, p + list[k].beg, list[k].end - list[k].beg);
	}
	free(list);
	free(p);
	if (out->n == 0 || same_letters(buf_view(&f->text), buf_view(&out->text))) {
		flow_free(out);
		return false;
	}
	return true;
}
