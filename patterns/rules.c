#include "patterns/rules.h"
#include "patterns/live.h"
#include "patterns/regex.h"
#include "redact/base/fold.h"

#include <stdlib.h>
#include <string.h>

/* Rules see the text with its case, so that a pattern may ask for it: (?-i:[A-Z]). */
enum { FOLDING = FOLD_MARKS };

/* A pattern without an outline is tried everywhere. */
struct trial { regex *re; size_t width; bool outlined; uint32_t spot; };

struct working {
	const rule *rule;
	struct trial *shapes;
};

struct rules {
	arena *mem;
	struct working *list; size_t n;
	spotter *spotter;
};

/* ---- making -------------------------------------------------------------------------------- */

/* Line and column of the pack where a byte of the pattern stands. */
static void place_in_pack(const shape *s, size_t offset, unsigned *line, size_t *column)
{
	size_t nth = 0, begins = 0;

	for (size_t i = 0; i < offset && i < s->pattern.n; i++)
		if (s->pattern.p[i] == '\n')
			nth++, begins = i + 1;
	*line = s->line + (unsigned)nth;
	*column = (nth < s->ncolumns ? s->columns[nth] : 1) + (offset - begins);
}

static bool prepare(rules *set, struct working *w, err *e)
{
	const rule *one = w->rule;

	w->shapes = arena_array(set->mem, struct trial, one->nshapes);
	for (size_t i = 0; i < one->nshapes; i++) {
		struct trial *t = &w->shapes[i];
		size_t offset = 0, column = 0;
		unsigned line = 0;
		str pattern = one->shapes[i].pattern;
		musts holds = musts_of(pattern);
		t->width = holds.width;
		t->outlined = spotter_add_shape(set->spotter, pattern, &holds, &t->spot);
		t->re = t->outlined ? regex_new_at(pattern, &offset, e) : regex_new(pattern, &offset, e);
		if (t->re)
			continue;
		place_in_pack(&one->shapes[i], offset, &line, &column);
		return err_wrap(e, STR_FMT ":%u:%zu: rule " STR_FMT, STR_ARG(one->file), line, column, STR_ARG(one->name));
	}
	return true;
}

/* Most pages hold no context word of most rules: knowing that spares the patterns that need one. */
static void gather_words(rules *set)
{
	for (size_t i = 0; i < set->n; i++) {
		const rule *one = set->list[i].rule;
		for (size_t k = 0; k < one->ncontext; k++)
			spotter_add_word(set->spotter, fold_text(one->context[k], FOLD_CASE | FOLD_MARKS, set->mem), i);
	}
	spotter_ready(set->spotter);
}

rules *rules_new(const rule *const *list, size_t n, err *e)
{
	arena *mem = arena_new();
	rules *set = arena_alloc(mem, sizeof *set);

	set->mem = mem;
	set->spotter = spotter_new(n);
	set->list = arena_array(mem, struct working, n);
	for (size_t i = 0; i < n; i++) {
		set->list[set->n++].rule = list[i];
		if (!prepare(set, &set->list[i], e)) {
			rules_drop(set);
			return NULL;
		}
	}
	gather_words(set);
	return set;
}

void rules_drop(rules *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; set->list[i].shapes && k < set->list[i].rule->nshapes; k++)
			regex_drop(set->list[i].shapes[k].re);
	spotter_drop(set->spotter);
	arena_drop(set->mem);
}

/* ---- finding ------------------------------------------------------------------------------- */

/* One unit's text, folded once for all rules. */
struct page {
	const rules *set;
	folded f;
	surroundings in;
	bool asked_columns;
	rules_heads *heads;
	unit_doubt doubt;
	spots spots;
};

static context words_for(const struct page *p, size_t which)
{
	const struct cues *words = &p->spots.rules[which];
	return (context){ words->list, words->n, p->set->list[which].rule->reach };
}

struct candidate {
	size_t beg, end;     /* bytes of the folded text */
	shape_needs needs;
	bool passes;         /* its check, or there is none */
	int context;         /* characters to the nearest word; -1: none */
	bool by_column;      /* it is the head of the column that speaks */
};

struct collect {
	arena *mem;
	const rule *rule;
	shape_needs needs;
	str hay;
	struct candidate *list; size_t n, room;
};

/* A pattern of groups takes one group too many where a number follows. The longest head of whole
 * groups that passes the check is then the value. */
static size_t end_that_passes(const rule *one, str hay, size_t beg, size_t end, bool *passes)
{
	*passes = !one->check || one->check->passes(str_sub(hay, beg, end));
	if (*passes)
		return end;
	size_t cut = end;
	for (int tries = 0; tries < 4; tries++) {
		while (cut > beg && hay.p[cut - 1] != ' ' && hay.p[cut - 1] != '\t')
			cut--;
		if (cut == beg)
			break;
		cut--;
		if (one->check->passes(str_sub(hay, beg, cut))) {
			*passes = true;
			return cut;
		}
	}
	return end;
}

static bool collect_one(void *arg, size_t beg, size_t end)
{
	struct collect *c = arg;
	bool passes;

	end = end_that_passes(c->rule, c->hay, beg, end, &passes);
	*ARENA_PUSH(c->mem, c->list, c->n, c->room) =
		(struct candidate){ beg, end, c->needs, passes, -1, false };
	return true;
}

static int compare(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (a->beg != b->beg)
		return a->beg < b->beg ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (int)a->needs - (int)b->needs;
}

/* Between two values of a list there is nothing but this: its end, from byte `at` on. */
static size_t joins_end(str text, size_t at)
{
	while (at < text.n) {
		str rest = str_sub(text, at, text.n);
		if (rest.p[0] && strchr(" \t,;/&()", rest.p[0]))
			at++;
		else if (str_starts(rest, "and ") || str_starts(rest, "or "))
			at += rest.p[0] == 'a' ? 4 : 3;
		else
			break;
	}
	return at;
}

/* Values of one list: nothing but commas between them. From cell to cell of a row a list goes on only where
 * the row has a label in front; what is below has a head of its own. */
static bool goes_on(const struct page *p, const struct candidate *before, const struct candidate *one)
{
	if (joins_end(str_sub(p->f.text, 0, one->beg), before->end) < one->beg)
		return false;
	str source = p->in.u->text;
	size_t beg, end, at = p->f.at[one->beg], last = p->f.end[before->end - 1];
	if (!columns_row(source, at, &beg, &end))
		return true;
	bool other_cell = at > last && memchr(source.p + last, '\t', at - last);
	return last >= beg && !(other_cell && before->by_column);
}

static void ask_column(struct page *p, size_t which, struct candidate *one, place at, arena *mem)
{
	column_width across;
	bool overleaf = p->heads && rules_heads_has(p->heads, p->in.u, which);

	if (!overleaf && (p->spots.rules[which].n == 0 || p->spots.rules[which].list[0].beg >= one->beg))
		return; /* no word stands above */
	if (!p->asked_columns) {
		p->asked_columns = true;
		p->in.columns = columns_new(p->in.u, mem);
	}
	const context near = words_for(p, which);
	column_says says = context_above(&near, &p->in, at, &across);
	if (says == COLUMN_OVERLEAF && p->heads)
		says = rules_heads_speak(p->heads, p->in.u, which, across) ? COLUMN_SPEAKS : COLUMN_SILENT;
	if (says != COLUMN_SPEAKS)
		return;
	one->context = near.reach;
	one->by_column = true;
	if (p->heads && across.x1 > across.x0)
		rules_heads_note(p->heads, p->in.u, which, across);
}

static void weigh_context(struct page *p, size_t which, struct candidate *list, size_t n, arena *mem)
{
	const context near = words_for(p, which);
	const struct candidate *before = NULL; /* the last one that ends before the current begins */

	for (size_t i = 0; i < n; i++) {
		struct candidate *one = &list[i];
		for (size_t k = i; k > 0 && k + 8 > i; k--)
			if (list[k - 1].end <= one->beg && (!before || list[k - 1].end > before->end))
				before = &list[k - 1];
		size_t next = i + 1;
		while (next < n && next < i + 8 && list[next].beg < one->end)
			next++;
		place at = { one->beg, one->end, before ? before->end : 0,
		             next < n && list[next].beg >= one->end ? list[next].beg : p->f.text.n };
		one->context = context_near(&near, &p->in, at);
		if (one->context < 0 && before && before->context >= 0 && goes_on(p, before, one)) {
			one->context = before->context;
			one->by_column = before->by_column;
		}
		if (one->context < 0)
			ask_column(p, which, one, at, mem);
	}
}

static int rank_of(const rule *one, const struct candidate *c)
{
	/* A word next to the value says more than one at arm's length: it decides which of two rules
	 * gives a number its name. */
	int nearness = c->context < 0 ? 0 : c->context * 10 / (one->reach + 1);

	if (c->context < 0)
		return c->passes ? one->rank : one->rank_failed;
	int rank = (c->passes ? one->rank_context : one->rank_failed_context) - nearness;
	return rank < 0 ? 0 : rank;
}

/* A telling shape has something in it that parts or ties its digits. */
static bool has_separator(str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (memchr("-./@:", value.p[i], 5))
			return true;
	return false;
}

/* Is a match a value though no context word stands near? */
static bool speaks_for_itself(const struct candidate *hit, const struct page *p)
{
	if (hit->needs == NEEDS_CONTEXT || (hit->needs == NEEDS_CHECK && !hit->passes))
		return false;
	switch (p->doubt) {
	case DOUBT_SPACING:
	case DOUBT_BREAKS:  return has_separator(str_sub(p->f.text, hit->beg, hit->end));
	case DOUBT_LETTERS: return hit->needs == NEEDS_CHECK;
	default:            return true;
	}
}

/* One rule's search through a page. */
struct search {
	struct page *p;
	size_t which;
	const struct working *w;
	bool spoken_for;
	const stretch *live; size_t nlive;  /* where its words can speak; NULL: it is not asked */
	struct places *tried;               /* by shape; those of a shape that is tried wherever it may match are not noted */
	struct collect found;
};

static bool try_shape(struct search *s, size_t i, err *e)
{
	const struct trial *t = &s->w->shapes[i];
	const struct page *p = s->p;
	struct collect *c = &s->found;

	c->needs = s->w->rule->shapes[i].needs;
	if (c->needs == NEEDS_CONTEXT && !s->spoken_for)
		return true;
	if (!t->outlined)
		return regex_scan(t->re, p->f.text, collect_one, c, e);
	struct places at = p->spots.shapes[t->spot];
	if (c->needs == NEEDS_CONTEXT && s->live && !regex_narrows(t->re) && at.n)
		at = s->tried[i] = live_places(&at, s->live, s->nlive, t->width, c->mem);
	return regex_try(t->re, p->f.text, at.list, at.n, collect_one, c, e);
}

static bool try_shapes(struct search *s, err *e)
{
	const rule *one = s->w->rule;

	s->found.n = 0;
	s->tried = arena_array(s->found.mem, struct places, one->nshapes);
	for (size_t i = 0; i < one->nshapes; i++)
		if (!try_shape(s, i, e))
			return err_wrap(e, STR_FMT ":%u: rule " STR_FMT, STR_ARG(one->file),
			                one->shapes[i].line, STR_ARG(one->name));
	if (s->found.n == 0)
		return true;
	qsort(s->found.list, s->found.n, sizeof *s->found.list, compare);
	if (s->spoken_for)
		weigh_context(s->p, s->which, s->found.list, s->found.n, s->found.mem);
	return true;
}

/* Does a list of values go on to where no word speaks, and nothing was tried? */
static bool goes_on_untried(const struct search *s)
{
	for (size_t k = 0; k < s->found.n; k++) {
		const struct candidate *hit = &s->found.list[k];
		if (hit->context < 0)
			continue;
		size_t end = joins_end(s->p->f.text, hit->end);
		for (size_t i = 0; i < s->w->rule->nshapes; i++) {
			const struct trial *t = &s->w->shapes[i];
			if (!s->tried[i].list)
				continue;
			size_t width = t->width, beg = hit->beg > width ? hit->beg - width : 0;
			if (live_count(&s->p->spots.shapes[t->spot], beg, end) != live_count(&s->tried[i], beg, end))
				return true;
		}
	}
	return false;
}

static bool find_by(struct page *p, size_t which, uint32_t unit_index, findings *out, arena *mem, err *e)
{
	const struct working *w = &p->set->list[which];
	const bool overleaf = p->heads && rules_heads_has(p->heads, p->in.u, which);
	const rule *one = w->rule;
	const folded *f = &p->f;
	const context near = words_for(p, which);
	struct search s = { .p = p, .which = which, .w = w, .spoken_for = near.n || overleaf,
	                    .found = { .mem = mem, .rule = one, .hay = f->text } };

	if (near.n && !overleaf) {
		s.live = live_stretches(&near, &p->in, mem);
		s.nlive = near.n;
	}
	if (!try_shapes(&s, e))
		return false;
	if (s.live && goes_on_untried(&s)) {
		s.live = NULL;
		if (!try_shapes(&s, e))
			return false;
	}
	const struct candidate *told = NULL;
	for (size_t i = 0; i < s.found.n; i++) {
		const struct candidate *hit = &s.found.list[i];
		if (hit->context < 0 && !speaks_for_itself(hit, p))
			continue;
		if (told && told->beg == hit->beg && told->end == hit->end)
			continue; /* by another of the rule's shapes */
		told = hit;
		findings_add(out, (finding){
			.unit = unit_index, .beg = f->at[hit->beg], .end = f->end[hit->end - 1],
			.rule = one->name, .code = one->code, .reason = one->title, .rank = rank_of(one, hit),
		});
	}
	return true;
}

/* The border of a cell is no blank: a pattern goes over it only where it says so. */
static folded fold_cells(str source, arena *mem)
{
	folded f = fold(source, FOLDING, mem);
	char *words = (char *)f.text.p; /* the arena's, and ours */

	if (!memchr(source.p, '\t', source.n))
		return f;
	for (size_t i = 0; i < f.text.n; i++)
		if (words[i] == ' ' && memchr(source.p + f.at[i], '\t', f.end[i] - f.at[i]))
			words[i] = '\t';
	return f;
}

bool rules_find(const rules *set, const unit *u, uint32_t unit_index, rules_heads *heads, findings *out, err *e)
{
	if (set->n == 0 || u->text.n == 0)
		return true;
	arena *mem = arena_new();
	struct page p = { .set = set, .f = fold_cells(u->text, mem), .heads = heads, .doubt = u->doubt };
	p.in = (surroundings){ u, &p.f, NULL };
	p.spots = spotter_look(set->spotter, p.f.text, mem);
	bool ok = true;
	for (size_t i = 0; i < set->n && ok; i++)
		ok = find_by(&p, i, unit_index, out, mem, e);
	arena_drop(mem);
	return ok;
}
