#include "patterns/people.h"

#include "patterns/namewords.h"
#include "patterns/person.h"
#include "redact/base/fold.h"
#include "redact/base/hash.h"
#include "redact/base/utf8.h"

#include <string.h>

enum {
	MOST_LEFT = 3,     /* names and initials that stand before a family name */
	WIDEST_GAP = 200,  /* bytes between two words of a name, as on two lines */
	FEW = 8,           /* names of a list that are looked for one after the other */
};

/* An entry is taken apart when a text holds the word that its family name would end with. */
struct candidate {
	size_t index;
	str words;
	entry_kind kind;
	uint32_t next;     /* of those with the same hash: place + 1, or 0 */
	bool looked_at;
	person *is;        /* NULL: no name */
};

struct people {
	arena *mem;
	struct candidate *list; size_t n, room;
	uint32_t *first;   /* by hash of the last word of the family name */
	size_t mask;
};

/* Of a folded word, or of one in any case: of a to z alone. */
static uint64_t hash_of(str word)
{
	uint64_t h = hash64_small(word);
	return h ^ h >> 31;
}

people *people_new(size_t n, arena *mem)
{
	people *set = arena_alloc(mem, sizeof *set);
	set->mem = mem;
	for (set->mask = 16; set->mask < n; set->mask *= 2)
		;
	set->first = arena_array(mem, uint32_t, set->mask--);
	set->list = arena_array(mem, struct candidate, n);
	set->room = n;
	return set;
}

/* ---- entries ------------------------------------------------------------------------------------ */

void people_add(people *set, size_t index, str words, entry_kind kind)
{
	str handle = kind == ENTRY_EXACT ? STR("") : person_handle(words, set->mem);
	if (handle.n < 2)
		return;
	uint32_t *slot = &set->first[hash_of(handle) & set->mask];
	*ARENA_PUSH(set->mem, set->list, set->n, set->room) = (struct candidate){ index, words, kind, *slot, false, NULL };
	*slot = (uint32_t)set->n;
}

static const person *person_at(people *set, struct candidate *c)
{
	if (!c->looked_at)
		c->is = person_of(c->words, c->kind, set->mem);
	c->looked_at = true;
	return c->is;
}

static str last_word(const person *p)
{
	return p->words[p->given + p->family - 1];
}

/* Whether the text, folded without its blanks, holds the last word of any family name: most pages hold none of a
 * short list, and need not be taken apart. */
static bool may_hold(people *set, str tight)
{
	bool may = set->n > FEW;
	for (size_t i = 0; i < set->n && !may; i++) {
		const person *p = person_at(set, &set->list[i]);
		may = p && memmem(tight.p, tight.n, last_word(p).p, last_word(p).n);
	}
	return may;
}

/* The candidates whose family names may end with a word, one after the other: *at is 0 to begin with. */
static struct candidate *next_person(people *set, str word, uint32_t *at)
{
	uint32_t k = *at ? set->list[*at - 1].next : set->first[hash_of(word) & set->mask];
	for (; k; k = set->list[k - 1].next) {
		struct candidate *c = &set->list[k - 1];
		const person *p = person_at(set, c);
		if (p && str_eq(last_word(p), word))
			break;
	}
	*at = k;
	return k ? &set->list[k - 1] : NULL;
}

/* ---- the text, as words ------------------------------------------------------------------------ */

typedef struct word {
	uint32_t beg, end;   /* of the folded text, without a possessive ending */
	bool owns;           /* it had one */
	bool capital;
} word;

struct search {
	people *set;
	const folded *f;
	str source;
	word *list; size_t n, room;
	people_hit *hit;
	void *arg;
};

static bool is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || c >= 0x80;
}

static void split(struct search *s, arena *mem)
{
	str t = s->f->text;
	for (size_t i = 0; i < t.n;) {
		size_t beg = i;
		while (i < t.n && (is_letter((unsigned char)t.p[i]) || (t.p[i] == '\'' && i > beg && i + 1 < t.n && is_letter((unsigned char)t.p[i + 1]))))
			i++;
		if (i == beg) {
			i++;
			continue;
		}
		word w = { .beg = (uint32_t)beg, .end = (uint32_t)i };
		if (i - beg > 2 && t.p[i - 1] == 's' && t.p[i - 2] == '\'') {
			w.end -= 2;
			w.owns = true;
		}
		w.owns |= i < t.n && t.p[i] == '\'';
		w.capital = utf8_capital_at(s->source, s->f->at[beg]);
		*ARENA_PUSH(mem, s->list, s->n, s->room) = w;
	}
}

static str text_of(const struct search *s, size_t i)
{
	return str_sub(s->f->text, s->list[i].beg, s->list[i].end);
}

static bool is(const struct search *s, size_t i, str word)
{
	return str_eq(text_of(s, i), word);
}

static nameword_kind kind_at(const struct search *s, size_t i)
{
	return nameword_of(text_of(s, i));
}

/* A letter by itself: an initial, or the word "a". */
static bool is_single(const struct search *s, size_t i)
{
	str w = text_of(s, i);
	size_t at = 0;
	utf8_next(w, &at);
	return at == w.n;
}

static char byte_after(const struct search *s, size_t i)
{
	size_t end = s->list[i].end;
	return end < s->f->text.n ? s->f->text.p[end] : 0;
}

static bool is_initial_of(const struct search *s, size_t i, str name)
{
	str w = text_of(s, i);
	return is_single(s, i) && name.n >= w.n && memcmp(name.p, w.p, w.n) == 0
	    && (s->list[i].capital || byte_after(s, i) == '.');
}

static bool is_initial(const struct search *s, size_t i)
{
	return is_single(s, i) && s->list[i].capital;
}

static bool in_capitals(const struct search *s, size_t i)
{
	str w = fold_source(s->f, s->source, s->list[i].beg, s->list[i].end);
	for (size_t at = 0; at < w.n;) {
		utf8_next(w, &at);
		if (utf8_small_before(w, at))
			return false;
	}
	return w.n > 1;
}

/* What stands between a word and the next. */
enum {
	NEXT_BLANK = 1, NEXT_DOT = 2, NEXT_COMMA = 4, NEXT_HYPHEN = 8, NEXT_UNDER = 16, NEXT_CELL = 32, NEXT_OTHER = 64,
};

static unsigned next_to(const struct search *s, size_t i)
{
	const word *a = &s->list[i], *b = a + 1;
	size_t from = s->f->end[a->end - 1], to = s->f->at[b->beg];
	unsigned is_what = a->owns || b->beg - a->end > 6 || to < from || to - from > WIDEST_GAP ? NEXT_OTHER : 0;
	for (size_t k = a->end; k < b->beg && !(is_what & NEXT_OTHER); k++) {
		switch (s->f->text.p[k]) {
		case ' ': is_what |= NEXT_BLANK; break;
		case '.': is_what |= NEXT_DOT; break;
		case ',': is_what |= NEXT_COMMA; break;
		case '-': is_what |= NEXT_HYPHEN; break;
		case '_': is_what |= NEXT_UNDER; break;
		case '|': is_what |= NEXT_CELL; break;
		default:  is_what |= NEXT_OTHER;
		}
	}
	if (!(is_what & NEXT_OTHER) && to > from && memchr(s->source.p + from, '\t', to - from))
		is_what |= NEXT_CELL;
	return is_what;
}

static bool only(unsigned what, unsigned allowed)
{
	return what && !(what & ~allowed);
}

/* Two words of one name; behind an initial or a title there may be a point. */
static bool joins(const struct search *s, size_t i, bool point)
{
	return only(next_to(s, i), NEXT_BLANK | NEXT_UNDER | NEXT_HYPHEN | NEXT_CELL | (point ? NEXT_DOT : 0u));
}

static bool parts(const struct search *s, size_t i)
{
	unsigned what = next_to(s, i);
	return (what & NEXT_COMMA && only(what, NEXT_COMMA | NEXT_BLANK | NEXT_DOT))
	    || (what & (NEXT_CELL | NEXT_UNDER) && only(what, NEXT_CELL | NEXT_UNDER | NEXT_BLANK));
}

/* ---- one person -------------------------------------------------------------------------------- */

static bool is_given(const struct search *s, const person *p, size_t i, size_t from)
{
	for (size_t k = from; k < p->given; k++)
		if (is(s, i, p->words[k]))
			return true;
	return false;
}

static void tell(const struct search *s, size_t index, size_t from, size_t to)
{
	s->hit(s->arg, index, s->f->at[s->list[from].beg], s->f->end[s->list[to].end - 1]);
}

/* A Jr. behind the name that ends at *to, with a comma or without, goes along where it is the entry's.
 * False where it tells that this is another person. */
static bool take_suffix(const struct search *s, const person *p, size_t *to)
{
	if (*to + 1 >= s->n || !only(next_to(s, *to), NEXT_BLANK | NEXT_COMMA | NEXT_DOT) || kind_at(s, *to + 1) != NAMEWORD_SUFFIX)
		return true;
	if (!p->suffix.n)
		return true;
	if (!is(s, *to + 1, p->suffix))
		return false;
	++*to;
	return true;
}

/* May this stand between a given and a family name? */
static bool is_middle(const struct search *s, const person *p, size_t i)
{
	return is_given(s, p, i, 1) || is_initial(s, i) || (s->list[i].capital && kind_at(s, i) == NAMEWORD_NONE);
}

/* The M. of "P. M. Okonjo" is no first name's. */
static bool is_behind_initial(const struct search *s, size_t i)
{
	return i > 0 && is_initial(s, i - 1) && next_to(s, i - 1) & NEXT_DOT && joins(s, i - 1, true);
}

/* Given names and initials before the family name at `family`: where they begin. */
static bool before(const struct search *s, const person *p, size_t family, size_t *from)
{
	bool found = false, bare = true; /* bare: nothing but initials and the entry's own names so far */
	size_t strangers = 0;
	for (size_t k = family; k > 0 && family - k < MOST_LEFT; k--) {
		size_t i = k - 1;
		if (!joins(s, i, is_single(s, i)))
			break;
		if (is(s, i, p->words[0])) {
			*from = i;
			return true;
		}
		if (bare && is_initial_of(s, i, p->words[0]) && !is_behind_initial(s, i)) {
			*from = i;
			found = true;
		}
		bool own = is_given(s, p, i, 1) || is_initial(s, i);
		if (!is_middle(s, p, i) || (!own && ++strangers > 1))
			break;
		bare &= own;
	}
	return found;
}

static bool titled(const struct search *s, size_t family)
{
	return family > 0 && joins(s, family - 1, true) && kind_at(s, family - 1) == NAMEWORD_TITLE
	    && (s->list[family - 1].capital || !is(s, family - 1, STR("miss")));
}

/* Are these two words a listed person's given and family name? */
static bool is_listed(const struct search *s, size_t given, size_t family)
{
	uint32_t at = 0;
	for (struct candidate *c; (c = next_person(s->set, text_of(s, family), &at)) != NULL;)
		if (c->is->family == 1 && is(s, given, c->is->words[0]))
			return true;
	return false;
}

/* "John Smith, Lee Grant" are two persons, and neither is Lee Smith. */
static bool are_two(const struct search *s, size_t beg, size_t given, size_t end)
{
	bool left = beg > 0 && s->list[beg - 1].capital && joins(s, beg - 1, is_single(s, beg - 1)) && kind_at(s, beg - 1) == NAMEWORD_NONE;
	bool right = end + 1 < s->n && s->list[end + 1].capital && joins(s, end, is_single(s, end)) && kind_at(s, end + 1) == NAMEWORD_NONE
	          && !is_single(s, end + 1);
	return (left && right) || (left && is_listed(s, beg - 1, beg)) || (right && is_listed(s, given, end + 1));
}

/* "Memorial Day, May 25" */
static bool is_date(const struct search *s, size_t i)
{
	size_t at = s->list[i].end;
	while (at < s->f->text.n && (s->f->text.p[at] == ' ' || s->f->text.p[at] == '.'))
		at++;
	return at < s->f->text.n && s->f->text.p[at] >= '0' && s->f->text.p[at] <= '9'
	    && (kind_at(s, i) == NAMEWORD_MONTH || is(s, i, STR("may")));
}

static bool ends_as_initial(const struct search *s, size_t i)
{
	char c = byte_after(s, i);
	return c == '.' || c == 0 || strchr(",;)]|", c) || (i + 1 < s->n && next_to(s, i) & NEXT_CELL);
}

/* Given names behind the family name [beg, end]: where they end. */
static bool behind(const struct search *s, const person *p, size_t beg, size_t end, size_t *to)
{
	size_t at = end;
	if (at + 1 >= s->n)
		return false;
	bool capitals = !parts(s, at) && joins(s, at, false) && in_capitals(s, beg) && in_capitals(s, end);
	if (kind_at(s, at + 1) == NAMEWORD_SUFFIX && (parts(s, at) || joins(s, at, false))) {
		if (p->suffix.n && !is(s, at + 1, p->suffix))
			return false;
		capitals = false;
		at++;
	}
	if (at + 1 >= s->n || !(parts(s, at) || capitals))
		return false;
	at++;
	if (!capitals && at + 1 < s->n && kind_at(s, at) == NAMEWORD_TITLE && joins(s, at, true))
		at++;
	bool full = is(s, at, p->words[0]);
	if (!full && (capitals || !is_initial_of(s, at, p->words[0]) || !ends_as_initial(s, at)))
		return false;
	if ((capitals && !s->list[at].capital) || is_date(s, at))
		return false;
	size_t given = at, own = 0;
	while (at + 1 < s->n && at - given < MOST_LEFT && joins(s, at, is_single(s, at))
	    && (is_given(s, p, at + 1, 1) || (is_initial(s, at + 1) && ends_as_initial(s, at + 1)))) {
		at++;
		own++;
	}
	/* The next mention of the same person. */
	if (at + 1 < s->n && joins(s, at, is_single(s, at)) && is(s, at + 1, p->words[p->given]))
		return false;
	if (!own && are_two(s, beg, given, at))
		return false;
	*to = at;
	return true;
}

/* Does the family name end with word `end`? Where it begins, then. */
static bool is_family(const struct search *s, const person *p, size_t end, size_t *beg)
{
	*beg = end;
	for (size_t k = p->family - 1u; k-- > 0; --*beg)
		if (*beg == 0 || !joins(s, *beg - 1, false) || !is(s, *beg - 1, p->words[p->given + k]))
			return false;
	return true;
}

static void try_person(const struct search *s, const struct candidate *c, size_t end)
{
	const person *p = c->is;
	size_t beg, from, to;
	if (!is_family(s, p, end, &beg))
		return;
	if (behind(s, p, beg, end, &to) && take_suffix(s, p, &to)) {
		/* "Garcia Lopez, Maria": what the entry has before its last word may be of the family name. */
		from = p->given > 1 && beg > 0 && joins(s, beg - 1, false) && is(s, beg - 1, p->words[p->given - 1]) ? beg - 1 : beg;
		tell(s, c->index, from, to);
	}
	to = end;
	if (!take_suffix(s, p, &to))
		return;
	if (before(s, p, beg, &from))
		tell(s, c->index, from, to);
	else if (titled(s, beg))
		tell(s, c->index, beg - 1, to);
}

void people_find(people *set, str source, str tight, people_hit *hit, void *arg)
{
	if (set->n == 0 || source.n == 0 || !may_hold(set, tight))
		return;
	arena *mem = arena_new();
	folded f = fold(source, FOLD_CASE | FOLD_MARKS, mem);
	struct search s = { .set = set, .f = &f, .source = source, .hit = hit, .arg = arg };
	split(&s, mem);
	for (size_t i = 0; i < s.n; i++) {
		uint32_t at = 0;
		for (struct candidate *c; (c = next_person(set, text_of(&s, i), &at)) != NULL;)
			try_person(&s, c, i);
	}
	arena_drop(mem);
}
