/* What redact says at the end. */
#include "cli/telling.h"

#include "cli/out.h"
#include "redact/work/ledger/ledger_docs.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- documents ------------------------------------------------------------------------------- */

static int by_order(const void *a, const void *b)
{
	const struct telling_row *x = a, *y = b;
	return str_cmp(x->order, y->order);
}

static bool is_plain(const struct telling_row *r)
{
	return str_is(r->state, "proven") || str_is(r->state, LEDGER_WITHHELD);
}

static void print_rows(telling *s)
{
	table t = { .mem = s->mem, .columns = 4, .right = 1u << 2 };
	const char *head[] = { "FILE", "RESULT", "MARKS", "LEFT OUT, OR WHY NOT" };
	for (size_t i = 0; i < 4; i++)
		table_cell(&t, str_of(head[i]));
	if (s->nrows)
		qsort(s->rows, s->nrows, sizeof *s->rows, by_order);
	bool all = s->told <= TELLING_ROWS;
	size_t shown = 0, more = 0;
	for (size_t i = 0; i < s->nrows; i++) {
		const struct telling_row *r = &s->rows[i];
		if (!all && (is_plain(r) || shown == TELLING_ROWS)) {
			more += !is_plain(r);
			continue;
		}
		shown++;
		const str cells[] = { r->name, r->state, r->marks, str_sub(r->rest, 0, 100) };
		for (size_t k = 0; k < 4; k++)
			table_cell(&t, cells[k]);
	}
	if (shown) {
		table_print(&t);
		putchar('\n');
	}
	if (more)
		printf("and %zu more that are not plainly proven\n\n", more);
}

/* ---- for machines ---------------------------------------------------------------------------- */

static json_t *found_json(const tally *t)
{
	json_t *a = json_array();
	for (size_t i = 0; i < t->n; i++) {
		json_t *o = json_object();
		json_object_set_new(o, "rule", json_of_str(t->list[i].rule));
		json_object_set_new(o, "code", json_of_str(t->list[i].code));
		json_object_set_new(o, "applied", json_integer((json_int_t)t->list[i].applied));
		json_object_set_new(o, "dropped", json_integer((json_int_t)t->list[i].dropped));
		json_object_set_new(o, "kept", json_integer((json_int_t)t->list[i].kept));
		json_array_append_new(a, o);
	}
	return a;
}

static void json_sum(const telling *s, const batch_sum *sum)
{
	json_t *o = json_object();
	json_object_set_new(o, "schema", json_string("summary/1"));
	json_object_set_new(o, "files", json_integer((json_int_t)sum->files));
	json_object_set_new(o, "proven", json_integer((json_int_t)sum->proven));
	json_object_set_new(o, "withheld", json_integer((json_int_t)sum->withheld));
	json_object_set_new(o, "withheld_copies", json_integer((json_int_t)sum->twins));
	json_object_set_new(o, "doubles", json_integer((json_int_t)sum->copied));
	json_object_set_new(o, "kept", json_integer((json_int_t)sum->kept));
	json_object_set_new(o, "refused", json_integer((json_int_t)sum->refused));
	json_object_set_new(o, "failed", json_integer((json_int_t)sum->failed));
	json_object_set_new(o, "skipped", json_integer((json_int_t)sum->skipped));
	json_object_set_new(o, "marks", json_integer((json_int_t)sum->marks));
	json_object_set_new(o, "unsearchable", json_integer((json_int_t)sum->unsearchable));
	json_object_set_new(o, "near", json_integer((json_int_t)sum->near));
	json_object_set_new(o, "pages", json_integer((json_int_t)sum->pages));
	json_object_set_new(o, "found", found_json(&s->found));
	json_object_set(o, "terms_not_found", s->unmet_json);
	if (sum->ledger.rows) {
		json_object_set_new(o, "ledger_rows", json_integer((json_int_t)sum->ledger.rows));
		json_object_set_new(o, "ledger_chain", json_string(sum->ledger.chain));
	}
	json_object_set_new(o, "exit", json_integer(sum->status));
	out_json(o);
}

/* ---- for people ------------------------------------------------------------------------------ */

static void print_line(telling *s, const batch_sum *sum)
{
	printf("%s: %zu proven", out_count(s->mem, sum->files, "file", "files").p, sum->proven - sum->withheld);
	if (sum->withheld)
		printf(", %zu withheld", sum->withheld);
	if (sum->kept)
		printf(" (%zu by an earlier run)", sum->kept);
	if (sum->copied)
		printf(" (%zu the same as others)", sum->copied);
	if (sum->refused)
		printf(", %zu refused", sum->refused);
	if (sum->failed)
		printf(", %zu failed", sum->failed);
	if (sum->skipped)
		printf(", %zu skipped", sum->skipped);
	for (size_t i = 0; i < s->nkinds; i++)
		printf("%s%zu " STR_FMT "%s", i ? ", " : " (", s->kinds[i].n, STR_ARG(s->kinds[i].suffix), i + 1 == s->nkinds ? ")" : "");
	printf("; %s", out_count(s->mem, sum->marks, "redaction", "redactions").p);
	if (sum->unsearchable)
		printf("; %s", out_count(s->mem, sum->unsearchable, "page or picture that cannot be searched",
		                         "pages or pictures that cannot be searched").p);
	if (sum->twins)
		printf("; %s", out_count(s->mem, sum->twins, "copy of what is withheld came out", "copies of what is withheld came out").p);
	if (sum->near)
		printf("; %s values that were removed elsewhere", out_count(s->mem, sum->near, "file still holds", "files still hold").p);
	if (s->o->shard.n)
		printf("\nShard %u of %u in %s. When all are done: underseal merge\n", s->o->shard.i, s->o->shard.n, s->o->folder);
	else
	putchar('\n');
}

static void add_found(table *t, const tally_line *l)
{
	bool hunted = str_is(l->rule, "hunt");
	str rule = hunted ? STR("found elsewhere") : l->rule;
	table_cell(t, l->code);
	table_fmt(t, "%llu", (unsigned long long)l->applied);
	table_fmt(t, "%llu", (unsigned long long)l->dropped);
	table_fmt(t, l->reason.n ? STR_FMT " (" STR_FMT ")" : STR_FMT STR_FMT, STR_ARG(l->reason), STR_ARG(rule));
}

/* What was removed, the most frequent first. */
static void print_found(telling *s)
{
	enum { MOST_LINES = 20 };
	table t = { .mem = s->mem, .columns = 4, .right = 1u << 1 | 1u << 2 };
	const char *head[] = { "CODE", "REMOVED", "IN WHAT WAS LEFT OUT", "WHAT" };
	for (size_t i = 0; i < 4; i++)
		table_cell(&t, str_of(head[i]));
	size_t lines = 0;
	tally_line others = { .code = STR("others") };
	for (size_t i = 0; i < s->found.n; i++) {
		const tally_line *l = &s->found.list[i];
		lines += l->applied || l->dropped;
		if (lines <= MOST_LINES && (l->applied || l->dropped)) {
			add_found(&t, l);
			continue;
		}
		others.applied += l->applied;
		others.dropped += l->dropped;
	}
	if (others.applied || others.dropped)
		add_found(&t, &others);
	if (!lines)
		return;
	putchar('\n');
	table_print(&t);
}

static void print_speed(const telling *s, const batch_sum *sum)
{
	double seconds = meter_seconds(&s->meter);
	if (!sum->pages)
		return;
	printf("\n%s in ", out_count(s->mem, (size_t)sum->pages, "page", "pages").p);
	str took = meter_time(seconds, s->mem);
	printf(STR_FMT ", %.1f a second\n", STR_ARG(took), seconds > 0 ? (double)sum->pages / seconds : 0);
}

static void print_places(const telling *s, const batch_sum *sum)
{
	printf("In %s: the files, redaction-log.csv, proof.jsonl\n", s->o->folder);
	if (sum->ledger.rows)
		printf("Beside it %s: %s, the last one %.16s\n", s->o->ledger, out_count(s->mem, (size_t)sum->ledger.rows, "row", "rows").p,
		       sum->ledger.chain);
	if (s->report)
		printf("What became of each document, with pictures: %s\n", s->report);
	if (s->unmet.n)
		fputs(s->unmet.p, stdout);
	if (sum->look)
		puts("A person must look at what is not proven, and at pages that cannot be searched or gaps that stayed.");
}

void telling_sum(telling *s, const batch_sum *sum)
{
	tally_sort(&s->found);
	if (s->json) {
		json_sum(s, sum);
		return;
	}
	print_rows(s);
	print_line(s, sum);
	print_found(s);
	print_speed(s, sum);
	putchar('\n');
	print_places(s, sum);
}
