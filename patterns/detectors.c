#include "patterns/detectors.h"
#include "patterns/packs.h"
#include "patterns/rules.h"
#include "patterns/terms.h"

/* ---- rules --------------------------------------------------------------------------------- */

static bool detect_rules(void *state, const text *t, findings *out, err *e)
{
	for (size_t i = 0; i < t->n; i++)
		if (!rules_find(state, t->units[i].text, t->units[i].doubt, (uint32_t)i, out, e))
			return false; /* the unit is not named: its id may hold words of the document */
	return true;
}

static void close_rules(void *state)
{
	rules_drop(state);
}

static bool open_rules(const request *want, arena *mem, detectors *out, err *e)
{
	packs *p = arena_alloc(mem, sizeof *p);
	const rule **chosen;
	size_t n;

	p->mem = mem;
	if (!packs_load(p, want->packs, want->npacks, e) ||
	    !packs_select(p, want->rules, mem, &chosen, &n, e))
		return false;
	if (n == 0)
		return true;
	rules *set = rules_new(chosen, n, e);
	if (set)
		out->list[out->n++] = (detector){ "rules", set, detect_rules, NULL, NULL, close_rules };
	return set != NULL;
}

/* ---- terms --------------------------------------------------------------------------------- */

static bool detect_terms(void *state, const text *t, findings *out, err *e)
{
	for (size_t i = 0; i < t->n; i++)
		if (!terms_find(state, t->units[i].text, (uint32_t)i, out, e))
			return false;
	return true;
}

static size_t literal_terms(void *state, const str **out)
{
	return terms_list(state, out);
}

static literal about_term(void *state, size_t i)
{
	return terms_about(state, i);
}

static void close_terms(void *state)
{
	terms_drop(state);
}

static bool open_terms(const request *want, arena *mem, detectors *out, err *e)
{
	(void)mem;
	if (want->nterms == 0)
		return true;
	terms *set = terms_load(want->terms, want->nterms, e);
	if (set)
		out->list[out->n++] = (detector){ "terms", set, detect_terms, literal_terms, about_term, close_terms };
	return set != NULL;
}

/* ---- the list ------------------------------------------------------------------------------ */

static detectors_opener *const openers[] = { open_rules, open_terms };

bool patterns_open(const request *want, arena *mem, detectors *out, err *e)
{
	for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
		if (!openers[i](want, mem, out, e)) {
			detectors_close(out);
			return false;
		}
	}
	return true;
}
