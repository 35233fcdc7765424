/* underseal review: the page on which a person decides. */
#include "cli/asked.h"
#include "cli/out.h"
#include "cli/review/browser.h"
#include "cli/review/serve.h"
#include "redact/base/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char about[] =
	"Opens a plan in your browser: pages with what is to go on them, hits by value, words to look for, boxes\n"
	"to draw. What you decide is in the plan file at once, with your name and the time; underseal redact --plan\n"
	"carries it out.\n"
	"\n"
	"  underseal find discovery/ --terms names.txt -o plan.json\n"
	"  underseal review plan.json --reviewer \"J. Ruiz\"\n"
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

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_there(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Where a document of the plan is, below one of the roots. */
static const char *path_of(str name, const char *const *roots, size_t n, arena *mem)
{
	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(roots[i], '/'), *path = roots[i];
		if (is_folder(roots[i]))
			path = str_fmt(mem, "%s/" STR_FMT, roots[i], STR_ARG(name)).p;
		else if (!str_is(name, slash ? slash + 1 : roots[i]))
			continue;
		if (is_there(path))
			return path;
	}
	return NULL;
}

/* --from, or what the plan says, or the folder that it lies in. */
static size_t roots_of(const plans *p, const char *from, arena *mem, const char ***out)
{
	const char *slash = strrchr(p->path, '/');
	str folder = slash ? (str){ p->path, (size_t)(slash - p->path) } : STR(".");
	const char **list = arena_array(mem, const char *, p->nfrom + 2);
	size_t n = 0;
	if (from) {
		list[n++] = from;
	} else {
		for (size_t i = 0; i < p->nfrom; i++)
			list[n++] = p->from[i].n && p->from[i].p[0] == '/' ? str_z(p->from[i], mem) : str_fmt(mem, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(p->from[i])).p;
		list[n++] = str_z(folder, mem);
	}
	*out = list;
	return n;
}

static session *open_session(plans *p, const char *from, const char *who, arena *mem)
{
	const char **roots, **paths = arena_array(mem, const char *, p->n), *slash = strrchr(p->path, '/');
	size_t n = roots_of(p, from, mem, &roots);
	plan **list = arena_array(mem, plan *, p->n);
	for (size_t i = 0; i < p->n; i++) {
		list[i] = &p->list[i].plan;
		paths[i] = path_of(list[i]->source, roots, n, mem);
	}
	session *s = session_open(list, paths, p->n, str_of(slash ? slash + 1 : p->path));
	s->plans = p;
	s->words = p->words;
	if (who)
		s->reviewer = str_dup(str_trim(str_of(who)), s->mem);
	return s;
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	asked a = ASKED_INIT;
	review r = { 0 };
	char *from = NULL, *who = NULL;
	int port = 0;
	struct poptOption options[] = {
		{ "from", 0, POPT_ARG_STRING, &from, 0, "where the documents of the plan are, if they are elsewhere by now", "DIR" },
		{ "reviewer", 0, POPT_ARG_STRING, &who, 0, "your name, as it will stand beside what you decide; the page asks for it otherwise", "NAME" },
		{ "port", 0, POPT_ARG_INT, &port, 0, "the port of the loopback interface to use (any that is free)", "N" },
		{ "no-browser", 0, POPT_ARG_NONE, &r.no_browser, 0, "open no browser: only print the address", NULL },
		ASKED_HOW(a),
		POPT_TABLEEND
	};
	operands rest;
	int status = options_read(self, argc, argv, options, mem, &rest);
	if (status >= 0)
		return status;
	err e = ERR_INIT;
	if (rest.n != 1)
		return out_usage("name the plan to review", "underseal find INPUT -o plan.json makes one");
	if (port < 0 || port > 65535)
		return out_usage("--port: not a port", "leave it out: a free one is taken then");
	if (!asked_settle(&a, mem, &e))
		return out_wrong(&e);
	plans *p = plans_open(rest.list[0], PLANS_CHANGE, &e);
	if (!p)
		return out_wrong(&e);
	session *s = open_session(p, from, who, mem);
	serve_how how = {
		.session = s, .port = (unsigned)port, .ready = ready, .arg = &r,
		.limits = { .password = a.password, .memory = (uint64_t)a.megabytes << 20, .seconds = (uint32_t)a.seconds,
		            .jobs = a.jobs ? (size_t)a.jobs : pool_cores() },
	};
	int stopped = 0;
	bool ok = serve(&how, &stopped, &e);
	browser_close(&r.browser);
	size_t open = session_open_marks(s);
	if (ok && open)
		log_note("%s: everything is saved; %s undecided", p->path, out_count(mem, open, "mark is", "marks are").p);
	else if (ok)
		log_note("%s: everything is saved; every mark is decided", p->path);
	session_close(s);
	plans_close(p);
	return ok ? 0 : out_wrong(&e);
}

const command cmd_review = {
	.name = "review",
	.summary = "see every mark in the browser, decide, draw your own",
	.usage = "PLAN [--from DIR] [--reviewer NAME] [--port N] [--no-browser]",
	.about = about,
	.run = run,
};
