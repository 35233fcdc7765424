#include "redact/work/batch.h"

#include "redact/name.h"
#include "redact/scan.h"
#include "redact/work/batch_int.h"
#include "redact/work/pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

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

/* ---- one document is over -------------------------------------------------------------------- */

void batch_unwrite(batch_item *it)
{
	if (it->temp)
		unlink(it->temp);
	if (it->layered_temp)
		unlink(it->layered_temp);
	it->temp = it->layered_temp = NULL;
}

/* With --overwrite an older output must not survive a run that could not prove its document: it
 * may hold what this run was asked to remove. */
static void remove_older(const batch *b, const batch_item *it)
{
	const str names[] = { it->planned, it->shown };
	for (size_t i = 0; b->o->overwrite && i < 2; i++)
		if (name_is_safe(names[i]))
			unlink(place_path(b->o->folder, names[i], it->mem));
	if (it->before.n)
		unlink(place_path(b->o->folder, it->before, it->mem));
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

static void finish(batch *b, batch_item *it, item_state state)
{
	it->state = state;
	if (!it->shown.n)
		it->shown = batch_clean_name(b, it);
	it->shown = str_dup(it->shown, b->mem);
	batch_neutral_trouble(b, it);
	batch_unwrite(it);
	shares_drop(&it->shares);
	shares_drop(&it->layer);
	if (state != ITEM_PROVEN)
		remove_older(b, it);
	if (state == ITEM_PROVEN) {
		it->marks = plan_count(&it->found->marks);
		it->unsearchable = it->found->nunsearchable;
		it->look = it->found->nunsearchable > 0 || left_gaps(it);
	}
	if (!it->again)
		batch_note_values(b, it);
	b->over++;
	batch_record(b, it);
	if (b->calls->told)
		b->calls->told(b->calls->arg, it);
	arena_drop(it->mem);
	it->mem = NULL;
	it->found = it->layered = NULL;
	memset(it->proofs, 0, sizeof it->proofs);
}

void batch_fail(batch *b, batch_item *it, const err *why)
{
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
	for (size_t i = 0; i < b->n; i++)
		if (b->items[i] != it && (str_eq(b->items[i]->output, name) || str_eq(b->items[i]->planned, name)))
			return true;
	return false;
}

/* A name that had to be made neutral may meet another: it is numbered until it is free. */
static str free_name(const batch *b, const batch_item *it, str wanted, arena *mem)
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

static void commit(batch *b, batch_item *it, str name)
{
	err e = ERR_INIT;
	const char *path = place_path(b->o->folder, name, it->mem);
	if (!file_sha256(it->temp, it->written, NULL, &e)) {
		e.kind = ERR_SYSTEM;
	} else if (!same_as_proven(it)) {
		err_set(&e, ERR_SYSTEM, "the written file changed after it was proven");
	} else if (file_make_parents(path, &e) && file_commit(it->temp, path, b->o->overwrite || str_eq(it->before, name), &e)) {
		it->temp = NULL;
		if (it->before.n && !str_eq(it->before, name))
			unlink(place_path(b->o->folder, it->before, it->mem));
		it->output = str_dup(name, b->mem);
		it->shown = it->output;
		finish(b, it, ITEM_PROVEN);
		return;
	}
	it->written[0] = '\0';
	batch_fail(b, it, &e);
}

static void commit_held(batch *b)
{
	for (size_t i = 0; i < b->n; i++) {
		batch_item *it = b->items[i];
		if (it->held && it->state == ITEM_OPEN)
			commit(b, it, free_name(b, it, it->shown, it->mem));
	}
}

/* ---- the two steps of a document ------------------------------------------------------------- */

bool batch_answer(const batch_item *it, str answer, reply **out, err *e)
{
	*out = arena_alloc(it->mem, sizeof **out);
	return reply_read(answer, it->mem, *out, NULL, e) || err_wrap(e, "the reader's answer is damaged");
}

static void redacted(batch *b, batch_item *it, str answer, const err *trouble)
{
	err e = ERR_INIT;
	if (trouble || !batch_answer(it, answer, &it->found, &e)) {
		batch_fail(b, it, trouble ? trouble : &e);
		return;
	}
	if (it->found->unread && !it->shares.n) {
		shares_begin(&it->shares, it->found->unread, batch_width(b), it, it->mem);
		fifo_put(&b->unread, it, b->mem);
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
static void proven(batch *b, batch_item *it)
{
	err e = it->trouble;
	for (size_t i = 0; i < WORKS && e.kind == ERR_NONE; i++)
		if (it->proofs[i])
			e = it->proofs[i]->trouble;
	if (e.kind == ERR_NONE) {
		proof all = whole_proof(it);
		if (batch_misread(b, it, &all))
			return;
		if (!proof_holds(&all) || !proof_passed(&all, "text-kept"))
			tell_unproven(&all, &e);
	}
	if (e.kind != ERR_NONE) {
		batch_fail(b, it, &e);
	} else if (str_eq(it->shown, it->planned) && !it->parent) {
		commit(b, it, it->shown);
	} else {
		/* Waits until all others have their names, so that numbering does not depend on who was
		 * first. */
		it->held = true;
	}
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
		proven(b, it);
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
}

static void idle(void *arg, size_t running)
{
	batch *b = arg;
	(void)running;
	if (b->calls->idle)
		b->calls->idle(b->calls->arg, b->over, b->n);
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
	intake_leave_out(in, b->o->aside, b->o->naside);
	for (size_t i = 0; i < in->n; i++)
		batch_add(b, &in->list[i]);
}

/* What came of all of them. A failure that all share is the exit status. */
static void sum_up(batch *b)
{
	batch_sum *s = b->sum;
	for (size_t i = 0; i < b->n; i++) {
		const batch_item *it = b->items[i];
		s->proven += it->state == ITEM_PROVEN;
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
}

static void tell_refused(batch *b, const intake *in)
{
	for (size_t i = 0; i < in->nrefused; i++) {
		b->sum->look = true;
		b->sum->files++;
		b->sum->failed++;
		int status = err_exit(in->refused[i].why.kind);
		b->worst = b->worst == 0 || b->worst == status ? status : 1;
		if (b->calls->refused)
			b->calls->refused(b->calls->arg, &in->refused[i]);
	}
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
	pool_calls calls = { .next = batch_next, .done = done, .idle = idle, .arg = b, .texts = b->texts };
	if (!pool_run(b->pool, &calls, batch_width(b), &b->sum->stopped_by, e))
		return false;
	batch_sort(b);
	if (!b->sum->stopped_by)
		commit_held(b);
	return true;
}

static bool run(batch *b, intake *in, err *e)
{
	const batch_options *o = b->o;
	/* First of all: while workers are made ready we do the same for ourselves, which also shows that rules, packs
	 * and terms are right before any of them gets a job. */
	if (!(b->pool = batch_open_pool(b, e)) || !o->kit->open_detectors(&o->want, b->mem, &b->look, e) || !label_is_clean(b, e) ||
	    !batch_open_plan(b, e) || !batch_check_boxes(b, in, e))
		return false;
	for (size_t i = 0; b->calls->note && i < b->look.nnotes; i++)
		b->calls->note(b->calls->arg, b->look.notes[i]);
	take_in(b, in);
	if (!intake_any(in, o->inputs, o->ninputs, e))
		return false;
	if (b->n && (!place_check(o, in, b->mem, e) || !workroom_open(o->folder, b->mem, &b->room, e)))
		return false;
	bool several = b->n > 1 || (b->n && o->how.extract_attachments);
	if (several && o->across != ACROSS_OFF && (b->texts = texts_open(b->room.path, e)) < 0)
		return false;
	b->sum->files = b->n;
	tell_refused(b, in);
	if (!run_pool(b, e) || (!b->sum->stopped_by && (!batch_across(b, e) || !run_pool(b, e))))
		return false;
	for (size_t i = 0; i < b->n; i++) {
		batch_item *it = b->items[i];
		batch_forget(it);
		if (it->state != ITEM_OPEN)
			continue;
		batch_unwrite(it);
		shares_drop(&it->shares);
		shares_drop(&it->layer);
		buf_free(&it->message);
		arena_drop(it->mem);
		it->mem = NULL;
	}
	sum_up(b);
	b->sum->status = status_of(b);
	if (!b->sum->stopped_by)
		batch_tell_unmet(b);
	return b->n == 0 || batch_write_records(b, e);
}

bool batch_run(const batch_options *o, const batch_calls *calls, batch_sum *sum, err *e)
{
	*sum = (batch_sum){ 0 };
	batch b = { .o = o, .calls = calls, .sum = sum, .mem = arena_new() };
	b.at = batch_now(b.mem);
	b.across.mem = b.mem;
	intake in = { 0 };
	intake_gather(o->inputs, o->ninputs, b.mem, &in);
	bool ok = run(&b, &in, e);
	if (b.texts > 0)
		close(b.texts);
	pool_close(b.pool);
	workroom_close(&b.room);
	detectors_close(&b.look);
	json_decref(b.plan_file);
	arena_drop(b.mem);
	return ok;
}
