/* The examples that a rule brings along. */
#include "patterns/rules.h"

struct stretch { size_t beg, end; };

/* The example without its brackets, and the stretches that stood in them. */
static str unmark(str ex, arena *mem, struct stretch *marked, size_t *n)
{
	char *p = arena_alloc(mem, ex.n + 1);
	size_t used = 0;
	bool open = false;

	*n = 0;
	for (size_t i = 0; i < ex.n; i++) {
		bool two = i + 1 < ex.n && ex.p[i + 1] == ex.p[i];
		if (two && ex.p[i] == (open ? ']' : '[')) {
			if (!open)
				marked[(*n)].beg = used;
			else
				marked[(*n)++].end = used;
			open = !open;
			i++;
			continue;
		}
		p[used++] = ex.p[i];
	}
	return (str){ p, used };
}

bool rules_try(const rule *one, const example *ex, err *e)
{
	rules *set = rules_new(&one, 1, e);
	if (!set)
		return false;
	arena *mem = arena_new();
	struct stretch *marked = arena_array(mem, struct stretch, ex->text.n + 1);
	size_t n;
	str source = unmark(ex->text, mem, marked, &n);
	findings found = { .mem = mem };
	const unit alone = { .kind = UNIT_BODY, .id = STR("example"), .text = source };
	bool ok = rules_find(set, &alone, 0, NULL, &found, e);

	if (ok) {
		findings_sort(&found);
		findings_merge(&found);
		if (found.n != n)
			ok = err_set(e, ERR_INTERNAL, "found %zu, not %zu", found.n, n);
		for (size_t i = 0; ok && i < n; i++)
			if (found.list[i].beg != marked[i].beg || found.list[i].end != marked[i].end)
				ok = err_set(e, ERR_INTERNAL, "value %zu was found at bytes %u to %u, not %zu to %zu", i + 1,
				             found.list[i].beg, found.list[i].end, marked[i].beg, marked[i].end);
	}
	arena_drop(mem);
	rules_drop(set);
	return ok;
}
