#include "redact/work/batch/batch_int.h"

#include "redact/model/rlog.h"
#include "redact/work/batch/place.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PROOFS "proof.jsonl"
#define LOG    "redaction-log.csv"

enum { LARGEST_RECORD = 1 << 30 };

static const char *const state_names[] = {
	[ITEM_OPEN] = "open",     [ITEM_PROVEN] = "proven",   [ITEM_REFUSED] = "refused",
	[ITEM_FAILED] = "failed", [ITEM_SKIPPED] = "skipped",
};

str batch_now(arena *mem)
{
	time_t now = time(NULL);
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	if (epoch && *epoch)
		now = (time_t)strtoll(epoch, NULL, 10);
	struct tm t;
	char stamp[32];
	gmtime_r(&now, &t);
	strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &t);
	return str_dup(str_of(stamp), mem);
}

const char *batch_state_name(const batch_item *it)
{
	return it->state == ITEM_PROVEN && it->withheld ? LEDGER_WITHHELD : state_names[it->state];
}

static json_t *counts_json(const plan *p)
{
	json_t *counts = json_object();
	const bool *again = p ? plan_repeats(p, p->mem) : NULL;
	for (size_t i = 0; p && !p->withheld && i < p->n; i++) {
		if (p->marks[i].state != MARK_ACCEPTED || p->marks[i].dropped || again[i])
			continue;
		json_t *rule = json_of_str(p->marks[i].rule);
		json_t *old = json_object_get(counts, json_string_value(rule));
		json_object_set_new(counts, json_string_value(rule), json_integer(json_integer_value(old) + 1));
		json_decref(rule);
	}
	return counts;
}

/* What the redacting worker left out and the proving one checked, as one. */
static proof whole_proof(const batch_item *it)
{
	proof all = { .mem = it->mem };
	for (size_t i = 0; i < WORKS; i++) {
		const reply *part = i == WORK_REDACT ? it->found : i == WORK_LAYER ? it->layered : it->proofs[i];
		const proof *p = part ? &part->report : NULL;
		for (size_t k = 0; p && k < p->nchecks; k++)
			proof_check(&all, str_z(p->checks[k].name, it->mem), p->checks[k].is, STR_FMT,
			            STR_ARG(p->checks[k].detail));
		for (size_t k = 0; p && k < p->ndrops; k++)
			proof_drop(&all, str_z(p->drops[k].what, it->mem), p->drops[k].count);
		for (size_t k = 0; p && k < p->nnotes; k++)
			proof_note(&all, STR_FMT, STR_ARG(p->notes[k]));
	}
	return all;
}

static str profile_of(const batch_options *o, const batch_item *it)
{
	return it->found && it->found->marks.profile.n ? it->found->marks.profile : o->want.profile.n ? o->want.profile : STR("full");
}

json_t *batch_item_json(const batch_options *o, const batch_item *it, str made)
{
	bool is_proven = it->state == ITEM_PROVEN;
	if (it->kept)
		return json_parse(it->line, NULL);
	json_t *line = json_object();
	json_object_set_new(line, "schema", json_string("proof/1"));
	json_object_set_new(line, "tool", json_string(o->tool));
	json_object_set_new(line, "made", json_of_str(made));
	json_object_set_new(line, "name", json_of_str(it->shown));
	if (it->parent)
		json_object_set_new(line, "attachment_of", json_of_str(it->parent->shown));
	if (it->again)
		json_object_set_new(line, "again", json_true());
	if (it->copied)
		json_object_set_new(line, "copy_of", json_of_str(it->double_of->output));
	json_object_set_new(line, "state", json_string(batch_state_name(it)));
	json_object_set_new(line, "proven", json_boolean(is_proven));
	if (it->withheld)
		json_object_set_new(line, "withheld", withheld_json(it->found->marks.withheld));
	json_object_set_new(line, "source_sha256", it->found && it->found->sha256[0]
	                    ? json_string(it->found->sha256) : json_null());
	json_object_set_new(line, "format", it->found && it->found->format.n
	                    ? json_of_str(it->found->format) : json_null());
	json_object_set_new(line, "output", is_proven ? json_of_str(it->output) : json_null());
	json_object_set_new(line, "output_sha256", is_proven ? json_string(it->written) : json_null());
	json_object_set_new(line, "rules", json_of_str(o->scan ? o->want.rules : STR("none")));
	json_object_set_new(line, "profile", json_of_str(profile_of(o, it)));
	json_object_set_new(line, "handling", handling_json(&it->how));
	json_object_set_new(line, "marks", counts_json(it->found ? &it->found->marks : NULL));
	json_t *pages = json_array();
	for (size_t i = 0; it->found && !it->withheld && i < it->found->nunsearchable; i++)
		json_array_append_new(pages, json_integer(it->found->unsearchable[i]));
	json_object_set_new(line, "unsearchable", pages);
	if (!is_proven) {
		json_t *why = json_object();
		json_object_set_new(why, "kind", json_string(err_kind_name(it->trouble.kind)));
		json_object_set_new(why, "text", json_of_str(str_of(it->trouble.text)));
		json_object_set_new(why, "hint", json_of_str(str_of(it->trouble.hint)));
		json_object_set_new(line, "reason", why);
	}
	proof all = whole_proof(it);
	proof_into_json(&all, line);
	return line;
}

bool batch_record(batch *b, batch_item *it, err *e)
{
	json_t *o = batch_item_json(b->o, it, b->at);
	buf line = { 0 }, rows = { 0 };
	json_line(&line, o);
	json_decref(o);
	if (it->state == ITEM_PROVEN)
		rlog_rows(&rows, &it->found->marks, it->output, b->o->tool, b->at);
	bool ok = true;
	if (b->ledger) {
		ok = batch_ledger_note(b, it, buf_view(&line), buf_view(&rows), e);
	} else {
		it->line = str_dup(buf_view(&line), b->mem);
		it->rows = str_dup(buf_view(&rows), b->mem);
	}
	buf_free(&line);
	buf_free(&rows);
	return ok;
}

/* ---- records of earlier runs into the same folder -------------------------------------------- */

/* Outputs whose lines are in the ledger, or come from this run. */
typedef struct told_now {
	const batch *b;
	strmap outputs;
	const ledger_doc **gone; size_t ngone, room; /* of documents that this run was not shown */
} told_now;

static bool is_there(const batch *b, str output)
{
	arena *mem = arena_new();
	struct stat st;
	bool there = place_is_inside(b->o->folder, output, mem, NULL) && lstat(place_path(b->o->folder, output, mem), &st) == 0;
	arena_drop(mem);
	return there;
}

/* The source may be no more since; what was proven of it lies there still. A run that was killed left no line of it in
 * the records. */
static void add_gone(told_now *now)
{
	const batch *b = now->b;
	strmap names = { .mem = b->mem };
	for (size_t i = 0; i < b->n && b->docs.n; i++)
		strmap_put(&names, batch_ledger_key(b->items[i], b->mem), i);
	for (size_t i = 0; i < b->docs.n; i++) {
		const ledger_doc *doc = &b->docs.list[i];
		if (!ledger_came_out(doc) || strmap_has(&names, doc->key) || strmap_has(&now->outputs, doc->output) || !is_there(b, doc->output))
			continue;
		strmap_put(&now->outputs, doc->output, i);
		*ARENA_PUSH(b->mem, now->gone, now->ngone, now->room) = doc;
	}
}

static told_now tell_now(const batch *b)
{
	told_now now = { .b = b, .outputs.mem = b->mem };
	for (size_t i = 0; i < b->n; i++)
		strmap_put(&now.outputs, b->items[i]->output, i);
	add_gone(&now);
	return now;
}

static bool rewritten(void *arg, str file)
{
	const told_now *now = arg;
	return strmap_has(&now->outputs, file) || !is_there(now->b, file);
}

static char *record_path(const batch *b, shard of, const char *name)
{
	return place_path(b->o->folder, shard_file(of, str_of(name), false, b->mem), b->mem);
}

static bool read_old(const batch *b, const char *name, str *out, err *e)
{
	const char *path = record_path(b, b->o->shard, name);
	struct stat st;
	*out = STR("");
	if (lstat(path, &st) != 0 && errno == ENOENT)
		return true;
	return file_read(path, LARGEST_RECORD, b->mem, out, e);
}

/* Keeps the lines about outputs that still lie there and that this run did not write. */
static void old_lines(const told_now *now, str old, buf *out)
{
	arena *mem = now->b->mem;
	str row;
	while (str_cut(&old, '\n', &row)) {
		json_t *o = row.n ? json_parse(row, NULL) : NULL;
		str output = json_str(o, "output", mem);
		if (output.n && !rewritten((void *)now, output)) {
			buf_str(out, row);
			buf_byte(out, '\n');
		}
		json_decref(o);
	}
}

/* The ledger has them, and the parent need not. */
static bool add_row(batch *b, int64_t number, ledger_row row, buf *proofs, buf *rows, err *e)
{
	arena *mem = arena_new();
	bool ok = !number || ledger_read(b->ledger, number, mem, &row, e);
	if (ok) {
		buf_str(proofs, row.proof);
		buf_str(rows, row.log);
		if (b->calls->logged)
			b->calls->logged(b->calls->arg, row.log);
	}
	arena_drop(mem);
	return ok;
}

static bool add_rows(batch *b, const told_now *now, buf *proofs, buf *rows, err *e)
{
	bool ok = true;
	for (size_t i = 0; i < now->ngone && ok; i++)
		ok = add_row(b, now->gone[i]->row, (ledger_row){ 0 }, proofs, rows, e);
	for (size_t i = 0; i < b->n && ok; i++)
		ok = add_row(b, b->items[i]->row, (ledger_row){ 0, STR(""), b->items[i]->line, b->items[i]->rows }, proofs, rows, e);
	return ok;
}

/* By way of the workroom, which the next run sweeps: whoever is killed here leaves nothing in the folder. */
static bool write_record(const batch *b, const char *name, str bytes, err *e)
{
	const char *beside = place_path(b->room.path, str_of(name), b->mem);
	return file_write(beside, bytes, 0666, true, e) && file_commit(beside, record_path(b, b->o->shard, name), true, e);
}

bool batch_write_records(batch *b, err *e)
{
	str old_proofs, old_log;
	if (!read_old(b, PROOFS, &old_proofs, e) || !read_old(b, LOG, &old_log, e))
		return false;
	buf proofs = { 0 }, rows = { 0 }, csv = { 0 };
	told_now now = tell_now(b);
	old_lines(&now, old_proofs, &proofs);
	rlog_old_rows(&rows, old_log, rewritten, &now);
	bool ok = add_rows(b, &now, &proofs, &rows, e);
	size_t number = 1;
	rlog_head(&csv);
	rlog_number(&csv, buf_view(&rows), &number);
	ok = ok && write_record(b, LOG, buf_view(&csv), e) && write_record(b, PROOFS, buf_view(&proofs), e);
	buf_free(&proofs);
	buf_free(&rows);
	buf_free(&csv);
	return ok;
}

void batch_drop_records(const batch *b, shard of)
{
	unlink(record_path(b, of, PROOFS));
	unlink(record_path(b, of, LOG));
}
