#include "share/words.h"

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
	size_t lo = 0, hi = WORDS_COUNT;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int order = str_cmp(w->list[mid], word);
		if (order == 0)
			return true;
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}
