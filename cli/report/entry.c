#include "cli/report/entry.h"

#include "redact/base/log.h"
#include "redact/model/json.h"
#include "redact/work/batch/place.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { MOST_CHECKS = 200, MOST_DROPS = 1000 };

/* ---- small things ---------------------------------------------------------------------------- */

/* What would turn the direction of writing, or hide, is shown as what it is. */
static json_t *shown(str s)
{
	buf seen = { 0 };
	log_visible(&seen, s);
	json_t *value = json_of_str(buf_view(&seen));
	buf_free(&seen);
	return value;
}

static json_t *shown_at(const json_t *o, const char *key)
{
	const json_t *value = json_object_get(o, key);
	return json_is_string(value) ? shown((str){ json_string_value(value), json_string_length(value) }) : NULL;
}

static void take(json_t *to, const char *key, json_t *value)
{
	if (value)
		json_object_set_new(to, key, value);
}

static void number(json_t *to, const char *key, uint64_t n)
{
	if (n)
		json_object_set_new(to, key, json_integer((json_int_t)n));
}

/* ---- what was found -------------------------------------------------------------------------- */

static json_t *tally_json(const tally *t)
{
	json_t *a = json_array();
	for (size_t i = 0; i < t->n; i++) {
		const tally_line *l = &t->list[i];
		json_t *line = json_array();
		json_array_append_new(line, shown(l->rule));
		json_array_append_new(line, shown(l->code));
		json_array_append_new(line, shown(l->reason));
		json_array_append_new(line, json_integer((json_int_t)l->applied));
		json_array_append_new(line, json_integer((json_int_t)l->dropped));
		json_array_append_new(line, json_integer((json_int_t)l->kept));
		json_array_append_new(a, line);
	}
	return a;
}

/* Pages stay sorted; a log goes by page mostly, so the place is near the end. */
static void note_page(entry_pages *pages, size_t most, uint32_t page)
{
	size_t at = pages->n;
	if (!page)
		return;
	while (at && pages->list[at - 1] > page)
		at--;
	if (at == most || (at && pages->list[at - 1] == page))
		return;
	pages->n += pages->n < most;
	for (size_t i = pages->n - 1; i > at; i--)
		pages->list[i] = pages->list[i - 1];
	pages->list[at] = page;
}

static json_t *found(entries *all, str rows, size_t most, arena *mem, entry_pages *pages)
{
	tally own = { .mem = mem };
	rlog_row row;
	*pages = (entry_pages){ arena_array(mem, uint32_t, most + 1), 0 };
	arena *space = arena_new();
	while (rlog_next(&rows, space, &row)) {
		tally_row(&own, &row);
		if (str_is(row.status, "applied")) {
			note_page(pages, most, row.page);
			note_page(pages, most, row.rest);
		}
		arena_clear(space);
	}
	arena_drop(space);
	tally_sort(&own);
	for (size_t i = 0; i < own.n; i++)
		tally_add(&all->found, &own.list[i]);
	return tally_json(&own);
}

/* ---- what the proof says --------------------------------------------------------------------- */

static size_t check_number(entries *all, str name)
{
	size_t i = 0;
	while (i < all->nchecks && !str_eq(all->checks[i], name))
		i++;
	if (i == all->nchecks && i < MOST_CHECKS)
		*ARENA_PUSH(all->mem, all->checks, all->nchecks, all->checks_room) = str_dup(name, all->mem);
	return i;
}

/* Passed ones by number; of the others what they say. */
static void take_checks(entries *all, json_t *to, const proof *p)
{
	json_t *passed = json_array(), *rest = json_array();
	bool *seen = arena_array(p->mem, bool, MOST_CHECKS + 1);
	for (size_t i = 0; i < p->nchecks; i++) {
		size_t name = check_number(all, p->checks[i].name);
		if (p->checks[i].is == CHECK_PASS) {
			if (!seen[name])
				json_array_append_new(passed, json_integer((json_int_t)name));
			seen[name] = true;
			continue;
		}
		json_t *c = json_array();
		json_array_append_new(c, json_integer((json_int_t)name));
		json_array_append_new(c, json_string(outcome_name(p->checks[i].is)));
		json_array_append_new(c, shown(p->checks[i].detail));
		json_array_append_new(rest, c);
	}
	json_object_set_new(to, "passed", passed);
	if (json_array_size(rest))
		json_object_set(to, "checks", rest);
	json_decref(rest);
}

static void add_drop(entries *all, const drop *d)
{
	size_t i = 0;
	while (i < all->ndrops && !str_eq(all->drops[i].what, d->what))
		i++;
	if (i == all->ndrops && i == MOST_DROPS)
		return;
	if (i == all->ndrops)
		*ARENA_PUSH(all->mem, all->drops, all->ndrops, all->drops_room) = (entry_drop){ str_dup(d->what, all->mem), 0 };
	all->drops[i].n += d->count;
}

static void take_proof(entries *all, json_t *to, const proof *p)
{
	take_checks(all, to, p);
	json_t *drops = json_array(), *notes = json_array();
	for (size_t i = 0; i < p->ndrops; i++) {
		add_drop(all, &p->drops[i]);
		json_t *d = json_array();
		json_array_append_new(d, shown(p->drops[i].what));
		json_array_append_new(d, json_integer(p->drops[i].count));
		json_array_append_new(drops, d);
	}
	for (size_t i = 0; i < p->nnotes; i++)
		json_array_append_new(notes, shown(p->notes[i]));
	if (p->ndrops)
		json_object_set(to, "drops", drops);
	if (p->nnotes)
		json_object_set(to, "notes", notes);
	json_decref(drops);
	json_decref(notes);
}

/* ---- one document ---------------------------------------------------------------------------- */

static bool lies_there(const entries *all, const ledger_doc *doc, arena *mem)
{
	struct stat st;
	const char *path = str_fmt(mem, "%s/" STR_FMT, all->folder, STR_ARG(doc->output)).p;
	return place_is_inside(all->folder, doc->output, mem, NULL) && lstat(path, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == doc->output_bytes;
}

/* What must not come out has come out under another name. */
static bool is_twin(const entries *all, const ledger_doc *doc)
{
	return str_is(doc->state, "proven") && doc->source.n && strmap_has(all->held, doc->source);
}

static void count(entries *all, const ledger_doc *doc, const json_t *line, uint64_t near, bool gone)
{
	bool proven = ledger_came_out(doc);
	all->documents++;
	all->proven += str_is(doc->state, "proven");
	all->withheld += str_is(doc->state, LEDGER_WITHHELD);
	all->refused += str_is(doc->state, "refused");
	all->failed += str_is(doc->state, "failed");
	all->skipped += str_is(doc->state, "skipped");
	all->copied += json_object_get(line, "copy_of") != NULL;
	all->gone += gone;
	all->twins += is_twin(all, doc);
	all->look += !proven || doc->look || near || gone || is_twin(all, doc);
	all->near_misses += near > 0;
	all->pages += doc->pages;
	all->marks += doc->marks;
	all->unsearchable += doc->unsearchable;
}

static uint64_t near_of(const entries *all, const ledger_doc *doc, arena *mem)
{
	return all->near ? (uint64_t)json_int(all->near, str_z(doc->name, mem), 0, INT64_MAX) : 0;
}

static void take_numbers(json_t *to, const ledger_doc *doc, uint64_t near)
{
	number(to, "row", (uint64_t)doc->row);
	number(to, "pages", doc->pages);
	number(to, "marks", doc->marks);
	number(to, "unsearchable", doc->unsearchable);
	number(to, "near", near);
	number(to, "bytes", doc->output_bytes);
	if (doc->look)
		json_object_set_new(to, "look", json_true());
}

static void take_line(json_t *to, const json_t *line)
{
	static const char *const said[] = { "name", "state", "output", "output_sha256", "format", "copy_of", "attachment_of", "profile", "made" };
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		take(to, said[i], shown_at(line, said[i]));
	const json_t *why = json_object_get(line, "reason");
	take(to, "reason", shown_at(why, "text"));
	take(to, "hint", shown_at(why, "hint"));
}

json_t *entry_json(entries *all, const ledger_doc *doc, const ledger_row *row, size_t most, arena *mem, entry_pages *pages, err *e)
{
	proof p;
	json_t *line = json_parse(row->proof, e), *body = line ? json_parse(row->body, e) : NULL;
	json_t *to = NULL;
	if (body && proof_of_json(line, mem, &p, e)) {
		uint64_t near = near_of(all, doc, mem);
		bool gone = doc->output.n && !lies_there(all, doc, mem);
		to = json_object();
		all->found.mem = all->mem;
		all->milliseconds += (uint64_t)json_int(body, "milliseconds", 0, INT64_MAX);
		count(all, doc, line, near, gone);
		take_line(to, line);
		take_numbers(to, doc, near);
		number(to, "milliseconds", (uint64_t)json_int(body, "milliseconds", 0, INT64_MAX));
		if (gone)
			json_object_set_new(to, "gone", json_true());
		if (is_twin(all, doc))
			json_object_set_new(to, "withheld_copy", json_true());
		json_t *what = found(all, row->log, most, mem, pages);
		if (json_array_size(what))
			json_object_set(to, "found", what);
		json_decref(what);
		take_proof(all, to, &p);
		if (gone || !ledger_came_out(doc))
			pages->n = 0;
	}
	json_decref(line);
	json_decref(body);
	return to;
}

/* ---- all ------------------------------------------------------------------------------------- */

static int by_drop(const void *a, const void *b)
{
	const entry_drop *x = a, *y = b;
	return x->n != y->n ? (x->n > y->n ? -1 : 1) : str_cmp(x->what, y->what);
}

json_t *entries_json(entries *all)
{
	const struct { const char *key; uint64_t n; } sums[] = {
		{ "documents", all->documents }, { "proven", all->proven }, { "withheld", all->withheld }, { "withheld_copies", all->twins }, { "refused", all->refused }, { "failed", all->failed },
		{ "skipped", all->skipped }, { "copied", all->copied }, { "gone", all->gone }, { "look", all->look },
		{ "near", all->near_misses }, { "pages", all->pages }, { "marks", all->marks }, { "unsearchable", all->unsearchable },
	};
	json_t *o = json_object(), *drops = json_array(), *checks = json_array();
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		json_object_set_new(o, sums[i].key, json_integer((json_int_t)sums[i].n));
	tally_sort(&all->found);
	json_object_set_new(o, "found", tally_json(&all->found));
	if (all->ndrops)
		qsort(all->drops, all->ndrops, sizeof *all->drops, by_drop);
	for (size_t i = 0; i < all->ndrops; i++) {
		json_t *d = json_array();
		json_array_append_new(d, shown(all->drops[i].what));
		json_array_append_new(d, json_integer((json_int_t)all->drops[i].n));
		json_array_append_new(drops, d);
	}
	for (size_t i = 0; i < all->nchecks; i++)
		json_array_append_new(checks, shown(all->checks[i]));
	if (all->nchecks == MOST_CHECKS)
		json_array_append_new(checks, json_string("another check"));
	json_object_set_new(o, "drops", drops);
	json_object_set_new(o, "check_names", checks);
	return o;
}
