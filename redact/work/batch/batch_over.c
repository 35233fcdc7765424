/*
 * The end of a document: it gets its name, or does not come out. What is written down of it in the ledger, that it is
 * proven and gets this name and has this hash, is on the disk before the file has the name: whoever finds the name
 * after a power cut knows whether to believe it. And an output of an earlier time under another name is gone from the disk
 * before that is written down: no row of the ledger would lead to it any more.
 */
#include "redact/work/batch/batch_int.h"

#include "redact/name.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void batch_unwrite(batch_item *it)
{
	if (it->temp)
		unlink(it->temp);
	if (it->layered_temp)
		unlink(it->layered_temp);
	it->temp = it->layered_temp = NULL;
	batch_unspool(it);
}

void batch_unspool(batch_item *it)
{
	if (it->spool)
		unlink(it->spool);
	it->spool = NULL;
}

/* What lies behind a link is none of ours. */
static bool remove_output(const batch *b, str name, arena *mem, err *e)
{
	return !place_is_inside(b->o->folder, name, mem, NULL) || file_remove(place_path(b->o->folder, name, mem), e);
}

static bool can_lie(const batch *b, str name, arena *mem, err *e)
{
	const char *link;
	if (place_is_inside(b->o->folder, name, mem, &link))
		return true;
	err_set(e, ERR_SYSTEM, "cannot be written: %s is a link, which leads out of the output folder", link);
	return err_hint(e, "take the link away, or choose another folder with -o");
}

/* Its output of an earlier time, unless another document has the name by now. */
static bool remove_before(const batch *b, const batch_item *it, err *e)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->items[i] != it && str_eq(b->items[i]->output, it->before))
			return true;
	return remove_output(b, it->before, it->mem, e);
}

/* With --overwrite an older output must not survive a run that could not prove its document: it
 * may hold what this run was asked to remove. */
static void remove_older(batch *b, const batch_item *it)
{
	err e = ERR_INIT;
	const str names[] = { it->planned, it->shown };
	bool ok = true;
	for (size_t i = 0; b->o->overwrite && !it->crowded && i < 2; i++)
		if (name_is_safe(names[i]))
			ok &= remove_output(b, names[i], it->mem, &e);
	if (!ok || (it->before.n && !remove_before(b, it, &e)))
		batch_break(b, &e);
}

/* Even gaps were asked for, and some line could not have them. */
static bool left_gaps(const batch_item *it)
{
	const reply *kept = it->proofs[WORK_PROVE_KEPT];
	for (size_t i = 0; kept && i < kept->report.nchecks; i++)
		if (kept->report.checks[i].is == CHECK_SKIP && str_eq(kept->report.checks[i].name, STR("gap-even")))
			return true;
	return false;
}

/* What is told of a document whose output has its name, or will have it in a moment. */
static void count_up(batch_item *it)
{
	it->marks = plan_count(&it->found->marks);
	it->withheld = it->found->marks.withheld != NULL;
	it->unsearchable = it->withheld ? 0 : it->found->nunsearchable;
	it->look = it->unsearchable > 0 || left_gaps(it);
	it->gave_up = it->copied ? it->double_of->gave_up : it->shares.gave_up || it->layer.gave_up;
}

void batch_let_go(batch_item *it)
{
	shares_drop(&it->shares);
	shares_drop(&it->layer);
	arena_drop(it->mem);
	it->mem = NULL;
	it->lines = STR("");
	it->found = it->layered = NULL;
	memset(it->proofs, 0, sizeof it->proofs);
}

/* It was recorded already where it is proven. */
static void finish(batch *b, batch_item *it, item_state state)
{
	err e = ERR_INIT;
	it->state = state;
	if (!it->shown.n)
		it->shown = batch_clean_name(b, it);
	it->shown = str_dup(it->shown, b->mem);
	batch_neutral_trouble(b, it);
	batch_unwrite(it);
	if (state != ITEM_PROVEN) {
		remove_older(b, it);
		if (!batch_record(b, it, &e))
			batch_break(b, &e);
	}
	if (!it->again)
		batch_note_values(b, it);
	if (state != ITEM_PROVEN)
		batch_fail_taken(b, it);
	b->over++;
	b->failed += state == ITEM_FAILED || state == ITEM_REFUSED;
	b->pages += it->found && !it->again ? it->found->pages : 0;
	if (b->calls->told)
		b->calls->told(b->calls->arg, it);
	batch_settle_doubles(b, it);
	batch_let_go(it);
}

void batch_break(batch *b, const err *why)
{
	if (b->broken.kind == ERR_NONE)
		b->broken = *why;
}

void batch_fail(batch *b, batch_item *it, const err *why)
{
	if (it->reading) {
		batch_was_read(b, it, false);
		return;
	}
	it->trouble = *why;
	bool skip = it->found && it->found->unknown && !it->in->named;
	bool refuse = why->kind == ERR_REFUSED || why->kind == ERR_UNPROVEN || (it->parent && it->found && it->found->unknown);
	finish(b, it, skip ? ITEM_SKIPPED : refuse ? ITEM_REFUSED : ITEM_FAILED);
}

/* ---- giving the proven file its name --------------------------------------------------------- */

static bool used_before(const batch *b, const batch_item *it, str name)
{
	if (str_eq(it->before, name))
		return false;
	for (size_t i = 0; i < b->n; i++) {
		const batch_item *other = b->items[i];
		if (other != it && (str_eq(other->output, name) || str_eq(other->planned, name) ||
		                    (other->state == ITEM_OPEN && str_eq(other->before, name))))
			return true;
	}
	for (size_t i = 0; i < b->nforeign; i++)
		if (str_eq(b->foreign[i], name))
			return true;
	return false;
}

/* A name that had to be made neutral may meet another: it is numbered until it is free. */
str batch_free_name(const batch *b, const batch_item *it, str wanted, arena *mem)
{
	const char *slash = memrchr(wanted.p, '/', wanted.n);
	const char *dot = memrchr(wanted.p, '.', wanted.n);
	size_t stem = dot && (!slash || dot > slash + 1) && dot > wanted.p ? (size_t)(dot - wanted.p) : wanted.n;
	str name = wanted;
	for (unsigned i = 2; i < 100000; i++) {
		struct stat st;
		bool there = !b->o->overwrite && !str_eq(it->before, name) && lstat(place_path(b->o->folder, name, mem), &st) == 0;
		if (!there && !used_before(b, it, name))
			break;
		name = str_fmt(mem, STR_FMT " (%u)" STR_FMT, STR_ARG(str_sub(wanted, 0, stem)), i,
		               STR_ARG(str_sub(wanted, stem, wanted.n)));
	}
	return name;
}

static bool same_as_proven(const batch_item *it)
{
	for (size_t i = 0; i < WORKS; i++)
		if (it->proofs[i] && strcmp(it->written, it->proofs[i]->written) != 0)
			return false;
	return true;
}

/* A worker was handed a file for the owner alone. What is proven is for whom the user's other files are. */
static void open_up(const char *path)
{
	mode_t mask = umask(0);
	umask(mask);
	chmod(path, 0666 & ~mask);
}

/* On the disk stands first that it is proven and gets this name. */
static bool promise(batch *b, batch_item *it, str name, err *e)
{
	it->output = it->shown = str_dup(name, b->mem);
	it->state = ITEM_PROVEN;
	count_up(it);
	if (batch_record(b, it, e) && batch_ledger_flush(b, e))
		return true;
	batch_break(b, e);
	return false;
}

static void unname(batch_item *it)
{
	it->output = STR("");
	it->written[0] = '\0';
	it->state = ITEM_OPEN;
}

void batch_commit(batch *b, batch_item *it, str name)
{
	err e = ERR_INIT;
	const char *path = place_path(b->o->folder, name, it->mem);
	if (!file_sha256(it->temp, it->written, &it->bytes, &e)) {
		e.kind = ERR_SYSTEM;
	} else if (!same_as_proven(it)) {
		err_set(&e, ERR_SYSTEM, "the written file changed after it was proven");
	} else if (can_lie(b, name, it->mem, &e) && file_make_parents(path, &e) && (!it->before.n || str_eq(it->before, name) || remove_before(b, it, &e))) {
		if (!promise(b, it, name, &e)) {
			/* Nothing more can be written down: it is as if nobody had begun it. */
			unname(it);
			batch_unwrite(it);
			return;
		}
		open_up(it->temp);
		if (file_commit(it->temp, path, b->o->overwrite || str_eq(it->before, name), &e)) {
			it->temp = NULL;
			finish(b, it, ITEM_PROVEN);
			return;
		}
	}
	unname(it);
	batch_fail(b, it, &e);
}

/* In a shard nobody knows what others name anew: its names tell whose they are until all are merged. */
static void commit_held(batch *b, batch_item *it)
{
	if (b->o->shard.n)
		it->wanted = str_dup(it->shown, b->mem);
	batch_commit(b, it, batch_free_name(b, it, shard_file(b->o->shard, it->shown, false, it->mem), it->mem));
}

/* Numbers go by the order of the documents. So one that waits has its name as soon as all before it have theirs, and
 * is not lost with the run that long; what came out of documents waits for the end. */
void batch_commit_next(batch *b)
{
	for (; b->named < b->n; b->named++) {
		batch_item *it = b->items[b->named];
		if (it->state != ITEM_OPEN || it->parent)
			continue;
		if (it->held && b->broken.kind == ERR_NONE)
			commit_held(b, it);
		if (it->state == ITEM_OPEN)
			return;
	}
}

void batch_commit_held(batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		batch_item *it = b->items[i];
		if (it->held && it->state == ITEM_OPEN)
			commit_held(b, it);
	}
}

/* What the proving workers checked, as one. */
static proof whole_proof(const batch_item *it)
{
	proof all = { .mem = it->mem };
	for (size_t i = 0; i < WORKS; i++)
		for (size_t k = 0; it->proofs[i] && k < it->proofs[i]->report.nchecks; k++)
			*ARENA_PUSH(all.mem, all.checks, all.nchecks, all.checks_room) = it->proofs[i]->report.checks[k];
	return all;
}

/* The first check that failed says most; a skip only where none did. */
static void tell_unproven(const proof *p, err *e)
{
	const check *worst = NULL;
	for (size_t i = 0; i < p->nchecks; i++)
		if (p->checks[i].is != CHECK_PASS && (!worst || (worst->is == CHECK_SKIP && p->checks[i].is == CHECK_FAIL)))
			worst = &p->checks[i];
	str name = worst ? worst->name : STR("a check is missing"), detail = worst ? worst->detail : STR("");
	err_set(e, ERR_UNPROVEN, "not proven, so nothing was kept: " STR_FMT "%s" STR_FMT, STR_ARG(name),
	        detail.n ? ": " : "", STR_ARG(detail));
	err_hint(e, "the source is as it was; please report the document or the check that failed");
}

/* All answers are there, or trouble in place of one. */
void batch_proven(batch *b, batch_item *it)
{
	err e = it->trouble;
	for (size_t i = 0; i < WORKS && e.kind == ERR_NONE; i++)
		if (it->proofs[i])
			e = it->proofs[i]->trouble;
	if (e.kind == ERR_NONE) {
		proof all = whole_proof(it);
		if (batch_misread(b, it, &all))
			return;
		if (!proof_holds(&all) || !proof_passed(&all, it->found->marks.withheld ? "slip-sheet" : "text-kept"))
			tell_unproven(&all, &e);
	}
	if (e.kind != ERR_NONE) {
		batch_fail(b, it, &e);
	} else if (str_eq(it->shown, it->planned) && !it->parent && !it->crowded) {
		batch_commit(b, it, it->shown);
	} else {
		/* Waits until all before it have their names, so that numbering does not depend on who was
		 * first. */
		it->held = true;
		batch_settle_doubles(b, it);
	}
}

