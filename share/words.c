#include "share/words.h"

#include "redact/base/bound.h"
#include "redact/base/embed.h"

const words *words_load(arena *mem, err *e)
{
	words *w = arena_alloc(mem, sizeof *w);
	str rest = embed_lookup("share/words.txt"), line;
	size_t n = 0;
	while (str_cut(&rest, '\n', &line)) {
		if (line.n == 0)
			continue;
		if (n == WORDS_COUNT || line.n < WORDS_SHORTEST || line.n > WORDS_LONGEST ||
		    (n && str_cmp(w->list[n - 1], line) >= 0)) {
			n = 0;
			break;
		}
		w->list[n++] = line;
	}
	if (n != WORDS_COUNT) {
		err_set(e, ERR_INTERNAL, "the list of words in the program is damaged");
		return NULL;
	}
	return w;
}

bool words_has(const words *w, str word)
{
	bound b = { .high = WORDS_COUNT };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(w->list[b.at], word) < 0);
	return b.at < WORDS_COUNT && str_eq(w->list[b.at], word);
}
