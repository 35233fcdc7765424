/* The steps of a document as jobs for workers: what the pool is given when it asks for more. */
#include "redact/work/batch/batch_int.h"

#include <time.h>

/* Pages from which a document is long: a third worker for it costs less than it saves. */
enum { LONG = 50 };

double batch_clock(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

size_t batch_width(const batch *b)
{
	return b->o->jobs ? b->o->jobs : pool_cores();
}

/* While few documents are left, one of them may have several processors; but a thread takes address space. */
static uint32_t hands_for(const batch *b)
{
	enum { ROOM = 1 << 30 };
	size_t open = b->n - b->over;
	return b->o->memory && b->o->memory < ROOM ? 1 : (uint32_t)(batch_width(b) / (open ? open : 1));
}

/* How many workers prove it. With two at a time three would take longer than two. */
int batch_provers(const batch *b, const batch_item *it)
{
	return it->found->pages < LONG || batch_width(b) < 3 ? 2 : 3;
}

void batch_job(const batch *b, const batch_item *it, job *j)
{
	const batch_options *o = b->o;
	*j = (job){
		.name = it->in->name, .want = o->want, .scan = o->scan, .label = o->label,
		.password = o->password, .how = it->how, .at = b->at, .memory = o->memory, .seconds = o->seconds,
	};
}

pool *batch_open_pool(const batch *b, err *e)
{
	job opening = { .verb = JOB_REDACT, .want = b->o->want, .scan = b->o->scan };
	return job_open_pool(&opening, e);
}

void batch_task(batch_item *it, const job *j, pool_task *out)
{
	buf_clear(&it->message);
	job_print(&it->message, j);
	out->message = buf_view(&it->message);
	out->source = it->in->path;
	out->seconds = j->seconds;
	out->memory = j->memory;
	out->texts = j->keep_text ? POOL_ADD_TEXTS : POOL_NO_TEXTS;
}

void *batch_step_of(batch_item *it, batch_work what)
{
	it->steps[what] = (batch_step){ .item = it, .what = what };
	return &it->steps[what];
}

/* Printed once for all that prove. */
static str lines_of(batch_item *it)
{
	if (!it->lines.n) {
		buf out = { 0 };
		plan_marks_print(&out, &it->found->marks, true);
		it->lines = str_dup(buf_view(&out), it->mem);
		buf_free(&out);
	}
	return it->lines;
}

/* One worker shows that everything else is as it was; the others, who look at the written file
 * alone, that what was removed is gone. The first to start is the one that takes longest. */
static void start_proof(batch *b, batch_item *it, batch_work what, pool_task *out)
{
	job j;
	batch_job(b, it, &j);
	j.out_name = it->shown;
	j.marks = &it->found->marks;
	j.lines = lines_of(it);
	if (what == WORK_PROVE_KEPT) {
		j.verb = JOB_PROVE_KEPT;
		j.sha256 = str_of(it->found->sha256);
		j.pixels = b->o->pixels;
	} else {
		j.verb = JOB_PROVE_GONE;
		j.name = it->shown;
		j.where = what == WORK_PROVE_BYTES ? VERIFY_CARRIERS : batch_provers(b, it) == 2 ? VERIFY_BOTH : VERIFY_UNITS;
		if (what == WORK_PROVE_GONE && it->shares.n && !it->found->marks.withheld)
			j.where |= VERIFY_PIXELS;
	}
	batch_task(it, &j, out);
	if (what == WORK_PROVE_KEPT)
		out->written = it->temp;
	else
		out->source = it->temp;
	out->arg = batch_step_of(it, what);
}

static bool next_proof(batch *b, pool_task *out)
{
	static const batch_work order[] = { WORK_PROVE_GONE, WORK_PROVE_KEPT, WORK_PROVE_BYTES };
	batch_item *it = fifo_peek(&b->to_prove);
	if (!it)
		return false;
	start_proof(b, it, order[it->proofs_started++], out);
	if (it->proofs_started == batch_provers(b, it))
		fifo_take(&b->to_prove);
	return true;
}

/* To be written to: what comes of it, and the files that lie within it. Of what is only read these were taken out
 * before. */
static void give_files(batch *b, batch_item *it, bool first, pool_task *out)
{
	const char *beside = place_path(b->room.path, STR("x"), it->mem);
	if (!it->reading)
		out->save = it->temp = file_temp_beside(beside, it->mem);
	batch_unspool(it); /* of the time before OCR looked at it */
	if (it->how.extract_attachments && (it->reading ? it->taken > 0 : first))
		out->spool = it->spool = file_temp_beside(beside, it->mem);
}

/* Also a second time, with what OCR saw. */
static bool start_redaction(batch *b, batch_item *it, pool_task *out)
{
	err e = ERR_INIT;
	job j;
	batch_job(b, it, &j);
	j.verb = it->reading ? JOB_FIND : JOB_REDACT;
	j.seen_json = it->shares.seen;
	j.known = it->known;
	j.nknown = it->nknown;
	j.again = !batch_is_new(it);
	j.keep_text = b->texts && (it->reading || batch_is_new(it));
	j.document = (uint32_t)it->index;
	j.hands = hands_for(b);
	if (!batch_marks(b, it, &j, &e)) {
		batch_fail(b, it, &e);
		return false;
	}
	batch_task(it, &j, out);
	give_files(b, it, !j.again, out);
	out->arg = batch_step_of(it, WORK_REDACT);
	return true;
}

static bool start_item(batch *b, batch_item *it, pool_task *out)
{
	it->mem = arena_new();
	it->began = batch_clock();
	it->planned = place_planned(b->o->kit, it->in->name, b->mem);
	return start_redaction(b, it, out);
}

static bool next_share(batch *b, pool_task *out)
{
	batch_item *it;
	for (; (it = fifo_peek(&b->unread)); fifo_take(&b->unread)) {
		struct share *of = shares_next(batch_reading(it));
		if (!of)
			continue;
		job j;
		if (it->layer.n)
			batch_layer_job(b, it, &j);
		else
			batch_job(b, it, &j);
		err ignored = ERR_INIT; /* told when the document itself was asked for */
		if (!it->layer.n)
			batch_marks(b, it, &j, &ignored);
		shares_job(of, &j);
		batch_task(it, &j, out);
		if (it->layer.n)
			out->source = it->temp;
		batch_step *step = arena_alloc(it->mem, sizeof *step);
		*step = (batch_step){ it, WORK_OCR, of };
		out->once = true; /* what failed is read page by page */
		out->arg = step;
		return true;
	}
	return false;
}

/* The next one that nobody has begun and no earlier run has done. */
static batch_item *next_item(batch *b)
{
	while (b->started < b->n) {
		batch_item *it = b->items[b->started++];
		if (!it->kept && !it->double_of)
			return it;
	}
	return NULL;
}

/* What was begun is brought to its end before something new is. */
bool batch_next(void *arg, pool_task *out)
{
	batch *b = arg;
	if (b->broken.kind != ERR_NONE)
		return false;
	if (next_proof(b, out) || batch_next_layer(b, out))
		return true;
	batch_item *it;
	while ((it = fifo_take(&b->seen)))
		if (start_redaction(b, it, out))
			return true;
	if (next_share(b, out))
		return true;
	while ((it = next_item(b)))
		if (start_item(b, it, out))
			return true;
	while ((it = fifo_take(&b->kept)))
		if (start_item(b, it, out))
			return true;
	while ((it = fifo_take(&b->anew)))
		if (start_item(b, it, out))
			return true;
	return false;
}
