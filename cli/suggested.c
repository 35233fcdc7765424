#include "cli/suggested.h"

#include "redact/base/buf.h"
#include "redact/base/file.h"
#include "redact/base/fold.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	str key, name;
	size_t times;
};

/* On one line; empty when a bar in it would be taken for the end of the term. */
static str one_line(str value, arena *mem)
{
	str folded_blanks = str_dup(value, mem);
	char *p = (char *)folded_blanks.p;
	size_t n = 0;
	for (size_t i = 0; i < value.n; i++) {
		bool blank = (unsigned char)value.p[i] <= ' ';
		if (value.p[i] == '|')
			return (str){ p, 0 };
		if (!blank)
			p[n++] = value.p[i];
		else if (n && p[n - 1] != ' ')
			p[n++] = ' ';
	}
	return str_trim((str){ p, n });
}

void suggested_note(suggested *s, const plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->marks[i].state == MARK_PROPOSED && p->marks[i].value.n)
			*ARENA_PUSH(s->mem, s->names, s->n, s->room) = one_line(p->marks[i].value, s->mem);
}

static int by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = str_cmp(x->key, y->key);
	return c ? c : -str_cmp(x->name, y->name); /* small letters before capitals */
}

static int by_times(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->times != y->times ? (x->times < y->times ? 1 : -1) : str_cmp(x->key, y->key);
}

/* The names with how often each was met, in all; returns how many. */
static size_t count(const suggested *s, arena *mem, struct entry **out)
{
	struct entry *all = arena_array(mem, struct entry, s->n);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->names[i].n)
			all[n++] = (struct entry){ fold(s->names[i], FOLD_WORDS, mem).text, s->names[i], 1 };
	qsort(all, n, sizeof *all, by_key);
	size_t names = 0;
	for (size_t i = 0; i < n; i++)
		if (names && str_eq(all[names - 1].key, all[i].key))
			all[names - 1].times++;
		else
			all[names++] = all[i];
	qsort(all, names, sizeof *all, by_times);
	*out = all;
	return names;
}

bool suggested_write(const suggested *s, const char *path, bool overwrite, err *e)
{
	arena *mem = arena_new();
	struct entry *all;
	size_t n = count(s, mem, &all), times = 0;
	buf out = { 0 };
	buf_z(&out, "# Proposed names, the most frequent first. Take out the lines that are no person's, and those who may\n"
	            "# be named; then give this file to underseal redact --terms.\n");
	for (size_t i = 0; i < n; i++) {
		if (all[i].times != times)
			buf_fmt(&out, "# %zu time%s\n", all[i].times, all[i].times == 1 ? "" : "s");
		times = all[i].times;
		buf_fmt(&out, "%s" STR_FMT "\n", all[i].name.p[0] == '#' ? "\\" : "", STR_ARG(all[i].name));
	}
	bool ok = file_write(path, buf_view(&out), 0600, overwrite, e);
	buf_free(&out);
	arena_drop(mem);
	return ok;
}
