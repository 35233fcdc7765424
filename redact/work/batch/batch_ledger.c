/*
 * The batch and its ledger: what is written down of a run and of each document.
 *
 * Rows are "run", what was begun and with which rules; "unread", for each input that is no document at all to us: a
 * link, a folder that cannot be opened, a member that cannot be unpacked; "document", for each that is over, before its output has its
 * name; "over", with what is needed to know that nothing is left to do; "stopped" by a signal. A run without either of
 * the last two was killed.
 */
#include "redact/work/batch/batch_int.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static json_t *event(const char *what)
{
	arena *mem = arena_new();
	json_t *o = json_object();
	json_object_set_new(o, "event", json_string(what));
	json_object_set_new(o, "at", json_of_str(batch_now(mem)));
	arena_drop(mem);
	return o;
}

static bool add(batch *b, json_t *o, str proof, str log, int64_t *row, err *e)
{
	int64_t number = ledger_add(b->ledger, o, proof, log, e);
	json_decref(o);
	if (row)
		*row = number;
	return number != 0;
}

static void set_name(json_t *o, const char *key, str name)
{
	arena *mem = arena_new();
	json_object_set_new(o, key, json_of_str(ledger_name(name, mem)));
	arena_drop(mem);
}

static void set_number(json_t *o, const char *key, uint64_t n)
{
	json_object_set_new(o, key, json_integer((json_int_t)n));
}

static void set_reason(json_t *o, const err *why)
{
	json_t *reason = json_object();
	json_object_set_new(reason, "kind", json_string(err_kind_name(why->kind)));
	json_object_set_new(reason, "text", json_of_str(str_of(why->text)));
	json_object_set_new(reason, "hint", json_of_str(str_of(why->hint)));
	json_object_set_new(o, "reason", reason);
}

/* ---- the run --------------------------------------------------------------------------------- */

/* It names sources: nothing that is meant to be passed on. */
static bool is_apart(const batch *b, err *e)
{
	err ignored = ERR_INIT;
	const char *inner = file_resolve(b->o->ledger, b->mem, &ignored), *outer = file_resolve(b->o->folder, b->mem, &ignored);
	if (!inner || !outer || !file_is_below(inner, outer))
		return true;
	err_set(e, ERR_USAGE, "%s: the ledger lies inside the output", b->o->ledger);
	return err_hint(e, "it names your sources; choose a place beside the folder");
}

bool batch_ledger_begin(batch *b, err *e)
{
	if (!b->ledger)
		b->ledger = ledger_open(b->o->ledger, e);
	return b->ledger && batch_key_open(b, e);
}

/* What a merge must ask for again. No value stands there: lists are named, and a label holds none. */
static void set_shard(batch *b, json_t *o)
{
	json_t *asked = json_array();
	if (!b->o->shard.n) {
		json_decref(asked);
		return;
	}
	for (size_t i = 0; i < b->o->nasked; i++)
		json_array_append_new(asked, json_of_str(ledger_name(str_of(b->o->asked[i]), b->mem)));
	json_object_set_new(o, "shard", json_of_str(str_fmt(b->mem, "%u-of-%u", b->o->shard.i, b->o->shard.n)));
	json_object_set_new(o, "asked", asked);
}

static bool note_run(batch *b, err *e)
{
	json_t *o = event("run");
	char rules[65];
	batch_key_of(b, NULL, "", rules);
	json_object_set_new(o, "schema", json_string("ledger/1"));
	json_object_set_new(o, "tool", json_string(b->o->tool));
	json_object_set_new(o, "rules", json_string(rules));
	set_name(o, "folder", str_of(b->o->folder));
	set_number(o, "inputs", b->n);
	set_shard(b, o);
	return add(b, o, STR(""), STR(""), NULL, e) && ledger_flush(b->ledger, e);
}

/* What must not be there yet. A name that a document got by an earlier run is its own still, though one that would be called
 * so has come since. */
static bool is_free(batch *b, err *e)
{
	str *names = arena_array(b->mem, str, b->n);
	strmap had = { .mem = b->mem };
	size_t n = 0, of;
	for (size_t i = 0; i < b->n; i++) {
		const batch_item *it = b->items[i];
		str name = it->kept ? it->output : it->before;
		if (name.n)
			strmap_put(&had, name, i);
	}
	for (size_t i = 0; i < b->n; i++) {
		batch_item *it = b->items[i];
		it->planned = place_planned(b->o->kit, it->in->name, b->mem);
		it->crowded = it->in->crowded || (strmap_get(&had, it->planned, &of) && of != i);
		if (!b->o->overwrite && !it->parent && !it->crowded && !str_eq(it->planned, it->kept ? it->output : it->before))
			names[n++] = it->planned;
	}
	return place_free(b->o, names, n, b->mem, e);
}

bool batch_ledger_open(batch *b, err *e)
{
	struct stat st;
	if (!b->o->ledger)
		return is_free(b, e);
	bool there = lstat(b->o->ledger, &st) == 0 && st.st_size > 0;
	if (b->o->nshards)
		return is_apart(b, e) && (!there || batch_ledger_begin(b, e)) && batch_merge(b, e) && batch_keep(b, e) && is_free(b, e) &&
		       batch_merge_names(b, e) && note_run(b, e);
	return is_apart(b, e) && (!there || (batch_ledger_begin(b, e) && batch_keep(b, e))) && is_free(b, e) &&
	       (there || batch_ledger_begin(b, e)) && note_run(b, e);
}

bool batch_ledger_unread(batch *b, const refusal *r, err *e)
{
	if (!b->ledger)
		return true;
	json_t *o = event("unread");
	set_name(o, "path", str_of(r->path));
	set_reason(o, &r->why);
	return add(b, o, STR(""), STR(""), NULL, e);
}

bool batch_ledger_flush(batch *b, err *e)
{
	return !b->ledger || ledger_flush(b->ledger, e);
}

static json_t *near_json(const batch *b)
{
	json_t *near = json_object();
	for (size_t i = 0; i < b->n; i++) {
		const batch_item *it = b->items[i];
		if (it->state != ITEM_PROVEN || !it->near)
			continue;
		arena *mem = arena_new();
		json_object_set_new(near, str_z(ledger_name(it->in->name, mem), mem), json_integer((json_int_t)it->near));
		arena_drop(mem);
	}
	return near;
}

bool batch_ledger_over(batch *b, err *e)
{
	const batch_sum *s = b->sum;
	if (!b->ledger)
		return true;
	json_t *o = event(s->stopped_by ? "stopped" : "over");
	if (s->stopped_by)
		set_number(o, "signal", (uint64_t)s->stopped_by);
	set_number(o, "files", s->files);
	set_number(o, "proven", s->proven);
	set_number(o, "kept", s->kept);
	set_number(o, "refused", s->refused);
	set_number(o, "failed", s->failed);
	set_number(o, "skipped", s->skipped);
	if (!s->stopped_by) {
		json_object_set_new(o, "settled", json_of_str(batch_settled(b, b->mem)));
		json_object_set_new(o, "near", near_json(b));
	}
	bool ok = add(b, o, STR(""), STR(""), NULL, e) && ledger_flush(b->ledger, e);
	b->sum->ledger = ledger_last(b->ledger);
	return ok;
}

void batch_ledger_close(batch *b)
{
	err ignored = ERR_INIT;
	if (b->ledger && b->broken.kind == ERR_NONE)
		ledger_flush(b->ledger, &ignored);
	ledger_close(b->ledger);
	ledger_docs_drop(&b->docs);
	b->ledger = NULL;
}

/* ---- a document ------------------------------------------------------------------------------ */

static void set_met(json_t *o, const reply *found)
{
	json_t *met = json_array();
	for (size_t i = 0; i < found->nmet; i++)
		json_array_append_new(met, json_integer(found->met[i]));
	set_number(o, "literals", found->nliterals);
	json_object_set_new(o, "met", met);
}

static void add_around(json_t *names, const batch_item *it, arena *mem)
{
	if (it->parent)
		add_around(names, it->parent, mem);
	json_array_append_new(names, json_of_str(ledger_name(batch_called(it), mem)));
}

/* What was taken out of another document is known by that one and by its name in there. */
static void set_around(json_t *o, const batch_item *it)
{
	json_t *names = json_array();
	add_around(names, it->parent, it->mem);
	set_name(o, "attachment_of", it->parent->in->name);
	json_object_set_new(o, "lies_in", names);
	set_name(o, "called", batch_called(it));
	set_number(o, "nth", it->nth);
	json_object_set_new(o, "of_sha256", json_string(it->parent->source));
	if (it->found && it->found->unknown)
		json_object_set_new(o, "unknown", json_true());
}

static void set_source(batch *b, json_t *o, const batch_item *it)
{
	struct stat st;
	err ignored = ERR_INIT;
	const char *path = it->parent || it->in->archive ? NULL : file_resolve(it->in->path, it->mem, &ignored);
	set_name(o, "name", it->in->name);
	set_name(o, "path", str_of(path));
	if (it->parent)
		set_around(o, it);
	if (it->copied)
		set_name(o, "copy_of", it->double_of->in->name);
	if (stat(it->in->path, &st) == 0)
		set_number(o, "source_bytes", (uint64_t)st.st_size);
	char rules[65];
	batch_key_of(b, it, it->source, rules);
	json_object_set_new(o, "source_sha256", json_string(it->source));
	json_object_set_new(o, "rules", json_string(rules));
	json_object_set_new(o, "tool", json_string(b->o->tool));
}

static void set_output(const batch *b, json_t *o, const batch_item *it)
{
	json_object_set_new(o, "output", json_of_str(it->output));
	json_object_set_new(o, "output_sha256", json_string(it->written));
	if (it->wanted.n)
		json_object_set_new(o, "wanted", json_of_str(it->wanted));
	set_number(o, "output_bytes", it->bytes);
	set_number(o, "marks", it->marks);
	set_number(o, "unsearchable", it->unsearchable);
	set_number(o, "values", across_count(&it->found->marks));
	set_number(o, "taken", it->taken);
	json_object_set_new(o, "look", json_boolean(it->look));
	if (it->gave_up)
		json_object_set_new(o, "gave_up", json_true());
	set_met(o, it->found);
	if (it->again) {
		json_object_set_new(o, "again", json_true());
		json_object_set_new(o, "brought", json_of_str(batch_brought(b, it, it->mem)));
	}
}

bool batch_ledger_note(batch *b, batch_item *it, str line, str rows, err *e)
{
	json_t *o = event("document");
	if (it->found)
		memcpy(it->source, it->found->sha256, sizeof it->source);
	set_source(b, o, it);
	json_object_set_new(o, "state", json_string(batch_state_name(it)));
	if (it->found)
		set_number(o, "pages", it->found->pages);
	set_number(o, "milliseconds", (uint64_t)((batch_clock() - it->began) * 1000));
	if (it->state == ITEM_PROVEN)
		set_output(b, o, it);
	else
		set_reason(o, &it->trouble);
	return add(b, o, line, rows, &it->row, e);
}
