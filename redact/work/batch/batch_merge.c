/*
 * The shards of a folder made one run.
 *
 * Their ledgers become the first rows of the whole one, in the order of the documents, all in one transaction: a merge
 * that was ended before has left nothing, one that was ended later goes on as any run does that was. From there on it
 * is a run that finds all documents done by an earlier one, so what it takes for kept is looked at again as always, and
 * since nobody has looked through all of them together yet, values are hunted from each in all others.
 *
 * For that each document is read again, unless no shard has found a value that is looked for elsewhere, which the ledgers
 * say. Less would prove less: a value may stand in any document, also in one that has none of its own, and what says
 * where it does not stand is the text alone, which no ledger holds (batch_kept.c). They are found in, not written, and only
 * those that hold a value of another are done again.
 *
 * A ledger salts what it says of lists, so what two shards were asked for cannot be compared by their rows. It is asked
 * anew under the salt of each, from the lists as they are now: who changed one in between is told so.
 */
#include "redact/work/batch/batch_int.h"

#include "redact/model/rlog.h"

#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

/* ---- the ledgers of the shards --------------------------------------------------------------- */

typedef struct part {
	const char *path;
	ledger *ledger;
	ledger_docs docs;
	ledger_end last;
	unsigned char key[32];
	bool *taken;             /* by document: its row is in the whole ledger */
} part;

static bool not_whole(const char *path, int64_t bad, err *e)
{
	err_set(e, ERR_REFUSED, "%s: row %lld is not as it was written", path, (long long)bad);
	return err_hint(e, "nothing in it is believed; take it away, and run this shard again with --overwrite");
}

static bool look_into(batch *b, part *p, err *e)
{
	p->docs.mem = b->mem;
	if (!(p->ledger = ledger_look(p->path, e)))
		return false;
	int64_t bad = ledger_check(p->ledger, e);
	if (bad)
		return bad > 0 && not_whole(p->path, bad, e);
	p->last = ledger_last(p->ledger);
	if (!ledger_docs_read(p->ledger, &p->docs, e) || !batch_key_for(b, ledger_salt(p->ledger), p->key, e))
		return false;
	p->taken = arena_array(b->mem, bool, p->docs.n);
	if (p->docs.last.shard.n)
		return true;
	err_set(e, ERR_INPUT, "%s: not the ledger of a shard", p->path);
	return err_hint(e, "only what was run with --shard is merged");
}

/* What holds for each: done, by this program, with what is asked for now. */
static bool is_right(const batch *b, const part *p, err *e)
{
	const ledger_run *run = &p->docs.last;
	char rules[65];
	if (!run->over) {
		err_set(e, ERR_INPUT, "%s: shard %u of %u did not come to its end", p->path, run->shard.i, run->shard.n);
		return err_hint(e, "wait for it, or call it again as then: it goes on where it stopped");
	}
	if (!str_is(run->tool, b->o->tool)) {
		err_set(e, ERR_INPUT, "%s: shard %u of %u was run by " STR_FMT ", and this is %s", p->path, run->shard.i, run->shard.n,
		        STR_ARG(run->tool), b->o->tool);
		return err_hint(e, "run all shards and the merge with one version");
	}
	batch_key_with(b, p->key, NULL, "", rules);
	if (str_is(run->rules, rules))
		return true;
	err_set(e, ERR_INPUT, "%s: shard %u of %u was asked for something else", p->path, run->shard.i, run->shard.n);
	return err_hint(e, "rules, lists and options must be the same for all shards, and as they were; run it again with them");
}

static void tell_missing(batch *b, const part *const *by, uint32_t n, err *e)
{
	enum { TOLD = 8 };
	buf list = { 0 };
	size_t missing = 0;
	for (uint32_t i = 1; i <= n; i++) {
		if (by[i])
			continue;
		if (missing++ < TOLD)
			buf_fmt(&list, "%s%u", missing > 1 ? ", " : "", i);
	}
	if (missing > TOLD)
		buf_fmt(&list, " and %zu more", missing - TOLD);
	err_set(e, ERR_INPUT, "%s: of %u shards %zu %s missing: " STR_FMT, b->o->folder, n, missing, missing == 1 ? "is" : "are", STR_ARG(buf_view(&list)));
	err_hint(e, "run each with --shard I/%u, or name its ledger", n);
	buf_free(&list);
}

/* Each shard of the same division once, by its number. */
static bool sort_parts(batch *b, part *parts, size_t n, part ***out, err *e)
{
	uint32_t shards = parts[0].docs.last.shard.n;
	part **by = arena_array(b->mem, part *, (size_t)shards + 1);
	size_t there = 0;
	for (size_t i = 0; i < n; i++) {
		const shard s = parts[i].docs.last.shard;
		if (s.n != shards) {
			err_set(e, ERR_INPUT, "%s: shard %u of %u, and %s is one of %u", parts[i].path, s.i, s.n, parts[0].path, shards);
			return err_hint(e, "take the ledgers of the other division away, or name those that belong together");
		}
		if (by[s.i]) {
			err_set(e, ERR_INPUT, "%s and %s are both of shard %u", by[s.i]->path, parts[i].path, s.i);
			return err_hint(e, "name the ledgers that belong together");
		}
		by[s.i] = &parts[i];
		there++;
	}
	*out = by;
	if (there == shards)
		return true;
	tell_missing(b, (const part *const *)by, shards, e);
	return false;
}

/* ---- their rows ------------------------------------------------------------------------------ */

/* What it was done with, by the salt of the whole ledger, if that is what is asked for now. */
static void say_rules(const batch *b, const part *p, const batch_item *it, const ledger_doc *doc, json_t *o)
{
	char hex[65];
	arena *mem = arena_new();
	const char *source = str_z(doc->source, mem);
	batch_key_with(b, p->key, it, source, hex);
	if (str_is(doc->rules, hex)) {
		batch_key_of(b, it, source, hex);
		json_object_set_new(o, "rules", json_string(hex));
	}
	arena_drop(mem);
}

static bool take_over(batch *b, part *p, size_t k, const batch_item *it, err *e)
{
	arena *mem = arena_new();
	const ledger_doc *doc = &p->docs.list[k];
	ledger_row row;
	bool ok = ledger_read(p->ledger, doc->row, mem, &row, e);
	json_t *o = ok ? json_parse(row.body, e) : NULL;
	if (o) {
		if (it)
			say_rules(b, p, it, doc, o);
		json_object_set_new(o, "from_shard", json_integer(p->docs.last.shard.i));
		ok = ledger_add(b->ledger, o, row.proof, row.log, e) != 0;
	}
	json_decref(o);
	arena_drop(mem);
	p->taken[k] = true;
	return ok && o;
}

static bool take_inner(batch *b, part *p, size_t k, err *e)
{
	arena *mem = arena_new();
	const ledger_doc *doc = &p->docs.list[k];
	input in = { .path = "", .name = str_of(ledger_unname(doc->name, mem)) };
	batch_item it = { .in = &in };
	bool ok = take_over(b, p, k, doc->around.n ? &it : NULL, e);
	arena_drop(mem);
	return ok;
}

/* As one run would have written them down; then what was taken out of documents, and what belongs to none that is
 * there. */
static bool take_rows(batch *b, part **by, uint32_t n, err *e)
{
	for (size_t i = 0; i < b->n; i++) {
		arena *mem = arena_new();
		const str name = b->items[i]->in->name;
		uint32_t k = 1;
		while (k < n && !shard_has((shard){ k, n }, name))
			k++;
		const ledger_doc *doc = ledger_docs_find(&by[k]->docs, ledger_name(name, mem));
		arena_drop(mem);
		if (doc && !take_over(b, by[k], (size_t)(doc - by[k]->docs.list), b->items[i], e))
			return false;
	}
	for (uint32_t k = 1; k <= n; k++)
		for (size_t i = 0; i < by[k]->docs.n; i++)
			if (!by[k]->taken[i] && !take_inner(b, by[k], i, e))
				return false;
	return true;
}

static bool note_merged(batch *b, part **by, uint32_t n, err *e)
{
	json_t *o = json_object(), *list = json_array();
	for (uint32_t k = 1; k <= n; k++) {
		json_t *one = json_object();
		json_object_set_new(one, "shard", json_integer(k));
		json_object_set_new(one, "rows", json_integer((json_int_t)by[k]->last.rows));
		json_object_set_new(one, "chain", json_string(by[k]->last.chain));
		json_array_append_new(list, one);
	}
	json_object_set_new(o, "event", json_string("merged"));
	json_object_set_new(o, "at", json_of_str(b->at));
	json_object_set_new(o, "shards", json_integer(n));
	json_object_set_new(o, "ledgers", list);
	bool ok = ledger_add(b->ledger, o, STR(""), STR(""), e) && ledger_flush(b->ledger, e);
	json_decref(o);
	return ok;
}

static bool is_merged(batch *b, bool *is, err *e)
{
	ledger_docs docs = { .mem = arena_new() };
	bool ok = ledger_docs_read(b->ledger, &docs, e);
	*is = docs.merged > 0;
	ledger_docs_drop(&docs);
	arena_drop(docs.mem);
	return ok;
}

bool batch_merge(batch *b, err *e)
{
	size_t n = b->o->nshards;
	part *parts = arena_array(b->mem, part, n), **by = NULL;
	bool merged = false, ok = !b->ledger || is_merged(b, &merged, e);
	if (!ok || merged)
		return ok;
	for (size_t i = 0; i < n && ok; i++) {
		parts[i].path = b->o->shards[i];
		ok = look_into(b, &parts[i], e);
	}
	ok = ok && sort_parts(b, parts, n, &by, e);
	for (size_t i = 1; ok && i <= n; i++)
		ok = is_right(b, by[i], e);
	/* Only now: while there is no ledger of the whole, a shard may still be run again. */
	ok = ok && batch_ledger_begin(b, e) && take_rows(b, by, (uint32_t)n, e) && note_merged(b, by, (uint32_t)n, e);
	for (size_t i = 0; i < n; i++) {
		ledger_close(parts[i].ledger);
		ledger_docs_drop(&parts[i].docs);
	}
	return ok;
}

/* ---- names ----------------------------------------------------------------------------------- */

static str renamed_line(str line, const batch_item *it, str name, arena *mem)
{
	buf out = { 0 };
	json_t *o = json_parse(line, NULL);
	json_object_set_new(o, "name", json_of_str(name));
	json_object_set_new(o, "output", json_of_str(name));
	if (it->parent)
		json_object_set_new(o, "attachment_of", json_of_str(it->parent->shown));
	json_line(&out, o);
	json_decref(o);
	str copy = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return copy;
}

/* Said first in the ledger, with the name it still has: whoever finds the one or the other knows what to believe. */
static bool promise_name(batch *b, batch_item *it, str name, err *e)
{
	arena *mem = arena_new();
	ledger_row row;
	buf log = { 0 };
	bool ok = ledger_read(b->ledger, it->row, mem, &row, e);
	json_t *o = ok ? json_parse(row.body, e) : NULL;
	if (o) {
		rlog_renamed(&log, row.log, name);
		json_object_set_new(o, "was", json_of_str(it->output));
		json_object_set_new(o, "output", json_of_str(name));
		json_object_del(o, "wanted");
		it->row = ledger_add(b->ledger, o, renamed_line(row.proof, it, name, mem), buf_view(&log), e);
		ok = it->row != 0;
	}
	json_decref(o);
	buf_free(&log);
	arena_drop(mem);
	return ok && o;
}

static bool give_name(const batch *b, str was, str name, err *e)
{
	arena *mem = arena_new();
	const char *link;
	bool ok = (place_is_inside(b->o->folder, was, mem, &link) && place_is_inside(b->o->folder, name, mem, &link))
	       || err_set(e, ERR_SYSTEM, "%s: a link, which leads out of the output folder", link);
	ok = ok && file_commit(place_path(b->o->folder, was, mem), place_path(b->o->folder, name, mem), false, e);
	arena_drop(mem);
	return ok;
}

bool batch_merge_names(batch *b, err *e)
{
	str *was = arena_array(b->mem, str, b->n);
	bool ok = true;
	for (size_t i = 0; i < b->n && ok; i++) {
		batch_item *it = b->items[i];
		if (!it->kept || !it->wanted.n)
			continue;
		str name = str_dup(batch_free_name(b, it, it->wanted, b->mem), b->mem);
		was[i] = it->output;
		it->wanted = STR("");
		ok = promise_name(b, it, name, e);
		it->output = it->shown = name;
	}
	ok = ok && ledger_flush(b->ledger, e);
	for (size_t i = 0; i < b->n && ok; i++)
		if (was[i].n && !str_eq(was[i], b->items[i]->output))
			ok = give_name(b, was[i], b->items[i]->output, e);
	return ok;
}

void batch_renames_finish(const batch *b)
{
	struct stat st;
	err ignored = ERR_INIT;
	char hex[65];
	for (size_t i = 0; i < b->docs.n; i++) {
		const ledger_doc *doc = &b->docs.list[i];
		arena *mem = arena_new();
		if (doc->was.n && doc->output.n && lstat(place_path(b->o->folder, doc->output, mem), &st) != 0 &&
		    file_sha256(place_path(b->o->folder, doc->was, mem), hex, NULL, &ignored) && str_is(doc->written, hex))
			give_name(b, doc->was, doc->output, &ignored);
		arena_drop(mem);
	}
}

void batch_merge_over(batch *b)
{
	uint32_t n = (uint32_t)b->o->nshards;
	for (uint32_t i = 1; i <= n; i++)
		batch_drop_records(b, (shard){ i, n });
}
