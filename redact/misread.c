#include "redact/misread.h"

#include "redact/base/alike.h"

#include <ctype.h>
#include <string.h>

/* Letters of a value, once folded: shorter ones look like too much else. */
enum { LEAST = 4, ONE_WRONG = 6, TWO_WRONG = 12 };

/* Of a word's end, so many signs more are a plural or a speck. */
enum { HANGS_ON = 2 };

typedef struct sought_value { str folded; size_t wrong; } sought_value;

static size_t wrong_in(str value, str folded, bool alike)
{
	size_t digits = 0;
	for (size_t i = 0; i < value.n; i++)
		digits += (unsigned char)(value.p[i] - '0') < 10;
	if (alike || 2 * digits >= folded.n)
		return 0;
	return folded.n >= TWO_WRONG ? 2 : folded.n >= ONE_WRONG ? 1 : 0;
}

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

static bool is_sign(char c)
{
	return (unsigned char)c < 0x80 && !isalnum((unsigned char)c);
}

/* The whole words of a place; false where it is but a part of longer ones. */
static bool take_words(str text, size_t *beg, size_t *end)
{
	size_t b = *beg, e = *end;
	while (b > 0 && !is_blank(text.p[b - 1]))
		b--;
	while (e < text.n && !is_blank(text.p[e]))
		e++;
	if (*beg - b > HANGS_ON || e - *end > HANGS_ON)
		return false;
	/* Signs around the words are none of theirs. */
	while (b < *beg && is_sign(text.p[b]))
		b++;
	while (e > *end && is_sign(text.p[e - 1]))
		e--;
	*beg = b, *end = e;
	return true;
}

/* Of `wrong` + 1 pieces of a value one is as it should be: most values are told to be nowhere by that. */
static bool may_stand(str text, const sought_value *v)
{
	size_t pieces = v->wrong + 1, beg = 0;
	for (size_t i = 1; i <= pieces; i++) {
		size_t end = v->folded.n * i / pieces;
		if (memmem(text.p, text.n, v->folded.p + beg, end - beg))
			return true;
		beg = end;
	}
	return false;
}

static bool find_in(const unit *u, size_t at, const sought_value *list, size_t n, misread_hit *hit, void *arg, arena *mem)
{
	folded f = alike_fold(u->text, mem);
	for (size_t i = 0; i < n; i++) {
		size_t from = 0, beg, end;
		if (list[i].folded.n < LEAST || !may_stand(f.text, &list[i]))
			continue;
		while (alike_find(f.text, list[i].folded, list[i].wrong, from, &beg, &end)) {
			size_t first = f.at[beg], last = f.end[end - 1];
			if (take_words(u->text, &first, &last) && !hit(arg, i, at, first, last))
				return false;
			from = end;
		}
	}
	return true;
}

bool misread_find(const text *t, const str *values, size_t n, bool alike, misread_hit *hit, void *arg)
{
	arena *mem = arena_new();
	sought_value *list = arena_array(mem, sought_value, n);
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		list[i].folded = alike_fold(values[i], mem).text;
		list[i].wrong = wrong_in(values[i], list[i].folded, alike);
	}
	for (size_t i = 0; ok && i < t->n; i++)
		if (text_in_pixels(t->units[i].id))
			ok = find_in(&t->units[i], i, list, n, hit, arg, mem);
	arena_drop(mem);
	return ok;
}
