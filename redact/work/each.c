#include "redact/work/each.h"

#include "redact/base/fifo.h"
#include "redact/work/chase.h"
#include "redact/work/pool/pool.h"
#include "redact/work/shares.h"

#include <stdlib.h>
#include <unistd.h>

/* One input, from the question to the answer. */
struct waiting {
	size_t index;
	bool over;
	struct share question;   /* what the answer to the question itself comes back to */
	shares shares;           /* when OCR has to look at it first                     */
	known *known; size_t nknown, known_room; /* values found in other documents      */
	bool searchable;         /* its text was kept                                    */
	buf message;
	arena *mem;              /* of the answer */
	reply answer;
	json_t *units;           /* which lends it its units */
};

typedef struct state {
	const each *what;
	arena *mem;
	struct waiting *all;
	size_t started, told, over, failed;
	uint64_t pages;
	/* Inputs in whose pixels OCR looks; those it has looked at, to be asked once more; and those that hold
	 * values found elsewhere. */
	fifo unread, seen, anew;
	int texts;
	pool *pool;
	across values;
} state;

static size_t width(const state *s)
{
	return s->what->jobs ? s->what->jobs : pool_cores();
}

/* As with a batch: few documents may have several processors, where there is address space for threads. */
static uint32_t hands_for(const state *s)
{
	enum { ROOM = 1 << 30 };
	return s->what->job.memory && s->what->job.memory < ROOM ? 1 : (uint32_t)(width(s) / (s->what->in->n - s->over));
}

static bool ask(state *s, struct waiting *w, struct share *of, pool_task *out)
{
	const input *in = &s->what->in->list[w->index];
	job j = s->what->job;
	j.name = in->name;
	if (s->what->prepare)
		s->what->prepare(s->what->arg, in, &j);
	j.keep_text = s->texts && !w->nknown;
	j.document = (uint32_t)w->index;
	j.hands = hands_for(s);
	j.known = w->known;
	j.nknown = w->nknown;
	if (of == &w->question)
		j.seen_json = w->shares.seen;
	else
		shares_job(of, &j);
	buf_clear(&w->message);
	job_print(&w->message, &j);
	*out = (pool_task){
		.message = buf_view(&w->message), .source = in->path, .seconds = j.seconds, .memory = j.memory, .arg = of,
		.texts = j.keep_text && j.verb == JOB_FIND ? POOL_ADD_TEXTS : POOL_NO_TEXTS,
		.once = of != &w->question, /* what failed is read page by page */
	};
	return true;
}

/* What was begun is brought to its end before something new is. */
static bool next(void *arg, pool_task *out)
{
	state *s = arg;
	struct waiting *w = fifo_take(&s->seen);
	if (w)
		return ask(s, w, &w->question, out);
	for (; (w = fifo_peek(&s->unread)); fifo_take(&s->unread)) {
		struct share *of = shares_next(&w->shares);
		if (of)
			return ask(s, w, of, out);
	}
	if ((w = fifo_take(&s->anew)))
		return ask(s, w, &w->question, out);
	if (s->started == s->what->in->n)
		return false;
	w = &s->all[s->started];
	w->index = s->started++;
	w->question.owner = w;
	return ask(s, w, &w->question, out);
}

static void forget_answer(struct waiting *w)
{
	json_decref(w->units);
	arena_drop(w->mem);
	w->units = NULL;
	w->mem = NULL;
}

/* In place of an answer that did not come. */
static void answer_with(struct waiting *w, const err *trouble)
{
	forget_answer(w);
	w->mem = arena_new();
	w->answer = (reply){ .marks = { .mem = w->mem }, .report = { .mem = w->mem }, .trouble = *trouble };
}

static void read_answer(struct waiting *w, str answer)
{
	err e = ERR_INIT;
	forget_answer(w);
	w->mem = arena_new();
	if (!reply_read(answer, w->mem, &w->answer, &w->units, &e))
		answer_with(w, &e);
}

static void tell(state *s, struct waiting *w)
{
	s->what->told(s->what->arg, &s->what->in->list[w->index], &w->answer);
	forget_answer(w);
}

static void note_values(state *s, struct waiting *w)
{
	w->searchable = w->answer.trouble.kind == ERR_NONE;
	if (w->searchable)
		across_note(&s->values, (uint32_t)w->index, &w->answer.marks);
}

static void finish(state *s, struct waiting *w)
{
	w->over = true;
	s->over++;
	s->failed += w->answer.trouble.kind != ERR_NONE;
	s->pages += w->answer.pages;
	buf_free(&w->message);
	shares_drop(&w->shares);
	if (s->texts && !w->nknown)
		note_values(s, w);
	while (!s->texts && s->told < s->what->in->n && s->all[s->told].over)
		tell(s, &s->all[s->told++]);
}

static void answered(state *s, struct waiting *w, str answer, const err *trouble)
{
	if (trouble)
		answer_with(w, trouble);
	else
		read_answer(w, answer);
	uint32_t unread = w->answer.unread;
	if (!unread || w->shares.n) {
		finish(s, w);
		return;
	}
	forget_answer(w);
	shares_begin(&w->shares, unread, width(s), w, s->mem);
	fifo_put(&s->unread, w, s->mem);
}

static void done(void *arg, void *task, str answer, const err *trouble)
{
	state *s = arg;
	struct share *of = task;
	struct waiting *w = of->owner;
	if (of == &w->question) {
		answered(s, w, answer, trouble);
		return;
	}
	switch (shares_take(&w->shares, of, answer, trouble)) {
	case SHARES_WAIT:
		return;
	case SHARES_MORE:
		fifo_put(&s->unread, w, s->mem);
		return;
	case SHARES_OVER:
		break;
	}
	if (w->shares.trouble.kind == ERR_NONE) {
		fifo_put(&s->seen, w, s->mem);
		return;
	}
	answer_with(w, &w->shares.trouble);
	finish(s, w);
}

static void idle(void *arg, size_t running)
{
	state *s = arg;
	(void)running;
	if (s->what->idle)
		s->what->idle(s->what->arg, &(progress){ .all = s->what->in->n, .done = s->over, .failed = s->failed, .pages = s->pages });
}

/* Inputs that hold what was found in others are asked again, with what to look for. */
static bool chase_across(state *s, int *stopped_by, err *e)
{
	chase c = { .pool = s->pool, .texts = s->texts, .jobs = width(s), .memory = s->what->job.memory, .seconds = s->what->job.seconds };
	size_t n = s->what->in->n, nhits;
	bool *of = arena_array(s->mem, bool, n);
	texts_hit *hits;
	for (size_t i = 0; i < n; i++)
		of[i] = s->all[i].searchable;
	if (s->values.n == 0)
		return true;
	if (!chase_run(&c, &s->values, of, n, s->mem, &hits, &nhits, stopped_by, e))
		return false;
	for (size_t i = 0; i < nhits; i++) {
		struct waiting *w = &s->all[hits[i].document];
		const across_value *v = &s->values.list[hits[i].value];
		if (v->told)
			continue;
		if (!w->nknown) {
			fifo_put(&s->anew, w, s->mem);
			forget_answer(w);
			s->over--;
		}
		*ARENA_PUSH(s->mem, w->known, w->nknown, w->known_room) = v->as;
	}
	return true;
}

static bool run_pool(state *s, int *stopped_by, err *e)
{
	pool_calls calls = { .next = next, .done = done, .idle = idle, .arg = s, .texts = s->texts };
	return pool_run(s->pool, &calls, width(s), stopped_by, e);
}

bool each_run(const each *what, int *stopped_by, err *e)
{
	state s = { .what = what, .mem = arena_new() };
	s.values.mem = s.mem;
	s.all = arena_array(s.mem, struct waiting, what->in->n);
	const char *folder = getenv("TMPDIR");
	if (what->across && what->in->n > 1 && (s.texts = texts_open(folder && *folder ? folder : "/tmp", e)) < 0) {
		arena_drop(s.mem);
		return false;
	}
	bool ok = (s.pool = job_open_pool(&what->job, e)) && run_pool(&s, stopped_by, e);
	if (ok && s.texts && !*stopped_by)
		ok = chase_across(&s, stopped_by, e) && run_pool(&s, stopped_by, e);
	for (size_t i = 0; ok && s.texts && !*stopped_by && i < what->in->n; i++)
		tell(&s, &s.all[i]);
	pool_close(s.pool);
	if (s.texts)
		close(s.texts);
	for (size_t i = 0; i < what->in->n; i++) {
		buf_free(&s.all[i].message);
		forget_answer(&s.all[i]);
		shares_drop(&s.all[i].shares);
	}
	arena_drop(s.mem);
	return ok;
}
