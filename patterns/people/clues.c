#include "patterns/people/clues.h"

#include "redact/base/hash.h"

#include <string.h>

/* ---- what is known of each word ------------------------------------------------------------------ */

static uint32_t mix(uint32_t h, uint32_t more)
{
	for (int i = 0; i < 4; i++, more >>= 8)
		h = hash32_byte(h, (unsigned char)more);
	return h;
}

static str small_of(str s, arena *mem)
{
	str out = str_dup(s, mem);
	char *p = (char *)out.p;
	for (size_t i = 0; i < out.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] |= 0x20;
	if (out.n > 2 && memcmp(out.p + out.n - 2, "'s", 2) == 0)
		out.n -= 2;
	if (out.n > 1 && out.p[out.n - 1] == '.')
		out.n--;
	return out;
}

/* The words that the text has in small letters, as bits by their hash. */
struct seen_small { uint64_t bits[1024]; };

static bool see(struct seen_small *s, str word, bool note)
{
	uint32_t h = hash32(word) & 0xFFFF;
	uint64_t bit = (uint64_t)1 << (h & 63);
	if (note)
		s->bits[h >> 6] |= bit;
	return s->bits[h >> 6] & bit;
}

static bool begins_line(const token *t)
{
	return t->gap >= GAP_IS_LINE;
}

/* What the line says as a whole: are all of it capitals; and for each word, which label it follows. */
static void read_line(clue_text *c, const folded *f, size_t beg, size_t end)
{
	bool small = false;
	uint32_t label = 0;
	for (size_t i = beg; i < end; i++) {
		small |= c->t.list[i].shape == SHAPE_SMALL || c->t.list[i].shape == SHAPE_CAPITAL;
		c->words[i].label = label;
		if (i > beg && f->text.p[c->t.list[i].beg] == ':' && c->t.list[i].shape == SHAPE_SIGN)
			label = hash32(c->words[i - 1].small) | 1;
	}
	for (size_t i = beg; i < end; i++)
		c->words[i].shouted = !small;
}

clue_text clues_prepare(const folded *f, str source, str names, arena *mem)
{
	clue_text c = { .t = tokens_of(f, source, mem) };
	struct seen_small *seen = arena_alloc(mem, sizeof *seen);
	c.words = arena_array(mem, word, c.t.n);
	for (size_t i = 0; i < c.t.n; i++) {
		const token *t = &c.t.list[i];
		c.words[i].small = small_of(str_sub(f->text, t->beg, t->end), mem);
		if (t->shape != SHAPE_SIGN && t->shape != SHAPE_NUMBER)
			c.words[i].rank = census_rank(names, c.words[i].small);
		if (t->shape == SHAPE_SMALL)
			see(seen, c.words[i].small, true);
	}
	for (size_t beg = 0, end; beg < c.t.n; beg = end) {
		for (end = beg + 1; end < c.t.n && !begins_line(&c.t.list[end]); end++)
			;
		read_line(&c, f, beg, end);
	}
	for (size_t i = 0; i < c.t.n; i++)
		c.words[i].small_too = see(seen, c.words[i].small, false);
	return c;
}

/* ---- clues --------------------------------------------------------------------------------------- */

struct clue_list {
	uint32_t *out;
	size_t n;
	uint32_t kind;
};

/* The next kind of clue, with what it says. */
static void add(struct clue_list *l, uint32_t a, uint32_t b, uint32_t c)
{
	uint32_t h = mix(mix(mix(mix(2166136261u, ++l->kind), a), b), c);
	if (l->n < MOST_CLUES)
		l->out[l->n++] = (h ^ h >> 15) % CLUES;
}

enum { OUTSIDE = 0x4F5554 };

/* A word near token i, or nothing across the end of a paragraph or a cell. */
struct near {
	uint32_t word, shape, given, family, gap;
	bool there;
};

static struct near near_of(const clue_text *c, size_t i, int by)
{
	struct near no = { OUTSIDE, SHAPES, 0, 0, 0, false };
	if (by < 0 ? i < (size_t)-by : i + (size_t)by >= c->t.n)
		return no;
	size_t from = by < 0 ? i - (size_t)-by : i, to = by < 0 ? i : i + (size_t)by;
	for (size_t k = from + 1; k <= to; k++)
		if (c->t.list[k].gap >= GAP_IS_CELL)
			return no;
	size_t at = by < 0 ? from : to;
	const word *w = &c->words[at];
	return (struct near){ hash32(w->small), c->t.list[at].shape, (uint32_t)(w->rank.given + 2) / 3,
		                  (uint32_t)(w->rank.family + 2) / 3, c->t.list[at].gap, true };
}

static uint32_t end_of(str s, size_t n)
{
	return hash32(s.n > n ? str_sub(s, s.n - n, s.n) : s);
}

size_t clues_about(const clue_text *c, size_t i, uint32_t out[static MOST_CLUES])
{
	struct clue_list l = { .out = out };
	const word *w = &c->words[i];
	struct near at = near_of(c, i, 0), b1 = near_of(c, i, -1), b2 = near_of(c, i, -2), a1 = near_of(c, i, 1), a2 = near_of(c, i, 2),
	            b3 = near_of(c, i, -3), a3 = near_of(c, i, 3);
	uint32_t self = at.shape << 8 | at.given << 4 | at.family;
	uint32_t last = b1.shape << 8 | b1.given << 4 | b1.family, next = a1.shape << 8 | a1.given << 4 | a1.family;

	add(&l, at.word, 0, 0);
	add(&l, at.word, at.shape, 0);
	add(&l, b1.word, at.shape, 0);
	add(&l, a1.word, at.shape, 0);
	add(&l, b2.word, at.shape, 0);
	add(&l, a2.word, at.shape, 0);
	add(&l, b2.word, b1.word, at.shape);
	add(&l, a1.word, a2.word, at.shape);
	add(&l, b1.word, at.shape, a1.shape);
	add(&l, b1.word, a1.word, at.shape);
	add(&l, b3.word, at.shape, 0);
	add(&l, a3.word, at.shape, 0);

	add(&l, self, 0, 0);
	add(&l, self, w->small_too, 0);
	add(&l, last, self, 0);
	add(&l, self, next, 0);
	add(&l, last, self, next);
	add(&l, self, next, a2.shape << 8 | a2.family);
	add(&l, b2.shape, last, self);
	add(&l, (uint32_t)w->rank.given, at.shape, 0);
	add(&l, (uint32_t)w->rank.family, at.shape, 0);

	add(&l, b1.shape, at.shape, a1.shape);
	add(&l, b2.shape << 8 | b1.shape, at.shape, a1.shape << 8 | a2.shape);
	add(&l, at.gap, self, w->shouted);
	add(&l, w->shouted, at.shape, a1.shape);
	add(&l, w->shouted, at.word, 0);
	add(&l, w->label, at.shape, 0);
	add(&l, w->label, self, 0);
	add(&l, c->t.list[i].gap >= GAP_IS_LINE, self, next);
	add(&l, a1.there && a1.gap >= GAP_IS_LINE, self, 0);
	if (at.shape == SHAPE_CAPITAL || at.shape == SHAPE_CAPITALS || at.shape == SHAPE_OTHER) {
		add(&l, end_of(w->small, 2), w->small_too, 0);
		add(&l, end_of(w->small, 3), at.shape, 0);
		add(&l, hash32(str_sub(w->small, 0, 3)), at.shape, 0);
		add(&l, (uint32_t)(w->small.n > 12 ? 12 : w->small.n), self, 0);
		add(&l, memchr(w->small.p, '-', w->small.n) != NULL, at.shape, 0);
	}
	return l.n;
}
