#include "formats/pdf/flow.h"
#include "redact/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In parts of the em, found on real documents: word spaces are 0.2 and more, kerning seldom beyond
 * 0.1; superscripts rise by about a third; the columns of a table stand several ems apart. */
static const float WORD_GAP = 0.17f, COLUMN_GAP = 3, BACK_STEP = 0.7f, LINE_STEP = 0.45f,
	OVERLAP = 0.1f, SAME_PLACE = 0.12f;

void flow_begin(flow *f)
{
	*f = (flow){ .prev = -1 };
}

void flow_free(flow *f)
{
	buf_free(&f->text);
	free(f->glyphs);
	*f = (flow){ .prev = -1 };
}

static flow_glyph *push(flow *f)
{
	if (f->n == f->room) {
		size_t room = f->room ? f->room * 2 : 256;
		flow_glyph *more = realloc(f->glyphs, room * sizeof *more);
		if (!more)
			abort(); /* the worker dies, the document fails; nothing is written */
		f->glyphs = more;
		f->room = room;
	}
	return &f->glyphs[f->n++];
}

static bool ends_in_blank(const flow *f)
{
	return f->text.n == 0 || strchr(" \t\n", f->text.p[f->text.n - 1]) != NULL;
}

static bool is_blank(int c)
{
	return c == ' ' || c == 0xa0 || c == '\t' || c == '\n' || c == '\r';
}

enum step { STEP_ON, STEP_WORD, STEP_COLUMN, STEP_LINE };

/* How to get from the end of one glyph to the start of the next. back: against the reading order;
 * over: the next begins on top of what is there. */
static enum step step_between(const flow_glyph *a, const flow_glyph *b, bool *back, bool *over)
{
	float size = a->size > b->size ? a->size : b->size;
	float dx = a->to.x - a->from.x, dy = a->to.y - a->from.y;
	float len = sqrtf(dx * dx + dy * dy);
	float gx = b->from.x - a->to.x, gy = b->from.y - a->to.y;
	float ux = 1, uy = 0;
	if (len > 0) {
		ux = dx / len;
		uy = dy / len;
	}
	float along = gx * ux + gy * uy, across = fabsf(gy * ux - gx * uy);

	*back = false;
	*over = along < -OVERLAP * size;
	if (!(size > 0))
		return STEP_ON;
	float bx = b->to.x - b->from.x, by = b->to.y - b->from.y;
	float blen = sqrtf(bx * bx + by * by);
	bool turned = len > 0 && blen > 0 && (bx * ux + by * uy) < 0.9f * blen;
	if (across > LINE_STEP * size || turned) {
		*back = turned || gy < 0;
		return STEP_LINE;
	}
	if (along < -BACK_STEP * size) {
		*back = true;
		return STEP_LINE;
	}
	if (along > COLUMN_GAP * size)
		return STEP_COLUMN;
	return along > WORD_GAP * size ? STEP_WORD : STEP_ON;
}

/* The earlier glyph that g repeats at the same place, or NULL. */
static const flow_glyph *find_double(const flow *f, const rpdf_glyph *g, str said)
{
	size_t least = f->n > FLOW_RECENT ? f->n - FLOW_RECENT : 0;
	for (size_t i = f->n; i-- > least;) {
		const flow_glyph *o = &f->glyphs[i];
		if (fabsf(o->from.x - g->from.x) < SAME_PLACE * g->size
		 && fabsf(o->from.y - g->from.y) < SAME_PLACE * g->size
		 && str_eq(str_sub(buf_view(&f->text), o->beg, o->end), said))
			return o;
	}
	return NULL;
}

static void add_gap(flow *f, enum step step)
{
	if (step == STEP_LINE) {
		if (f->text.n && f->text.p[f->text.n - 1] != '\n')
			buf_byte(&f->text, '\n');
	} else if (step != STEP_ON && !ends_in_blank(f)) {
		buf_byte(&f->text, step == STEP_COLUMN ? '\t' : ' ');
	}
}

void flow_add(flow *f, const rpdf_glyph *g)
{
	char said[PDF_MRANGE_CAP * 4];
	size_t n = 0;
	for (int i = 0; i < g->nucs; i++)
		n += (size_t)utf8_put(said + n, is_blank(g->ucs[i]) ? ' ' : (uint32_t)g->ucs[i]);

	flow_glyph here = { .number = g->number, .from = g->from, .to = g->to, .size = g->size,
		.box = { g->box.x0, g->box.y0, g->box.x1, g->box.y1 } };
	enum step step = STEP_ON;
	bool back = false, over = false;
	if (f->prev >= 0)
		step = step_between(&f->glyphs[f->prev], &here, &back, &over);

	if (f->doubling || over || step == STEP_LINE) {
		const flow_glyph *twin = find_double(f, g, (str){ said, n });
		f->doubling = twin != NULL;
		if (twin) {
			here.beg = twin->beg;
			here.end = twin->end;
			*push(f) = here;
			return;
		}
	}
	if (back)
		f->jumps++;
	if (!(n == 1 && said[0] == ' ' && step != STEP_LINE))
		add_gap(f, step);
	here.beg = (uint32_t)f->text.n;
	buf_add(&f->text, said, n);
	here.end = (uint32_t)f->text.n;
	f->prev = (long)f->n;
	*push(f) = here;
}

/* ---- by place --------------------------------------------------------------------------------- */

static int by_height(const void *a, const void *b)
{
	const flow_glyph *x = *(const flow_glyph *const *)a, *y = *(const flow_glyph *const *)b;
	if (x->from.y != y->from.y)
		return x->from.y < y->from.y ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static int by_side(const void *a, const void *b)
{
	const flow_glyph *x = *(const flow_glyph *const *)a, *y = *(const flow_glyph *const *)b;
	if (x->from.x != y->from.x)
		return x->from.x < y->from.x ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static size_t end_of_line(const flow_glyph *const *g, size_t beg, size_t n)
{
	size_t end = beg + 1;
	while (end < n && g[end]->from.y - g[end - 1]->from.y < LINE_STEP / 2 * g[end]->size
	       && g[end]->from.y - g[beg]->from.y < LINE_STEP * g[end]->size)
		end++;
	return end;
}

static bool same_letters(str a, str b)
{
	size_t i = 0, j = 0;
	for (;;) {
		while (i < a.n && strchr(" \t\n", a.p[i]))
			i++;
		while (j < b.n && strchr(" \t\n", b.p[j]))
			j++;
		if (i == a.n || j == b.n)
			return i == a.n && j == b.n;
		if (a.p[i++] != b.p[j++])
			return false;
	}
}

/* A copy of a glyph's words as a glyph again, to be added to another flow. */
static void add_again(flow *out, const flow *f, const flow_glyph *g)
{
	rpdf_glyph again = { .number = g->number, .from = g->from, .to = g->to, .size = g->size,
		.box = { g->box.x0, g->box.y0, g->box.x1, g->box.y1 } };
	str said = str_sub(buf_view(&f->text), g->beg, g->end);
	for (size_t at = 0; at < said.n && again.nucs < PDF_MRANGE_CAP;)
		again.ucs[again.nucs++] = (int)utf8_next(said, &at);
	flow_add(out, &again);
}

bool flow_by_place(const flow *f, flow *out)
{
	flow_begin(out);
	if (f->jumps == 0 || f->n < 2)
		return false;

	/* Only text that runs to the right has lines in this sense. */
	const flow_glyph **order = malloc(f->n * sizeof *order);
	if (!order)
		abort();
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		const flow_glyph *g = &f->glyphs[i];
		if (isfinite(g->from.x) && isfinite(g->from.y)
		 && g->to.x >= g->from.x && fabsf(g->to.y - g->from.y) < 0.1f * g->size)
			order[n++] = g;
	}
	qsort(order, n, sizeof *order, by_height);
	for (size_t beg = 0; beg < n;) {
		size_t end = end_of_line(order, beg, n);
		qsort(order + beg, end - beg, sizeof *order, by_side);
		for (size_t i = beg; i < end; i++)
			add_again(out, f, order[i]);
		beg = end;
	}
	free(order);
	if (same_letters(buf_view(&f->text), buf_view(&out->text))) {
		flow_free(out);
		return false;
	}
	return true;
}
