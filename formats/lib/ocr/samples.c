#include "formats/lib/ocr/samples.h"

enum {
	SURELY = 80,   /* a word's confidence from which on it is taken for what it says   */
	MOST   = 150,  /* of each digit                                                    */
	LIKEST = 4,    /* so many of the likest are asked: a single one may be misread too */
};

/* Measured with numbers that differ in a digit, and listed ones that are misread: make bench-ocr. */
static const float ALIKE = 0.8f, CLEARLY = 0.06f, RATHER = 0.03f, HEIGHTS_APART = 1.25f;

void samples_take(samples *s, PIX *grey, const ocr_list *words, arena *mem)
{
	s->taken = true;
	for (size_t i = 0; i < words->n; i++) {
		const ocr_word *w = &words->words[i].word;
		for (size_t k = 0; k < w->nchars && w->sure >= SURELY; k++) {
			unsigned digit = (unsigned char)w->text.p[w->chars[k].beg] - (unsigned)'0';
			glyph g;
			if (digit < 10 && s->of[digit].n < MOST && glyph_take(grey, w->chars[k].box, &g))
				*ARENA_PUSH(mem, s->of[digit].list, s->of[digit].n, s->of[digit].room) = g;
		}
	}
}

/* Like the likest samples of a digit, on the average; -1 where there are too few. */
static float like_digit(const samples *s, unsigned digit, const glyph *g)
{
	float best[LIKEST], sum = 0;
	size_t n = 0;
	for (size_t i = 0; digit < 10 && i < s->of[digit].n; i++) {
		const glyph *one = &s->of[digit].list[i];
		if (one->high > HEIGHTS_APART * g->high || g->high > HEIGHTS_APART * one->high)
			continue;
		float like = glyph_likeness(g, one);
		if (n == LIKEST && like <= best[n - 1])
			continue;
		size_t k = n < LIKEST ? n++ : n - 1;
		for (; k && best[k - 1] < like; k--)
			best[k] = best[k - 1];
		best[k] = like;
	}
	for (size_t i = 0; i < n; i++)
		sum += best[i];
	return n < LIKEST ? -1 : sum / LIKEST;
}

samples_say samples_tell(const samples *s, PIX *grey, ocr_box at, char first, char second)
{
	glyph g;
	if (!glyph_take(grey, at, &g))
		return SAMPLES_NONE;
	float a = like_digit(s, (unsigned char)first - (unsigned)'0', &g), b = like_digit(s, (unsigned char)second - (unsigned)'0', &g);
	if (a >= ALIKE && b >= 0 && a > b + RATHER)
		return SAMPLES_FIRST;
	return b >= ALIKE && b > a + CLEARLY ? SAMPLES_SECOND : SAMPLES_NONE;
}
