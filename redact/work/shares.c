#include "redact/work/shares.h"

/* One worker reads so many pages at most: its time limit is meant for a document, not for a book. */
enum { MOST_A_SHARE = 12 };

static void add(shares *s, struct share one)
{
	struct share *own = arena_alloc(s->mem, sizeof *own);
	*own = one;
	*ARENA_PUSH(s->mem, s->list, s->nlist, s->room) = own;
}

void shares_begin(shares *s, uint32_t unread, size_t width, void *owner, arena *mem)
{
	uint32_t least = (unread + MOST_A_SHARE - 1) / MOST_A_SHARE;
	uint32_t most = width < unread ? (uint32_t)width : unread;
	*s = (shares){ .n = least > most ? least : most, .unread = unread, .mem = mem };
	s->pages = arena_array(mem, json_t *, unread);
	for (uint32_t i = 0; i < s->n; i++)
		add(s, (struct share){ owner, i, s->n, false, false });
}

struct share *shares_next(shares *s)
{
	return s->started < s->nlist && s->trouble.kind == ERR_NONE ? s->list[s->started++] : NULL;
}

void shares_job(const struct share *of, job *j)
{
	j->verb = JOB_OCR;
	j->share = of->number;
	j->shares = of->of;
	j->given_up = of->given_up;
}

/* The n-th unit of a share is the n-th of its pages. */
static bool take_units(shares *s, const struct share *of, const json_t *units)
{
	size_t n = json_array_size(units);
	for (size_t i = 0; i < n; i++) {
		size_t at = of->number + i * of->of;
		if (at >= s->unread)
			return false;
		json_decref(s->pages[at]);
		s->pages[at] = json_incref(json_array_get(units, i));
	}
	return true;
}

/* *reader: it is its worker's word that something is wrong, not that of who waited for it. */
static bool read_part(shares *s, const struct share *of, str answer, bool *reader, err *e)
{
	arena *mem = arena_new();
	json_t *lender;
	reply r;
	bool ok = reply_read(answer, mem, &r, &lender, e);
	if (ok && r.trouble.kind != ERR_NONE) {
		*e = r.trouble;
		*reader = true;
		ok = false;
	} else if (!ok || !json_is_array(r.units) || !take_units(s, of, r.units)) {
		ok = err_set(e, ERR_INTERNAL, "the reader's answer is damaged");
	}
	arena_drop(mem);
	json_decref(lender);
	return ok;
}

/* A language that is not there, or a wrong password, will not be there for a single page either. */
static bool may_be_one_page(bool reader, const err *e)
{
	return reader ? e->kind == ERR_INTERNAL || e->kind == ERR_REFUSED : e->kind == ERR_INTERNAL || e->kind == ERR_SYSTEM;
}

static bool try_again(shares *s, const struct share *of)
{
	if (of->given_up)
		return false;
	if (of->again) {
		s->gave_up = true;
		add(s, (struct share){ of->owner, of->number, of->of, true, true });
		return true;
	}
	for (size_t page = of->number; page < s->unread; page += of->of)
		add(s, (struct share){ of->owner, (uint32_t)page, s->unread, true, false });
	return true;
}

static void put_together(shares *s)
{
	s->seen = json_array();
	for (uint32_t i = 0; i < s->unread; i++)
		if (s->pages[i])
			json_array_append(s->seen, s->pages[i]);
}

shares_state shares_take(shares *s, const struct share *of, str answer, const err *trouble)
{
	err e = ERR_INIT;
	bool reader = false, more = false;
	if (trouble)
		e = *trouble;
	else
		read_part(s, of, answer, &reader, &e);
	if (e.kind != ERR_NONE && s->trouble.kind == ERR_NONE) {
		more = may_be_one_page(reader, &e) && try_again(s, of);
		if (!more)
			s->trouble = e;
	}
	s->answered++;
	if (s->trouble.kind == ERR_NONE && more)
		return SHARES_MORE;
	if (s->answered < s->started || (s->started < s->nlist && s->trouble.kind == ERR_NONE))
		return SHARES_WAIT;
	if (s->trouble.kind == ERR_NONE)
		put_together(s);
	return SHARES_OVER;
}

void shares_drop(shares *s)
{
	for (uint32_t i = 0; i < s->unread; i++)
		json_decref(s->pages[i]);
	json_decref(s->seen);
	*s = (shares){ 0 };
}
