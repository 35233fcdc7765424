#include "cli/asked.h"
#include "cli/find_text.h"
#include "cli/seeking.h"
#include "cli/lists.h"
#include "cli/out.h"

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
	"underseal review shows the plan in your browser. It is a text file, too, with a line for each mark: one\n"
	"whose \"state\" is \"accepted\" will be removed, one that is \"rejected\" or \"proposed\" stays. Who writes\n"
	"a name into \"by\" and the time into \"at\" stands in the redaction log as its reviewer.\n"
	"\n"
	"Neither the table nor the plan holds words of the documents, unless you say --words.\n"
	"Exit status 1: a file could not be read, or holds pages that cannot be searched.\n";

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

	seeking f = {
		.asked = &a, .across = spread == ACROSS_HUNT, .inputs = &rest, .plan_file = plan_file, .names_file = names_file,
		.words = words, .json = json, .overwrite = overwrite, .table = true,
	};
	return seeking_run(&f, mem);
}

const command cmd_find = {
	.name = "find",
	.summary = "look for what should be removed, and write a plan",
	.usage = "INPUT...|--text FILE.jsonl [-o plan.json] [--terms FILE]... [--rules LIST] [--matter FILE] [--words]",
	.about = about,
	.run = run,
};
