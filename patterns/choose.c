#include "patterns/packs.h"

#include <limits.h>
#include <string.h>

enum { LONGEST_NAME = 40 };

const rule *packs_lookup(const packs *p, str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->rules[i].name, name))
			return &p->rules[i];
	return NULL;
}

const rule_set *packs_lookup_set(const packs *p, str name)
{
	for (size_t i = 0; i < p->nsets; i++)
		if (str_eq(p->sets[i].name, name))
			return &p->sets[i];
	return NULL;
}

/* ---- names that nobody knows --------------------------------------------------------------- */

/* How many letters must be put in, taken out or changed; names are short. */
static int distance(str a, str b)
{
	int row[LONGEST_NAME + 1];

	if (a.n > LONGEST_NAME || b.n > LONGEST_NAME)
		return INT_MAX;
	for (size_t k = 0; k <= b.n; k++)
		row[k] = (int)k;
	for (size_t i = 0; i < a.n; i++) {
		int corner = row[0];
		row[0] = (int)i + 1;
		for (size_t k = 0; k < b.n; k++) {
			int change = corner + ((a.p[i] | 0x20) != (b.p[k] | 0x20));
			corner = row[k + 1];
			int step = (row[k] < corner ? row[k] : corner) + 1;
			row[k + 1] = change < step ? change : step;
		}
	}
	return row[b.n];
}

static str name_at(const packs *p, size_t i)
{
	return i < p->n ? p->rules[i].name : p->sets[i - p->n].name;
}

static bool unknown_rule(const packs *p, str name, err *e)
{
	str nearest = { NULL, 0 };
	int best = name.n > 4 ? 3 : 2;
	char known[600] = "";
	size_t n = 0;

	for (size_t i = 0; i < p->n + p->nsets; i++) {
		str other = name_at(p, i);
		int far = distance(name, other);
		if (far < best || (!nearest.n && far == best && far < (int)name.n)) {
			nearest = other;
			best = far;
		}
		if (n + other.n + 3 < sizeof known) {
			memcpy(known + n, other.p, other.n);
			n += other.n;
			known[n++] = ' ';
			known[n] = 0;
		}
	}
	err_set(e, ERR_USAGE, "no rule is called \"" STR_FMT "\"", STR_ARG(name));
	if (nearest.n)
		return err_hint(e, "did you mean " STR_FMT "? known are: %s", STR_ARG(nearest), known);
	return err_hint(e, "known are: %s", known);
}

/* ---- choosing ------------------------------------------------------------------------------ */

struct choice { bool *rules, *sets, *opened; };

static struct choice choice_new(const packs *p, arena *mem)
{
	return (struct choice){ arena_array(mem, bool, p->n), arena_array(mem, bool, p->nsets),
	                        arena_array(mem, bool, p->nsets) };
}

static bool choose(const packs *p, str name, struct choice *c, err *e)
{
	const rule *one = packs_lookup(p, name);
	const rule_set *set = one ? NULL : packs_lookup_set(p, name);

	if (one)
		c->rules[one - p->rules] = true;
	else if (set)
		c->sets[set - p->sets] = true;
	else
		return unknown_rule(p, name, e);
	return true;
}

/* Sets may hold sets, in a ring too: each is opened once. */
static bool open_sets(const packs *p, struct choice *c, err *e)
{
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < p->nsets; i++) {
			const rule_set *set = &p->sets[i];
			if (!c->sets[i] || c->opened[i])
				continue;
			c->opened[i] = more = true;
			for (size_t k = 0; k < set->nmembers; k++)
				if (!choose(p, set->members[k], c, e))
					return err_wrap(e, STR_FMT ":%u: set " STR_FMT, STR_ARG(set->file), set->line, STR_ARG(set->name));
		}
	}
	return true;
}

bool packs_sets_hold(const packs *p, err *e)
{
	arena *mem = arena_new();
	struct choice c = choice_new(p, mem);

	for (size_t i = 0; i < p->nsets; i++)
		c.sets[i] = true;
	bool ok = open_sets(p, &c, e);
	arena_drop(mem);
	return ok;
}

bool packs_select(const packs *p, str names, arena *mem, const rule ***out, size_t *n, err *e)
{
	const rule **list = arena_array(mem, const rule *, p->n);
	struct choice c = choice_new(p, mem);
	str name;

	*out = list;
	*n = 0;
	names = str_trim(names);
	bool all = str_is(names, "all"), standard = names.n == 0;
	if (str_is(names, "none"))
		return true;
	for (size_t i = 0; i < p->n && (all || standard); i++)
		c.rules[i] = all || p->rules[i].standard;
	while (!all && !standard && str_cut(&names, ',', &name)) {
		name = str_trim(name);
		if (name.n && !choose(p, name, &c, e))
			return false;
	}
	if (!open_sets(p, &c, e))
		return false;
	for (size_t i = 0; i < p->n; i++)
		if (c.rules[i])
			list[(*n)++] = &p->rules[i];
	if (*n == 0)
		return err_set(e, ERR_USAGE, "the list of rules names none");
	return true;
}
