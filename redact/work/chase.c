#include "redact/work/chase.h"

#include "redact/work/job.h"

#include <stdlib.h>

typedef struct state {
	const chase *c;
	const across *values;
	known *words;
	arena *mem;
	uint32_t started;
	bool *read;              /* by document: its text was there */
	size_t documents;
	texts_hit *hits; size_t n, room;
	buf message;
	err trouble;
} state;

static bool next(void *arg, pool_task *out)
{
	state *s = arg;
	if (s->started == s->c->jobs || s->trouble.kind != ERR_NONE)
		return false;
	job j = { .verb = JOB_HUNT, .known = s->words, .nknown = s->values->n, .share = s->started++,
		      .shares = (uint32_t)s->c->jobs, .memory = s->c->memory, .seconds = s->c->seconds };
	buf_clear(&s->message);
	job_print(&s->message, &j);
	*out = (pool_task){ .message = buf_view(&s->message), .texts = POOL_READ_TEXTS, .seconds = j.seconds, .memory = j.memory };
	return true;
}

static void take(state *s, const texts_found *found)
{
	for (size_t i = 0; i < found->ndocuments; i++)
		if (found->documents[i] < s->documents)
			s->read[found->documents[i]] = true;
	for (size_t i = 0; i < found->n; i++) {
		texts_hit one = found->hits[i];
		if (one.value < s->values->n && one.document < s->documents && !across_is_in(&s->values->list[one.value], one.document))
			*ARENA_PUSH(s->mem, s->hits, s->n, s->room) = one;
	}
}

static void done(void *arg, void *task, str answer, const err *trouble)
{
	state *s = arg;
	arena *mem = arena_new();
	reply r = { 0 };
	err e = ERR_INIT;
	(void)task;
	if (trouble)
		e = *trouble;
	else if (reply_read(answer, mem, &r, NULL, &e))
		e = r.trouble;
	if (e.kind == ERR_NONE)
		take(s, &r.found);
	else if (s->trouble.kind == ERR_NONE)
		s->trouble = e;
	arena_drop(mem);
}

static int by_document(const void *a, const void *b)
{
	const texts_hit *x = a, *y = b;
	if (x->document != y->document)
		return x->document < y->document ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

bool chase_run(const chase *c, const across *a, const bool *of, size_t documents, arena *mem, texts_hit **hits, size_t *n,
               int *stopped_by, err *e)
{
	state s = { .c = c, .values = a, .mem = mem, .read = arena_array(mem, bool, documents), .documents = documents };
	s.words = arena_array(mem, known, a->n);
	for (size_t i = 0; i < a->n; i++)
		s.words[i] = a->list[i].as;
	pool_calls calls = { .next = next, .done = done, .arg = &s, .texts = c->texts };
	bool ok = pool_run(c->pool, &calls, c->jobs, stopped_by, e);
	buf_free(&s.message);
	if (ok && !*stopped_by && s.trouble.kind != ERR_NONE) {
		*e = s.trouble;
		ok = false;
	}
	for (size_t i = 0; i < documents && ok && !*stopped_by; i++)
		if (of[i] && !s.read[i])
			ok = err_set(e, ERR_INTERNAL, "the text of a document was not kept");
	if (s.n)
		qsort(s.hits, s.n, sizeof *s.hits, by_document);
	*hits = s.hits;
	*n = s.n;
	return ok || err_wrap(e, "values of one document could not be looked for in the others");
}
