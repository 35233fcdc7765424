#include "formats/pdf/read/flow_int.h"
#include "redact/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* In parts of the em, found on real documents: word spaces are 0.2 and more, kerning seldom beyond
 * 0.1, and what lies between can be either; superscripts rise by about a third; the columns of a
 * table stand several ems apart. */
static const float WORD_GAP = 0.17f, COLUMN_GAP = 3, BACK_STEP = 0.7f, OVERLAP = 0.1f, SAME_PLACE = 0.12f;

enum { UNKNOWN = 0xfffd }; /* what a glyph says that no font explains */

void flow_begin(flow *f)
{
	*f = (flow){ .prev = -1, .base = -1, .word_gap = WORD_GAP };
}

void flow_free(flow *f)
{
	buf_free(&f->text);
	free(f->glyphs);
	*f = (flow){ .prev = -1, .base = -1, .word_gap = WORD_GAP };
}

static flow_glyph *push(flow *f)
{
	if (f->n == f->room) {
		size_t room = f->room ? f->room * 2 : 6144; /* a page full of text */
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

/* Where b begins, seen from the end of a: along a's direction and across it. */
struct way { float along, across; bool upwards, turned; };

static struct way way_between(const flow_glyph *a, const flow_glyph *b)
{
	float gx = b->from.x - a->to.x, gy = b->from.y - a->to.y;
	/* Nearly all text: both run to the right on a level line. */
	if (a->from.y == a->to.y && b->from.y == b->to.y && a->to.x >= a->from.x && b->to.x >= b->from.x)
		return (struct way){ gx, fabsf(gy), gy < 0, false };

	float dx = a->to.x - a->from.x, dy = a->to.y - a->from.y, len = sqrtf(dx * dx + dy * dy);
	float bx = b->to.x - b->from.x, by = b->to.y - b->from.y, blen = sqrtf(bx * bx + by * by);
	float ux = len > 0 ? dx / len : 1, uy = len > 0 ? dy / len : 0;
	return (struct way){ gx * ux + gy * uy, fabsf(gy * ux - gx * uy), gy < 0,
		len > 0 && blen > 0 && bx * ux + by * uy < 0.9f * blen };
}

flow_step flow_step_between(flow *f, const flow_glyph *a, const flow_glyph *b, bool *back, bool *over)
{
	float size = a->size > b->size ? a->size : b->size;
	struct way w = way_between(a, b);

	*back = false;
	*over = w.along < -OVERLAP * size;
	if (!(size > 0))
		return STEP_ON;
	if (w.across > FLOW_LINE_STEP * size || w.turned) {
		*back = w.turned || w.upwards;
		return STEP_LINE;
	}
	if (w.along < -BACK_STEP * size) {
		*back = true;
		return STEP_LINE;
	}
	f->apart += w.along > FLOW_APART * size;
	if (w.along > COLUMN_GAP * size)
		return STEP_COLUMN;
	if (w.along > f->word_gap * size)
		return STEP_WORD;
	f->narrow |= w.along > FLOW_NARROW_GAP * size;
	return STEP_ON;
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

static void add_gap(flow *f, flow_step step)
{
	if (step == STEP_LINE) {
		if (f->text.n && f->text.p[f->text.n - 1] != '\n')
			buf_byte(&f->text, '\n');
	} else if (step != STEP_ON && !ends_in_blank(f)) {
		buf_byte(&f->text, step == STEP_COLUMN ? '\t' : ' ');
	}
}

static flow_glyph glyph_of(const rpdf_glyph *g)
{
	return (flow_glyph){ .number = g->number, .from = g->from, .to = g->to, .size = g->size,
		.unseen = g->unseen, .mute = g->nucs == 1 && g->ucs[0] == UNKNOWN, .box = { g->box.x0, g->box.y0, g->box.x1, g->box.y1 } };
}

/* What a glyph says, as UTF-8; nearly always one letter of ASCII. */
static size_t say(flow *f, const rpdf_glyph *g, char *said)
{
	if (g->nucs == 1 && g->ucs[0] >= ' ' && g->ucs[0] < 0x7f) {
		said[0] = (char)g->ucs[0];
		return 1;
	}
	size_t n = 0;
	for (int i = 0; i < g->nucs; i++) {
		n += (size_t)utf8_put(said + n, is_blank(g->ucs[i]) ? ' ' : (uint32_t)g->ucs[i]);
		f->leftward |= flow_runs_left(g->ucs[i]);
	}
	return n;
}

/* Where each letter stands apart, a blank is wider than the gaps around it: words stay words. */
static bool ends_in_letter_apart(const flow *f)
{
	const char *p = f->text.p;
	size_t n = f->text.n;
	return n > 3 && p[n - 1] != ' ' && p[n - 2] == ' ' && p[n - 3] != ' ' && p[n - 4] == ' ';
}

/* Where letters change their shapes, one glyph may say a word, and those that draw the rest of it say
 * nothing: they stand before it or behind, and there are no more of them than it has letters. */

/* The glyph before speaks for this one, too. */
static bool is_spoken_for(const flow *f, const flow_glyph *here, flow_step step)
{
	return here->mute && f->spare > 0 && step <= STEP_WORD;
}

/* How many of the glyphs before one that says n letters it speaks for. */
static int speaks_for(const flow *f, int n, flow_step step)
{
	if (n < 2 || step > STEP_WORD)
		return 0;
	return f->mute < n - 1 ? f->mute : n - 1;
}

/* Adds a glyph that draws more of what another says. */
static void push_more_of(flow *f, flow_glyph here, const flow_glyph *other)
{
	here.beg = other->beg;
	here.end = other->end;
	*push(f) = here;
}

/* The last n glyphs, which said nothing, say what is said now. */
static void say_together(flow *f, int n, const flow_glyph *here)
{
	for (size_t i = f->n - (size_t)n; i < f->n; i++) {
		f->glyphs[i].beg = here->beg;
		f->glyphs[i].end = here->end;
	}
}

static const flow_glyph *twin_of(flow *f, const rpdf_glyph *g, flow_step step, bool over, str said)
{
	const flow_glyph *twin = NULL;
	if (f->doubling || over || step == STEP_LINE) {
		twin = find_double(f, g, said);
		f->doubling = twin != NULL;
	}
	return twin;
}

static void put(flow *f, const rpdf_glyph *g, flow_glyph here, flow_step step, bool over)
{
	char bytes[PDF_MRANGE_CAP * 4];
	str said = { bytes, say(f, g, bytes) };
	const flow_glyph *twin = twin_of(f, g, step, over, said);
	if (twin) {
		f->mute = f->spare = 0;
		push_more_of(f, here, &(flow_glyph){ .beg = twin->beg, .end = twin->end });
		return;
	}
	if (is_spoken_for(f, &here, step)) {
		f->spare--;
		push_more_of(f, here, &(flow_glyph){ .beg = f->glyphs[f->prev].beg, .end = f->glyphs[f->prev].end });
		f->prev = (long)f->n - 1;
		return;
	}
	int others = speaks_for(f, g->nucs, step);
	if (others)
		buf_cut(&f->text, f->glyphs[f->n - (size_t)others].beg);
	else if (!(said.n == 1 && bytes[0] == ' ') || step == STEP_LINE || ends_in_letter_apart(f))
		add_gap(f, step);
	/* A space of no width leaves it open whether words meet: either is found. */
	if (g->opens && step == STEP_ON && flow_is_seam(buf_view(&f->text), f->piece, g, said))
		buf_z(&f->text, FLOW_SEAM);
	if (g->opens)
		f->piece = f->text.n;
	here.beg = (uint32_t)f->text.n;
	buf_str(&f->text, said);
	here.end = (uint32_t)f->text.n;
	say_together(f, others, &here);
	f->spare = here.mute ? 0 : g->nucs - 1 - others;
	f->mute = !here.mute ? 0 : step > STEP_WORD ? 1 : f->mute + 1;
	f->prev = (long)f->n;
	*push(f) = here;
}

void flow_put(flow *f, const rpdf_glyph *g, flow_step step, bool over)
{
	put(f, g, glyph_of(g), step, over);
}

/* ---- raised and dropped letters --------------------------------------------------------------- */

/* In parts of the larger letter's em: how small a raised one is and how high it may stand; from where
 * on a first letter is one that hangs down into the lines below; how far the word may stand off it. */
static const float RAISED_SIZE = 0.8f, RAISED_LEAST = 0.15f, RAISED_MOST = 0.7f, DROPPED_SIZE = 0.6f, DROPPED_GAP = 0.6f;

/* Is this small, and right behind a larger letter and above it: as a footnote's mark, or letters set high in a word? */
static bool is_raised(const flow *f, const rpdf_glyph *g)
{
	if (f->base < 0)
		return false;
	const flow_glyph *base = &f->glyphs[f->base];
	if (g->size > RAISED_SIZE * base->size || base->from.y != base->to.y || base->to.x < base->from.x)
		return false;
	float up = base->from.y - g->from.y, off = g->from.x - f->glyphs[f->prev].to.x;
	return up > RAISED_LEAST * base->size && up < RAISED_MOST * base->size && fabsf(off) < WORD_GAP * base->size;
}

/* "4399" and a small 3 are not 43993. */
static bool is_digit(const rpdf_glyph *g)
{
	return g->nucs == 1 && g->ucs[0] >= '0' && g->ucs[0] <= '9';
}

/* Does the line go on behind what is raised above it? */
static bool is_back_on_line(const flow *f, const flow_glyph *here)
{
	if (f->base < 0 || f->base == f->prev)
		return false;
	const flow_glyph *base = &f->glyphs[f->base];
	float off = here->from.x - f->glyphs[f->prev].to.x;
	return fabsf(base->from.y - here->from.y) < RAISED_LEAST * base->size && fabsf(off) < WORD_GAP * base->size
	       && here->size > RAISED_SIZE * base->size;
}

/* A name and the small letter of a note are two words, a name with a letter set high is one: either is found. */
static void add_seam(flow *f)
{
	char c = f->text.n ? f->text.p[f->text.n - 1] | 0x20 : 0;
	if (c >= 'a' && c <= 'z')
		buf_z(&f->text, FLOW_SEAM);
}

static int as_superscript(int digit)
{
	return digit == '1' ? 0xb9 : digit == '2' || digit == '3' ? 0xb0 + digit - '0' : 0x2070 + digit - '0';
}

bool flow_is_dropped_capital(str text, const flow_glyph *before, const flow_glyph *here)
{
	char c = before->beg < before->end ? text.p[before->beg] : 0;
	if (c < 'A' || c > 'Z' || here->size > DROPPED_SIZE * before->size || before->from.y != before->to.y)
		return false;
	float gap = here->from.x - before->to.x, up = before->from.y - here->from.y;
	return gap > -0.2f * here->size && gap < DROPPED_GAP * here->size && up > 0 && up < before->size;
}

/* Nearly every glyph is a letter of ASCII right behind the one before, on its line and of its size: of
 * such none of what is asked below can be so. False, and nothing done, where it is another kind. */
static bool add_next_letter(flow *f, const rpdf_glyph *g)
{
	if (g->nucs != 1 || g->ucs[0] < ' ' || g->ucs[0] >= 0x7f || g->opens || f->prev < 0 || f->doubling || f->base != f->prev)
		return false;
	const flow_glyph *before = &f->glyphs[f->prev];
	float gap = g->from.x - before->to.x, size = g->size;
	bool level = before->from.y == before->to.y && g->from.y == g->to.y && before->to.y == g->from.y
	             && before->to.x >= before->from.x && g->to.x >= g->from.x;
	if (!level || !(size > 0) || before->size != size || gap < -OVERLAP * size || gap > FLOW_NARROW_GAP * size)
		return false;
	flow_glyph *here = push(f);
	*here = glyph_of(g);
	here->beg = (uint32_t)f->text.n;
	buf_byte(&f->text, g->ucs[0]);
	here->end = (uint32_t)f->text.n;
	f->spare = f->mute = 0;
	f->prev = f->base = (long)f->n - 1;
	return true;
}

/* Letters set at one pitch, as a form fills them in or a program that knows no widths: the gaps behind the
 * narrow ones look like word spaces. Reading by place tells them from these. */
static void note_pitch(flow *f, const flow_glyph *before, const flow_glyph *here)
{
	float sx = here->from.x - before->from.x, sy = here->from.y - before->from.y;
	float wx = before->to.x - before->from.x, wy = before->to.y - before->from.y;
	float pitch = fabsf(sx) + fabsf(sy), gap = pitch - fabsf(wx) - fabsf(wy);
	if (fabsf(pitch - f->pitch) > FLOW_PITCH_OFF * here->size || pitch > FLOW_PITCH_MOST * here->size) {
		f->pitch = pitch;
		f->steps = f->gaps = 0;
	}
	f->steps++;
	f->gaps += gap > FLOW_NARROW_GAP * here->size;
	f->pitched |= f->steps >= FLOW_PITCH_STEPS && f->gaps >= FLOW_PITCH_GAPS;
}

void flow_add(flow *f, const rpdf_glyph *g)
{
	if (add_next_letter(f, g))
		return;
	flow_step step = STEP_ON;
	bool back = false, over = false;
	flow_glyph here = glyph_of(g);
	if (f->prev >= 0)
		step = flow_step_between(f, &f->glyphs[f->prev], &here, &back, &over);
	if (f->prev >= 0 && !f->pitched)
		note_pitch(f, &f->glyphs[f->prev], &here);
	bool capital = step == STEP_LINE && flow_is_dropped_capital(buf_view(&f->text), &f->glyphs[f->prev], &here);
	bool raised = !capital && is_raised(f, g), on_line = is_back_on_line(f, &here);
	if (step == STEP_LINE && (capital || raised || on_line))
		step = STEP_ON;
	long was = f->prev, base = f->base;
	if (raised && is_digit(g)) {
		rpdf_glyph small = *g;
		small.ucs[0] = as_superscript(g->ucs[0]);
		put(f, &small, here, step, over);
	} else {
		if (step == STEP_ON && (raised ? base == was : on_line))
			add_seam(f);
		put(f, g, here, step, over);
		f->base = raised ? base : f->prev;
	}
	f->jumps += back && f->prev != was;
}
