/* Setting one line: letters by the widths of their font, one blank for each blank, gaps as wide as
 * every other. */
#include "formats/pdf/even/even_int.h"

#include <math.h>

/* In parts of the em. A gap is a blank from here on, and a letter this far back over the one before
 * was set by widths that are not the font's; a blank; the least a letter advances. */
static const float IS_BLANK = 0.17f, BLANK = 0.28f, NARROWEST = 0.05f, WIDEST_BLANK = 1;

/* Blanks may be narrowed to this much of themselves: first, and when nothing else helps. */
static const float NARROW = 0.75f, NARROWER = 0.4f;

/* In ems: gaps that still look like one, and the narrowest. */
static const float SHORT_GAP = 2, SHORTEST_GAP = 1;

/* In parts of the em: how clear of the letters beside it a box is; its top and bottom. */
static const float CLEAR = 0.04f, RISES = 0.82f, FALLS = 0.24f;

/* One step along the line. */
typedef enum step_kind { STEP_LETTER, STEP_RIDER, STEP_BLANK, STEP_GAP } step_kind;

typedef struct step {
	step_kind kind;
	const even_item *it;     /* NULL for a blank that no glyph stands for                  */
	size_t last;             /* STEP_GAP: index of the last item that is cut               */
	float before;            /* points to the letter before it: what the widths don't tell */
	float wide;
	bool starts;             /* a word                                                     */
} step;

typedef struct setting {
	step *steps; size_t n, room;
	float letters, blanks;   /* points in all */
	size_t ngaps;
	float em;                /* of what is cut */
} setting;

/* Places keep a hundredth of a point; where one step ends and the next begins, no producer's numbers do. */
float even_round(float v)
{
	return (float)(floor((double)v * 100 + 0.737) / 100);
}

static float coarse(float v, float em)
{
	return em > 0 ? roundf(v / em * 20) / 20 * em : 0;
}

static step *add(even_setting *s, setting *t, step_kind kind, const even_item *it)
{
	step *st = ARENA_PUSH(s->mem, t->steps, t->n, t->room);
	*st = (step){ .kind = kind, .it = it };
	return st;
}

static void add_blank(even_setting *s, setting *t, const even_item *it, float em)
{
	step *st = add(s, t, STEP_BLANK, it);
	st->wide = it && it->wide >= NARROWEST * em && it->wide <= WIDEST_BLANK * em ? it->wide : BLANK * em;
	t->blanks += st->wide;
}

static bool same_sign(const even_item *a, const even_item *b)
{
	return a->g->sign == b->g->sign;
}

/* The items from `at` on that have one gap. Returns the first behind it; *last: the last that is cut. */
static size_t end_of_gap(const even_setting *s, size_t at, size_t end, size_t *last)
{
	*last = at;
	for (size_t i = at + 1; i < end; i++) {
		const even_item *it = &s->items[i];
		if (it->g->cut && same_sign(it, &s->items[at]))
			*last = i;
		else if (it->g->cut || !it->g->blank)
			break;
	}
	return *last + 1;
}

static void drop(even_setting *s, const even_item *it)
{
	if (!it->g->cut)
		s->out->places[it->g->number].how = EVEN_GONE;
}

/* What a piece of a line is made of, in order. */
static setting read_piece(even_setting *s, const even_piece *p)
{
	setting t = { 0 };
	const even_item *base = NULL, *blank = NULL;
	float right = 0;         /* where what came before ended */
	for (size_t i = p->beg; i < p->end;) {
		const even_item *it = &s->items[i];
		float em = it->g->size;
		if (it->g->blank && !it->g->cut) {
			if (!base || blank)
				drop(s, it);
			else
				blank = it;
			i++;
			continue;
		}
		float gap = it->at.along - right;
		bool rides = base && !blank && !it->g->cut && !base->g->cut
		             && (it->wide <= 0 || it->at.along < base->at.along + 0.5f * base->wide);
		if (rides) {
			add(s, &t, STEP_RIDER, it)->before = coarse(it->at.along - base->at.along, em);
			i++;
			continue;
		}
		bool spaced = base && (blank || gap >= IS_BLANK * em);
		bool lies = base && !spaced && !it->g->cut && !base->g->cut
		            && (gap <= -IS_BLANK * em);
		if (spaced && !(base->wide < NARROWEST * em && !blank && !base->g->cut))
			add_blank(s, &t, blank, blank ? blank->g->size : base->g->cut ? em : base->g->size);
		else if (spaced)
			lies = true;
		blank = NULL;

		step *st = add(s, &t, it->g->cut ? STEP_GAP : STEP_LETTER, it);
		st->starts = !base || spaced;
		if (it->g->cut) {
			size_t next = end_of_gap(s, i, p->end, &st->last);
			for (size_t k = i; k < next; k++) {
				drop(s, &s->items[k]);
				right = fmaxf(k > i ? right : -INFINITY, s->items[k].at.along + s->items[k].wide);
			}
			t.em = fmaxf(t.em, em);
			t.ngaps++;
			base = &s->items[next - 1];
			i = next;
		} else {
			st->before = lies ? coarse(gap, em) : 0;
			st->wide = it->wide;
			t.letters += st->before + st->wide;
			right = it->at.along + it->wide;
			base = it;
			i++;
		}
	}
	if (blank)
		drop(s, blank);
	return t;
}

/* How narrow blanks and gaps become for a line to be no wider than `room`. */
typedef struct squeeze { float blanks, gap; } squeeze;

static bool squeeze_into(const setting *t, float room, float narrow, float shortest, squeeze *q)
{
	float gaps = (float)t->ngaps * t->em;
	q->gap = EVEN_GAP;
	float left = room - t->letters - gaps * q->gap;
	q->blanks = t->blanks > 0 ? floorf(left / t->blanks * 100) / 100 : left >= 0;
	if (q->blanks >= 1)
		q->blanks = 1;
	if (q->blanks >= narrow)
		return true;
	q->blanks = narrow;
	left = room - t->letters - t->blanks * narrow;
	q->gap = floorf(left / gaps / EVEN_STEP) * EVEN_STEP;
	return q->gap >= shortest;
}

static float width_of(const setting *t, squeeze q)
{
	return t->letters + t->blanks * q.blanks + (float)t->ngaps * t->em * q.gap;
}

static void put(even_setting *s, const even_item *it, float along)
{
	rect at = even_turned_back((rect){ along, it->at.across, along, it->at.across }, it->at.turn);
	s->out->places[it->g->number] = (even_place){ EVEN_AT, { at.x0, at.y0 } };
}

/* The gap's box, which is its word, too: what underlines it ends where the box does. */
static even_word add_box(even_setting *s, const even_piece *p, const step *st, float em, float from, float to)
{
	const even_item *last = &s->items[st->last];
	float across = st->it->at.across, left = even_round(from + CLEAR * em), right = even_round(to - CLEAR * em);
	rect r = { left, even_round(across - RISES * em), right, even_round(across + FALLS * em) };
	*ARENA_PUSH(s->mem, s->out->boxes, s->out->nboxes, s->boxes_room)
		= (even_box){ even_turned_back(r, p->turn), st->it->g->sign };
	return (even_word){ st->it->at.along, last->at.along + last->wide, left, right };
}

static void add_word(even_line *l, const even_word *w)
{
	l->words[l->nwords++] = *w;
}

static void place_steps(even_setting *s, const even_piece *p, const setting *t, squeeze q, float from, even_line *l)
{
	float pen = from, base = from;
	even_word word = { 0 };
	bool open = false;
	for (size_t i = 0; i < t->n; i++) {
		const step *st = &t->steps[i];
		bool ends = st->kind == STEP_BLANK || st->kind == STEP_GAP;
		if (open && ends) {
			add_word(l, &word);
			open = false;
		}
		switch (st->kind) {
		case STEP_BLANK:
			if (st->it)
				put(s, st->it, pen);
			pen += st->wide * q.blanks;
			break;
		case STEP_RIDER:
			put(s, st->it, base + st->before);
			break;
		case STEP_LETTER:
			base = pen + st->before;
			put(s, st->it, base);
			pen = base + st->wide;
			if (!open)
				word = (even_word){ st->it->at.along, 0, base, 0 };
			open = true;
			word.was1 = st->it->at.along + st->it->wide;
			word.is1 = pen;
			break;
		case STEP_GAP: {
			float to = pen + q.gap * t->em;
			even_word gap = add_box(s, p, st, t->em, pen, to);
			add_word(l, &gap);
			pen = to;
			break;
		}
		}
	}
	if (open)
		add_word(l, &word);
}

bool even_set_piece(even_setting *s, const even_piece *p, const even_anchor *a)
{
	setting t = read_piece(s, p);
	squeeze q;
	if (!squeeze_into(&t, a->soft, NARROW, SHORT_GAP, &q) && !squeeze_into(&t, a->hard, NARROW, SHORT_GAP, &q)
	    && !squeeze_into(&t, a->hard, NARROWER, SHORTEST_GAP, &q))
		return false;
	float wide = width_of(&t, q);
	float from = a->side == EVEN_LEFT ? a->at : a->side == EVEN_RIGHT ? a->at - wide : a->at - wide / 2;

	even_line *l = ARENA_PUSH(s->mem, s->out->lines, s->out->nlines, s->lines_room);
	*l = (even_line){ .turn = p->turn, .across = p->across, .size = p->size };
	l->words = arena_array(s->mem, even_word, t.n + 1);
	place_steps(s, p, &t, q, even_round(from), l);
	return true;
}
