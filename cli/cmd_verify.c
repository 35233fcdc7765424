#include "cli/asked.h"
#include "cli/lists.h"
#include "cli/meter.h"
#include "cli/out.h"

#include "redact/base/log.h"
#include "redact/hunt.h"
#include "redact/work/each.h"
#include "redact/work/inputs/archives.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char about[] =
	"Proves documents on their own, ours or anybody's: each must open, the rules must find nothing\n"
	"in any of its text, and no word of the terms may stand anywhere in the file: not in what is\n"
	"hidden, not in streams, strings, names or raw bytes.\n"
	"\n"
	"A redaction that failed is told without any terms: words under boxes, highlights and pictures\n"
	"or in the colour of their box, marks never carried out, earlier versions that say more.\n"
	"\n"
	"A folder made by underseal redact is also checked against its proof.jsonl: every file must be\n"
	"there, proven, and unchanged since. Its files are searched by the rules they were redacted by,\n"
	"unless you say --rules.\n"
	"\n"
	"  underseal verify out/ --terms names.txt\n"
	"  underseal verify theirs.pdf --terms names.txt --rules none\n"
	"\n"
	"Exit status 0 only if everything holds. With --json, one object a file (schema verify/1).\n";

enum { LARGEST_RECORD = 1 << 30 };

/* What proof.jsonl says of one output. */
struct listed {
	str root, output, sha256, rules, profile;
	bool seen;
};

struct show {
	meter meter;
	bool json;
	bool rules_given, profile_given;
	arena *mem;
	table table;
	struct listed *list; size_t n, room;
	size_t files, hold, failed, unread;
	int worst;
};

/* ---- proof.jsonl ----------------------------------------------------------------------------- */

static void read_proofs(struct show *s, const char *root)
{
	err e = ERR_INIT;
	str bytes, row;
	const char *path = str_fmt(s->mem, "%s/proof.jsonl", root).p;
	struct stat st;
	if (stat(root, &st) != 0 || !S_ISDIR(st.st_mode) || stat(path, &st) != 0)
		return;
	if (!file_read(path, LARGEST_RECORD, s->mem, &bytes, &e)) {
		log_err(&e);
		s->failed++;
		return;
	}
	while (str_cut(&bytes, '\n', &row)) {
		json_t *o = row.n ? json_parse(row, &e) : NULL;
		if (row.n && !o) {
			log_error("%s: damaged: not one JSON object a line", path);
			s->failed++;
		} else if (o && json_flag(o, "proven")) {
			*ARENA_PUSH(s->mem, s->list, s->n, s->room) = (struct listed){
				str_of(root), json_str(o, "output", s->mem), json_str(o, "output_sha256", s->mem),
				json_str(o, "rules", s->mem), json_str(o, "profile", s->mem), false,
			};
		}
		json_decref(o);
	}
}

static struct listed *lookup(struct show *s, const input *in)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->list[i].output, in->name) && str_is(s->list[i].root, in->root))
			return &s->list[i];
	return NULL;
}

static bool has_proofs(const struct show *s, const input *in)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_is(s->list[i].root, in->root))
			return true;
	return false;
}

/* ---- what is said ---------------------------------------------------------------------------- */

/*
 * In a file that is just as it was proven, the rules it was redacted by have had their say on its
 * source: what they see now was rejected by a person, or seems so only because the words around it
 * went. That is worth a look and no failure; rules named on the command line do fail.
 */
static void forgive_rules(proof *p)
{
	for (size_t i = 0; i < p->nchecks; i++) {
		if (!str_is(p->checks[i].name, "rules-find-nothing") || p->checks[i].is != CHECK_FAIL)
			continue;
		p->checks[i].is = CHECK_PASS;
		proof_note(p, "the rules see something in what is left: " STR_FMT, STR_ARG(p->checks[i].detail));
	}
}

static void add_check_of_record(struct show *s, const input *in, const reply *r, proof *p)
{
	struct listed *l = lookup(s, in);
	if (!l) {
		if (has_proofs(s, in))
			proof_check(p, "as-proven", CHECK_FAIL, "%s", "not in proof.jsonl of this folder");
		return;
	}
	l->seen = true;
	if (!str_is(l->sha256, r->sha256)) {
		proof_check(p, "as-proven", CHECK_FAIL, "%s", "the file was changed since it was proven");
		return;
	}
	proof_check(p, "as-proven", CHECK_PASS, "%s", "");
	if (!s->rules_given)
		forgive_rules(p);
}

static str failures(const proof *p, arena *mem)
{
	buf out = { 0 };
	for (size_t i = 0; i < p->nchecks; i++) {
		const check *c = &p->checks[i];
		if (c->is == CHECK_PASS)
			continue;
		buf_fmt(&out, "%s" STR_FMT "%s%s" STR_FMT, out.n ? "; " : "", STR_ARG(c->name),
		        c->is == CHECK_SKIP ? " (skipped)" : "", c->detail.n ? ": " : "", STR_ARG(c->detail));
	}
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return s;
}

static void say_json(const char *path, const reply *r, const proof *p, bool holds)
{
	json_t *o = json_object();
	json_object_set_new(o, "schema", json_string("verify/1"));
	json_object_set_new(o, "path", json_of_str(str_of(path)));
	json_object_set_new(o, "holds", json_boolean(holds));
	if (r && r->trouble.kind != ERR_NONE)
		json_object_set_new(o, "error", json_of_str(str_of(r->trouble.text)));
	else if (r)
		json_object_set_new(o, "sha256", json_string(r->sha256));
	json_t *pages = json_array();
	for (size_t i = 0; r && i < r->nunsearchable; i++)
		json_array_append_new(pages, json_integer(r->unsearchable[i]));
	json_object_set_new(o, "unsearchable", pages);
	proof_into_json(p, o);
	out_json(o);
}

static void told(void *arg, const input *in, const reply *r)
{
	struct show *s = arg;
	s->files++;
	meter_clear(&s->meter);
	if (r->trouble.kind != ERR_NONE) {
		err e = r->trouble;
		int status = err_exit(e.kind);
		s->worst = s->worst == 0 || s->worst == status ? status : 1;
		s->unread++;
		err_wrap(&e, "%s", input_label(in));
		log_err(&e);
		if (s->json) {
			proof none = { .mem = s->mem };
			say_json(input_label(in), r, &none, false);
		} else {
			table_cell(&s->table, str_of(input_label(in)));
			table_cell(&s->table, STR("not read"));
			table_cell(&s->table, STR(""));
		}
		return;
	}
	proof p = r->report;
	add_check_of_record(s, in, r, &p);
	bool holds = proof_holds(&p);
	if (r->nunsearchable) {
		proof_check(&p, "searchable", CHECK_SKIP, "%zu page%s or picture%s may show words that could not be read",
		            r->nunsearchable, r->nunsearchable == 1 ? "" : "s", r->nunsearchable == 1 ? "" : "s");
		holds = false;
	}
	s->failed += !holds;
	s->hold += holds;
	for (size_t i = 0; i < p.nnotes; i++)
		log_note("%s: " STR_FMT, input_label(in), STR_ARG(p.notes[i]));
	if (s->json) {
		say_json(input_label(in), r, &p, holds);
	} else {
		table_cell(&s->table, str_of(input_label(in)));
		table_cell(&s->table, holds ? STR("holds") : STR("FAILS"));
		table_cell(&s->table, failures(&p, s->mem));
	}
}

static void prepare(void *arg, const input *in, job *out)
{
	struct show *s = arg;
	const struct listed *l = lookup(s, in);
	if (l && !s->rules_given)
		out->want.rules = l->rules;
	if (l && !s->profile_given)
		out->want.profile = l->profile;
}

static void idle(void *arg, const progress *now)
{
	struct show *s = arg;
	meter_show(&s->meter, now);
}

static void tell_missing(struct show *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->list[i].seen)
			continue;
		const char *path = str_fmt(s->mem, STR_FMT "/" STR_FMT, STR_ARG(s->list[i].root),
		                           STR_ARG(s->list[i].output)).p;
		struct stat st;
		bool there = lstat(path, &st) == 0;
		if (there)
			continue; /* could not be read, and was told as such */
		log_error("%s: is in proof.jsonl but not in the folder", path);
		s->failed++;
	}
}

/* ---- log and proof themselves ---------------------------------------------------------------- */

static bool note_hit(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

/* The user's terms must not stand in what lies beside the files either. */
static bool check_records(struct show *s, const char *root, const hunt *terms, err *e)
{
	static const char *const names[] = { "proof.jsonl", "redaction-log.csv" };
	for (size_t i = 0; i < 2; i++) {
		const char *path = str_fmt(s->mem, "%s/%s", root, names[i]).p;
		struct stat st;
		str bytes;
		bool inside = false;
		if (stat(path, &st) != 0)
			continue;
		if (!file_read(path, LARGEST_RECORD, s->mem, &bytes, e) ||
		    !hunt_text(terms, bytes, note_hit, &inside, e))
			return false;
		if (inside) {
			log_error("%s: holds a word of the terms", path);
			s->failed++;
		}
	}
	return true;
}

static bool check_all_records(struct show *s, const operands *roots, const detectors *look, err *e)
{
	const str *list = NULL;
	size_t n = 0;
	for (size_t i = 0; i < look->n && !n; i++)
		if (look->list[i].literals)
			n = look->list[i].literals(look->list[i].state, &list);
	hunt *terms = hunt_new(list, n, s->mem, e);
	if (!terms)
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < roots->n; i++)
		ok = check_records(s, roots->list[i], terms, e);
	hunt_drop(terms);
	return ok;
}

/* ---- the command ----------------------------------------------------------------------------- */

/* Records of ours beside the files are no documents. */
static void leave_out_records(const struct show *s, intake *in)
{
	size_t kept = 0;
	for (size_t i = 0; i < in->n; i++) {
		const input *one = &in->list[i];
		bool record = !one->named && has_proofs(s, one) &&
		              (str_is(one->name, "proof.jsonl") || str_is(one->name, "redaction-log.csv"));
		if (!record)
			in->list[kept++] = *one;
	}
	in->n = kept;
}

static int finish(struct show *s)
{
	if (!s->json) {
		table_print(&s->table);
		printf("\n%s: %zu hold%s, %zu do%s not\n", out_count(s->mem, s->files, "file", "files").p, s->hold,
		       s->hold == 1 ? "s" : "", s->files - s->hold, s->files - s->hold == 1 ? "es" : "");
	}
	if (s->unread && s->unread == s->files && !s->failed)
		return s->worst;
	return s->failed || s->unread ? 1 : 0;
}

/* Every file below the operands, by workers, beside what proof.jsonl says of it. */
static int verify_files(struct show *s, const asked *a, const operands *roots)
{
	err e = ERR_INIT;
	intake in = { 0 };
	intake_gather(roots->list, roots->n, s->mem, &in);
	intake_leave_out(&in, a->aside, a->naside);
	leave_out_records(s, &in);
	if (s->n == 0 && !intake_any(&in, roots->list, roots->n, &e))
		return out_wrong(&e);
	int stopped = 0;
	archives_room room;
	if (!archives_open(&in, (uint64_t)a->megabytes << 20, (uint32_t)a->seconds, s->mem, &room, &stopped, &e))
		return out_wrong(&e);
	s->worst = out_refused(&in);
	s->unread += in.nrefused;
	s->files += in.nrefused;
	each what = {
		.in = &in, .jobs = (size_t)a->jobs, .prepare = prepare, .told = told, .idle = idle, .arg = s,
		.job = { .verb = JOB_VERIFY, .want = a->want, .scan = true, .password = a->password, .how = asked_to_look(a),
		         .memory = (uint64_t)a->megabytes << 20, .seconds = (uint32_t)a->seconds },
	};
	meter_start(&s->meter, a->quiet);
	bool ok = stopped || each_run(&what, &stopped, &e);
	archives_close(&room);
	meter_clear(&s->meter);
	if (!ok)
		return out_wrong(&e);
	if (stopped)
		return out_stopped(stopped);
	tell_missing(s);
	return finish(s);
}

static int run(const command *self, int argc, const char **argv, arena *mem)
{
	asked a = ASKED_INIT;
	int json = 0;
	struct poptOption options[] = {
		ASKED_WHAT(a),
		ASKED_OCR(a),
		ASKED_HOW(a),
		{ "json", 0, POPT_ARG_NONE, &json, 0, "one JSON object a file (schema verify/1)", NULL },
		POPT_TABLEEND
	};
	operands rest;
	int status = options_read(self, argc, argv, options, mem, &rest);
	if (status >= 0)
		return status;
	err e = ERR_INIT;
	if (rest.n == 0)
		return out_usage("name the files or the folder to verify", "underseal verify --help");
	detectors look = { .n = 0 };
	if (!asked_settle(&a, mem, &e) || !program_kit.open_detectors(&a.want, mem, &look, &e))
		return out_wrong(&e);

	struct show s = { .json = json, .rules_given = a.rules != NULL, .profile_given = a.want.profile.n > 0, .mem = mem,
	                  .table = { .mem = mem, .columns = 3 } };
	table_cell(&s.table, STR("FILE"));
	table_cell(&s.table, STR("RESULT"));
	table_cell(&s.table, STR("WHY NOT"));
	for (size_t i = 0; i < rest.n; i++)
		read_proofs(&s, rest.list[i]);
	out_notes(&look);
	bool clean = check_all_records(&s, &rest, &look, &e);
	detectors_close(&look);
	return clean ? verify_files(&s, &a, &rest) : out_wrong(&e);
}

const command cmd_verify = {
	.name = "verify",
	.summary = "prove that nothing to be removed is left in a file",
	.usage = "FILE|DIR... [--terms FILE]... [--rules LIST] [--json]",
	.about = about,
	.run = run,
};
