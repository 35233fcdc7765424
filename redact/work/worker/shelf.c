#include "redact/work/worker/shelf.h"

void shelf_add(shelf *s, const request *want)
{
	err ignored = ERR_INIT;
	detectors look = { .n = 0 };
	if (s->n < SHELF_ROOM && s->kit->open_detectors(want, s->mem, &look, &ignored)) {
		s->made[s->n].want = *want;
		s->made[s->n++].look = look;
	}
}

request shelf_lists_of(const request *want)
{
	return (request){ .rules = STR("none"), .terms = want->terms, .nterms = want->nterms, .minors = want->minors,
		              .nminors = want->nminors };
}

static bool same_list(const str *a, size_t na, const str *b, size_t nb)
{
	if (na != nb)
		return false;
	for (size_t i = 0; i < na; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return true;
}

static bool same(const request *a, const request *b)
{
	return str_eq(a->rules, b->rules) && str_eq(a->profile, b->profile) && a->people == b->people
	    && same_list(a->terms, a->nterms, b->terms, b->nterms) && same_list(a->minors, a->nminors, b->minors, b->nminors)
	    && same_list(a->except, a->nexcept, b->except, b->nexcept) && same_list(a->packs, a->npacks, b->packs, b->npacks);
}

bool shelf_find(const shelf *s, const request *want, arena *mem, detectors *out, bool *lent, err *e)
{
	for (size_t i = 0; i < s->n; i++) {
		if (same(&s->made[i].want, want)) {
			*out = s->made[i].look;
			return *lent = true;
		}
	}
	*lent = false;
	return s->kit->open_detectors(want, mem, out, e);
}
