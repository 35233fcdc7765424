#include "cli/seeking.h"

#include "cli/meter.h"
#include "cli/out.h"
#include "cli/suggested.h"

#include "redact/base/log.h"
#include "redact/plans/from.h"
#include "redact/work/each.h"
#include "redact/work/inputs/archives.h"

#include <stdio.h>
#include <string.h>

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
	*l = (struct line){ .name = str_of(input_label(in)), .ncounts = s->nrules, .total = 0,
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
		log_visible(&out, str_of(input_label(in)));
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
			log_warn("%s: skipped: not a format we know", input_label(in));
		} else {
			err e = r->trouble;
			err_wrap(&e, "%s", input_label(in));
			log_err(&e);
		}
	} else {
		if (r->nunsearchable) {
			s->unsearchable += r->nunsearchable;
			log_warn("%s: %zu page%s may show words that could not be read", input_label(in), r->nunsearchable,
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
		json_object_set_new(o, "path", json_of_str(str_of(input_label(in))));
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

int seeking_run(const seeking *f, arena *mem)
{
	const asked *a = f->asked;
	err e = ERR_INIT;
	intake in = { 0 };
	intake_gather(f->inputs->list, f->inputs->n, mem, &in);
	intake_leave_out(&in, a->aside, a->naside);
	if (f->plan_file)
		intake_leave_out(&in, (const char *[]){ f->plan_file }, 1);
	if (f->names_file)
		intake_leave_out(&in, (const char *[]){ f->names_file }, 1);
	if (!intake_any(&in, f->inputs->list, f->inputs->n, &e))
		return out_wrong(&e);
	int stopped = 0;
	archives_room room;
	if (!archives_open(&in, (uint64_t)a->megabytes << 20, (uint32_t)a->seconds, mem, &room, &stopped, &e))
		return out_wrong(&e);
	struct show s = { .json = f->json, .words = f->words, .plan = f->plan_file != NULL, .mem = mem, .names.mem = mem };
	s.worst = out_refused(&in);
	s.failed += in.nrefused;
	s.files += in.nrefused;
	each what = {
		.in = &in, .jobs = (size_t)a->jobs, .told = told, .idle = idle, .arg = &s, .across = f->across,
		.job = { .verb = JOB_FIND, .want = a->want, .how = a->how, .scan = true, .label = a->title, .at = batch_now(mem),
		         .password = a->password, .memory = (uint64_t)a->megabytes << 20, .seconds = (uint32_t)a->seconds },
	};
	meter_start(&s.meter, a->quiet);
	bool ok = stopped || each_run(&what, &stopped, &e);
	archives_close(&room);
	meter_clear(&s.meter);
	if (ok && !stopped && !f->json && f->table)
		print_table(&s);
	if (ok && !stopped && f->plan_file)
		ok = write_plan(&s, f->plan_file, f->overwrite, f->inputs, &e);
	if (ok && !stopped && f->names_file)
		ok = suggested_write(&s.names, f->names_file, f->overwrite, &e);
	buf_free(&s.documents);
	if (stopped)
		return out_stopped(stopped);
	if (!ok)
		return out_wrong(&e);
	if (s.failed && s.failed == s.files)
		return s.worst;
	return s.failed || s.unsearchable ? 1 : 0;
}
