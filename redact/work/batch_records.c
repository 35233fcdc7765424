#include "redact/work/batch_int.h"

#include "redact/model/rlog.h"
#include "redact/work/place.h"

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

const char *batch_state_name(item_state state)
{
	return state_names[state];
}

static json_t *counts_json(const plan *p)
{
	json_t *counts = json_object();
	const bool *again = p ? plan_repeats(p, p->mem) : NULL;
	for (size_t i = 0; p && i < p->n; i++) {
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
	json_object_set_new(line, "state", json_string(state_names[it->state]));
	json_object_set_new(line, "proven", json_boolean(is_proven));
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
	for (size_t i = 0; it->found && i < it->found->nunsearchable; i++)
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

static bool rewritten(void *arg, str file)
{
	const batch *b = arg;
	for (size_t i = 0; i < b->n; i++)
		if (str_eq(b->items[i]->output, file))
			return true;
	struct stat st;
	return lstat(place_path(b->o->folder, file, b->mem), &st) != 0;
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
static void old_lines(batch *b, str old, buf *out)
{
	str row;
	while (str_cut(&old, '\n', &row)) {
		json_t *o = row.n ? json_parse(row, NULL) : NULL;
		str output = json_str(o, "output", b->mem);
		if (output.n && !rewritten(b, output)) {
			buf_str(out, row);
			buf_byte(out, '\n');
		}
		json_decref(o);
	}
}

/* The ledger has them, and the parent need not. */
static bool item_records(batch *b, const batch_item *it, buf *proofs, buf *rows, err *e)
{
	arena *mem = arena_new();
	ledger_row row = { 0, STR(""), it->line, it->rows };
	bool ok = !it->row || ledger_read(b->ledger, it->row, mem, &row, e);
	if (ok) {
		buf_str(proofs, row.proof);
		buf_str(rows, row.log);
		if (b->calls->logged)
			b->calls->logged(b->calls->arg, row.log);
	}
	arena_drop(mem);
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
	old_lines(b, old_proofs, &proofs);
	rlog_old_rows(&rows, old_log, rewritten, b);
	bool ok = true;
	for (size_t i = 0; i < b->n && ok; i++)
		ok = item_records(b, b->items[i], &proofs, &rows, e);
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
