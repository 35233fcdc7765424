#include "redact/work/batch/batch.h"

#include "redact/name.h"
#include "redact/scan.h"
#include "redact/work/batch/batch_int.h"
#include "redact/work/inputs/archives.h"
#include "redact/work/pool/pool.h"

#include <unistd.h>

/* ---- the steps of a document ----------------------------------------------------------------- */

bool batch_answer(const batch_item *it, str answer, reply **out, err *e)
{
	reply *r = arena_alloc(it->mem, sizeof *r);
	bool ok = reply_read(answer, it->mem, r, NULL, e) || err_wrap(e, "the reader's answer is damaged");
	*out = ok ? r : NULL;
	return ok;
}

static void redacted(batch *b, batch_item *it, str answer, const err *trouble)
{
	err e = ERR_INIT;
	it->lines = STR("");
	if (trouble || !batch_answer(it, answer, &it->found, &e)) {
		batch_fail(b, it, trouble ? trouble : &e);
		return;
	}
	if (it->found->unread && !it->shares.n) {
		shares_begin(&it->shares, it->found->unread, batch_width(b), it, it->mem);
		fifo_put(&b->unread, it, b->mem);
		return;
	}
	if (it->reading) {
		batch_was_read(b, it, it->found->trouble.kind == ERR_NONE);
		return;
	}
	batch_note_terms(b, it->found);
	if (it->found->marks.sha256[0])
		it->shown = it->found->clean_name;
	if (it->found->trouble.kind != ERR_NONE) {
		batch_fail(b, it, &it->found->trouble);
		return;
	}
	if (!name_is_safe(it->shown)) {
		err_set(&e, ERR_INTERNAL, "the reader asked for an impossible name");
		it->shown = STR("");
		batch_fail(b, it, &e);
		return;
	}
	if (batch_is_new(it) && !batch_take_in(b, it, &e)) {
		batch_fail(b, it, &e);
		return;
	}
	batch_unspool(it);
	if (batch_wants_layer(b, it))
		fifo_put(&b->to_layer, it, b->mem);
	else
		batch_to_proof(b, it);
}

void batch_to_proof(batch *b, batch_item *it)
{
	it->unanswered = batch_provers(b, it);
	fifo_put(&b->to_prove, it, b->mem);
}

/* ---- what the pool brings back --------------------------------------------------------------- */

static void part_seen(batch *b, const batch_step *step, str answer, const err *trouble)
{
	batch_item *it = step->item;
	shares *reading = batch_reading(it);
	shares_state state = shares_take(reading, step->of, answer, trouble);
	if (state == SHARES_MORE)
		fifo_put(&b->unread, it, b->mem);
	if (state != SHARES_OVER)
		return;
	if (reading->trouble.kind != ERR_NONE)
		batch_fail(b, it, &reading->trouble);
	else if (reading == &it->layer)
		fifo_put(&b->to_layer, it, b->mem);
	else
		fifo_put(&b->seen, it, b->mem);
}

/* One of the proofs came. A document is over only when all have: another worker may still be reading
 * its files. */
static void part_proven(batch *b, const batch_step *step, str answer, const err *trouble)
{
	batch_item *it = step->item;
	err e = ERR_INIT;
	if (trouble)
		e = *trouble;
	else
		batch_answer(it, answer, &it->proofs[step->what], &e);
	if (it->trouble.kind == ERR_NONE)
		it->trouble = e;
	if (--it->unanswered == 0)
		batch_proven(b, it);
}

static void done(void *arg, void *task, str answer, const err *trouble)
{
	batch *b = arg;
	const batch_step *step = task;
	buf_free(&step->item->message);
	if (step->what == WORK_OCR)
		part_seen(b, step, answer, trouble);
	else if (step->what == WORK_REDACT)
		redacted(b, step->item, answer, trouble);
	else if (step->what == WORK_LAYER)
		batch_layered(b, step->item, answer, trouble);
	else
		part_proven(b, step, answer, trouble);
	batch_commit_next(b);
}

static void idle(void *arg, size_t running)
{
	batch *b = arg;
	(void)running;
	if (b->calls->idle)
		b->calls->idle(b->calls->arg, &(progress){ b->n, b->over, b->ready, b->failed, b->pages });
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bool label_is_clean(batch *b, err *e)
{
	text t = { .mem = b->mem };
	findings f = { .mem = b->mem };
	text_add_string(&t, UNIT_METADATA, STR("label"), b->o->label, true);
	if (!scan_document(&b->look, &t, &f, e))
		return false;
	if (f.n == 0)
		return true;
	err_set(e, ERR_USAGE, "the label would print a value that is to be removed (rule " STR_FMT ")",
	        STR_ARG(f.list[0].rule));
	return err_hint(e, "choose another --label");
}

static void take_in(batch *b, intake *in)
{
	for (size_t i = 0; i < in->n; i++) {
		if (shard_has(b->o->shard, in->list[i].name))
			batch_add(b, &in->list[i]);
		else
			*ARENA_PUSH(b->mem, b->foreign, b->nforeign, b->foreign_room) = place_planned(b->o->kit, in->list[i].name, b->mem);
	}
}

/* Copies of what is withheld that came out, by their bytes: attachments as well, which no plan names. */
static void sum_up_twins(batch *b)
{
	strmap held = { .mem = b->mem };
	for (size_t i = 0; i < b->n; i++)
		if (b->items[i]->withheld && b->items[i]->state == ITEM_PROVEN)
			strmap_put(&held, str_of(b->items[i]->source), i);
	for (size_t i = 0; held.n && i < b->n; i++) {
		const batch_item *it = b->items[i];
		if (it->state != ITEM_PROVEN || it->withheld || !strmap_has(&held, str_of(it->source)))
			continue;
		b->sum->twins++;
		b->sum->look = true;
		if (b->calls->twin_out)
			b->calls->twin_out(b->calls->arg, it);
	}
}

/* What came of all of them. A failure that all share is the exit status. */
static void sum_up(batch *b)
{
	batch_sum *s = b->sum;
	s->pages = b->pages;
	for (size_t i = 0; i < b->n; i++) {
		const batch_item *it = b->items[i];
		s->proven += it->state == ITEM_PROVEN;
		s->withheld += it->withheld && it->state == ITEM_PROVEN;
		s->copied += it->copied && it->state == ITEM_PROVEN;
		s->kept += it->kept && it->state == ITEM_PROVEN;
		s->refused += it->state == ITEM_REFUSED;
		s->failed += it->state == ITEM_FAILED;
		s->skipped += it->state == ITEM_SKIPPED;
		if (it->state == ITEM_PROVEN) {
			s->marks += it->marks;
			s->unsearchable += it->unsearchable;
			s->near += it->near > 0;
			s->look |= it->look || it->near;
			if (it->near && b->calls->near)
				b->calls->near(b->calls->arg, it);
		} else if (it->state != ITEM_OPEN) {
			s->look = true;
			int status = err_exit(it->trouble.kind);
			b->worst = b->worst == 0 || b->worst == status ? status : 1;
		}
	}
	sum_up_twins(b);
}

/* What cannot be read at all every shard tells: it may be so on one machine alone. */
static bool tell_refused(batch *b, const intake *in, err *e)
{
	bool ok = true;
	for (size_t i = 0; i < in->nrefused && ok; i++) {
		if (!in->refused[i].named && !shard_has(b->o->shard, str_of(in->refused[i].path)))
			continue;
		b->sum->look = true;
		b->sum->files++;
		b->sum->failed++;
		int status = err_exit(in->refused[i].why.kind);
		b->worst = b->worst == 0 || b->worst == status ? status : 1;
		if (b->calls->refused)
			b->calls->refused(b->calls->arg, &in->refused[i]);
		ok = batch_ledger_unread(b, &in->refused[i], e);
	}
	return ok && batch_ledger_flush(b, e);
}

static int status_of(const batch *b)
{
	const batch_sum *s = b->sum;
	if (s->proven == 0 && b->worst)
		return b->worst;
	return s->look ? 1 : 0;
}

/* Until nothing is left to do, and all that is proven has its name. */
static bool run_pool(batch *b, err *e)
{
	b->named = 0;
	pool_calls calls = { .next = batch_next, .done = done, .idle = idle, .arg = b, .texts = b->texts };
	if (!pool_run(b->pool, &calls, batch_width(b), &b->sum->stopped_by, e))
		return false;
	batch_sort(b);
	if (!b->sum->stopped_by)
		batch_commit_held(b);
	if (b->broken.kind == ERR_NONE)
		return true;
	*e = b->broken;
	return false;
}

/* All documents, and then those once more that hold values of others. */
static bool run_all(batch *b, err *e)
{
	if (!run_pool(b, e))
		return false;
	if (b->sum->stopped_by || batch_is_settled(b))
		return true;
	if (batch_read_kept(b) && !run_pool(b, e))
		return false;
	return b->sum->stopped_by || (batch_across(b, e) && run_pool(b, e));
}

/* Of a shard without documents somebody must know all the same that it is done. */
static bool works(const batch *b)
{
	return b->n || b->o->shard.n;
}

static bool open_room(batch *b, err *e)
{
	return b->room.path || workroom_open(b->o->folder, b->o->shard, b->mem, &b->room, e);
}

/* To a later run members are known by name and bytes as any document is; that the archive was packed anew does not
 * matter. */
static bool unpack_all(batch *b, intake *in, err *e)
{
	const batch_options *o = b->o;
	archives how = { b->pool, b->room.path, o->shard, o->memory, o->seconds, b->mem };
	return archives_unpack(&how, in, &b->sum->stopped_by, e);
}

static void tell_junk(batch *b, const intake *in)
{
	if (in->junk && b->calls->note)
		b->calls->note(b->calls->arg, str_fmt(b->mem, "%zu file%s that only a computer wants (.DS_Store, ~$letter.docx and the like) %s left out",
		                                      in->junk, in->junk == 1 ? "" : "s", in->junk == 1 ? "is" : "are"));
}

/* Everything that must be right before any work starts. */
static bool prepare(batch *b, intake *in, err *e)
{
	const batch_options *o = b->o;
	/* First of all: while workers are made ready we do the same for ourselves, which also shows that rules, packs
	 * and terms are right before any of them gets a job. */
	if (!(b->pool = batch_open_pool(b, e)) || !o->kit->open_detectors(&o->want, b->mem, &b->look, e) || !label_is_clean(b, e) ||
	    !batch_open_plan(b, e))
		return false;
	intake_leave_out(in, o->aside, o->naside);
	if (archives_any(in) && (!place_check(o, in, b->mem, e) || !open_room(b, e) || !unpack_all(b, in, e)))
		return false;
	if (b->sum->stopped_by)
		return true;
	if (!batch_check_boxes(b, in, e))
		return false;
	for (size_t i = 0; b->calls->note && i < b->look.nnotes; i++)
		b->calls->note(b->calls->arg, b->look.notes[i]);
	batch_tell_absent(b, in);
	tell_junk(b, in);
	take_in(b, in);
	if (!intake_any(in, o->inputs, o->ninputs, e))
		return false;
	if (works(b) && (!place_check(o, in, b->mem, e) || !open_room(b, e) ||
	                 !batch_ledger_open(b, e)))
		return false;
	batch_find_doubles(b);
	bool several = b->n > 1 || (b->n && o->how.extract_attachments);
	return !several || o->across == ACROSS_OFF || o->shard.n || (b->texts = texts_open(b->room.path, e)) >= 0;
}

static void let_go(batch_item *it)
{
	batch_forget(it);
	if (it->state != ITEM_OPEN && !it->mem)
		return;
	batch_unwrite(it);
	shares_drop(&it->shares);
	shares_drop(&it->layer);
	buf_free(&it->message);
	arena_drop(it->mem);
	it->mem = NULL;
}

/* None is lost, whatever befell the workers. */
static bool all_over(const batch *b, err *e)
{
	size_t open = 0;
	for (size_t i = 0; i < b->n; i++)
		open += b->items[i]->state == ITEM_OPEN;
	if (!open || b->sum->stopped_by)
		return true;
	err_set(e, ERR_INTERNAL, "%zu document%s came to no end", open, open == 1 ? "" : "s");
	return err_hint(e, "please report it; run again to go on");
}

static bool run(batch *b, intake *in, err *e)
{
	if (!prepare(b, in, e))
		return false;
	if (b->sum->stopped_by)
		return true;
	b->sum->files = b->n;
	bool ok = tell_refused(b, in, e);
	if (ok)
		batch_tell_kept(b);
	ok = ok && run_all(b, e) && all_over(b, e);
	for (size_t i = 0; i < b->n; i++)
		let_go(b->items[i]);
	if (!ok)
		return false;
	sum_up(b);
	b->sum->status = status_of(b);
	if (!b->sum->stopped_by && !b->o->shard.n)
		batch_tell_unmet(b);
	if (!works(b))
		return true;
	if (!batch_write_records(b, e) || !batch_ledger_over(b, e))
		return false;
	if (!b->sum->stopped_by)
		batch_merge_over(b);
	return true;
}

bool batch_run(const batch_options *o, const batch_calls *calls, batch_sum *sum, err *e)
{
	sigset_t stops, before;
	*sum = (batch_sum){ 0 };
	/* Nothing hidden is left in the output folder, whenever it is that we are stopped. */
	pool_hold_stops(&stops, &before);
	batch b = { .o = o, .calls = calls, .sum = sum, .mem = arena_new() };
	b.at = batch_now(b.mem);
	b.across.mem = b.mem;
	intake in = { .nlisted = o->nlisted };
	intake_gather(o->inputs, o->ninputs, b.mem, &in);
	bool ok = run(&b, &in, e);
	if (b.texts > 0)
		close(b.texts);
	pool_close(b.pool);
	workroom_close(&b.room);
	detectors_close(&b.look);
	plans_close(b.plans);
	batch_ledger_close(&b);
	arena_drop(b.mem);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ok;
}
