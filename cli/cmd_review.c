/* underseal review: the page on which a person decides. */
#include "cli/asked.h"
#include "cli/seeking.h"
#include "cli/out.h"
#include "cli/review/act.h"
#include "cli/review/browser.h"
#include "cli/review/serve.h"
#include "redact/base/log.h"
#include "redact/work/inputs/sources.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char about[] =
	"Opens a plan in your browser: pages with what is to go on them, hits by value, words to look for, boxes\n"
	"to draw. What you decide is in the plan file at once, with your name and the time; underseal redact --plan\n"
	"carries it out.\n"
	"\n"
	"  underseal find discovery/ --terms names.txt -o plan.json\n"
	"  underseal review plan.json --reviewer \"J. Ruiz\"\n"
	"\n"
	"Documents may be named instead of a plan, with the options of find: the plan is made then, or gone on with\n"
	"if it was made before.\n"
	"\n"
	"  underseal review discovery/ --terms names.txt\n"
	"\n"
	"The page is served by this program to your own browser and to nobody else: on the loopback interface, at\n"
	"an address that cannot be guessed. It fetches nothing from anywhere. It ends when you close the page, or\n"
	"with Ctrl-C; nothing is lost by either.\n";

typedef struct review {
	browser browser;
	int no_browser, quiet;
} review;

static bool ready(void *arg, const char *address, err *e)
{
	review *r = arg;
	err why = ERR_INIT;
	(void)e;
	bool opened = !r->no_browser && browser_open(&r->browser, address, &why);
	if (!r->no_browser && !opened)
		log_warn("%s", why.text);
	if (opened)
		log_note("the review is open in your browser; Ctrl-C here ends it");
	/* The address is for the reviewer's own terminal: who has it can decide in his name. */
	printf("%s\n", address);
	fflush(stdout);
	return true;
}

static bool is_there(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static session *open_session(plans *p, const sources *from, const char *who, arena *mem)
{
	const char **paths = arena_array(mem, const char *, p->n), *slash = strrchr(p->path, '/');
	plan **list = arena_array(mem, plan *, p->n);
	for (size_t i = 0; i < p->n; i++) {
		list[i] = &p->list[i].plan;
		paths[i] = from->of[i] ? from->of[i]->path : NULL;
	}
	session *s = session_open(list, paths, p->n, str_of(slash ? slash + 1 : p->path));
	s->plans = p;
	s->words = p->words;
	if (who)
		s->reviewer = str_dup(str_trim(str_of(who)), s->mem);
	return s;
}

/* ---- the plan ------------------------------------------------------------------------------------ */

static bool is_plan(const char *path)
{
	static const char begins[] = "{\"schema\":";
	char head[sizeof begins] = "";
	struct stat st;
	if (stat(path, &st) != 0)
		return str_ends(str_of(path), ".json");
	FILE *f = is_there(path) ? fopen(path, "rb") : NULL;
	size_t n = f ? fread(head, 1, sizeof begins - 1, f) : 0;
	if (f)
		fclose(f);
	return n && (strcmp(head, begins) == 0 || str_ends(str_of(path), ".json"));
}

/* "discovery.plan.json" for the folder discovery, here. */
static const char *plan_beside(const operands *inputs, arena *mem)
{
	str name = str_of(inputs->list[0]);
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	const char *slash = memrchr(name.p, '/', name.n);
	if (slash)
		name = str_sub(name, (size_t)(slash - name.p) + 1, name.n);
	if (inputs->n > 1 || str_is(name, ".") || str_is(name, "..") || !name.n)
		name = STR("review");
	return str_fmt(mem, STR_FMT ".plan.json", STR_ARG(name)).p;
}

/* Looks through documents for what is to be reviewed; goes on with a plan that was made before. Exit status, or -1. */
static int make_plan(const asked *a, const operands *inputs, const char *path, bool asked_for, bool across, arena *mem)
{
	err e = ERR_INIT;
	if (is_there(path) && !asked_for) {
		log_note("%s: goes on with this plan, which is there already", path);
		return -1;
	}
	if (is_there(path)) {
		err_set(&e, ERR_USAGE, "%s: exists already", path);
		err_hint(&e, "review that one by its name, or say where another plan goes: -o FILE");
		return out_wrong(&e);
	}
	seeking f = { .asked = a, .across = across, .inputs = inputs, .plan_file = path };
	int status = seeking_run(&f, mem);
	if (status > 1 || !is_there(path))
		return status ? status : 3;
	log_note("%s: the plan", path);
	return -1;
}

static int review_plan(review *r, const char *path, const char *from, const char *who, serve_how *how, arena *mem)
{
	err e = ERR_INIT;
	int stopped = 0;
	sources lie = { 0 };
	/* It makes itself ready while the plan is read. */
	how->pool = job_open_pool(&(job){ .verb = JOB_REDACT }, &e);
	plans *p = how->pool ? plans_open(path, PLANS_CHANGE, &e) : NULL;
	if (!p || !sources_open(p, from, how->limits.memory, how->limits.seconds, mem, &lie, &stopped, &e)) {
		pool_close(how->pool);
		plans_close(p);
		return out_wrong(&e);
	}
	if (stopped) {
		pool_close(how->pool);
		sources_close(&lie);
		plans_close(p);
		return out_stopped(stopped);
	}
	session *s = how->session = open_session(p, &lie, who, mem);
	bool ok = serve(how, &stopped, &e);
	pool_close(how->pool);
	browser_close(&r->browser);
	size_t open = session_open_marks(s);
	if (ok && open)
		log_note("%s: everything is saved; %s undecided", p->path, out_count(mem, open, "mark is", "marks are").p);
	else if (ok)
		log_note("%s: everything is saved; every mark is decided", p->path);
	session_close(s);
	sources_close(&lie);
	plans_close(p);
	return ok ? 0 : out_wrong(&e);
}

static bool any_asked(const asked *a)
{
	return a->terms || a->minors || a->except || a->packs || a->rules || a->people || a->across || a->profile || a->matter || a->label || a->how_given;
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	asked a = ASKED_INIT;
	review r = { 0 };
	char *from = NULL, *who = NULL, *plan_file = NULL;
	int port = 0;
	struct poptOption options[] = {
		{ "from", 0, POPT_ARG_STRING, &from, 0, "where the documents of the plan are, if they are elsewhere by now", "DIR" },
		{ "reviewer", 0, POPT_ARG_STRING, &who, 0, "your name, as it will stand beside what you decide; the page asks for it otherwise", "NAME" },
		{ "port", 0, POPT_ARG_INT, &port, 0, "the port of the loopback interface to use (any that is free)", "N" },
		{ "no-browser", 0, POPT_ARG_NONE, &r.no_browser, 0, "open no browser: only print the address", NULL },
		{ "output", 'o', POPT_ARG_STRING, &plan_file, 0, "documents instead of a plan: where the plan goes that is made of them (their folder's name, with .plan.json, here)", "plan.json" },
		ASKED_WHAT(a),
		ASKED_PEOPLE(a),
		ASKED_ACROSS(a),
		ASKED_HANDLING(a),
		ASKED_HOW(a),
		POPT_TABLEEND
	};
	operands rest;
	int status = options_read(self, argc, argv, options, mem, &rest);
	if (status >= 0)
		return status;
	err e = ERR_INIT;
	batch_spread spread;
	if (rest.n == 0)
		return out_usage("name the plan to review, or the documents to make one of", "underseal review --help");
	if (port < 0 || port > 65535)
		return out_usage("--port: not a port", "leave it out: a free one is taken then");
	if (!asked_settle(&a, mem, &e) || !asked_across(&a, false, &spread, &e))
		return out_wrong(&e);
	if (who && !act_is_person(str_trim(str_of(who)), &e))
		return out_usage(str_fmt(mem, "--reviewer: %s", e.text).p, "leave it out: the page asks for it");
	bool plan = rest.n == 1 && is_plan(rest.list[0]);
	if (plan && (plan_file || any_asked(&a)))
		return out_usage("a plan is reviewed as it is: options that say what to look for are for documents", "make the plan anew: underseal find");
	const char *path = plan ? rest.list[0] : plan_file ? plan_file : plan_beside(&rest, mem);
	if (!plan && (status = make_plan(&a, &rest, path, plan_file || any_asked(&a), spread == ACROSS_HUNT, mem)) >= 0)
		return status;
	serve_how how = {
		.port = (unsigned)port, .ready = ready, .arg = &r,
		.limits = { .password = a.password, .memory = (uint64_t)a.megabytes << 20, .seconds = (uint32_t)a.seconds,
		            .jobs = a.jobs ? (size_t)a.jobs : pool_cores() },
	};
	return review_plan(&r, path, from, who, &how, mem);
}

const command cmd_review = {
	.name = "review",
	.summary = "see every mark in the browser, decide, draw your own",
	.usage = "PLAN|INPUT... [--from DIR] [--reviewer NAME] [--port N] [--no-browser] [-o plan.json] [--terms FILE]...",
	.about = about,
	.run = run,
};
