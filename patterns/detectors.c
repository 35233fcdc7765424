#include "patterns/detectors.h"
#include "patterns/packs.h"
#include "patterns/people/people.h"
#include "patterns/profiles.h"
#include "patterns/rules.h"
#include "patterns/terms.h"

/* What a detector of ours works with: its own, and what the profile lets stay of what it finds. */
struct finder {
	rules *rules;
	terms *terms;
	const profile *profile;
};

/* Says of all findings from the first on what of them stays. */
static void show_parts(const struct finder *by, findings *out, size_t first)
{
	for (size_t i = first; i < out->n; i++)
		out->list[i].shows = profile_shows(by->profile, out->list[i].rule);
}

static struct finder *new_finder(const request *want, arena *mem, err *e)
{
	struct finder *f = arena_alloc(mem, sizeof *f);
	profiles all = { .mem = mem };
	if (!profiles_load(&all, want->packs, want->npacks, e))
		return NULL;
	f->profile = profiles_lookup(&all, want->profile, e);
	return f->profile ? f : NULL;
}

/* ---- rules --------------------------------------------------------------------------------- */

static bool detect_rules(void *state, const text *t, findings *out, err *e)
{
	struct finder *f = state;
	size_t first = out->n;
	bool ok = true;
	arena *mem = arena_new();
	rules_heads *heads = rules_heads_new(mem);
	for (size_t i = 0; i < t->n && ok; i++) /* on failure the unit is not named: its id may hold words of the document */
		ok = rules_find(f->rules, &t->units[i], (uint32_t)i, heads, out, e);
	arena_drop(mem);
	if (ok)
		show_parts(f, out, first);
	return ok;
}

static void close_rules(void *state)
{
	rules_drop(((struct finder *)state)->rules);
}

static bool is_chosen(const rule *const *list, size_t n, const rule *one)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == one)
			return true;
	return false;
}

static void leave_out(const rule **list, size_t *n, const rule *one)
{
	size_t kept = 0;
	for (size_t i = 0; i < *n; i++)
		if (list[i] != one)
			list[kept++] = list[i];
	*n = kept;
}

/* Where the user chose no rules, those that the profile is about apply beside the standard ones, but for what
 * it lets stay whole. A kind that is misspelt would hide what the profile means to show: it is an error. */
static bool add_of_profile(const packs *p, const profile *by, bool chosen, arena *mem, const rule ***list, size_t *n, err *e)
{
	const rule **more = arena_array(mem, const rule *, *n + by->n);
	for (size_t i = 0; i < *n; i++)
		more[i] = (*list)[i];
	for (size_t i = 0; i < by->n; i++) {
		const profile_kind *kind = &by->kinds[i];
		const rule *one = packs_lookup(p, kind->name);
		if (!one && !str_is(kind->name, "minor"))
			return err_set(e, ERR_USAGE, STR_FMT ":%u: no rule is called \"" STR_FMT "\"", STR_ARG(by->file), kind->line,
			               STR_ARG(kind->name));
		if (!one || chosen)
			continue;
		if (kind->off)
			leave_out(more, n, one);
		else if (!is_chosen(more, *n, one))
			more[(*n)++] = one;
	}
	*list = more;
	return true;
}

static bool open_rules(const request *want, arena *mem, detectors *out, err *e)
{
	packs *p = arena_alloc(mem, sizeof *p);
	const rule **chosen;
	size_t n;

	p->mem = mem;
	struct finder *f = new_finder(want, mem, e);
	if (!f || !packs_load(p, want->packs, want->npacks, e) || !packs_select(p, want->rules, mem, &chosen, &n, e)
	 || !add_of_profile(p, f->profile, want->rules.n > 0, mem, &chosen, &n, e))
		return false;
	if (n == 0)
		return true;
	f->rules = rules_new(chosen, n, e);
	if (f->rules)
		out->list[out->n++] = (detector){ .name = "rules", .state = f, .detect = detect_rules, .close = close_rules };
	return f->rules != NULL;
}

/* ---- terms --------------------------------------------------------------------------------- */

static bool detect_terms(void *state, const text *t, findings *out, err *e)
{
	struct finder *f = state;
	size_t first = out->n;
	for (size_t i = 0; i < t->n; i++)
		if (!terms_find(f->terms, t->units[i].text, (uint32_t)i, out, e))
			return false;
	show_parts(f, out, first);
	return true;
}

static size_t literal_terms(void *state, const str **out)
{
	return terms_list(((struct finder *)state)->terms, out);
}

static literal about_term(void *state, size_t i)
{
	return terms_about(((struct finder *)state)->terms, i);
}

static void close_terms(void *state)
{
	terms_drop(((struct finder *)state)->terms);
}

static bool open_terms(const request *want, arena *mem, detectors *out, err *e)
{
	if (want->nterms + want->nminors == 0)
		return true;
	struct finder *f = new_finder(want, mem, e);
	if (!f)
		return false;
	f->terms = terms_load(want->terms, want->nterms, want->minors, want->nminors, e);
	if (f->terms)
		out->list[out->n++] = (detector){ .name = "terms", .state = f, .detect = detect_terms,
			.literals = literal_terms, .about = about_term, .close = close_terms };
	return f->terms != NULL;
}

/* ---- people -------------------------------------------------------------------------------- */

static bool suggest_people(void *state, const text *t, findings *out, err *e)
{
	(void)e;
	people_propose(*(people_data *)state, t, out);
	return true;
}

static bool open_people(const request *want, arena *mem, detectors *out, err *e)
{
	(void)e;
	if (!want->people)
		return true;
	people_data *data = arena_alloc(mem, sizeof *data);
	*data = people_shipped();
	out->list[out->n++] = (detector){ .name = "people", .state = data, .suggest = suggest_people };
	return true;
}

/* ---- the list ------------------------------------------------------------------------------ */

static detectors_opener *const openers[] = { open_rules, open_terms, open_people };

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
