#include "redact/work/shares.h"

/* One worker reads so many pages at most: its time limit is meant for a document, not for a book. */
enum { MOST_A_SHARE = 12 };

void shares_begin(shares *s, uint32_t unread, size_t width, void *owner, arena *mem)
{
	uint32_t least = (unread + MOST_A_SHARE - 1) / MOST_A_SHARE;
	uint32_t most = width < unread ? (uint32_t)width : unread;
	*s = (shares){ .n = least > most ? least : most };
	s->parts = arena_array(mem, json_t *, s->n);
	s->list = arena_array(mem, struct share, s->n);
	for (uint32_t i = 0; i < s->n; i++)
		s->list[i] = (struct share){ owner, i };
}

struct share *shares_next(shares *s)
{
	return s->started < s->n && s->trouble.kind == ERR_NONE ? &s->list[s->started++] : NULL;
}

void shares_job(const shares *s, const struct share *of, job *j)
{
	j->verb = JOB_OCR;
	j->share = of->number;
	j->shares = s->n;
}

static bool read_part(shares *s, uint32_t number, str answer, err *e)
{
	json_t *o = json_parse(answer, e);
	if (!o)
		return err_set(e, ERR_INTERNAL, "the reader's answer is damaged");
	arena *mem = arena_new();
	reply r;
	bool ok = reply_of_json(o, mem, &r, e) || err_set(e, ERR_INTERNAL, "the reader's answer is damaged");
	if (ok && r.trouble.kind != ERR_NONE) {
		*e = r.trouble;
		ok = false;
	} else if (ok && !json_is_array(r.units)) {
		ok = err_set(e, ERR_INTERNAL, "the reader's answer is damaged");
	} else if (ok) {
		s->parts[number] = json_incref((json_t *)r.units);
	}
	arena_drop(mem);
	json_decref(o);
	return ok;
}

/* A worker has every n-th of them: one of each in turn is their order in the document. */
static void put_together(shares *s)
{
	s->seen = json_array();
	for (size_t row = 0, more = 1; more; row++) {
		more = 0;
		for (uint32_t i = 0; i < s->n; i++) {
			json_t *u = json_array_get(s->parts[i], row);
			if (u)
				json_array_append(s->seen, u);
			more += u != NULL;
		}
	}
}

bool shares_take(shares *s, const struct share *of, str answer, const err *trouble)
{
	err e = ERR_INIT;
	if (trouble)
		e = *trouble;
	else
		read_part(s, of->number, answer, &e);
	if (e.kind != ERR_NONE && s->trouble.kind == ERR_NONE)
		s->trouble = e;
	if (++s->answered < s->started || (s->started < s->n && s->trouble.kind == ERR_NONE))
		return false;
	if (s->trouble.kind == ERR_NONE)
		put_together(s);
	return true;
}

void shares_drop(shares *s)
{
	for (uint32_t i = 0; i < s->n; i++)
		json_decref(s->parts[i]);
	json_decref(s->seen);
	*s = (shares){ 0 };
}
