/*
 * First letters that hang down into the lines below, for who reads by place. A page may draw them apart from
 * their words: before all else, or behind it.
 */
#include "formats/pdf/read/flow_int.h"

#include <math.h>
#include <stdlib.h>

/* Ever so many large capitals are a headline's. */
enum { MOST = 64 };

/* In parts of the capital's em: how far off others of its line stand, and how large they are at least. */
static const float ALONE_BEFORE = 1.5f, ALONE_BEHIND = 2, ALIKE = 0.7f, LEVEL = 0.3f;

static bool is_capital(str text, const flow_glyph *g)
{
	return g->end - g->beg == 1 && text.p[g->beg] >= 'A' && text.p[g->beg] <= 'Z';
}

static int by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

/* The middle one of the sizes of some letters from all over the page. */
static float common_size(const flow_placed *p, size_t n)
{
	enum { LOOKS = 31 };
	float sizes[LOOKS];
	for (size_t i = 0; i < LOOKS; i++)
		sizes[i] = p[i * n / LOOKS].g->size;
	qsort(sizes, LOOKS, sizeof *sizes, by_size);
	return sizes[LOOKS / 2];
}

/* The letter that its word goes on with, on the uppermost line beside it; NULL for none, and where it has others
 * of its size around it. */
static const flow_placed *word_of(str text, const flow_placed *p, size_t n, const flow_placed *capital)
{
	const flow_placed *best = NULL;
	float size = capital->g->size;
	for (size_t i = 0; i < n; i++) {
		if (&p[i] == capital || p[i].at.turn != capital->at.turn)
			continue;
		float on = p[i].at.along - capital->at.along;
		if (p[i].g->size > ALIKE * size && fabsf(p[i].at.across - capital->at.across) < LEVEL * size
		 && on > -ALONE_BEFORE * size && on < ALONE_BEHIND * size)
			return NULL;
		if ((!best || p[i].at.across < best->at.across) && flow_is_dropped_capital(text, capital->g, p[i].g))
			best = &p[i];
	}
	return best;
}

bool flow_raise_capitals(str text, flow_placed *p, size_t n)
{
	float large = n ? 1.5f * common_size(p, n) : 0;
	bool some = false;
	for (size_t i = 0, met = 0; i < n && met < MOST; i++) {
		if (!(p[i].g->size > large) || !is_capital(text, p[i].g))
			continue;
		met++;
		const flow_placed *word = word_of(text, p, n, &p[i]);
		if (!word)
			continue;
		p[i].at.across = word->at.across;
		some = true;
	}
	return some;
}
