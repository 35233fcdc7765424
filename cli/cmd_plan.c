/* underseal plan: a plan file checked, and its marks exchanged with other programs. */
#include "cli/command.h"
#include "cli/lists.h"
#include "cli/out.h"
#include "cli/sheets.h"

#include "formats/xfdf/xfdf.h"
#include "redact/base/log.h"
#include "redact/plans/review.h"
#include "redact/work/batch/batch.h"
#include "redact/work/inputs/sources.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* For who unpacks an archive. */
#define MEMORY ((uint64_t)2 << 30)
enum { SECONDS = 60 };

struct plan_args {
	char *output, *document, *reviewer, *password_file;
	int overwrite;
	str password;
	arena *mem;
};

/* ---- check ---------------------------------------------------------------------------------------- */

static const char *const source_words[] = { [SOURCE_IS] = "", [SOURCE_MISSING] = "missing", [SOURCE_CHANGED] = "changed since" };

static int do_check(const struct plan_args *a, plans *p, const sources *from, const char *operand, err *e)
{
	size_t wrong = 0;
	(void)operand, (void)e;
	for (size_t i = 0; i < p->n; i++) {
		const plan *one = &p->list[i].plan;
		arena *mem = arena_new();
		review_gap gap;
		source_state is = sources_state(one, from->of[i]);
		bool whole = review_is_whole(one, mem, &gap);
		const plan *twin = plans_withheld_twin(p, i);
		if (is != SOURCE_IS || !whole || twin) {
			buf line = { 0 };
			log_visible(&line, one->source);
			buf_fmt(&line, ": %s%s", source_words[is], is != SOURCE_IS && !whole ? "; " : "");
			review_tell(&gap, &line);
			if (twin) {
				buf_fmt(&line, "%shas the same bytes as ", is != SOURCE_IS || !whole ? "; " : "");
				log_visible(&line, twin->source);
				buf_z(&line, ", which is withheld");
			}
			puts(line.p);
			buf_free(&line);
			wrong++;
		}
		arena_drop(mem);
	}
	printf("%s%s, %zu to look after\n", wrong ? "\n" : "", out_count(a->mem, p->n, "document", "documents").p, wrong);
	return wrong ? 1 : 0;
}

/* ---- which document ------------------------------------------------------------------------------- */

/* The only one that can be meant; p->n and *e where there is none, or several. */
static size_t only_one(const plans *p, str name, const char *what, err *e)
{
	size_t found = p->n, count = 0;
	for (size_t i = 0; i < p->n; i++) {
		str source = p->list[i].plan.source;
		if (str_eq(source, name))
			return i;
		if (xfdf_names(name, source)) {
			found = i;
			count++;
		}
	}
	if (count == 1)
		return found;
	err_set(e, ERR_INPUT, "%s: %s document of the plan%s", what, count ? "more than one" : "names no", count ? " has that name" : "");
	err_hint(e, "say which: --document NAME, as it stands in the plan");
	return p->n;
}

static const input *source_of(const plans *p, size_t i, const input **of, err *e)
{
	const plan *one = &p->list[i].plan;
	source_state is = sources_state(one, of[i]);
	if (is == SOURCE_IS)
		return of[i];
	err_set(e, ERR_INPUT, STR_FMT ": %s", STR_ARG(one->source), is == SOURCE_MISSING ? "not where the plan says" : "changed since the plan was made");
	err_hint(e, "underseal plan check says what else is missing");
	return NULL;
}

/* ---- import --------------------------------------------------------------------------------------- */

static str name_of(const struct plan_args *a, const plan *marks, const char *file)
{
	if (a->document)
		return str_of(a->document);
	if (marks->source.n)
		return marks->source;
	/* It names none: it may be called as its document is. */
	str name = str_of(file);
	return str_ends(name, ".xfdf") ? str_sub(name, 0, name.n - 5) : name;
}

static int do_import(const struct plan_args *a, plans *p, const sources *from, const char *operand, err *e)
{
	plan marks;
	if (!sheets_read_marks(operand, a->mem, &marks, e))
		return -1;
	size_t i = only_one(p, name_of(a, &marks, operand), operand, e);
	const input *source = i < p->n ? source_of(p, i, from->of, e) : NULL;
	const sheet *sheets;
	size_t n;
	if (!source || !sheets_read(source, a->password, a->mem, &sheets, &n, e))
		return -1;
	if (n == 0) {
		err_set(e, ERR_INPUT, "%s: has no pages to place marks on", source->path);
		return -1;
	}
	xfdf_sum sum = { 0 };
	xfdf_place(&p->list[i].plan, &marks, sheets, n, str_of(a->reviewer ? a->reviewer : "XFDF"), batch_now(a->mem), &sum);
	if (sum.added || sum.decided)
		plans_touch(p, i);
	if (!plans_save(p, e))
		return -1;
	printf(STR_FMT ": %s added, %s accepted, %zu there already\n", STR_ARG(p->list[i].plan.source), out_count(a->mem, sum.added, "box", "boxes").p,
	       out_count(a->mem, sum.decided, "mark", "marks").p, sum.there);
	if (sum.outside)
		log_warn("%s: %s on no page of the document, and left out", operand, out_count(a->mem, sum.outside, "box is", "boxes are").p);
	return sum.outside ? 1 : 0;
}

/* ---- export --------------------------------------------------------------------------------------- */

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool export_one(const struct plan_args *a, plan *p, const input *source, const char *to, size_t *count, err *e)
{
	const sheet *sheets;
	size_t n;
	if (!sheets_read(source, a->password, a->mem, &sheets, &n, e))
		return false;
	buf out = { 0 };
	*count = xfdf_print(&out, p, sheets, n, str_of(base_of(source->path)));
	bool ok = file_make_parents(to, e) && file_write(to, buf_view(&out), 0600, a->overwrite, e);
	buf_free(&out);
	return ok;
}

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int export_all(const struct plan_args *a, plans *p, const input **of, err *e)
{
	size_t files = 0, total = 0, failed = 0;
	for (size_t i = 0; i < p->n; i++) {
		plan *one = &p->list[i].plan;
		size_t count = 0;
		/* Text that flows has no places for another program. */
		if (!one->pages)
			continue;
		const input *source = source_of(p, i, of, e);
		const char *to = str_fmt(a->mem, "%s/" STR_FMT ".xfdf", a->output, STR_ARG(one->source)).p;
		if (!source || !export_one(a, one, source, to, &count, e)) {
			log_err(e);
			*e = (err)ERR_INIT;
			failed++;
			continue;
		}
		files++;
		total += count;
	}
	printf("%s, %s\n", out_count(a->mem, total, "mark", "marks").p, out_count(a->mem, files, "file", "files").p);
	return failed ? 1 : 0;
}

static int do_export(const struct plan_args *a, plans *p, const sources *from, const char *operand, err *e)
{
	(void)operand;
	if (!a->output)
		return out_usage("export needs -o FILE.xfdf, or -o FOLDER for one file a document", "underseal plan --help");
	if (!a->document && !str_ends(str_of(a->output), ".xfdf"))
		return export_all(a, p, from->of, e);
	if (is_folder(a->output))
		return out_usage("-o names a folder: name a file to export one document", "underseal plan --help");
	size_t i = p->n == 1 && !a->document ? 0 : only_one(p, str_of(a->document ? a->document : ""), a->output, e);
	const input *source = i < p->n ? source_of(p, i, from->of, e) : NULL;
	size_t count;
	if (!source || !export_one(a, &p->list[i].plan, source, a->output, &count, e))
		return -1;
	printf("%s: %s\n", a->output, out_count(a->mem, count, "mark", "marks").p);
	return 0;
}

/* ---- the command ---------------------------------------------------------------------------------- */

static const struct action {
	const char *name;
	size_t operands;      /* behind the name: the plan first */
	plans_how how;
	/* The exit status; -1 with *e. */
	int (*run)(const struct plan_args *a, plans *p, const sources *from, const char *operand, err *e);
} actions[] = {
	{ "check", 1, PLANS_READ, do_check }, { "import", 2, PLANS_CHANGE, do_import }, { "export", 1, PLANS_READ, do_export },
};

static int act(const struct action *what, const struct plan_args *a, const operands *ops)
{
	err e = ERR_INIT;
	int stopped = 0;
	sources from = { 0 };
	plans *p = plans_open(ops->list[1], what->how, &e);
	bool ok = p && sources_open(p, NULL, MEMORY, SECONDS, a->mem, &from, &stopped, &e);
	int status = ok && !stopped ? what->run(a, p, &from, what->operands > 1 ? ops->list[2] : NULL, &e) : -1;
	sources_close(&from);
	plans_close(p);
	return stopped ? out_stopped(stopped) : status < 0 ? out_wrong(&e) : status;
}

static int plan_run(const command *self, int argc, const char **argv, arena *mem)
{
	struct plan_args a = { .mem = mem };
	operands ops;
	struct poptOption table[] = {
		{ "output", 'o', POPT_ARG_STRING, &a.output, 0, "export: the file of one document, or a folder for one file a document", "FILE.xfdf|DIR" },
		{ "document", 0, POPT_ARG_STRING, &a.document, 0, "import, export: which document, as it is called in the plan", "NAME" },
		{ "reviewer", 0, POPT_ARG_STRING, &a.reviewer, 0, "import: who decided, for marks that do not say", "NAME" },
		{ "password-file", 0, POPT_ARG_STRING, &a.password_file, 0, "a file whose first line opens protected documents", "FILE" },
		{ "overwrite", 0, POPT_ARG_NONE, &a.overwrite, 0, "export: replace files that are there", NULL },
		POPT_TABLEEND,
	};
	int status = options_read(self, argc, argv, table, mem, &ops);
	if (status >= 0)
		return status;
	err e = ERR_INIT;
	str line;
	if (a.password_file) {
		if (!file_read(a.password_file, 64 << 10, mem, &line, &e))
			return out_wrong(&e);
		str_cut(&line, '\n', &a.password);
	}
	for (size_t i = 0; ops.n && i < sizeof actions / sizeof *actions; i++) {
		if (strcmp(ops.list[0], actions[i].name) != 0)
			continue;
		if (ops.n != 1 + actions[i].operands)
			return out_usage(actions[i].operands > 1 ? "name the plan, and then the file to take in" : "name one plan", "underseal plan --help");
		return act(&actions[i], &a, &ops);
	}
	return out_usage("say what to do with the plan", "underseal plan check|import|export PLAN");
}

const command cmd_plan = {
	.name = "plan",
	.summary = "check a plan; take marks in from other programs, and hand them out",
	.usage = "check PLAN | import PLAN FILE.xfdf [--document NAME] | export PLAN -o FILE.xfdf|DIR",
	.about =
		"A plan says what is to be removed from which documents, and who said so. underseal find makes\n"
		"one, underseal review shows it, underseal redact --plan carries it out.\n"
		"\n"
		"  check   faults of the file, by line; documents that are missing or were changed; marks that\n"
		"          nobody decided on; pages that nobody saw. Exit status 1 when there is any of that.\n"
		"  import  redactions that a person drew in Acrobat or another program, exported from there as\n"
		"          XFDF: each is accepted in that person's name. A mark of the plan at the same place is\n"
		"          accepted in place of a new one.\n"
		"  export  accepted and proposed marks as XFDF, for other programs.\n"
		"\n"
		"Redaction annotations within a PDF are taken into the plan by underseal find itself.\n"
		"\n"
		"  underseal plan check plan.json\n"
		"  underseal plan import plan.json letter.xfdf\n",
	.run = plan_run,
};
