#include "cli/asked.h"
#include "cli/lists.h"
#include "cli/meter.h"
#include "cli/out.h"
#include "cli/find_text.h"
#include "cli/suggested.h"

#include "redact/base/log.h"
#include "redact/plans/from.h"
#include "redact/work/batch.h"
#include "redact/work/each.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char about[] =
	"Looks for what should be removed and changes nothing. Prints how often each rule found\n"
	"something in each file. With -o it writes a plan that a person can review and that\n"
	"underseal redact --plan carries out; a plan is bound to the very bytes of its documents.\n"
	"\n"
	"  underseal find discovery/ --terms names.txt -o plan.json\n"
	"\n"
	"Names of persons that are on no list can be proposed. Go through what is proposed, and use it as a list:\n"
	"\n"
	"  underseal find discovery/ --people suggest --suggested names.txt\n"
	"\n"
	"To review, open the plan in a text editor. It has a line for each mark: one whose \"state\" is\n"
	"\"accepted\" will be removed, one that is \"rejected\" or \"proposed\" stays. Who writes a name into\n"
	"\"by\" and the time into \"at\" stands in the redaction log as its reviewer.\n"
	"\n"
	"Neither the table nor the plan holds words of the documents, unless you say --words.\n"
	"Exit status 1: a file could not be read, or holds pages that cannot be searched.\n";

struct rule_sum {
	str rule;
	size_t column;
};

struct show {
	meter meter;
	bool json, words, plan;
	arena *mem;
	buf documents;       /* of the plan, printed */
	struct rule_sum *rules; size_t nrules, rules_room;
	struct line {
		str name;
		size_t *counts;   /* by index of rules, as many as there were then */
		size_t ncounts, total;
		bool look;
	} *lines; size_t nlines, lines_room;
	size_t files, failed, unsearchable, found, proposed, kept;
	int worst;
	suggested names;
};

static size_t rule_index(struct show *s, str rule)
{
	for (size_t i = 0; i < s->nrules; i++)
		if (str_eq(s->rules[i].rule, rule))
			return i;
	*ARENA_PUSH(s->mem, s->rules, s->nrules, s->rules_room) = (struct rule_sum){ str_dup(rule, s->mem), 0 };
	return s->nrules - 1;
}

static void count(struct show *s, const input *in, const reply *r)
{
	const plan *p = &r->marks;
	for (size_t i = 0; i < p->n; i++)
		rule_index(s, p->marks[i].rule);
	struct line *l = ARENA_PUSH(s->mem, s->lines, s->nlines, s->lines_room);
	*l = (struct line){ .name = str_of(in->path), .ncounts = s->nrules, .total = 0,
	                    .look = r->nunsearchable > 0 };
	l->counts = arena_array(s->mem, size_t, s->nrules);
	for (size_t i = 0; i < p->n; i++) {
		bool kept = mark_is_exception(&p->marks[i]);
		l->counts[rule_index(s, p->marks[i].rule)]++;
		l->total += !kept;
		s->kept += kept;
		s->proposed += p->marks[i].state == MARK_PROPOSED;
	}
	s->found += l->total;
}

static void print_words(const input *in, const plan *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		buf out = { 0 };
		log_visible(&out, str_of(in->path));
		buf_z(&out, ": ");
		log_visible(&out, m->unit);
		buf_fmt(&out, ": " STR_FMT ": ", STR_ARG(m->rule));
		for (str rest = m->value, part; str_cut(&rest, '\n', &part);) {
			log_visible(&out, part);
			if (rest.p)
				buf_byte(&out, ' ');
		}
		puts(out.p);
		buf_free(&out);
	}
}

static void told(void *arg, const input *in, const reply *r)
{
	struct show *s = arg;
	s->files++;
	meter_clear(&s->meter);
	if (r->trouble.kind != ERR_NONE) {
		int status = err_exit(r->trouble.kind);
		s->worst = s->worst == 0 || s->worst == status ? status : 1;
		s->failed++;
		if (r->unknown && !in->named) {
			log_warn("%s: skipped: not a format we know", in->path);
		} else {
			err e = r->trouble;
			err_wrap(&e, "%s", in->path);
			log_err(&e);
		}
	} else {
		if (r->nunsearchable) {
			s->unsearchable += r->nunsearchable;
			log_warn("%s: %zu page%s may show words that could not be read", in->path, r->nunsearchable,
			         r->nunsearched ? r->nunsearchable == 1 ? " or picture" : "s or pictures" : r->nunsearchable == 1 ? "" : "s");
		}
		count(s, in, r);
		suggested_note(&s->names, &r->marks);
		if (s->plan) {
			buf_z(&s->documents, s->documents.n ? ",\n" : "");
			plans_print_document(&s->documents, &r->marks, s->words);
		}
		if (s->words && !s->json)
			print_words(in, &r->marks);
	}
	if (s->json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("find/1"));
		json_object_set_new(o, "path", json_of_str(str_of(in->path)));
		if (r->trouble.kind != ERR_NONE) {
			json_object_set_new(o, "error", json_of_str(str_of(r->trouble.text)));
		} else {
			json_t *pages = json_array();
			for (size_t i = 0; i < r->nunsearchable; i++)
				json_array_append_new(pages, json_integer(r->unsearchable[i]));
			json_object_set_new(o, "pages", json_integer(r->pages));
			json_object_set_new(o, "unsearchable", pages);
			json_object_set_new(o, "document", plan_json(&r->marks, s->words));
		}
		out_json(o);
	}
}

static void idle(void *arg, const progress *now)
{
	struct show *s = arg;
	meter_show(&s->meter, now);
}

static void print_table(struct show *s)
{
	table t = { .mem = s->mem, .columns = s->nrules + 2, .right = ~1u };
	table_cell(&t, STR("FILE"));
	for (size_t i = 0; i < s->nrules; i++)
		table_cell(&t, s->rules[i].rule);
	table_cell(&t, STR("all"));
	for (size_t i = 0; i < s->nlines; i++) {
		const struct line *l = &s->lines[i];
		table_cell(&t, l->name);
		for (size_t k = 0; k < s->nrules; k++) {
			size_t n = k < l->ncounts ? l->counts[k] : 0;
			if (n)
				table_fmt(&t, "%zu", n);
			else
				table_cell(&t, STR("."));
		}
		table_fmt(&t, "%zu", l->total);
	}
	if (s->nlines)
		table_print(&t);
	printf("\n%s looked at, %s found", out_count(s->mem, s->files, "file", "files").p,
	       out_count(s->mem, s->found, "place", "places").p);
	if (s->proposed)
		printf(", %zu of them only proposed", s->proposed);
	if (s->kept)
		printf("; %s kept by exception", out_count(s->mem, s->kept, "place", "places").p);
	if (s->failed)
		printf("; %zu could not be read", s->failed);
	if (s->unsearchable)
		printf("; %s", out_count(s->mem, s->unsearchable, "page or picture that cannot be searched",
		                         "pages or pictures that cannot be searched").p);
	puts("");
}

static bool write_plan(struct show *s, const char *path, bool overwrite, const operands *rest, err *e)
{
	json_t *from = json_array();
	bool ok = true;
	for (size_t i = 0; ok && i < rest->n; i++) {
		char *name = from_of(path, rest->list[i], s->mem, e);
		ok = name != NULL;
		if (ok)
			json_array_append_new(from, json_of_str(str_of(name)));
	}
	buf out = { 0 };
	plans_print_head(&out, from);
	buf_str(&out, buf_view(&s->documents));
	plans_print_end(&out);
	ok = ok && file_write(path, buf_view(&out), 0600, overwrite, e);
	json_decref(from);
	buf_free(&out);
	return ok;
}

/* Told before the work, not after it: looking through a thousand files takes its time. */
static bool is_free(const char *path, bool overwrite, err *e)
{
	struct stat st;
	if (!path || overwrite || lstat(path, &st) != 0)
		return true;
	err_set(e, ERR_USAGE, "%s: exists already", path);
	return err_hint(e, "it may hold somebody's review: name another file, or say --overwrite");
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	asked a = ASKED_INIT;
	char *plan_file = NULL, *names_file = NULL, *texts = NULL;
	int json = 0, words = 0, overwrite = 0;
	struct poptOption options[] = {
		{ "output", 'o', POPT_ARG_STRING, &plan_file, 0, "write the plan to this file", "plan.json" },
		ASKED_WHAT(a),
		ASKED_PEOPLE(a),
		ASKED_ACROSS(a),
		{ "suggested", 0, POPT_ARG_STRING, &names_file, 0, "write the names that --people suggest proposes to this file, for you to go through and give to --terms", "names.txt" },
		ASKED_HANDLING(a),
		{ "text", 0, POPT_ARG_STRING, &texts, 0, "look into plain texts instead: a file with one JSON object a line, its \"id\" and its \"text\"; - is standard input. Prints one object a line: id, and findings with start and end in code points, rule, code, rank", "FILE.jsonl" },
		{ "words", 'w', POPT_ARG_NONE, &words, 0, "show the words that were found, and write them into the plan: keep that to yourself", NULL },
		{ "overwrite", 0, POPT_ARG_NONE, &overwrite, 0, "replace a plan or a list of names that is there already", NULL },
		ASKED_HOW(a),
		{ "json", 0, POPT_ARG_NONE, &json, 0, "one JSON object a document (schema find/1)", NULL },
		POPT_TABLEEND
	};
	operands rest;
	int status = options_read(self, argc, argv, options, mem, &rest);
	if (status >= 0)
		return status;
	err e = ERR_INIT;
	if (texts && (rest.n || plan_file || names_file)) {
		err_set(&e, ERR_USAGE, "--text stands alone: without documents, plans or lists of names");
		return out_wrong(&e);
	}
	if (rest.n == 0 && !texts)
		return out_usage("name the documents to look into", "underseal find --help");
	batch_spread spread;
	detectors look = { .n = 0 };
	if (names_file && !a.people)
		a.people = str_z(STR("suggest"), mem);
	if (!is_free(plan_file, overwrite, &e) || !is_free(names_file, overwrite, &e) ||
	    !asked_settle(&a, mem, &e) || !asked_across(&a, false, &spread, &e) || !program_kit.open_detectors(&a.want, mem, &look, &e))
		return out_wrong(&e);
	out_notes(&look);
	if (texts)
		status = find_text(texts, &look, words);
	detectors_close(&look);
	if (texts)
		return status;

	intake in = { 0 };
	intake_gather(rest.list, rest.n, mem, &in);
	intake_leave_out(&in, a.aside, a.naside);
	if (plan_file)
		intake_leave_out(&in, (const char *[]){ plan_file }, 1);
	if (names_file)
		intake_leave_out(&in, (const char *[]){ names_file }, 1);
	if (!intake_any(&in, rest.list, rest.n, &e))
		return out_wrong(&e);
	struct show s = { .json = json, .words = words, .plan = plan_file != NULL, .mem = mem, .names.mem = mem };
	s.worst = out_refused(&in);
	s.failed += in.nrefused;
	s.files += in.nrefused;
	each what = {
		.in = &in, .jobs = (size_t)a.jobs, .told = told, .idle = idle, .arg = &s, .across = spread == ACROSS_HUNT,
		.job = { .verb = JOB_FIND, .want = a.want, .how = a.how, .scan = true, .label = a.title, .at = batch_now(mem),
		         .password = a.password, .memory = (uint64_t)a.megabytes << 20, .seconds = (uint32_t)a.seconds },
	};
	meter_start(&s.meter, a.quiet);
	int stopped = 0;
	bool ok = each_run(&what, &stopped, &e);
	meter_clear(&s.meter);
	if (ok && !stopped && !json)
		print_table(&s);
	if (ok && !stopped && plan_file)
		ok = write_plan(&s, plan_file, overwrite, &rest, &e);
	if (ok && !stopped && names_file)
		ok = suggested_write(&s.names, names_file, overwrite, &e);
	buf_free(&s.documents);
	if (stopped)
		return out_stopped(stopped);
	if (!ok)
		return out_wrong(&e);
	if (s.failed && s.failed == s.files)
		return s.worst;
	return s.failed || s.unsearchable ? 1 : 0;
}

const command cmd_find = {
	.name = "find",
	.summary = "look for what should be removed, and write a plan",
	.usage = "INPUT...|--text FILE.jsonl [-o plan.json] [--terms FILE]... [--rules LIST] [--matter FILE] [--words]",
	.about = about,
	.run = run,
};
