#include "cli/asked.h"
#include "cli/listed.h"
#include "cli/lists.h"
#include "cli/meter.h"
#include "cli/out.h"
#include "cli/redacting.h"
#include "cli/report/report.h"

#include "redact/base/log.h"
#include "redact/work/batch.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char about[] =
	"Makes a redacted copy of every document, looks into each copy to prove that nothing of what\n"
	"was removed is left, and only then gives it its name. Originals are never changed.\n"
	"\n"
	"INPUT is files and folders; folders are kept as they are below DIR. A zip archive is a folder of\n"
	"its members. For each document one\n"
	"file comes out, or none and the reason. Beside them lie redaction-log.csv (every redaction,\n"
	"never the removed words) and proof.jsonl (what was checked). A name of a file that holds a\n"
	"word to be removed is changed as well.\n"
	"\n"
	"Beside DIR, in DIR.ledger, stands what was done: it names your sources and is not meant to be\n"
	"passed on. A run that was stopped goes on by it when it is called again: what is proven, and is\n"
	"all as it was, is not done again; changed documents and lists are (underseal status DIR says\n"
	"more). A second run with other documents adds to DIR; files of other origin that are there\n"
	"already are replaced only with --overwrite.\n"
	"\n"
	"  underseal redact discovery/ -o out/ --terms names.txt\n"
	"  underseal redact letter.pdf -o out/ --rules none --box letter.pdf:1:72,90,200,14\n"
	"\n"
	"Exit status 0: all proven. 1: a person must look, because a file failed, was refused or holds\n"
	"pages that cannot be searched.\n"
	"\n"
	"With --json, one object a document as it is done (schema proof/1, as in proof.jsonl), then a\n"
	"summary (schema summary/1).\n";

/* A row of the table at the end. Documents end in any order; the table stands in theirs. */
struct row {
	str order;
	str name, state, marks, rest;
};

/* Files that are not of a format we know, by suffix. */
struct kind {
	str suffix;
	size_t n;
};

struct show {
	meter meter;
	struct kind *kinds; size_t nkinds, kinds_room;
	bool json;
	buf unmet;          /* lines about terms that no document holds */
	json_t *unmet_json;
	batch_options *o;
	str made;
	const char *report;
	struct row *rows; size_t nrows, rows_room;
	arena *mem;
};

/* ---- --box ----------------------------------------------------------------------------------- */

/* FILE:PAGE:x,y,w,h, read from the right, since names of files may hold colons. */
static bool read_box(const char *arg, arena *mem, batch_box *out, err *e)
{
	const char *second = strrchr(arg, ':');
	const char *first = second && second > arg ? memrchr(arg, ':', (size_t)(second - arg)) : NULL;
	double v[4];
	int used = 0;
	if (first && first > arg &&
	    sscanf(second + 1, "%lf,%lf,%lf,%lf%n", &v[0], &v[1], &v[2], &v[3], &used) == 4 &&
	    second[1 + used] == '\0') {
		char *end;
		unsigned long page = strtoul(first + 1, &end, 10);
		bool sane = end == second && page > 0 && page < 10000000 && v[2] > 0 && v[3] > 0;
		for (int i = 0; i < 4; i++)
			sane = sane && isfinite(v[i]) && fabs(v[i]) < 1e6;
		if (sane) {
			out->file = str_z((str){ arg, (size_t)(first - arg) }, mem);
			out->page = (uint32_t)page;
			out->area = (rect){ (float)v[0], (float)v[1], (float)(v[0] + v[2]), (float)(v[1] + v[3]) };
			return true;
		}
	}
	err_set(e, ERR_USAGE, "--box %s: not FILE:PAGE:x,y,w,h", arg);
	return err_hint(e, "points from the top left corner of the page, as in letter.pdf:1:72,90,200,14");
}

static bool read_boxes(char **list, arena *mem, batch_options *o, err *e)
{
	size_t n = 0;
	while (list && list[n])
		n++;
	batch_box *boxes = arena_array(mem, batch_box, n);
	for (size_t i = 0; i < n; i++)
		if (!read_box(list[i], mem, &boxes[i], e))
			return false;
	o->boxes = boxes;
	o->nboxes = n;
	return true;
}

/* ---- what the user sees ---------------------------------------------------------------------- */

static str list_pages(const reply *r, arena *mem)
{
	buf out = { 0 };
	size_t n = r->nunsearchable, shown = n > 8 ? 8 : n;
	for (size_t i = 0; i < shown; i++)
		buf_fmt(&out, "%s%u", i ? ", " : "", r->unsearchable[i]);
	if (n > shown)
		buf_fmt(&out, " and %zu more", n - shown);
	str list = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return list;
}

static str list_unsearched(const reply *r, arena *mem)
{
	buf out = { 0 };
	size_t n = r->nunsearched, shown = n > 4 ? 4 : n;
	for (size_t i = 0; i < shown; i++)
		buf_fmt(&out, "%s" STR_FMT, i ? ", " : "", STR_ARG(r->unsearched[i]));
	if (n > shown)
		buf_fmt(&out, " and %zu more", n - shown);
	str list = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return list;
}

static str left_out(const proof *p, arena *mem)
{
	buf out = { 0 };
	for (size_t i = 0; i < p->ndrops && i < 4; i++)
		buf_fmt(&out, "%s%u " STR_FMT, i ? ", " : "", p->drops[i].count, STR_ARG(p->drops[i].what));
	if (p->ndrops > 4)
		buf_fmt(&out, " and %zu more kinds", p->ndrops - 4);
	str list = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return list;
}

static void add_refused(struct show *s, const refusal *r)
{
	*ARENA_PUSH(s->mem, s->rows, s->nrows, s->rows_room) = (struct row){
		STR("~"), str_dup(str_of(r->path), s->mem), STR("not read"), STR("-"),
		str_dup(str_of(r->why.text), s->mem),
	};
}

static void add_item(struct show *s, const batch_item *it)
{
	static const char *const words[] = {
		[ITEM_OPEN] = "open",     [ITEM_PROVEN] = "proven",   [ITEM_REFUSED] = "refused",
		[ITEM_FAILED] = "failed", [ITEM_SKIPPED] = "skipped",
	};
	struct row *r = NULL;
	for (size_t i = 0; it->retold && !it->kept && i < s->nrows && !r; i++)
		r = str_eq(s->rows[i].order, it->order) ? &s->rows[i] : NULL;
	if (!r)
		r = ARENA_PUSH(s->mem, s->rows, s->nrows, s->rows_room);
	*r = (struct row){ str_dup(it->order, s->mem), str_dup(str_of(it->label), s->mem), str_of(words[it->state]), STR("-"),
	                   str_dup(str_of(it->trouble.text), s->mem) };
	if (it->state != ITEM_PROVEN)
		return;
	r->name = str_dup(it->output, s->mem);
	r->marks = str_fmt(s->mem, "%zu", it->marks);
	r->rest = it->kept ? STR("done by an earlier run") : it->copied ? str_fmt(s->mem, "the same document as %s", it->double_of->label) : left_out(&it->found->report, s->mem);
	if (it->unsearchable)
		r->state = STR("look");
}

static int by_order(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return str_cmp(x->order, y->order);
}

static void print_rows(struct show *s)
{
	table t = { .mem = s->mem, .columns = 4, .right = 1u << 2 };
	const char *head[] = { "FILE", "RESULT", "MARKS", "LEFT OUT, OR WHY NOT" };
	for (size_t i = 0; i < 4; i++)
		table_cell(&t, str_of(head[i]));
	if (s->nrows)
		qsort(s->rows, s->nrows, sizeof *s->rows, by_order);
	for (size_t i = 0; i < s->nrows; i++) {
		const struct row *r = &s->rows[i];
		const str cells[] = { r->name, r->state, r->marks, str_sub(r->rest, 0, 100) };
		for (size_t k = 0; k < 4; k++)
			table_cell(&t, cells[k]);
	}
	table_print(&t);
}

static void tell_refused(void *arg, const refusal *r)
{
	struct show *s = arg;
	err e = r->why;
	err_wrap(&e, "%s", r->path);
	meter_clear(&s->meter);
	log_err(&e);
	if (s->json) {
		/* Without the path: what goes into files and pipes holds no name that was not looked at. */
		json_t *o = json_object(), *why = json_object();
		json_object_set_new(o, "schema", json_string("proof/1"));
		json_object_set_new(o, "name", json_null());
		json_object_set_new(o, "state", json_string("failed"));
		json_object_set_new(o, "proven", json_false());
		json_object_set_new(why, "kind", json_string(err_kind_name(r->why.kind)));
		json_object_set_new(why, "text", json_string(r->why.text));
		json_object_set_new(why, "hint", json_string(r->why.hint));
		json_object_set_new(o, "reason", why);
		out_json(o);
	}
	add_refused(s, r);
}

/* What is longer than suffixes are may be a word. */
static void add_skipped(struct show *s, const char *label)
{
	const char *slash = strrchr(label, '/'), *dot = strrchr(slash ? slash : label, '.');
	str suffix = dot && strlen(dot) > 1 && strlen(dot) <= 5 ? str_of(dot) : STR("other");
	size_t i = 0;
	while (i < s->nkinds && !str_eq(s->kinds[i].suffix, suffix))
		i++;
	if (i == s->nkinds)
		*ARENA_PUSH(s->mem, s->kinds, s->nkinds, s->kinds_room) = (struct kind){ str_dup(suffix, s->mem), 0 };
	s->kinds[i].n++;
}

static void tell_item(void *arg, const batch_item *it)
{
	struct show *s = arg;
	meter_clear(&s->meter);
	if (it->state == ITEM_SKIPPED) {
		log_warn("%s: skipped: not a format we know", it->label);
		add_skipped(s, it->label);
	} else if (it->state != ITEM_PROVEN) {
		err e = it->trouble;
		err_wrap(&e, "%s", it->label);
		log_err(&e);
	} else if (!it->kept && !it->copied) {
		if (!str_eq(it->output, it->planned))
			log_note("%s: written as " STR_FMT, it->label, STR_ARG(it->output));
		/* Done once more for values of others, it has nothing new to say of itself. */
		const reply *r = it->retold ? &(const reply){ 0 } : it->found;
		if (r->nunsearched)
			log_warn("%s: " STR_FMT " may show words that could not be read", it->label,
			         STR_ARG(list_unsearched(r, s->mem)));
		else if (r->nunsearchable)
			log_warn("%s: page " STR_FMT " may show words that could not be read", it->label,
			         STR_ARG(list_pages(r, s->mem)));
		for (size_t i = 0; i < r->report.nnotes; i++)
			log_note("%s: " STR_FMT, it->label, STR_ARG(r->report.notes[i]));
	}
	if (s->json)
		out_json(batch_item_json(s->o, it, s->made));
	add_item(s, it);
}

/* How many, never which: the words are those that were removed elsewhere. */
static void tell_near(void *arg, const batch_item *it)
{
	struct show *s = arg;
	meter_clear(&s->meter);
	log_warn("%s: holds %s of other documents that %s there; look whether %s", it->label,
	         out_count(s->mem, it->near, "value", "values").p, it->near == 1 ? "was removed" : "were removed",
	         it->near == 1 ? "it may stay here" : "they may stay here");
	if (s->json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("near/1"));
		json_object_set_new(o, "name", json_of_str(it->shown));
		json_object_set_new(o, "values", json_integer((json_int_t)it->near));
		out_json(o);
	}
}

static void tell_progress(void *arg, const progress *now)
{
	struct show *s = arg;
	meter_show(&s->meter, now);
}

/* By line, never by the words: what is on a screen is soon in a message to somebody. */
static void tell_unmet(void *arg, const batch_unmet *u)
{
	enum { MOST_LINES = 12 };
	struct show *s = arg;
	json_t *o = json_object(), *lines = json_array();
	const request *want = &s->o->want;
	str name = u->file < want->nterms ? want->terms[u->file] : want->minors[u->file - want->nterms];
	const char *slash = memrchr(name.p, '/', name.n);
	name = slash ? str_sub(name, (size_t)(slash - name.p) + 1, name.n) : name;
	buf_fmt(&s->unmet, STR_FMT ": %zu of %s %s found in no document: line%s ", STR_ARG(name), u->n,
	        out_count(s->mem, u->terms, "term", "terms").p, u->n == 1 ? "was" : "were", u->n == 1 ? "" : "s");
	for (size_t i = 0; i < u->n; i++) {
		if (i < MOST_LINES)
			buf_fmt(&s->unmet, "%s%u", i ? ", " : "", u->lines[i]);
		json_array_append_new(lines, json_integer(u->lines[i]));
	}
	if (u->n > MOST_LINES)
		buf_fmt(&s->unmet, " and %zu more", u->n - MOST_LINES);
	buf_z(&s->unmet, "\n");
	/* In files and pipes a name that nobody looked at does not stand. */
	json_object_set_new(o, "terms_file", json_integer((json_int_t)u->file + 1));
	json_object_set_new(o, "terms", json_integer((json_int_t)u->terms));
	json_object_set_new(o, "lines", lines);
	json_array_append_new(s->unmet_json, o);
}

static void tell_note(void *arg, str words)
{
	struct show *s = arg;
	meter_clear(&s->meter);
	log_note(STR_FMT, STR_ARG(words));
}

static void tell_gone(void *arg, str output, str path)
{
	struct show *s = arg;
	meter_clear(&s->meter);
	log_warn(STR_FMT ": is no more; its output " STR_FMT " stays", STR_ARG(path), STR_ARG(output));
}

static void print_sum(struct show *s, const batch_sum *sum)
{
	if (s->json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("summary/1"));
		json_object_set_new(o, "files", json_integer((json_int_t)sum->files));
		json_object_set_new(o, "proven", json_integer((json_int_t)sum->proven));
		json_object_set_new(o, "doubles", json_integer((json_int_t)sum->copied));
		json_object_set_new(o, "kept", json_integer((json_int_t)sum->kept));
		json_object_set_new(o, "refused", json_integer((json_int_t)sum->refused));
		json_object_set_new(o, "failed", json_integer((json_int_t)sum->failed));
		json_object_set_new(o, "skipped", json_integer((json_int_t)sum->skipped));
		json_object_set_new(o, "marks", json_integer((json_int_t)sum->marks));
		json_object_set_new(o, "unsearchable", json_integer((json_int_t)sum->unsearchable));
		json_object_set_new(o, "near", json_integer((json_int_t)sum->near));
		json_object_set(o, "terms_not_found", s->unmet_json);
		if (sum->ledger.rows) {
			json_object_set_new(o, "ledger_rows", json_integer((json_int_t)sum->ledger.rows));
			json_object_set_new(o, "ledger_chain", json_string(sum->ledger.chain));
		}
		json_object_set_new(o, "exit", json_integer(sum->status));
		out_json(o);
		return;
	}
	print_rows(s);
	printf("\n%s: %zu proven", out_count(s->mem, sum->files, "file", "files").p, sum->proven);
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
	if (sum->near)
		printf("; %s values that were removed elsewhere", out_count(s->mem, sum->near, "file still holds", "files still hold").p);
	if (s->o->shard.n)
		printf("\nShard %u of %u in %s. When all are done: underseal merge\n", s->o->shard.i, s->o->shard.n, s->o->folder);
	else
		printf("\nIn %s: the files, redaction-log.csv, proof.jsonl\n", s->o->folder);
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

/* ---- the command ----------------------------------------------------------------------------- */

/* The user's own files are no documents, wherever they lie. */
static void set_aside(asked *a, const char *plan_file, const char *ledger, const char *report_to, arena *mem)
{
	const char **aside = arena_array(mem, const char *, a->naside + 5);
	if (a->naside)
		memcpy(aside, a->aside, a->naside * sizeof *aside);
	if (plan_file)
		aside[a->naside++] = plan_file;
	aside[a->naside++] = ledger;
	aside[a->naside++] = report_to;
	aside[a->naside++] = str_fmt(mem, "%s-wal", ledger).p;
	aside[a->naside++] = str_fmt(mem, "%s-shm", ledger).p;
	a->aside = aside;
}

/* It is for people; what was done and proven is so without it. False when it could not be written. */
static bool write_report(const batch_options *o, const char *to, size_t pages, arena *mem)
{
	err e = ERR_INIT;
	int stopped;
	report what = { .ledger = o->ledger, .folder = o->folder, .to = to, .pages = pages, .jobs = o->jobs, .memory = o->memory, .seconds = REPORT_SECONDS,
	                .tool = o->tool, .made = batch_now(mem) };
	if (report_write(&what, &stopped, &e))
		return !stopped;
	log_err(&e);
	return false;
}

/* So that a merge, which is given none, can ask for the same: the folder it was called in, and all words. */
static bool keep_asked(int argc, const char **argv, const char *list, arena *mem, batch_options *o, err *e)
{
	const char **words = arena_array(mem, const char *, (size_t)argc);
	char *here = getcwd(NULL, 0);
	if (!here || (list && strcmp(list, "-") == 0)) {
		err_set(e, ERR_USAGE, "%s", here ? "--shard: the list comes from standard input" : "--shard: the working folder is gone");
		free(here);
		return err_hint(e, "put it into a file: all shards read it, and so does the merge");
	}
	words[0] = str_z(str_of(here), mem);
	free(here);
	for (int i = 1; i < argc; i++)
		words[i] = argv[i];
	o->asked = words;
	o->nasked = (size_t)argc;
	return true;
}

/* Once there is a ledger of the whole, shards are merged: what they would write belongs to it. */
static bool is_before_merge(const char *folder, arena *mem, err *e)
{
	const char *whole = ledger_beside(folder, mem);
	if (access(whole, F_OK) != 0)
		return true;
	err_set(e, ERR_USAGE, "%s: the folder has a ledger of the whole already", whole);
	return err_hint(e, "go on with underseal merge, or without --shard");
}

int redacting_run(const command *self, int argc, const char **argv, const merging *m, arena *mem)
{
	asked a = ASKED_INIT;
	char *folder = NULL, *plan_file = NULL, *proof_how = NULL, **boxes = NULL;
	const char *ledger = NULL;
	char *list = NULL, *part = NULL;
	char *report_to = NULL;
	int report_pages = REPORT_PAGES, no_report = 0;
	int nul = 0, overwrite = 0, resume = 0, anew = 0, json = 0;
	struct poptOption options[] = {
		{ "output", 'o', POPT_ARG_STRING, &folder, 0, "the folder that the redacted files go to", "DIR" },
		{ "files-from", 0, POPT_ARG_STRING, &list, 0, "more inputs, one a line; - for standard input; below DIR a file of a list keeps its path", "FILE" },
		{ "null", '0', POPT_ARG_NONE, &nul, 0, "inputs of --files-from end with a NUL, as find -print0 writes them", NULL },
		ASKED_WHAT(a),
		ASKED_PEOPLE(a),
		{ "plan", 'p', POPT_ARG_STRING, &plan_file, 0, "remove what a plan made by underseal find says, as reviewed; adds rules and terms only where given", "FILE" },
		{ "box", 'b', POPT_ARG_ARGV, &boxes, 0, "black out a place of a page; points from its top left corner", "FILE:PAGE:x,y,w,h" },
		{ "label", 'l', POPT_ARG_STRING, &a.label, 0, "what is printed on every box, in place of the reason code", "TEXT" },
		ASKED_HANDLING(a),
		ASKED_LAYER(a),
		ASKED_ACROSS(a),
		{ "proof", 0, POPT_ARG_STRING, &proof_how, 0, "compare every page of source and output as pixels, too", "pixels" },
		{ "overwrite", 0, POPT_ARG_NONE, &overwrite, 0, "replace files that are in DIR already", NULL },
		{ "resume", 0, POPT_ARG_NONE, &resume, 0, "what an earlier run proved, and is as it was, is not done again (the default)", NULL },
		{ "no-resume", 0, POPT_ARG_NONE, &anew, 0, "do everything anew, whatever the ledger says", NULL },
		{ "ledger", 0, POPT_ARG_STRING, &ledger, 0, "where it is written down what was done (DIR.ledger, beside the output)", "FILE" },
		{ "shard", 0, POPT_ARG_STRING, &part, 0, "only the I-th of N parts of the inputs, each of which is run by itself; see underseal merge", "I/N" },
		{ "report", 0, POPT_ARG_STRING, &report_to, 0, "where the page about all documents goes (DIR.report.html, beside the output)", "FILE" },
		{ "report-pages", 0, POPT_ARG_INT, &report_pages, 0, "pages of each document that it shows, small; 0 for none (3)", "N" },
		{ "no-report", 0, POPT_ARG_NONE, &no_report, 0, "write no such page", NULL },
		ASKED_HOW(a),
		{ "json", 0, POPT_ARG_NONE, &json, 0, "one JSON object a document, and a summary", NULL },
		POPT_TABLEEND
	};
	operands rest;
	int status = options_read(self, argc, argv, options, mem, &rest);
	if (status >= 0)
		return status;
	/* A reader of our output that leaves early must not end us between a document and its name. */
	signal(SIGPIPE, SIG_IGN);
	err e = ERR_INIT;
	size_t listed = 0;
	if (list && !listed_read(list, nul ? '\0' : '\n', mem, &rest, &listed, &e))
		return out_wrong(&e);
	if (list && !rest.n) {
		err_set(&e, ERR_INPUT, "%s: lists no files", list);
		return out_wrong(&e);
	}
	shard of = { 0 };
	if (part && !m && !shard_read(str_of(part), &of, &e))
		return out_wrong(&e);
	if (m) {
		folder = str_z(str_of(m->folder), mem);
		ledger = m->ledger;
		overwrite = anew = resume = 0;
		a.jobs = m->jobs;
		json = m->json;
		report_to = NULL;
	}
	if (rest.n == 0 || !folder)
		return out_usage(rest.n == 0 ? "name the documents to redact" : "name the output folder with -o DIR", "underseal redact --help");
	if (resume && (anew || overwrite))
		return out_usage("--resume goes with neither --no-resume nor --overwrite", "underseal redact --help");
	if (proof_how && strcmp(proof_how, "pixels") != 0) {
		err_set(&e, ERR_USAGE, "--proof=%s: only pixels is known", proof_how);
		return out_wrong(&e);
	}
	if (!asked_settle(&a, mem, &e))
		return out_wrong(&e);
	if (!ledger)
		ledger = shard_file(of, str_of(ledger_beside(folder, mem)), true, mem).p;
	/* Of a part of the whole there is a page only when asked: the merge writes it. */
	no_report |= of.n && !report_to;
	if (!report_to)
		report_to = str_z(str_of(report_beside(folder, mem)), mem);
	if (report_pages < 0 || report_pages > REPORT_MOST_PAGES)
		return out_usage("--report-pages takes a number from 0 to 100", "underseal redact --help");
	set_aside(&a, plan_file, ledger, report_to, mem);
	if (plan_file && a.want.rules.n == 0)
		a.want.rules = STR("none");
	batch_options o = {
		.kit = &program_kit, .inputs = rest.list, .ninputs = rest.n, .nlisted = listed, .folder = folder,
		.want = a.want, .how = a.how, .how_given = a.how_given, .scan = true, .plan_file = plan_file, .label = a.title, .password = a.password,
		.aside = a.aside, .naside = a.naside, .overwrite = overwrite,
		.ledger = ledger, .resume = !anew && !overwrite, .pixels = proof_how != NULL,
		.jobs = (size_t)a.jobs, .memory = (uint64_t)a.megabytes << 20, .seconds = (uint32_t)a.seconds,
		.shard = of, .tool = "underseal " UNDERSEAL_VERSION,
	};
	if (m) {
		o.shards = m->shards;
		o.nshards = m->nshards;
	}
	if (of.n && (!is_before_merge(folder, mem, &e) || !keep_asked(argc, argv, list, mem, &o, &e)))
		return out_wrong(&e);
	if (!asked_across(&a, plan_file != NULL, &o.across, &e) || !read_boxes(boxes, mem, &o, &e))
		return out_wrong(&e);

	struct show show = { .json = json, .unmet_json = json_array(), .o = &o, .made = batch_now(mem), .mem = mem };
	batch_calls calls = { .refused = tell_refused, .told = tell_item, .near = tell_near, .idle = tell_progress, .unmet = tell_unmet, .note = tell_note, .gone = tell_gone,
		                  .arg = &show };
	batch_sum sum;
	meter_start(&show.meter, a.quiet);
	bool ok = batch_run(&o, &calls, &sum, &e);
	meter_clear(&show.meter);
	bool reported = ok && !no_report && sum.ledger.rows && !sum.stopped_by && write_report(&o, report_to, (size_t)report_pages, mem);
	show.report = reported ? report_to : NULL;
	if (ok)
		print_sum(&show, &sum);
	json_decref(show.unmet_json);
	buf_free(&show.unmet);
	if (!ok)
		return out_wrong(&e);
	if (sum.stopped_by) {
		fflush(stdout);
		log_error("stopped; %zu of %zu files are done", sum.proven + sum.refused + sum.failed + sum.skipped, sum.files);
		return out_stopped(sum.stopped_by);
	}
	return sum.status || reported || no_report || !sum.ledger.rows ? sum.status : 1;
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	return redacting_run(self, argc, argv, NULL, mem);
}

const command cmd_redact = {
	.name = "redact",
	.summary = "redact documents, prove each, and write a log",
	.usage = "INPUT... -o DIR [--terms FILE]... [--rules LIST] [--matter FILE] [--plan FILE] [--box ...]...",
	.about = about,
	.run = run,
};
