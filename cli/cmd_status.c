/* underseal status: what the ledger of an output folder says, and whether it still holds. */
#include "cli/command.h"
#include "cli/out.h"
#include "cli/report/report.h"

#include "redact/base/file.h"
#include "redact/base/log.h"
#include "redact/work/batch/batch.h"
#include "redact/work/batch/place.h"
#include "redact/work/ledger/ledger_docs.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

static const char about[] =
	"Reads the ledger that redact keeps beside its output folder DIR (DIR.ledger, or the file you name)\n"
	"and tells what became of each document, and which ones a further run would do again: those that\n"
	"failed, whose source was changed, or whose output is not there as it was proven.\n"
	"\n"
	"The ledger's rows are checked against the chain of hashes that ties each to the one before, which\n"
	"shows rows that were changed, taken out or put in between. Rows taken off the end it cannot show:\n"
	"compare the last row with what redact printed. With --check all sources and outputs are read as\n"
	"well; without it their sizes are looked at.\n"
	"\n"
	"  underseal status out/\n"
	"  underseal status out/ --check\n"
	"  underseal status out/ --report report.html\n"
	"\n"
	"Exit status 0: all is done. 1: a person must look, or run redact again.\n";

typedef struct status {
	arena *mem;
	const char *folder, *path;
	bool check, json;
	bool under_way;          /* a run is writing to the folder now */
	ledger *ledger;
	ledger_docs docs;
	ledger_end last;
	int64_t bad;             /* first row that is not as it was written; 0: none */
	size_t proven, withheld, refused, failed, skipped, again, gone;
} status;

/* ---- one document ---------------------------------------------------------------------------- */

static bool is_same(const status *s, const char *path, const struct stat *st, uint64_t size, str sha256)
{
	err ignored = ERR_INIT;
	char hex[65];
	if (!S_ISREG(st->st_mode) || (uint64_t)st->st_size != size)
		return false;
	return !s->check || (file_sha256(path, hex, NULL, &ignored) && str_is(sha256, hex));
}

static bool is_named(str path)
{
	return path.n && !str_starts(path, "hex:");
}

static bool source_is_gone(const status *s, const ledger_doc *d)
{
	struct stat st;
	return is_named(d->path) && lstat(str_z(d->path, s->mem), &st) != 0;
}

/* Why a further run with the same rules would do it again; NULL: it would not. */
static const char *why_again(const status *s, const ledger_doc *d)
{
	if (source_is_gone(s, d))
		return NULL;
	if (str_is(d->state, "skipped"))
		return NULL;
	if (!ledger_came_out(d))
		return str_is(d->state, "refused") ? "it was refused" : "it failed";
	const char *source = str_z(d->path, s->mem), *output = str_fmt(s->mem, "%s/" STR_FMT, s->folder, STR_ARG(d->output)).p;
	struct stat st;
	if (is_named(d->path) && (stat(source, &st) != 0 || !is_same(s, source, &st, d->source_bytes, d->source)))
		return "its source was changed";
	/* A link in its place, or on the way to it, is not what was proven. */
	if (!place_is_inside(s->folder, d->output, s->mem, NULL) || lstat(output, &st) != 0 || !is_same(s, output, &st, d->output_bytes, d->written))
		return "its output is not there as it was proven";
	return NULL;
}

static void json_document(const ledger_doc *d, const char *again, bool gone)
{
	json_t *o = json_object();
	json_object_set_new(o, "schema", json_string("status/1"));
	json_object_set_new(o, "row", json_integer((json_int_t)d->row));
	json_object_set_new(o, "name", json_of_str(d->name));
	json_object_set_new(o, "state", json_of_str(d->state));
	json_object_set_new(o, "output", d->output.n ? json_of_str(d->output) : json_null());
	json_object_set_new(o, "output_sha256", d->written.n ? json_of_str(d->written) : json_null());
	json_object_set_new(o, "source_sha256", d->source.n ? json_of_str(d->source) : json_null());
	json_object_set_new(o, "rules", json_of_str(d->rules));
	json_object_set_new(o, "pages", json_integer((json_int_t)d->pages));
	json_object_set_new(o, "marks", json_integer((json_int_t)d->marks));
	json_object_set_new(o, "unsearchable", json_integer((json_int_t)d->unsearchable));
	json_object_set_new(o, "reason", d->reason.n ? json_of_str(d->reason) : json_null());
	json_object_set_new(o, "again", again ? json_string(again) : json_null());
	json_object_set_new(o, "source_gone", json_boolean(gone));
	out_json(o);
}

/* A link, a folder that nobody may look into, a member that is locked: told again at every run. */
static void visit_unread(const status *s, const ledger_unread *u, table *t)
{
	if (s->json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("status/1"));
		json_object_set_new(o, "name", json_of_str(u->path));
		json_object_set_new(o, "state", json_string("unread"));
		json_object_set_new(o, "reason", json_of_str(u->reason));
		out_json(o);
		return;
	}
	table_cell(t, u->path);
	table_cell(t, STR("not read"));
	table_cell(t, str_sub(u->reason, 0, 100));
}

static void visit(status *s, const ledger_doc *d, table *t)
{
	bool gone = source_is_gone(s, d);
	const char *again = why_again(s, d);
	s->proven += str_is(d->state, "proven");
	s->withheld += str_is(d->state, LEDGER_WITHHELD);
	s->refused += str_is(d->state, "refused");
	s->failed += str_is(d->state, "failed");
	s->skipped += str_is(d->state, "skipped");
	s->again += again != NULL;
	s->gone += gone;
	if (s->json) {
		json_document(d, again, gone);
		return;
	}
	str why = d->reason.n ? d->reason : gone ? STR("its source is no more") : str_of(again);
	if (!why.n)
		return;
	table_cell(t, d->name);
	table_cell(t, d->state);
	table_cell(t, str_sub(why, 0, 100));
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void print_sum(const status *s)
{
	const ledger_run *run = &s->docs.last;
	printf("%s: %zu proven", out_count(s->mem, s->docs.n, "document", "documents").p, s->proven);
	if (s->withheld)
		printf(", %zu withheld", s->withheld);
	if (s->refused)
		printf(", %zu refused", s->refused);
	if (s->failed)
		printf(", %zu failed", s->failed);
	if (s->skipped)
		printf(", %zu skipped: not a format we know", s->skipped);
	if (s->docs.nunread)
		printf("; besides, %s could not be read at all", out_count(s->mem, s->docs.nunread, "input", "inputs").p);
	if (s->gone)
		printf("; of %zu the source is no more", s->gone);
	printf("\n%zu would be done again\n", s->again);
	if (run->row)
		printf("The last run was begun at " STR_FMT " and %s\n", STR_ARG(run->at),
		       run->over ? "came to its end" : s->under_way ? "is under way" : "did not come to its end: call redact again as then");
	printf("%s: %" PRId64 " rows, the last one %.16s\n", s->path, s->last.rows, s->last.chain);
	if (!s->bad)
		puts("Every row is as it was written.");
}

static void json_sum(const status *s)
{
	json_t *o = json_object();
	json_object_set_new(o, "schema", json_string("status-sum/1"));
	json_object_set_new(o, "documents", json_integer((json_int_t)s->docs.n));
	json_object_set_new(o, "proven", json_integer((json_int_t)s->proven));
	json_object_set_new(o, "withheld", json_integer((json_int_t)s->withheld));
	json_object_set_new(o, "refused", json_integer((json_int_t)s->refused));
	json_object_set_new(o, "failed", json_integer((json_int_t)s->failed));
	json_object_set_new(o, "skipped", json_integer((json_int_t)s->skipped));
	json_object_set_new(o, "unread", json_integer((json_int_t)s->docs.nunread));
	json_object_set_new(o, "again", json_integer((json_int_t)s->again));
	json_object_set_new(o, "sources_gone", json_integer((json_int_t)s->gone));
	json_object_set_new(o, "run_over", json_boolean(s->docs.last.over != 0));
	json_object_set_new(o, "run_under_way", json_boolean(s->under_way));
	json_object_set_new(o, "ledger_rows", json_integer((json_int_t)s->last.rows));
	json_object_set_new(o, "ledger_chain", json_string(s->last.chain));
	json_object_set_new(o, "first_bad_row", s->bad ? json_integer((json_int_t)s->bad) : json_null());
	out_json(o);
}

static bool read_all(status *s, err *e)
{
	s->docs.mem = s->mem;
	s->ledger = ledger_look(s->path, e);
	if (!s->ledger || (s->bad = ledger_check(s->ledger, e)) < 0)
		return false;
	s->last = ledger_last(s->ledger);
	bool ok = ledger_docs_read(s->ledger, &s->docs, e);
	s->under_way = ok && !s->docs.last.over && workroom_is_used(s->folder, s->docs.last.shard);
	return ok;
}

/* "out" of "out.ledger" and of a shard's "out.ledger.2-of-4"; otherwise the ledger itself: nothing lies there. */
static str folder_of_ledger(str path)
{
	static const char suffix[] = ".ledger";
	shard of;
	for (size_t n = path.n; n-- > 0 && path.p[n] != '/';)
		if (path.p[n] == '.' && shard_of_tag(str_sub(path, n + 1, path.n), &of))
			path.n = n;
	return str_ends(path, suffix) ? str_sub(path, 0, path.n - (sizeof suffix - 1)) : path;
}

/* A folder has its ledger beside it; a ledger has its folder there. */
static void find_both(status *s, const char *named)
{
	struct stat st;
	s->folder = named;
	if (!s->path && (stat(named, &st) != 0 || !S_ISREG(st.st_mode))) {
		s->path = ledger_beside(named, s->mem);
	} else if (!s->path) {
		s->path = named;
		s->folder = str_z(folder_of_ledger(str_of(named)), s->mem);
	}
}

static int show(status *s)
{
	err e = ERR_INIT;
	table t = { .mem = s->mem, .columns = 3 };
	if (!read_all(s, &e))
		return out_wrong(&e);
	table_cell(&t, STR("FILE"));
	table_cell(&t, STR("STATE"));
	table_cell(&t, STR("WHY"));
	for (size_t i = 0; i < s->docs.n; i++)
		visit(s, &s->docs.list[i], &t);
	for (size_t i = 0; i < s->docs.nunread; i++)
		visit_unread(s, &s->docs.unread[i], &t);
	if (s->json) {
		json_sum(s);
	} else {
		if (t.n > t.columns) {
			table_print(&t);
			putchar('\n');
		}
		print_sum(s);
	}
	if (s->bad) {
		fflush(stdout);
		log_error("%s: row %" PRId64 " is not as it was written", s->path, s->bad);
		log_hint("nothing in it is believed; take it away to do everything anew");
	}
	return s->bad || s->again || !s->docs.last.over || s->refused || s->failed || s->docs.nunread ? 1 : 0;
}

/* Also of a batch that is not at its end. */
static int write_report(const status *s, const char *to, int pages)
{
	err e = ERR_INIT;
	int stopped;
	report what = { .ledger = s->path, .folder = s->folder, .to = to, .pages = (size_t)pages, .memory = REPORT_MEMORY, .seconds = REPORT_SECONDS,
	                .tool = "underseal " UNDERSEAL_VERSION, .made = batch_now(s->mem) };
	if (!report_write(&what, &stopped, &e))
		return out_wrong(&e);
	return stopped ? out_stopped(stopped) : 0;
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	int json = 0, check = 0;
	char *path = NULL, *to = NULL;
	int pages = REPORT_PAGES;
	struct poptOption options[] = {
		{ "check", 0, POPT_ARG_NONE, &check, 0, "read all sources and outputs, not only their sizes", NULL },
		{ "ledger", 0, POPT_ARG_STRING, &path, 0, "the ledger, where it is not DIR.ledger", "FILE" },
		{ "report", 0, POPT_ARG_STRING, &to, 0, "write the page about all documents anew, there", "FILE" },
		{ "report-pages", 0, POPT_ARG_INT, &pages, 0, "pages of each document that the page shows, small; 0 for none (3)", "N" },
		{ "json", 0, POPT_ARG_NONE, &json, 0, "one JSON object a document (schema status/1), and a summary", NULL },
		POPT_TABLEEND
	};
	operands rest;
	int code = options_read(self, argc, argv, options, mem, &rest);
	if (code >= 0)
		return code;
	if (rest.n != 1)
		return out_usage("name one output folder, or its ledger", "underseal status DIR");
	if (pages < 0 || pages > REPORT_MOST_PAGES)
		return out_usage("--report-pages takes a number from 0 to 100", "underseal status --help");
	status s = { .mem = mem, .path = path, .check = check, .json = json };
	find_both(&s, rest.list[0]);
	code = show(&s);
	int told = to && s.ledger ? write_report(&s, to, pages) : 0;
	code = told ? told : code;
	ledger_close(s.ledger);
	ledger_docs_drop(&s.docs);
	return code;
}

const command cmd_status = {
	.name = "status",
	.summary = "show what was done, and what would be done again",
	.usage = "DIR [--check] [--json] [--report FILE]",
	.about = about,
	.run = run,
};
