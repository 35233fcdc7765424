#include "patterns/detectors.h"
#include "patterns/packs.h"
#include "patterns/people/people.h"
#include "patterns/profiles.h"
#include "patterns/rules.h"
#include "patterns/terms.h"

#include <string.h>

/* What a detector of ours works with: its own, and what the profile lets stay of what it finds. */
struct finder {
	rules *rules;
	terms *terms;
	const profile *profile;
	bool profile_given;
};

/* Says of all findings from the first on what of them stays. Who lists minors and names no profile wants their
 * initials to stay. */
static void show_parts(const struct finder *by, findings *out, size_t first)
{
	for (size_t i = first; i < out->n; i++) {
		bool by_list = !by->profile_given && str_is(out->list[i].rule, "minor");
		out->list[i].shows = by_list ? VISIBLE_INITIALS : profile_shows(by->profile, out->list[i].rule);
	}
}

static struct finder *new_finder(const request *want, arena *mem, err *e)
{
	struct finder *f = arena_alloc(mem, sizeof *f);
	profiles all = { .mem = mem };
	if (!profiles_load(&all, want->packs, want->npacks, e))
		return NULL;
	f->profile_given = want->profile.n > 0;
	f->profile = profiles_lookup(&all, want->profile, e);
	return f->profile ? f : NULL;
}

static void take_notes(arena *mem, const str *notes, size_t n, detectors *out)
{
	str *all = arena_array(mem, str, out->nnotes + n);
	for (size_t i = 0; i < out->nnotes + n; i++)
		all[i] = i < out->nnotes ? out->notes[i] : str_dup(notes[i - out->nnotes], mem);
	out->notes = all;
	out->nnotes += n;
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
	if (!f->terms)
		return false;
	out->list[out->n++] = (detector){ .name = "terms", .state = f, .detect = detect_terms,
		.literals = literal_terms, .about = about_term, .close = close_terms };
	const str *notes;
	size_t n = terms_notes(f->terms, &notes);
	take_notes(mem, notes, n, out);
	return true;
}

/* ---- what stays -------------------------------------------------------------------------------- */

static str base_name(str path)
{
	const char *slash = memrchr(path.p, '/', path.n);
	return slash ? str_sub(path, (size_t)(slash - path.p) + 1, path.n) : path;
}

/* The same phrase as a term: nobody could do both. */
static bool is_no_term(terms *set, const request *want, const term_entry *one, str path, err *e)
{
	size_t i;
	if (!set || !terms_has(set, one->words, &i))
		return true;
	literal about = terms_about(set, i);
	str list = about.file < want->nterms ? want->terms[about.file] : want->minors[about.file - want->nterms];
	err_set(e, ERR_USAGE, STR_FMT ":%u: is to stay, and " STR_FMT ":%u has it to go", STR_ARG(path), one->line, STR_ARG(list),
	        about.line);
	return err_hint(e, "take it off one of the lists; an exception is a longer phrase around a term");
}

static terms *terms_of(const detectors *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->list[i].name, "terms") == 0)
			return ((struct finder *)all->list[i].state)->terms;
	return NULL;
}

static bool open_except(const request *want, arena *mem, detectors *out, err *e)
{
	termlist read = { .mem = mem };
	stay *list = NULL;
	size_t n = 0, room = 0;
	if (want->nexcept == 0)
		return true;
	for (size_t i = 0; i < want->nexcept; i++) {
		str path = want->except[i], name = base_name(path);
		if (!termlist_load(&read, path, e))
			return false;
		while (n < read.n) {
			const term_entry *one = &read.list[n];
			if (!is_no_term(terms_of(out), want, one, path, e))
				return false;
			str said = one->reason.n ? one->reason : one->code;
			*ARENA_PUSH(mem, list, n, room) = (stay){
				one->words, str_fmt(mem, "line %u of " STR_FMT "%s" STR_FMT, one->line, STR_ARG(name), said.n ? ": " : "", STR_ARG(said)),
			};
		}
	}
	take_notes(mem, read.notes, read.nnotes, out);
	out->stays = stays_new(list, n, e);
	return out->stays != NULL;
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

static detectors_opener *const openers[] = { open_rules, open_terms, open_except, open_people };

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
