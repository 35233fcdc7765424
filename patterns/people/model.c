#include "patterns/people/model.h"

enum { LONGEST = 400, IMPOSSIBLE = -(1 << 28) };

size_t model_stretch(const clue_text *c, size_t beg)
{
	size_t end = beg + 1;
	while (end < c->t.n && end - beg < LONGEST && c->t.list[end].gap < GAP_IS_CELL)
		end++;
	return end;
}

/* A name goes on only where one has begun. */
static int step(const int8_t *weights, int from, int to)
{
	return from == TAG_OUT && to == TAG_MORE ? IMPOSSIBLE : weights[from * TAGS + to];
}

static int better(int a, int b)
{
	return a > b ? a : b;
}

void model_tag(const int8_t *weights, int lean, const clue_text *c, size_t beg, size_t end, tagged *out, arena *mem)
{
	size_t n = end - beg;
	int (*own)[TAGS] = arena_alloc(mem, n * sizeof *own), (*to)[TAGS] = arena_alloc(mem, n * sizeof *to),
	    (*from)[TAGS] = arena_alloc(mem, n * sizeof *from);
	for (size_t i = 0; i < n; i++) {
		uint32_t clues[MOST_CLUES];
		size_t k = clues_about(c, beg + i, clues);
		while (k--)
			for (int t = 0; t < TAGS; t++)
				own[i][t] += weights[TAGS * TAGS + clues[k] * TAGS + (uint32_t)t];
		own[i][TAG_FIRST] += lean;
		own[i][TAG_MORE] += lean;
	}
	/* The best chain that comes to each tag, and the best that goes on from it. */
	for (size_t i = 0; i < n; i++)
		for (int t = 0; t < TAGS; t++) {
			int best = i ? IMPOSSIBLE * 2 : step(weights, TAG_OUT, t);
			for (int p = 0; i && p < TAGS; p++)
				best = better(best, to[i - 1][p] + step(weights, p, t));
			to[i][t] = best + own[i][t];
		}
	for (size_t i = n; i-- > 0;)
		for (int t = 0; t < TAGS && i + 1 < n; t++) {
			int best = IMPOSSIBLE * 2;
			for (int s = 0; s < TAGS; s++)
				best = better(best, step(weights, t, s) + own[i + 1][s] + from[i + 1][s]);
			from[i][t] = best;
		}
	for (size_t i = 0; i < n; i++) {
		int out_of = to[i][TAG_OUT] + from[i][TAG_OUT], first = to[i][TAG_FIRST] + from[i][TAG_FIRST],
		    more = to[i][TAG_MORE] + from[i][TAG_MORE], in = better(first, more);
		out[i].is = out_of >= in ? TAG_OUT : first >= more ? TAG_FIRST : TAG_MORE;
		out[i].lead = out_of >= in ? out_of - in : in - out_of;
	}
}
