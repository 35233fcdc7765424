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

/* Pages from which a document is long: a third worker for it costs less than it saves. */
enum { LONG = 50 };

/* ---- one document is over -------------------------------------------------------------------- */

static void remove_temp(batch_item *it)
{
	if (it->temp)
		unlink(it->temp);
	it->temp = NULL;
}

/* With --overwrite an older output must not survive a run that could not prove its document: it
 * may hold what this run was asked to remove. */
static void remove_older(const batch *b, const batch_item *it)
{
	const str names[] = { it->planned, it->shown };
	for (size_t i = 0; b->o->overwrite && i < 2; i++)
		if (name_is_safe(names[i]))
			unlink(place_path(b->o->folder, names[i], it->mem));
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
	remove_temp(it);
	batch_forget(it);
	shares_drop(&it->shares);
	if (state != ITEM_PROVEN)
		remove_older(b, it);

	batch_sum *s = b->sum;
	s->proven += state == ITEM_PROVEN;
	s->refused += state == ITEM_REFUSED;
	s->failed += state == ITEM_FAILED;
	s->skipped += state == ITEM_SKIPPED;
	if (state == ITEM_PROVEN) {
		s->marks += plan_count(&it->found->marks);
		s->unsearchable += it->found->nunsearchable;
		s->look |= it->found->nunsearchable > 0 || left_gaps(it);
	} else {
		s->look = true;
		int status = err_exit(it->trouble.kind);
		b->worst = b->worst == 0 || b->worst == status ? status : 1;
	}
	b->over++;
	batch_record(b, it);
	if (b->calls->told)
		b->calls->told(b->calls->arg, it);
	arena_drop(it->mem);
	it->mem = NULL;
	it->found = NULL;
	memset(it->proofs, 0, sizeof it->proofs);
}

static void fail(batch *b, batch_item *it, const err *why)
{
	it->trouble = *why;
	bool skip = it->found && it->found->unknown && !it->in->named;
	bool refuse = why->kind == ERR_REFUSED || why->kind == ERR_UNPROVEN || (it->parent && it->found && it->found->unknown);
	finish(b, it, skip ? ITEM_SKIPPED : refuse ? ITEM_REFUSED : ITEM_FAILED);
}

/* ---- giving the proven file its name --------------------------------------------------------- */

static bool used_before(const batch *b, const batch_item *it, str name)
{
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
		bool there = !b->o->overwrite && lstat(place_path(b->o->folder, name, mem), &st) == 0;
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
	} else if (file_make_parents(path, &e) && file_commit(it->temp, path, b->o->overwrite, &e)) {
		it->temp = NULL;
		it->output = str_dup(name, b->mem);
		it->shown = it->output;
		finish(b, it, ITEM_PROVEN);
		return;
	}
	it->written[0] = '\0';
	fail(b, it, &e);
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

static bool read_answer(const batch_item *it, str answer, reply **out, err *e)
{
	json_t *o = json_parse(answer, e);
	if (!o)
		return err_set(e, ERR_INTERNAL, "the reader's answer is damaged");
	*out = arena_alloc(it->mem, sizeof **out);
	bool ok = reply_of_json(o, it->mem, *out, e);
	json_decref(o);
	if (!ok)
		e->kind = ERR_INTERNAL;
	return ok;
}

static size_t width_of(const batch *b)
{
	return b->o->jobs ? b->o->jobs : pool_cores();
}

/* How many workers prove it. With two at a time three would take longer than two. */
static int proofs_of(const batch *b, const batch_item *it)
{
	return it->found->pages < LONG || width_of(b) < 3 ? 2 : 3;
}

static void redacted(batch *b, batch_item *it, str answer, const err *trouble)
{
	err e = ERR_INIT;
	if (trouble || !read_answer(it, answer, &it->found, &e)) {
		fail(b, it, trouble ? trouble : &e);
		return;
	}
	if (it->found->unread && !it->shares.n) {
		shares_begin(&it->shares, it->found->unread, width_of(b), it, it->mem);
		*ARENA_PUSH(b->mem, b->unread, b->nunread, b->unread_room) = it;
		return;
	}
	batch_note_terms(b, it->found);
	if (it->found->marks.sha256[0])
		it->shown = it->found->clean_name;
	if (it->found->trouble.kind != ERR_NONE) {
		fail(b, it, &it->found->trouble);
		return;
	}
	if (!name_is_safe(it->shown)) {
		err_set(&e, ERR_INTERNAL, "the reader asked for an impossible name");
		it->shown = STR("");
		fail(b, it, &e);
		return;
	}
	if (!batch_take_in(b, it, &e)) {
		fail(b, it, &e);
		return;
	}
	it->unanswered = proofs_of(b, it);
	*ARENA_PUSH(b->mem, b->to_prove, b->nto_prove, b->to_prove_room) = it;
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
		if (!proof_holds(&all) || !proof_passed(&all, "text-kept"))
			tell_unproven(&all, &e);
	}
	if (e.kind != ERR_NONE) {
		fail(b, it, &e);
	} else if (str_eq(it->shown, it->planned) && !it->parent) {
		commit(b, it, it->shown);
	} else {
		/* Waits until all others have their names, so that numbering does not depend on who was
		 * first. */
		it->held = true;
	}
}

/* ---- what the pool asks ---------------------------------------------------------------------- */

static void job_of(const batch *b, const batch_item *it, job *j)
{
	const batch_options *o = b->o;
	*j = (job){
		.name = it->in->name, .want = o->want, .scan = o->scan, .label = o->label,
		.password = o->password, .how = it->how, .at = b->at, .memory = o->memory, .seconds = o->seconds,
	};
}

static void task_of(batch_item *it, const job *j, pool_task *out)
{
	json_t *o = job_json(j);
	buf_clear(&it->message);
	json_line(&it->message, o);
	json_decref(o);
	out->message = buf_view(&it->message);
	out->source = it->in->path;
	out->seconds = j->seconds;
}

static void *step_of(batch_item *it, batch_work what)
{
	it->steps[what] = (batch_step){ .item = it, .what = what };
	return &it->steps[what];
}

/* One worker shows that everything else is as it was; the others, who look at the written file
 * alone, that what was removed is gone. The first to start is the one that takes longest. */
static void start_proof(batch *b, batch_item *it, batch_work what, pool_task *out)
{
	job j;
	job_of(b, it, &j);
	j.out_name = it->shown;
	j.marks = &it->found->marks;
	if (what == WORK_PROVE_KEPT) {
		j.verb = JOB_PROVE_KEPT;
		j.sha256 = str_of(it->found->sha256);
		j.pixels = b->o->pixels;
	} else {
		j.verb = JOB_PROVE_GONE;
		j.name = it->shown;
		j.literals = it->found->literals;
		j.nliterals = it->found->nliterals;
		j.where = what == WORK_PROVE_BYTES ? VERIFY_CARRIERS : proofs_of(b, it) == 2 ? VERIFY_BOTH : VERIFY_UNITS;
		if (what == WORK_PROVE_GONE && it->shares.n)
			j.where |= VERIFY_PIXELS;
	}
	task_of(it, &j, out);
	if (what == WORK_PROVE_KEPT)
		out->written = it->temp;
	else
		out->source = it->temp;
	out->arg = step_of(it, what);
}

static bool next_proof(batch *b, pool_task *out)
{
	static const batch_work order[] = { WORK_PROVE_GONE, WORK_PROVE_KEPT, WORK_PROVE_BYTES };
	if (b->proving == b->nto_prove)
		return false;
	batch_item *it = b->to_prove[b->proving];
	start_proof(b, it, order[it->proofs_started++], out);
	if (it->proofs_started == proofs_of(b, it))
		b->proving++;
	return true;
}

/* Also a second time, with what OCR saw. */
static bool start_redaction(batch *b, batch_item *it, pool_task *out)
{
	err e = ERR_INIT;
	job j;
	job_of(b, it, &j);
	j.verb = JOB_REDACT;
	j.seen_json = it->shares.seen;
	if (!batch_marks(b, it, &j, &e)) {
		fail(b, it, &e);
		return false;
	}
	it->temp = file_temp_beside(place_path(b->room.path, STR("x"), it->mem), it->mem);
	j.save_to = str_of(it->temp);
	task_of(it, &j, out);
	out->arg = step_of(it, WORK_REDACT);
	return true;
}

static bool start_item(batch *b, batch_item *it, pool_task *out)
{
	it->mem = arena_new();
	it->planned = place_planned(b->o->kit, it->in->name, b->mem);
	return start_redaction(b, it, out);
}

static bool next_share(batch *b, pool_task *out)
{
	for (; b->shared_out < b->nunread; b->shared_out++) {
		batch_item *it = b->unread[b->shared_out];
		struct share *of = shares_next(&it->shares);
		if (!of)
			continue;
		job j;
		job_of(b, it, &j);
		shares_job(of, &j);
		task_of(it, &j, out);
		batch_step *step = arena_alloc(it->mem, sizeof *step);
		*step = (batch_step){ it, WORK_OCR, of };
		out->arg = step;
		return true;
	}
	return false;
}

/* What was begun is brought to its end before something new is. */
static bool next(void *arg, pool_task *out)
{
	batch *b = arg;
	if (next_proof(b, out))
		return true;
	while (b->taken_up < b->nseen)
		if (start_redaction(b, b->seen[b->taken_up++], out))
			return true;
	if (next_share(b, out))
		return true;
	while (b->started < b->n)
		if (start_item(b, b->items[b->started++], out))
			return true;
	return false;
}

static void part_seen(batch *b, const batch_step *step, str answer, const err *trouble)
{
	batch_item *it = step->item;
	shares_state state = shares_take(&it->shares, step->of, answer, trouble);
	if (state == SHARES_MORE)
		*ARENA_PUSH(b->mem, b->unread, b->nunread, b->unread_room) = it;
	if (state != SHARES_OVER)
		return;
	if (it->shares.trouble.kind == ERR_NONE)
		*ARENA_PUSH(b->mem, b->seen, b->nseen, b->seen_room) = it;
	else
		fail(b, it, &it->shares.trouble);
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
		read_answer(it, answer, &it->proofs[step->what], &e);
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

static bool run(batch *b, intake *in, err *e)
{
	const batch_options *o = b->o;
	/* Also shows that rules, packs and terms are right, once, before any worker starts. */
	if (!o->kit->open_detectors(&o->want, b->mem, &b->look, e) || !label_is_clean(b, e) ||
	    !batch_open_plan(b, e) || !batch_check_boxes(b, in, e))
		return false;
	take_in(b, in);
	if (b->n == 0 && in->nrefused == 0) {
		err_set(e, ERR_INPUT, "%s: holds no files", o->ninputs ? o->inputs[0] : "");
		return err_hint(e, "name the documents or a folder with documents in it");
	}
	if (b->n && (!place_check(o, in, b->mem, e) || !workroom_open(o->folder, b->mem, &b->room, e)))
		return false;
	b->sum->files = b->n;
	tell_refused(b, in);
	pool_calls calls = { next, done, idle, b };
	if (!pool_run(&calls, o->jobs ? o->jobs : pool_cores(), &b->sum->stopped_by, e))
		return false;
	batch_sort(b);
	if (!b->sum->stopped_by)
		commit_held(b);
	for (size_t i = 0; i < b->n; i++) {
		batch_item *it = b->items[i];
		if (it->state == ITEM_OPEN) {
			remove_temp(it);
			batch_forget(it);
			shares_drop(&it->shares);
			buf_free(&it->message);
			arena_drop(it->mem);
			it->mem = NULL;
		}
	}
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
	intake in = { 0 };
	intake_gather(o->inputs, o->ninputs, b.mem, &in);
	bool ok = run(&b, &in, e);
	workroom_close(&b.room);
	detectors_close(&b.look);
	json_decref(b.plan_file);
	arena_drop(b.mem);
	return ok;
}
