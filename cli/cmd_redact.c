#include "cli/asked.h"
#include "cli/listed.h"
#include "cli/lists.h"
#include "cli/out.h"
#include "cli/redacting.h"
#include "cli/report/report.h"
#include "cli/telling.h"

#include "redact/base/log.h"
#include "redact/work/batch.h"
#include "redact/work/sources.h"

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
	for (size_t i = 0; i < n; i++)
		out->list[out->n++] = roots[i];
	plans_close(p);
	return true;
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
	int nul = 0, reviewed = 0, overwrite = 0, resume = 0, anew = 0, json = 0;
	struct poptOption options[] = {
		{ "output", 'o', POPT_ARG_STRING, &folder, 0, "the folder that the redacted files go to", "DIR" },
		{ "files-from", 0, POPT_ARG_STRING, &list, 0, "more inputs, one a line; - for standard input; below DIR a file of a list keeps its path", "FILE" },
		{ "null", '0', POPT_ARG_NONE, &nul, 0, "inputs of --files-from end with a NUL, as find -print0 writes them", NULL },
		ASKED_WHAT(a),
		ASKED_PEOPLE(a),
		{ "plan", 'p', POPT_ARG_STRING, &plan_file, 0, "remove what a plan made by underseal find says, as reviewed; adds rules and terms only where given", "FILE" },
		{ "require-review", 0, POPT_ARG_NONE, &reviewed, 0, "with --plan: do nothing while a mark of the plan is undecided, or a page unseen", NULL },
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
	if (reviewed && !plan_file)
		return out_usage("--require-review goes with --plan", "underseal redact --help");
	if (rest.n == 0 && plan_file && !take_sources(plan_file, mem, &rest, &e))
		return out_wrong(&e);
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
		.want = a.want, .how = a.how, .how_given = a.how_given, .scan = true, .plan_file = plan_file, .require_review = reviewed, .label = a.title, .password = a.password,
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

	telling tell = { .json = json, .o = &o, .made = batch_now(mem), .mem = mem };
	telling_open(&tell);
	batch_calls calls = telling_calls(&tell);
	batch_sum sum;
	meter_start(&tell.meter, a.quiet);
	bool ok = batch_run(&o, &calls, &sum, &e);
	meter_clear(&tell.meter);
	bool reported = ok && !no_report && sum.ledger.rows && !sum.stopped_by && write_report(&o, report_to, (size_t)report_pages, mem);
	tell.report = reported ? report_to : NULL;
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
