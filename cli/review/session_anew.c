/* A plan that another program wrote to while it is under review. */
#include "cli/review/session_int.h"

#include "cli/review/undo.h"

#include <malloc.h>
#include <stdlib.h>

/* The numbers of a document's marks. */
struct numbers {
	uint32_t *list;
	size_t n;
};

static struct numbers numbers_of(const plan *p, arena *mem)
{
	struct numbers all = { arena_array(mem, uint32_t, p->n), p->n };
	for (size_t i = 0; i < p->n; i++)
		all.list[i] = p->marks[i].id;
	return all;
}

/* Windows forget what is not there any more. */
static void tell_gone(session *s, uint32_t document_number, const struct numbers *were)
{
	view *v;
	for (size_t i = 0; i < were->n; i++)
		if (!session_mark(s, document_number, were->list[i], &v))
			*ARENA_PUSH(s->mem, s->gone, s->ngone, s->gone_room) = (gone_mark){ s->revision, document_number, were->list[i] };
}

/* What is there again is told as a mark: a list of what ever went would grow with each rewrite. */
static void forget_what_is_back(session *s)
{
	view *v;
	size_t kept = 0;
	for (size_t i = 0; i < s->ngone; i++)
		if (!session_mark(s, s->gone[i].document, s->gone[i].id, &v))
			s->gone[kept++] = s->gone[i];
	s->ngone = kept;
}

static void take_anew(session *s, uint32_t document_number, const struct numbers *were)
{
	document *d = &s->documents[document_number];
	session_begin_marks(s, d);
	for (size_t i = 0; i < d->plan->n; i++)
		d->views[i].acted = s->revision;
	undo_forget(s, document_number);
	tell_gone(s, document_number, were);
	d->changed = d->decided = s->revision;
	d->touched = false;
	session_place_all(s, document_number);
}

bool session_reload(session *s, bool *any, err *e)
{
	*any = false;
	if (!s->plans || !plans_stale(s->plans))
		return true;
	arena *mem = arena_new();
	bool *anew = arena_array(mem, bool, s->n);
	/* What they say is gone with the next line but one. */
	struct numbers *were = arena_array(mem, struct numbers, s->n);
	for (size_t i = 0; i < s->n; i++)
		were[i] = numbers_of(s->documents[i].plan, mem);
	bool ok = plans_reload(s->plans, anew, e);
	for (size_t i = 0; ok && i < s->n; i++) {
		if (!anew[i])
			continue;
		s->revision += !*any;
		*any = true;
		take_anew(s, (uint32_t)i, &were[i]);
	}
	arena_drop(mem);
	if (*any) {
		forget_what_is_back(s);
		/* Reading a plan takes four times its room in small pieces, between which what stays comes to lie: the heap would keep all of that. */
		malloc_trim(0);
	}
	return ok;
}
