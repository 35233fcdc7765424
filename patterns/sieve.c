#include "patterns/sieve.h"

#include <stdlib.h>

enum {
	EDGE = 256,         /* stands before and behind a text, as a byte would                  */
	UNKNOWN = 0,        /* a way that was not gone yet                                       */
	DEAD = 1,
	TELLS = 0x8000,     /* with a state's number: outlines are through there                 */
	MOST_STATES = 8000, /* before all are forgotten                                          */
	FEW_STATES = 256,   /* that a text may have made, and one more for so many bytes of it:  */
	BYTES_A_STATE = 4,
	DEEPEST = 48,       /* bytes behind a place that are looked at                           */
};

/* Steps to go on with, and the outlines that are through. */
struct state {
	const uint32_t *steps; size_t nsteps;
	const uint32_t *through; size_t nthrough;
	uint64_t hash;
};

struct sieve {
	const outlines *of;
	const byteset *may, *not;    /* the outlines' sets, for a byte that may come and for one that may not */
	arena *own, *mem;            /* mem: the states, forgotten now and then          */
	uint16_t class[EDGE + 1];    /* bytes that no outline tells apart are one class  */
	uint16_t byte_of[EDGE + 1];  /* class -> one of its bytes                        */
	size_t nclasses;
	struct state *states; size_t n;
	uint16_t *ways;              /* state x class -> state, a row 1 << shift         */
	unsigned shift;
	uint16_t begin[EDGE + 1];    /* class of the byte before -> state                */
	uint16_t *index; size_t nindex;   /* hash -> state                               */
	size_t made, may_make;       /* in this text                                     */
	/* Work in progress: a mark equal to its turn is set. */
	uint32_t step_turn, *step_marks, outline_turn, *outline_marks;
	uint32_t *list; size_t nlist;
	uint32_t *through; size_t nthrough;
	uint32_t *todo, *going;
};

/* ---- making -------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t more)
{
	hash = (hash ^ more) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 31;
}

/* All bytes of a kind, or none of them: all where one is in it, or only where all are. */
static byteset coarsen(byteset s, bool widen)
{
	static const char kinds[][2] = { { 'a', 'z' }, { 'A', 'Z' }, { '0', '9' } };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		bool any = false, all = true;
		for (int c = kinds[i][0]; c <= kinds[i][1]; c++) {
			any |= byteset_has(&s, (unsigned)c);
			all &= byteset_has(&s, (unsigned)c);
		}
		for (int c = kinds[i][0]; c <= kinds[i][1]; c++) {
			if (widen ? any : all)
				s.bits[c >> 6] |= 1ull << (c & 63);
			else
				s.bits[c >> 6] &= ~(1ull << (c & 63));
		}
	}
	return s;
}

static void take_sets(sieve *s, sieve_mesh mesh)
{
	const outlines *of = s->of;
	byteset *may = arena_array(s->own, byteset, of->nsets), *not = arena_array(s->own, byteset, of->nsets);

	for (size_t i = 0; i < of->nsets; i++) {
		may[i] = mesh == SIEVE_COARSE ? coarsen(of->sets[i], true) : of->sets[i];
		not[i] = mesh == SIEVE_COARSE ? coarsen(of->sets[i], false) : of->sets[i];
	}
	s->may = may;
	s->not = not;
}

static void sort_bytes(sieve *s)
{
	uint64_t sign[EDGE] = { 0 };

	for (size_t i = 0; i < s->of->nsets; i++)
		for (unsigned c = 0; c < EDGE; c++)
			sign[c] = mix(mix(sign[c], byteset_has(&s->may[i], c)), byteset_has(&s->not[i], c));
	for (unsigned c = 0; c < EDGE; c++) {
		unsigned same = 0;
		while (sign[same] != sign[c])
			same++;
		if (same == c) {
			s->byte_of[s->nclasses] = (uint16_t)c;
			s->class[c] = (uint16_t)s->nclasses++;
		} else {
			s->class[c] = s->class[same];
		}
	}
	s->byte_of[s->nclasses] = EDGE;
	s->class[EDGE] = (uint16_t)s->nclasses++;
}

static uint16_t *way(const sieve *s, size_t from, size_t class)
{
	return &s->ways[from << s->shift | class];
}

static void forget(sieve *s)
{
	arena_clear(s->mem);
	memset(s->ways, 0, (s->n << s->shift) * sizeof *s->ways);
	s->n = DEAD + 1; /* two that are no states: from the one no way is known, from the other none leads on */
	for (size_t i = 0; i < s->nclasses; i++)
		*way(s, DEAD, i) = DEAD;
	memset(s->begin, 0, sizeof s->begin);
	memset(s->index, 0, s->nindex * sizeof *s->index);
}

sieve *sieve_new(const outlines *of, sieve_mesh mesh)
{
	arena *own = arena_new();
	sieve *s = arena_alloc(own, sizeof *s);

	s->of = of;
	s->own = own;
	s->mem = arena_new();
	take_sets(s, mesh);
	sort_bytes(s);
	s->states = arena_array(own, struct state, MOST_STATES);
	while (1u << s->shift < s->nclasses)
		s->shift++;
	s->ways = arena_array(own, uint16_t, (size_t)MOST_STATES << s->shift);
	s->nindex = 2 * MOST_STATES;
	s->index = arena_array(own, uint16_t, s->nindex);
	s->step_marks = arena_array(own, uint32_t, of->nsteps);
	s->outline_marks = arena_array(own, uint32_t, of->n);
	s->list = arena_array(own, uint32_t, of->nsteps);
	s->todo = arena_array(own, uint32_t, 2 * of->nsteps + 2);
	s->going = arena_array(own, uint32_t, of->nsteps);
	s->through = arena_array(own, uint32_t, of->n);
	forget(s);
	return s;
}

void sieve_drop(sieve *s)
{
	if (!s)
		return;
	arena_drop(s->mem);
	arena_drop(s->own);
}

/* ---- states -------------------------------------------------------------------------------- */

static void turn(uint32_t *turn, uint32_t *marks, size_t n)
{
	if (++*turn == 0) {
		memset(marks, 0, n * sizeof *marks);
		*turn = 1;
	}
}

static void list_steps(sieve *s)
{
	turn(&s->step_turn, s->step_marks, s->of->nsteps);
	s->nlist = 0;
}

static void list_outlines(sieve *s)
{
	turn(&s->outline_turn, s->outline_marks, s->of->n);
	s->nthrough = 0;
}

static void let_through(sieve *s, uint32_t which)
{
	if (s->outline_marks[which] == s->outline_turn)
		return;
	s->outline_marks[which] = s->outline_turn;
	s->through[s->nthrough++] = which;
}

enum { NOT_KNOWN = -1 };

/* Lists what can be reached from a step without a byte, when `before` was read and `ahead` comes next. */
static void reach(sieve *s, uint32_t from, int before, int ahead)
{
	size_t n = 0;

	s->todo[n++] = from;
	while (n) {
		uint32_t at = s->todo[--n];
		const step *one = &s->of->steps[at];
		if (s->step_marks[at] == s->step_turn)
			continue;
		s->step_marks[at] = s->step_turn;
		switch (one->kind) {
		case STEP_BYTE:
			s->list[s->nlist++] = at;
			break;
		case STEP_SPLIT:
			s->todo[n++] = one->next;
			if (one->other != one->next)
				s->todo[n++] = one->other;
			break;
		case STEP_NOT_BEHIND:
			if (before == NOT_KNOWN || !byteset_has(&s->not[one->set], (unsigned)before))
				s->todo[n++] = one->next;
			break;
		case STEP_NOT_AHEAD:
			if (ahead == NOT_KNOWN)
				s->list[s->nlist++] = at;
			else if (!byteset_has(&s->not[one->set], (unsigned)ahead))
				s->todo[n++] = one->next;
			break;
		case STEP_ACCEPT:
			let_through(s, one->which);
			break;
		}
	}
}

/* An outline that is through need not be gone on with. */
static void leave_out_through(sieve *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->nlist; i++)
		if (s->outline_marks[s->of->steps[s->list[i]].which] != s->outline_turn)
			s->list[kept++] = s->list[i];
	s->nlist = kept;
}

static uint64_t hash_of(const uint32_t *list, size_t n, uint64_t hash)
{
	for (size_t i = 0; i < n; i++)
		hash = mix(hash, list[i]);
	return hash ^ n;
}

static bool same(const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	return na == nb && (na == 0 || memcmp(a, b, na * sizeof *a) == 0);
}

static const uint32_t *keep(sieve *s, const uint32_t *list, size_t n)
{
	uint32_t *copy = arena_array(s->mem, uint32_t, n);
	if (n)
		memcpy(copy, list, n * sizeof *copy);
	return copy;
}

/* The state of what is listed, its steps in the order they were reached; UNKNOWN when there may be no more. */
static uint16_t state_of_list(sieve *s)
{
	leave_out_through(s);
	if (s->nlist == 0 && s->nthrough == 0)
		return DEAD;
	uint64_t hash = hash_of(s->through, s->nthrough, hash_of(s->list, s->nlist, 0));
	size_t slot = hash % s->nindex;
	uint16_t tells = s->nthrough ? TELLS : 0;
	for (; s->index[slot]; slot = (slot + 1) % s->nindex) {
		const struct state *one = &s->states[s->index[slot]];
		if (one->hash == hash && same(one->steps, one->nsteps, s->list, s->nlist) &&
		    same(one->through, one->nthrough, s->through, s->nthrough))
			return s->index[slot] | tells;
	}
	if (s->n >= MOST_STATES || s->made >= s->may_make)
		return UNKNOWN;
	s->made++;
	s->states[s->n] = (struct state){ keep(s, s->list, s->nlist), s->nlist, keep(s, s->through, s->nthrough), s->nthrough, hash };
	s->index[slot] = (uint16_t)s->n;
	return (uint16_t)s->n++ | tells;
}

/* The state in front of a text's first byte, or behind a byte of that class. */
static uint16_t begin_behind(sieve *s, unsigned class)
{
	if (s->begin[class] != UNKNOWN)
		return s->begin[class];
	list_steps(s);
	list_outlines(s);
	for (size_t i = 0; i < s->of->n; i++)
		reach(s, s->of->first[i], s->byte_of[class], NOT_KNOWN);
	return s->begin[class] = state_of_list(s);
}

/* From a state over a byte of that class. */
static uint16_t make_way(sieve *s, unsigned from, unsigned class)
{
	const struct state *old = &s->states[from];
	int byte = s->byte_of[class];
	size_t n = 0;

	/* First what hung on the byte that comes, then the byte. */
	list_steps(s);
	list_outlines(s);
	for (size_t i = 0; i < old->nsteps; i++)
		reach(s, old->steps[i], NOT_KNOWN, byte);
	for (size_t i = 0; i < s->nlist; i++) {
		const step *one = &s->of->steps[s->list[i]];
		if (byteset_has(&s->may[one->set], (unsigned)byte))
			s->going[n++] = one->next;
	}
	list_steps(s);
	for (size_t i = 0; i < n; i++)
		reach(s, s->going[i], byte, NOT_KNOWN);
	return *way(s, from, class) = state_of_list(s);
}

/* ---- a text -------------------------------------------------------------------------------- */

struct pouring { sieve *s; sieve_through *through; void *arg; };

static void tell_through(const struct pouring *p, unsigned state, size_t at)
{
	const struct state *one = &p->s->states[state & ~TELLS];
	for (size_t i = 0; i < one->nthrough; i++)
		p->through(p->arg, one->through[i], (uint32_t)at);
}

/* Where it is not known how things go on: all outlines that are still open. */
static void tell_open(const struct pouring *p, unsigned state, size_t at)
{
	sieve *s = p->s;

	list_outlines(s);
	for (size_t i = 0; i < s->states[state].nsteps; i++)
		let_through(s, s->of->steps[s->states[state].steps[i]].which);
	for (size_t i = 0; i < s->nthrough; i++)
		p->through(p->arg, s->through[i], (uint32_t)at);
}

static void pour(const struct pouring *p, str text, size_t at, unsigned state)
{
	sieve *s = p->s;
	size_t end = text.n - at > DEEPEST ? at + DEEPEST : text.n;

	for (size_t i = at; ; i++) {
		if (state & TELLS)
			tell_through(p, state, at);
		state &= ~(unsigned)TELLS;
		if (i == end && end < text.n) {
			tell_open(p, state, at);
			return;
		}
		unsigned class = i < text.n ? s->class[(unsigned char)text.p[i]] : s->class[EDGE];
		unsigned next = *way(s, state, class);
		if (next == UNKNOWN)
			next = make_way(s, state, class);
		if (next == UNKNOWN)
			tell_open(p, state, at);
		if (next <= DEAD)
			return;
		state = next;
		if (i == text.n) {
			tell_through(p, state, at);
			return;
		}
	}
}

/* At most places nothing begins, and that is known. */
static bool is_closed(const sieve *s, unsigned before, unsigned class)
{
	return *way(s, s->begin[before] & ~(unsigned)TELLS, class) == DEAD;
}

static void pour_at(const struct pouring *p, str text, size_t at, unsigned before)
{
	sieve *s = p->s;

	if (s->n == MOST_STATES && s->made < s->may_make)
		forget(s);
	uint16_t state = begin_behind(s, before);
	if (state > DEAD)
		pour(p, text, at, state);
	else if (state == UNKNOWN)
		for (size_t i = 0; i < s->of->n; i++)
			p->through(p->arg, (uint32_t)i, (uint32_t)at);
}

void sieve_text(sieve *s, str text, openings open, sieve_through *through, void *arg)
{
	struct pouring p = { s, through, arg };

	if (s->of->n == 0)
		return;
	s->made = 0;
	s->may_make = FEW_STATES + text.n / BYTES_A_STATE;
	if (s->n > MOST_STATES / 2)
		forget(s);
	for (size_t i = 0; i < open.n; i++) {
		size_t at = open.list[i].beg;
		unsigned class = s->class[at ? (unsigned char)text.p[at - 1] : EDGE], before;
		for (; at <= open.list[i].end && at < text.n; at++) {
			before = class;
			class = s->class[(unsigned char)text.p[at]];
			if (!is_closed(s, before, class) && ((unsigned char)text.p[at] & 0xC0) != 0x80)
				pour_at(&p, text, at, before);
		}
	}
}
