#include "redact/work/each.h"

#include "redact/work/pool.h"

typedef struct state {
	const each *what;
	arena *mem;
	struct waiting {
		size_t index;
		bool over;
		buf message, answer;
		err trouble;
	} *all;
	size_t started, told, over;
} state;

static bool next(void *arg, pool_task *out)
{
	state *s = arg;
	if (s->started == s->what->in->n)
		return false;
	size_t i = s->started++;
	const input *in = &s->what->in->list[i];
	job j = s->what->job;
	j.name = in->name;
	if (s->what->prepare)
		s->what->prepare(s->what->arg, in, &j);
	json_t *o = job_json(&j);
	json_line(&s->all[i].message, o);
	json_decref(o);
	s->all[i].index = i;
	*out = (pool_task){ .message = buf_view(&s->all[i].message), .source = in->path,
	                    .seconds = j.seconds, .arg = &s->all[i] };
	return true;
}

static void tell(state *s, struct waiting *w)
{
	arena *mem = arena_new();
	reply r = { .marks = { .mem = mem }, .report = { .mem = mem } };
	err e = w->trouble;
	json_t *o = NULL;
	if (e.kind == ERR_NONE) {
		o = json_parse(buf_view(&w->answer), &e);
		if (!o || !reply_of_json(o, mem, &r, &e)) {
			r = (reply){ .marks = { .mem = mem }, .report = { .mem = mem } };
			e.kind = ERR_INTERNAL;
		}
	}
	if (e.kind != ERR_NONE)
		r.trouble = e;
	s->what->told(s->what->arg, &s->what->in->list[w->index], &r);
	json_decref(o);
	arena_drop(mem);
	buf_free(&w->answer);
}

static void done(void *arg, void *task, str answer, const err *trouble)
{
	state *s = arg;
	struct waiting *w = task;
	w->over = true;
	s->over++;
	buf_free(&w->message);
	if (trouble)
		w->trouble = *trouble;
	else
		buf_str(&w->answer, answer);
	while (s->told < s->what->in->n && s->all[s->told].over)
		tell(s, &s->all[s->told++]);
}

static void idle(void *arg, size_t running)
{
	state *s = arg;
	(void)running;
	if (s->what->idle)
		s->what->idle(s->what->arg, s->over, s->what->in->n);
}

bool each_run(const each *what, int *stopped_by, err *e)
{
	state s = { .what = what, .mem = arena_new() };
	s.all = arena_array(s.mem, struct waiting, what->in->n);
	pool_calls calls = { next, done, idle, &s };
	bool ok = pool_run(&calls, what->jobs ? what->jobs : pool_cores(), stopped_by, e);
	for (size_t i = 0; i < what->in->n; i++) {
		buf_free(&s.all[i].message);
		buf_free(&s.all[i].answer);
	}
	arena_drop(s.mem);
	return ok;
}
