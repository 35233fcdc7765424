#include "redact/model/tally.h"

#include <stdlib.h>

static tally_line *line_of(tally *t, str rule, str code, str reason)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->list[i].code, code) && str_eq(t->list[i].rule, rule))
			return &t->list[i];
	if (t->n >= TALLY_MOST - 1 && (code.n || !str_is(rule, "others")))
		return line_of(t, STR("others"), STR(""), STR(""));
	tally_line *new = ARENA_PUSH(t->mem, t->list, t->n, t->room);
	*new = (tally_line){ .rule = str_dup(rule, t->mem), .code = str_dup(code, t->mem), .reason = str_dup(reason, t->mem) };
	return new;
}

void tally_add(tally *t, const tally_line *line)
{
	tally_line *to = line_of(t, line->rule, line->code, line->reason);
	to->applied += line->applied;
	to->dropped += line->dropped;
	to->kept += line->kept;
}

void tally_row(tally *t, const rlog_row *row)
{
	/* A document, and no place in one. */
	if (str_is(row->status, RLOG_WITHHELD))
		return;
	tally_line *to = line_of(t, row->rule, row->code, row->reason);
	to->dropped += str_is(row->status, "dropped");
	to->kept += str_is(row->status, "kept");
	to->applied += str_is(row->status, "applied");
}

static int by_count(const void *a, const void *b)
{
	const tally_line *x = a, *y = b;
	uint64_t n = x->applied + x->dropped, m = y->applied + y->dropped;
	if (n != m)
		return n > m ? -1 : 1;
	int rule = str_cmp(x->rule, y->rule);
	return rule ? rule : str_cmp(x->code, y->code);
}

void tally_sort(tally *t)
{
	if (t->n)
		qsort(t->list, t->n, sizeof *t->list, by_count);
}
