#include "cli/telling.h"

#include "cli/out.h"
#include "redact/work/ledger/ledger_docs.h"
#include "redact/base/log.h"

#include <string.h>

/* ---- the table ------------------------------------------------------------------------------- */

static str list_pages(const reply *r, arena *mem)
{
	buf out = { 0 };
	size_t n = r->nunsearchable, shown = n > 8 ? 8 : n;
	for (size_t i = 0; i < shown; i++)
		buf_fmt(&out, "%s%u", i ? ", " : "", r->unsearchable[i]);
	if (n > shown)
		buf_fmt(&out, " and %zu more", n - shown);
	str list = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return list;
}

static str list_unsearched(const reply *r, arena *mem)
{
	buf out = { 0 };
	size_t n = r->nunsearched, shown = n > 4 ? 4 : n;
	for (size_t i = 0; i < shown; i++)
		buf_fmt(&out, "%s" STR_FMT, i ? ", " : "", STR_ARG(r->unsearched[i]));
	if (n > shown)
		buf_fmt(&out, " and %zu more", n - shown);
	str list = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return list;
}

static str left_out(const proof *p, arena *mem)
{
	buf out = { 0 };
	for (size_t i = 0; i < p->ndrops && i < 4; i++)
		buf_fmt(&out, "%s%u " STR_FMT, i ? ", " : "", p->drops[i].count, STR_ARG(p->drops[i].what));
	if (p->ndrops > 4)
		buf_fmt(&out, " and %zu more kinds", p->ndrops - 4);
	str list = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return list;
}

static void add_refused(telling *s, const refusal *r)
{
	s->told++;
	*ARENA_PUSH(s->mem, s->rows, s->nrows, s->rows_room) = (struct telling_row){
		STR("~"), str_dup(str_of(r->path), s->mem), STR("not read"), STR("-"),
		str_dup(str_of(r->why.text), s->mem),
	};
}

static void add_item(telling *s, const batch_item *it)
{
	static const char *const words[] = {
		[ITEM_OPEN] = "open",     [ITEM_PROVEN] = "proven",   [ITEM_REFUSED] = "refused",
		[ITEM_FAILED] = "failed", [ITEM_SKIPPED] = "skipped",
	};
	bool plain = it->state == ITEM_PROVEN && !it->unsearchable;
	struct telling_row *r = NULL;
	for (size_t i = 0; it->retold && !it->kept && i < s->nrows && !r; i++)
		r = str_eq(s->rows[i].order, it->order) ? &s->rows[i] : NULL;
	s->told += !it->retold || it->kept;
	if (!r && plain && s->told > TELLING_ROWS)
		return;
	if (!r)
		r = ARENA_PUSH(s->mem, s->rows, s->nrows, s->rows_room);
	*r = (struct telling_row){ str_dup(it->order, s->mem), str_dup(str_of(it->label), s->mem), str_of(it->withheld && it->state == ITEM_PROVEN ? LEDGER_WITHHELD : words[it->state]), STR("-"),
	                   str_dup(str_of(it->trouble.text), s->mem) };
	if (it->state != ITEM_PROVEN)
		return;
	r->name = str_dup(it->output, s->mem);
	r->marks = str_fmt(s->mem, "%zu", it->marks);
	r->rest = it->kept ? STR("done by an earlier run") : it->withheld ? STR("a slip sheet stands in its place") : it->copied ? str_fmt(s->mem, "the same document as %s", it->double_of->label) : left_out(&it->found->report, s->mem);
	if (it->unsearchable)
		r->state = STR("look");
}

/* ---- as it comes ----------------------------------------------------------------------------- */

static void tell_refused(void *arg, const refusal *r)
{
	telling *s = arg;
	err e = r->why;
	err_wrap(&e, "%s", r->path);
	meter_clear(&s->meter);
	log_err(&e);
	if (s->json) {
		/* Without the path: what goes into files and pipes holds no name that was not looked at. */
		json_t *o = json_object(), *why = json_object();
		json_object_set_new(o, "schema", json_string("proof/1"));
		json_object_set_new(o, "name", json_null());
		json_object_set_new(o, "state", json_string("failed"));
		json_object_set_new(o, "proven", json_false());
		json_object_set_new(why, "kind", json_string(err_kind_name(r->why.kind)));
		json_object_set_new(why, "text", json_string(r->why.text));
		json_object_set_new(why, "hint", json_string(r->why.hint));
		json_object_set_new(o, "reason", why);
		out_json(o);
	}
	add_refused(s, r);
}

/* What is longer than suffixes are may be a word. */
static void add_skipped(telling *s, const char *label)
{
	const char *slash = strrchr(label, '/'), *dot = strrchr(slash ? slash : label, '.');
	str suffix = dot && strlen(dot) > 1 && strlen(dot) <= 5 ? str_of(dot) : STR("other");
	size_t i = 0;
	while (i < s->nkinds && !str_eq(s->kinds[i].suffix, suffix))
		i++;
	if (i == s->nkinds)
		*ARENA_PUSH(s->mem, s->kinds, s->nkinds, s->kinds_room) = (struct telling_kind){ str_dup(suffix, s->mem), 0 };
	s->kinds[i].n++;
}

static void tell_item(void *arg, const batch_item *it)
{
	telling *s = arg;
	meter_clear(&s->meter);
	if (it->state == ITEM_SKIPPED) {
		log_warn("%s: skipped: not a format we know", it->label);
		add_skipped(s, it->label);
	} else if (it->state != ITEM_PROVEN) {
		err e = it->trouble;
		err_wrap(&e, "%s", it->label);
		log_err(&e);
	} else if (!it->kept && !it->copied) {
		if (!str_eq(it->output, it->planned))
			log_note("%s: written as " STR_FMT, it->label, STR_ARG(it->output));
		/* Done once more for values of others, it has nothing new to say of itself. */
		const reply *r = it->retold ? &(const reply){ 0 } : it->found;
		if (r->nunsearched)
			log_warn("%s: " STR_FMT " may show words that could not be read", it->label,
			         STR_ARG(list_unsearched(r, s->mem)));
		else if (r->nunsearchable)
			log_warn("%s: page " STR_FMT " may show words that could not be read", it->label,
			         STR_ARG(list_pages(r, s->mem)));
		for (size_t i = 0; i < r->report.nnotes; i++)
			log_note("%s: " STR_FMT, it->label, STR_ARG(r->report.notes[i]));
	}
	if (s->json)
		out_json(batch_item_json(s->o, it, s->made));
	add_item(s, it);
}

/* How many, never which: the words are those that were removed elsewhere. */
static void tell_near(void *arg, const batch_item *it)
{
	telling *s = arg;
	meter_clear(&s->meter);
	log_warn("%s: holds %s of other documents that %s there; look whether %s", it->label,
	         out_count(s->mem, it->near, "value", "values").p, it->near == 1 ? "was removed" : "were removed",
	         it->near == 1 ? "it may stay here" : "they may stay here");
	if (s->json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("near/1"));
		json_object_set_new(o, "name", json_of_str(it->shown));
		json_object_set_new(o, "values", json_integer((json_int_t)it->near));
		out_json(o);
	}
}

static void tell_progress(void *arg, const progress *now)
{
	telling *s = arg;
	meter_show(&s->meter, now);
}

/* By line, never by the words: what is on a screen is soon in a message to somebody. */
static void tell_unmet(void *arg, const batch_unmet *u)
{
	enum { MOST_LINES = 12 };
	telling *s = arg;
	json_t *o = json_object(), *lines = json_array();
	const request *want = &s->o->want;
	str name = u->file < want->nterms ? want->terms[u->file] : want->minors[u->file - want->nterms];
	const char *slash = memrchr(name.p, '/', name.n);
	name = slash ? str_sub(name, (size_t)(slash - name.p) + 1, name.n) : name;
	buf_fmt(&s->unmet, STR_FMT ": %zu of %s %s found in no document: line%s ", STR_ARG(name), u->n,
	        out_count(s->mem, u->terms, "term", "terms").p, u->n == 1 ? "was" : "were", u->n == 1 ? "" : "s");
	for (size_t i = 0; i < u->n; i++) {
		if (i < MOST_LINES)
			buf_fmt(&s->unmet, "%s%u", i ? ", " : "", u->lines[i]);
		json_array_append_new(lines, json_integer(u->lines[i]));
	}
	if (u->n > MOST_LINES)
		buf_fmt(&s->unmet, " and %zu more", u->n - MOST_LINES);
	buf_z(&s->unmet, "\n");
	/* In files and pipes a name that nobody looked at does not stand. */
	json_object_set_new(o, "terms_file", json_integer((json_int_t)u->file + 1));
	json_object_set_new(o, "terms", json_integer((json_int_t)u->terms));
	json_object_set_new(o, "lines", lines);
	json_array_append_new(s->unmet_json, o);
}

static void tell_twin(void *arg, str name, str withheld)
{
	telling *s = arg;
	buf line = { 0 };
	meter_clear(&s->meter);
	log_visible(&line, name);
	buf_z(&line, ": has the same bytes as ");
	log_visible(&line, withheld);
	log_warn("%s, which is withheld; look whether it may go out", line.p);
	buf_free(&line);
}

/* Documents of the plan were told of before anything was done. */
static void tell_twin_out(void *arg, const batch_item *it)
{
	telling *s = arg;
	meter_clear(&s->meter);
	if (it->parent)
		log_warn("%s: has the same bytes as a document that is withheld; look whether it may go out", it->label);
	if (s->json) {
		json_t *o = json_object();
		json_object_set_new(o, "schema", json_string("withheld-copy/1"));
		json_object_set_new(o, "name", json_of_str(it->shown));
		json_object_set_new(o, "output", json_of_str(it->output));
		out_json(o);
	}
}

static void tell_absent(void *arg, str name)
{
	telling *s = arg;
	buf line = { 0 };
	meter_clear(&s->meter);
	log_visible(&line, name);
	log_warn("%s: stands in the plan, and is not where the plan says", line.p);
	buf_free(&line);
}

static void tell_note(void *arg, str words)
{
	telling *s = arg;
	meter_clear(&s->meter);
	log_note(STR_FMT, STR_ARG(words));
}

static void tell_gone(void *arg, str output, str path)
{
	telling *s = arg;
	meter_clear(&s->meter);
	log_warn(STR_FMT ": is no more; its output " STR_FMT " stays", STR_ARG(path), STR_ARG(output));
}

/* What stands in the log of one document. */
static void tell_logged(void *arg, str rows)
{
	telling *s = arg;
	rlog_row row;
	arena *space = arena_new();
	while (rlog_next(&rows, space, &row)) {
		tally_row(&s->found, &row);
		arena_clear(space);
	}
	arena_drop(space);
}

/* ---- the whole ------------------------------------------------------------------------------- */

void telling_open(telling *t)
{
	t->found.mem = t->mem;
	t->unmet_json = json_array();
}

void telling_close(telling *t)
{
	json_decref(t->unmet_json);
	buf_free(&t->unmet);
}

batch_calls telling_calls(telling *t)
{
	return (batch_calls){ .refused = tell_refused, .told = tell_item, .near = tell_near, .idle = tell_progress, .unmet = tell_unmet,
	                      .twin = tell_twin, .twin_out = tell_twin_out, .absent = tell_absent, .note = tell_note, .gone = tell_gone, .logged = tell_logged, .arg = t };
}
