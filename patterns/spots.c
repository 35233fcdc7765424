#include "patterns/spots.h"
#include "patterns/sieve.h"

#include <stdlib.h>

struct word { str text; uint32_t rule; };

/* Shapes that go through one gate. */
struct group {
	outlines shapes;
	gate gate;
	sieve *sieve;
	uint32_t *shape; size_t n, room;   /* outline -> shape */
};

/* Shapes that may begin anywhere stand apart, so that the gate of the others stays shut. */
enum { GATED, UNGATED, GROUPS };

struct spotter {
	arena *mem;
	struct group groups[GROUPS];
	size_t nshapes;
	outlines spellings;   /* a word of several rules is spelt once */
	word_gate word_gate;
	sieve *fine;
	size_t nrules;
	struct word *words; size_t nwords, words_room;
	uint32_t *first;      /* spelling -> the first of its words */
};

spotter *spotter_new(size_t nrules)
{
	arena *mem = arena_new();
	spotter *s = arena_alloc(mem, sizeof *s);

	s->mem = s->spellings.mem = mem;
	for (int i = 0; i < GROUPS; i++)
		s->groups[i].shapes.mem = mem;
	s->nrules = nrules;
	return s;
}

void spotter_drop(spotter *s)
{
	if (!s)
		return;
	for (int i = 0; i < GROUPS; i++)
		sieve_drop(s->groups[i].sieve);
	sieve_drop(s->fine);
	arena_drop(s->mem);
}

bool spotter_add_shape(spotter *s, str pattern, const musts *holds, uint32_t *shape)
{
	struct group *g = &s->groups[holds->digit || holds->sign ? GATED : UNGATED];

	if (!outline_pattern(&g->shapes, pattern))
		return false;
	gate_add(&g->gate, holds);
	*shape = (uint32_t)s->nshapes++;
	*ARENA_PUSH(s->mem, g->shape, g->n, g->room) = *shape;
	return true;
}

void spotter_add_word(spotter *s, str word, size_t rule)
{
	if (word.n)
		*ARENA_PUSH(s->mem, s->words, s->nwords, s->words_room) = (struct word){ word, (uint32_t)rule };
}

static int by_text(const void *left, const void *right)
{
	const struct word *a = left, *b = right;
	int c = str_cmp(a->text, b->text);
	return c ? c : (a->rule > b->rule) - (a->rule < b->rule);
}

void spotter_ready(spotter *s)
{
	size_t n = 0;

	if (s->nwords)
		qsort(s->words, s->nwords, sizeof *s->words, by_text);
	s->first = arena_array(s->mem, uint32_t, s->nwords + 1);
	for (size_t i = 0; i < s->nwords; i++) {
		if (i && str_eq(s->words[i].text, s->words[i - 1].text))
			continue;
		outline_word(&s->spellings, s->words[i].text);
		word_gate_add(&s->word_gate, s->words[i].text);
		s->first[n++] = (uint32_t)i;
	}
	s->first[n] = (uint32_t)s->nwords;
	for (int i = 0; i < GROUPS; i++)
		s->groups[i].sieve = s->groups[i].n ? sieve_new(&s->groups[i].shapes, SIEVE_COARSE) : NULL;
	s->fine = sieve_new(&s->spellings, SIEVE_FINE);
}

/* ---- looking ------------------------------------------------------------------------------- */

struct looking { spotter *s; const struct group *group; str text; arena *mem; spots *out; };

/* A rule may have a word twice. */
static void note_word(void *arg, uint32_t spelling, uint32_t at)
{
	const struct looking *l = arg;
	const spotter *s = l->s;
	size_t first = s->first[spelling], last = s->first[spelling + 1];
	str word = s->words[first].text;

	/* All of the word fell through, or it was not looked at to its end. */
	if (l->text.n - at < word.n || !fold_boundary(l->text, at) || !fold_boundary(l->text, at + word.n))
		return;
	for (size_t i = 0; i < word.n; i++) {
		char c = l->text.p[at + i];
		if ((c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c) != word.p[i])
			return;
	}
	for (size_t i = first; i < last; i++) {
		struct cues *of = &l->out->rules[s->words[i].rule];
		if (i == first || s->words[i].rule != s->words[i - 1].rule)
			*ARENA_PUSH(l->mem, of->list, of->n, of->room) = (cue){ at, at + (uint32_t)word.n };
	}
}

static void note_place(void *arg, uint32_t which, uint32_t at)
{
	const struct looking *l = arg;
	struct places *of = &l->out->shapes[l->group->shape[which]];
	*ARENA_PUSH(l->mem, of->list, of->n, of->room) = at;
}

spots spotter_look(spotter *s, str text, arena *mem)
{
	spots out = { arena_array(mem, struct places, s->nshapes), arena_array(mem, struct cues, s->nrules) };
	struct looking l = { s, NULL, text, mem, &out };

	for (const struct group *g = s->groups; g < s->groups + GROUPS; g++) {
		l.group = g;
		if (g->sieve)
			sieve_text(g->sieve, text, gate_open(&g->gate, text, mem), note_place, &l);
	}
	sieve_text(s->fine, text, word_gate_open(&s->word_gate, text, mem), note_word, &l);
	return out;
}
