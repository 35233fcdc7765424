#include "cli/asked.h"
#include "cli/listed.h"
#include "cli/lists.h"
#include "cli/out.h"
#include "cli/redacting.h"
#include "cli/report/report.h"
#include "cli/telling.h"

#include "redact/base/log.h"
#include "redact/work/batch/batch.h"
#include "redact/work/inputs/sources.h"

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
	"DIR.report.html, beside DIR too, is a page for whoever answers for the documents: what was removed,\n"
	"left out and checked, and how the redacted pages look. It holds nothing that was removed.\n"
	"\n"
	"  underseal redact discovery/ -o out/ --terms names.txt\n"
	"  underseal redact letter.pdf -o out/ --rules none --box letter.pdf:1:72,90,200,14\n"
	"  underseal redact --plan plan.json --require-review -o out/\n"
	"\n"
	"Exit status 0: all proven. 1: a person must look, because a file failed, was refused or holds\n"
	"pages that cannot be searched.\n"
	"\n"
	"With --json, one object a document as it is done (schema proof/1, as in proof.jsonl), then a\n"
	"summary (schema summary/1).\n";

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

/* ---- what was asked for ---------------------------------------------------------------------- */

/* As popt stores it, and what follows from it. */
typedef struct redacting {
	asked what;
	operands inputs; size_t nlisted;   /* nlisted: how many of them come from a list */
	bool of_plan;                      /* inputs are what the plan names */
	char *folder, *plan_file, *proof_how, **boxes, *list, *part, *report_to;
	const char *ledger;
	int report_pages, no_report, nul, reviewed, overwrite, resume, anew, json;
	shard of;                          /* of.n 0: the whole                          */
} redacting;

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

/* A plan knows where its documents lie. */
static bool take_sources(const char *plan_file, arena *mem, operands *out, err *e)
{
	plans *p = plans_open(plan_file, PLANS_READ, e);
	if (!p) {
		e->kind = ERR_USAGE;
		return false;
	}
	const char *const *roots;
	size_t n = p->nfrom ? sources_roots(p, mem, &roots) : 0;
	out->list = arena_array(mem, const char *, n);
	bool any = n == 0;
	for (size_t i = 0; i < n; i++) {
		any |= access(roots[i], F_OK) == 0;
		out->list[out->n++] = roots[i];
	}
	plans_close(p);
	if (any)
		return true;
	err_set(e, ERR_INPUT, "%s: its documents are not where it says: %s", plan_file, roots[0]);
	return err_hint(e, "has the plan or the folder been moved? Name the folder as well: underseal redact FOLDER --plan %s", plan_file);
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

static int read_options(const command *self, int argc, const char **argv, arena *mem, redacting *w)
{
	struct poptOption options[] = {
		{ "output", 'o', POPT_ARG_STRING, &w->folder, 0, "the folder that the redacted files go to", "DIR" },
		{ "files-from", 0, POPT_ARG_STRING, &w->list, 0, "more inputs, one a line; - for standard input; below DIR a file of a list keeps its path", "FILE" },
		{ "null", '0', POPT_ARG_NONE, &w->nul, 0, "inputs of --files-from end with a NUL, as find -print0 writes them", NULL },
		ASKED_WHAT(w->what),
		ASKED_PEOPLE(w->what),
		{ "plan", 'p', POPT_ARG_STRING, &w->plan_file, 0, "remove what a plan made by underseal find says, as reviewed; adds rules and terms only where given", "FILE" },
		{ "require-review", 0, POPT_ARG_NONE, &w->reviewed, 0, "with --plan: do nothing while a mark of the plan is undecided, or a page unseen", NULL },
		{ "box", 'b', POPT_ARG_ARGV, &w->boxes, 0, "black out a place of a page; points from its top left corner", "FILE:PAGE:x,y,w,h" },
		{ "label", 'l', POPT_ARG_STRING, &w->what.label, 0, "what is printed on every box, in place of the reason code", "TEXT" },
		ASKED_HANDLING(w->what),
		ASKED_LAYER(w->what),
		ASKED_ACROSS(w->what),
		{ "proof", 0, POPT_ARG_STRING, &w->proof_how, 0, "compare every page of source and output as pixels, too", "pixels" },
		{ "overwrite", 0, POPT_ARG_NONE, &w->overwrite, 0, "replace files that are in DIR already", NULL },
		{ "resume", 0, POPT_ARG_NONE, &w->resume, 0, "what an earlier run proved, and is as it was, is not done again (the default)", NULL },
		{ "no-resume", 0, POPT_ARG_NONE, &w->anew, 0, "do everything anew, whatever the ledger says", NULL },
		{ "ledger", 0, POPT_ARG_STRING, &w->ledger, 0, "where it is written down what was done (DIR.ledger, beside the output)", "FILE" },
		{ "shard", 0, POPT_ARG_STRING, &w->part, 0, "only the I-th of N parts of the inputs, each of which is run by itself; see underseal merge", "I/N" },
		{ "report", 0, POPT_ARG_STRING, &w->report_to, 0, "where the page about all documents goes (DIR.report.html, beside the output)", "FILE" },
		{ "report-pages", 0, POPT_ARG_INT, &w->report_pages, 0, "pages of each document that it shows, small; 0 for none (3)", "N" },
		{ "no-report", 0, POPT_ARG_NONE, &w->no_report, 0, "write no such page", NULL },
		ASKED_HOW(w->what),
		{ "json", 0, POPT_ARG_NONE, &w->json, 0, "one JSON object a document, and a summary", NULL },
		POPT_TABLEEND
	};
	return options_read(self, argc, argv, options, mem, &w->inputs);
}

/* Inputs may stand in a list, and in the plan. */
static bool take_inputs(redacting *w, arena *mem, err *e)
{
	if (w->list && !listed_read(w->list, w->nul ? '\0' : '\n', mem, &w->inputs, &w->nlisted, e))
		return false;
	if (w->list && !w->inputs.n)
		return err_set(e, ERR_INPUT, "%s: lists no files", w->list);
	w->of_plan = !w->inputs.n && w->plan_file;
	return !w->of_plan || take_sources(w->plan_file, mem, &w->inputs, e);
}

static void take_merge(redacting *w, const merging *m, arena *mem)
{
	w->folder = str_z(str_of(m->folder), mem);
	w->ledger = m->ledger;
	w->overwrite = w->anew = w->resume = 0;
	w->what.jobs = m->jobs;
	w->json = m->json;
	w->report_to = NULL;
}

/* What does not go together, or is no value: told, and the exit status; -1 to go on. */
static int misused(const redacting *w)
{
	const char *help = "underseal redact --help";
	if (w->reviewed && !w->plan_file)
		return out_usage("--require-review goes with --plan", help);
	if (!w->inputs.n)
		return out_usage("name the documents to redact", help);
	if (!w->folder)
		return out_usage("name the output folder with -o DIR", help);
	if (w->resume && (w->anew || w->overwrite))
		return out_usage("--resume goes with neither --no-resume nor --overwrite", help);
	if (w->report_pages < 0 || w->report_pages > REPORT_MOST_PAGES)
		return out_usage("--report-pages takes a number from 0 to 100", help);
	if (w->proof_how && strcmp(w->proof_how, "pixels") != 0) {
		err e = ERR_INIT;
		err_set(&e, ERR_USAGE, "--proof=%s: only pixels is known", w->proof_how);
		return out_wrong(&e);
	}
	return -1;
}

/* Where nothing was named ledger and report lie beside the output. */
static void name_files(redacting *w, arena *mem)
{
	if (!w->ledger)
		w->ledger = shard_file(w->of, str_of(ledger_beside(w->folder, mem)), true, mem).p;
	/* Of a part of the whole there is a page only when asked: the merge writes it. */
	w->no_report |= w->of.n && !w->report_to;
	if (!w->report_to)
		w->report_to = str_z(str_of(report_beside(w->folder, mem)), mem);
}

static bool plan_batch(redacting *w, const merging *m, arena *mem, batch_options *o, err *e)
{
	asked *a = &w->what;
	if (!asked_settle(a, mem, e))
		return false;
	name_files(w, mem);
	set_aside(a, w->plan_file, w->ledger, w->report_to, mem);
	if (w->plan_file && a->want.rules.n == 0)
		a->want.rules = STR("none");
	*o = (batch_options){
		.kit = &program_kit, .inputs = w->inputs.list, .ninputs = w->inputs.n, .nlisted = w->nlisted, .folder = w->folder,
		.want = a->want, .how = a->how, .how_given = a->how_given, .scan = true, .plan_file = w->plan_file, .whole_plan = w->of_plan,
		.require_review = w->reviewed, .label = a->title, .password = a->password,
		.aside = a->aside, .naside = a->naside, .overwrite = w->overwrite,
		.ledger = w->ledger, .resume = !w->anew && !w->overwrite, .pixels = w->proof_how != NULL,
		.jobs = (size_t)a->jobs, .memory = (uint64_t)a->megabytes << 20, .seconds = (uint32_t)a->seconds,
		.shard = w->of, .tool = "underseal " UNDERSEAL_VERSION,
	};
	if (m) {
		o->shards = m->shards;
		o->nshards = m->nshards;
	}
	return asked_across(a, w->plan_file != NULL, &o->across, e) && read_boxes(w->boxes, mem, o, e);
}

/* ---- the run --------------------------------------------------------------------------------- */

static int run_batch(const redacting *w, const batch_options *o, arena *mem)
{
	err e = ERR_INIT;
	telling tell = { .json = w->json, .o = o, .made = batch_now(mem), .mem = mem };
	telling_open(&tell);
	batch_calls calls = telling_calls(&tell);
	batch_sum sum;
	meter_start(&tell.meter, w->what.quiet);
	bool ok = batch_run(o, &calls, &sum, &e);
	meter_clear(&tell.meter);
	bool wanted = ok && !w->no_report && sum.ledger.rows;
	bool reported = wanted && !sum.stopped_by && write_report(o, w->report_to, (size_t)w->report_pages, mem);
	tell.report = reported ? w->report_to : NULL;
	if (ok)
		telling_sum(&tell, &sum);
	telling_close(&tell);
	if (!ok)
		return out_wrong(&e);
	if (sum.stopped_by) {
		fflush(stdout);
		log_error("stopped; %zu of %zu files are done", sum.proven + sum.refused + sum.failed + sum.skipped, sum.files);
		return out_stopped(sum.stopped_by);
	}
	return sum.status || reported || !wanted ? sum.status : 1;
}

int redacting_run(const command *self, int argc, const char **argv, const merging *m, arena *mem)
{
	redacting w = { .what = ASKED_INIT, .report_pages = REPORT_PAGES };
	int status = read_options(self, argc, argv, mem, &w);
	if (status >= 0)
		return status;
	/* A reader of our output that leaves early must not end us between a document and its name. */
	signal(SIGPIPE, SIG_IGN);
	err e = ERR_INIT;
	batch_options o;
	if (!take_inputs(&w, mem, &e) || (w.part && !m && !shard_read(str_of(w.part), &w.of, &e)))
		return out_wrong(&e);
	if (m)
		take_merge(&w, m, mem);
	if ((status = misused(&w)) >= 0)
		return status;
	if (!plan_batch(&w, m, mem, &o, &e))
		return out_wrong(&e);
	if (w.of.n && (!is_before_merge(w.folder, mem, &e) || !keep_asked(argc, argv, w.list, mem, &o, &e)))
		return out_wrong(&e);
	return run_batch(&w, &o, mem);
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
