#include "formats/pdf/keep/kept_marks.h"
#include "redact/base/bound.h"
#include "redact/base/fold.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	GLUED      = 5, /* letters of a value that are looked for inside of an address */
	GLUED_TEXT = 8, /* and, of a value of several words, inside of text            */
};

static int by_unit(const void *a, const void *b)
{
	const mark *x = *(const mark *const *)a, *y = *(const mark *const *)b;
	int c = str_cmp(x->unit, y->unit);
	return c ? c : (x->beg > y->beg) - (x->beg < y->beg);
}

/* Letters and digits alone, folded: what a value is however its parts are joined. */
static str glue(str s, arena *mem)
{
	str tight = fold_text(s, FOLD_WORDS | FOLD_TIGHT, mem);
	char *p = arena_alloc(mem, tight.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < tight.n; i++)
		if (!ispunct((unsigned char)tight.p[i]) || (unsigned char)tight.p[i] >= 0x80)
			p[n++] = tight.p[i];
	return (str){ p, n };
}

static void gather_values(rpdf_marks *m, err *e)
{
	str *values;
	size_t n = plan_values(m->p, m->mem, &values), nwords = 0;
	str *words = arena_array(m->mem, str, n);
	m->letters = arena_array(m->mem, size_t, n);
	for (size_t i = 0; i < n; i++) {
		str value = str_trim(values[i]), tight = glue(value, m->mem);
		if (tight.n < GLUED)
			continue;
		m->letters[nwords] = memchr(value.p, ' ', value.n) ? tight.n : 0;
		words[nwords++] = tight;
	}
	m->glued = needles_new(words, nwords, e);
}

void rpdf_open_marks(fz_context *ctx, rpdf_marks *m, const plan *p)
{
	err e = ERR_INIT;
	*m = (rpdf_marks){ .p = p, .mem = arena_new() };
	m->marks = arena_array(m->mem, const mark *, p->n);
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].kind == MARK_TEXT && p->marks[i].state == MARK_ACCEPTED)
			m->marks[m->nmarks++] = &p->marks[i];
	if (m->nmarks)
		qsort(m->marks, m->nmarks, sizeof *m->marks, by_unit);
	gather_values(m, &e);
	if (!m->glued) {
		rpdf_close_marks(m);
		mu_throw_err(ctx, &e);
	}
}

void rpdf_close_marks(rpdf_marks *m)
{
	needles_drop(m->glued);
	if (m->mem)
		arena_drop(m->mem);
	*m = (rpdf_marks){ 0 };
}

const mark **rpdf_marks_of(const rpdf_marks *m, str unit, size_t *n)
{
	bound b = { .high = m->nmarks };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(m->marks[b.at]->unit, unit) < 0);
	size_t end = b.at;
	while (end < m->nmarks && str_eq(m->marks[end]->unit, unit))
		end++;
	*n = end - b.at;
	return m->marks + b.at;
}

struct look {
	const size_t *letters; /* NULL: any value counts */
	bool found;
};

static bool note_glued(void *arg, size_t word, size_t beg, size_t end)
{
	struct look *l = arg;
	(void)beg, (void)end;
	l->found = !l->letters || l->letters[word] >= GLUED_TEXT;
	return !l->found;
}

bool rpdf_holds_glued(fz_context *ctx, const rpdf_marks *m, str s, bool is_text)
{
	arena *mem = arena_new();
	err e = ERR_INIT;
	struct look l = { is_text ? m->letters : NULL, false };
	str tight = glue(s, mem);
	bool ok = tight.n == 0 || needles_scan(m->glued, tight, note_glued, &l, &e);
	arena_drop(mem);
	if (!ok)
		mu_throw_err(ctx, &e);
	return l.found;
}

bool rpdf_is_clean(fz_context *ctx, const rpdf_marks *m, str unit, str words)
{
	size_t n;
	rpdf_marks_of(m, unit, &n);
	return n == 0 && !rpdf_holds_glued(ctx, m, words, true);
}
