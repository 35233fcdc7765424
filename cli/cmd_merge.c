/* underseal merge: the shards of a folder made one run. */
#include "cli/command.h"
#include "cli/out.h"
#include "cli/redacting.h"

#include "redact/base/file.h"
#include "redact/base/log.h"
#include "redact/work/ledger/ledger_docs.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char about[] =
	"Joins what redact --shard 1/N to N/N did into one: their ledgers, logs and proofs. All must be there\n"
	"and complete, whole, and run by this version with the same rules and lists; else it is said which is\n"
	"not, and nothing is done. Then what rules found in one document is looked for in all others, of\n"
	"whatever shard: every document is read once more, and those that hold such a value are done again.\n"
	"When it is over the folder is as if one run had made it, and redact goes on with it as ever.\n"
	"\n"
	"What to do is known from the ledgers, which lie beside DIR as DIR.ledger.1-of-N and so on; where\n"
	"they lie elsewhere, name them. They are not changed, and are of no use afterwards. Before the merge\n"
	"DIR has no proof.jsonl, so that nobody seals it. One that was stopped goes on when it is called again.\n"
	"\n"
	"  underseal redact discovery/ -o out/ --terms names.txt --shard 1/2\n"
	"  underseal redact discovery/ -o out/ --terms names.txt --shard 2/2\n"
	"  underseal merge out/\n";

/* ---- the ledgers beside the folder ----------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Any shard's, or nothing: "out.ledger.2-of-4" beside "out.ledger". */
static bool find_ledgers(const char *whole, arena *mem, operands *out, err *e)
{
	const char *slash = strrchr(whole, '/');
	str folder = slash ? (str){ whole, (size_t)(slash - whole) + 1 } : STR("./");
	const char *base = slash ? slash + 1 : whole;
	size_t n = strlen(base), room = 0;
	DIR *dir = opendir(str_z(folder, mem));
	*out = (operands){ 0 };
	for (struct dirent *d; dir && (d = readdir(dir));) {
		shard s;
		if (strncmp(d->d_name, base, n) == 0 && d->d_name[n] == '.' && shard_of_tag(str_of(d->d_name + n + 1), &s))
			*ARENA_PUSH(mem, out->list, out->n, room) = str_fmt(mem, STR_FMT "%s", STR_ARG(folder), d->d_name).p;
	}
	if (dir)
		closedir(dir);
	if (out->n) {
		qsort(out->list, out->n, sizeof *out->list, by_name);
		return true;
	}
	err_set(e, ERR_INPUT, "%s: no shard has its ledger beside it", whole);
	return err_hint(e, "run redact with --shard I/N first, or name the ledgers: underseal merge DIR LEDGER...");
}

static bool absolute(const char **path, arena *mem, err *e)
{
	char *whole = file_resolve(*path, mem, e);
	if (whole)
		*path = whole;
	return whole != NULL;
}

/* ---- what the shards were asked for ---------------------------------------------------------- */

static bool read_asked(const char *path, arena *mem, operands *out, err *e)
{
	ledger_docs docs = { .mem = mem };
	ledger *l = ledger_look(path, e);
	bool ok = l && ledger_docs_read(l, &docs, e);
	ledger_close(l);
	ledger_docs_drop(&docs);
	*out = (operands){ docs.last.asked, docs.last.nasked };
	if (!ok || out->n > 1)
		return ok;
	err_set(e, ERR_INPUT, "%s: not the ledger of a shard", path);
	return err_hint(e, "only what was run with --shard is merged");
}

/* Names on a command line are below the folder it was called in. */
static int run_as(const command *self, const operands *asked, const merging *m, arena *mem)
{
	err e = ERR_INIT;
	const char **argv = arena_array(mem, const char *, asked->n + 1);
	if (chdir(asked->list[0]) != 0) {
		err_set(&e, ERR_INPUT, "%s: %s", asked->list[0], strerror(errno));
		err_hint(&e, "the shards were run there; merge on a machine that has that folder");
		return out_wrong(&e);
	}
	argv[0] = "redact";
	for (size_t i = 1; i < asked->n; i++)
		argv[i] = asked->list[i];
	return redacting_run(self, (int)asked->n, argv, m, mem);
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	char *whole = NULL;
	merging m = { 0 };
	struct poptOption options[] = {
		{ "ledger", 0, POPT_ARG_STRING, &whole, 0, "where the ledger of the whole goes (DIR.ledger, beside the output)", "FILE" },
		{ "jobs", 'j', POPT_ARG_INT, &m.jobs, 0, "documents at once (as many as there are processors)", "N" },
		{ "json", 0, POPT_ARG_NONE, &m.json, 0, "one JSON object a document, and a summary, as redact has them", NULL },
		POPT_TABLEEND
	};
	operands rest, asked;
	err e = ERR_INIT;
	int code = options_read(self, argc, argv, options, mem, &rest);
	if (code >= 0)
		return code;
	if (rest.n == 0 || m.jobs < 0)
		return out_usage("name the output folder of the shards", "underseal merge DIR");
	operands ledgers = { rest.list + 1, rest.n - 1 };
	m.folder = rest.list[0];
	if (!absolute(&m.folder, mem, &e))
		return out_wrong(&e);
	if (!ledgers.n && !find_ledgers(ledger_beside(m.folder, mem), mem, &ledgers, &e))
		return out_wrong(&e);
	m.ledger = whole ? whole : ledger_beside(m.folder, mem);
	if (!absolute(&m.ledger, mem, &e))
		return out_wrong(&e);
	for (size_t i = 0; i < ledgers.n; i++)
		if (!absolute(&ledgers.list[i], mem, &e))
			return out_wrong(&e);
	if (!read_asked(ledgers.list[0], mem, &asked, &e))
		return out_wrong(&e);
	m.shards = ledgers.list;
	m.nshards = ledgers.n;
	return run_as(self, &asked, &m, mem);
}

const command cmd_merge = {
	.name = "merge",
	.summary = "make one run of the shards of a folder",
	.usage = "DIR [LEDGER...]",
	.about = about,
	.run = run,
};
