#include "patterns/terms_int.h"

#include "redact/base/fold.h"

#include <string.h>

/* ---- reading ------------------------------------------------------------------------------- */

/* 's or ' at the end of what was folded, in bytes; 0 when there is none. */
static size_t possessive_ending(str folded_term)
{
	if (folded_term.n > 2 && str_ends(folded_term, "'s"))
		return 2;
	return folded_term.n > 1 && str_ends(folded_term, "'") ? 1 : 0;
}

/* All digits once separators are gone? Their count, or 0. */
static int as_number(str tight)
{
	int digits = 0;

	for (size_t i = 0; i < tight.n; i++) {
		if (term_is_digit(tight.p[i]))
			digits++;
		else if (!strchr(".,/()+#", tight.p[i]))
			return 0;
	}
	return digits;
}

/* Most entries are plain words of a to z with a blank between: no need to fold them. */
static bool measure_plain(term *t, arena *mem)
{
	char *p = arena_alloc(mem, 2 * t->written.n);
	size_t n = 0;
	bool blank = false;
	unsigned char *gap = (unsigned char *)p + t->written.n;
	for (size_t i = 0; i < t->written.n; i++) {
		char c = t->written.p[i], small = (char)(c | 0x20);
		if (c == ' ') {
			blank = true;
			continue;
		}
		if (small < 'a' || small > 'z' || c < 'A')
			return false;
		gap[n] = blank ? GAP_BLANK : 0;
		p[n++] = small;
		blank = false;
	}
	t->tight = (str){ p, n };
	t->gap = gap;
	t->letters = (uint32_t)n;
	return true;
}

static void measure_number(term *t, str folded_term, arena *mem)
{
	char *p = arena_alloc(mem, folded_term.n + 1);
	for (size_t i = 0; i < folded_term.n; i++)
		if (term_is_digit(folded_term.p[i]))
			p[t->tight.n++] = folded_term.p[i];
	t->tight.p = p;
	t->number = true;
}

static void measure(term *t, arena *mem)
{
	if (measure_plain(t, mem))
		return;
	folded f = fold(t->written, FOLD_CASE | FOLD_MARKS | FOLD_TIGHT, mem);
	t->digits = (uint32_t)as_number(f.text);
	if (t->digits >= TERM_NUMBER_DIGITS) {
		measure_number(t, f.text, mem);
		return;
	}
	t->tight = f.text;
	size_t ending = possessive_ending(t->tight);
	t->possessive = ending > 0;
	t->tight.n -= ending;
	t->gap = arena_alloc(mem, t->tight.n);
	t->digits = 0;
	for (size_t i = 0; i < t->tight.n; i++) {
		unsigned char c = (unsigned char)t->tight.p[i];
		t->gap[i] = (unsigned char)(fold_gap(&f, t->written, i) & ~(unsigned)GAP_SEAM);
		t->digits += term_is_digit((char)c);
		t->letters += (c >= 'a' && c <= 'z') || c >= 0xC0;
	}
}

/* Entries [from, to) of what was read came out of one file. */
static void take_entries(terms *set, size_t from, size_t to, unsigned file, bool minor)
{
	for (size_t i = from; i < to; i++) {
		const term_entry *e = &set->read.list[i];
		term *t = &set->list[i];
		*t = (term){ .written = e->words, .tight = STR(""), .minor = minor, .file = file, .line = e->line };
		t->code = e->code.n ? e->code : minor ? STR("MINOR") : STR("REDACTED");
		t->reason = e->reason.n ? e->reason : minor ? STR("name of a minor") : STR("listed term");
		set->written[i] = t->written;
	}
}

static bool compile(terms *set, err *e)
{
	str *words = arena_array(set->mem, str, set->n), *numbers = arena_array(set->mem, str, set->n);

	set->word_term = arena_array(set->mem, size_t, set->n);
	set->number_term = arena_array(set->mem, size_t, set->n);
	for (size_t i = 0; i < set->n; i++) {
		if (set->list[i].tight.n == 0) {
			continue; /* nothing that a fold leaves: an accent alone */
		} else if (set->list[i].number) {
			set->number_term[set->nnumbers] = i;
			numbers[set->nnumbers++] = set->list[i].tight;
		} else {
			set->word_term[set->nwords] = i;
			words[set->nwords++] = set->list[i].tight;
		}
	}
	set->words = needles_new(words, set->nwords, e);
	set->numbers = set->words ? needles_new(numbers, set->nnumbers, e) : NULL;
	return set->numbers != NULL;
}

/* Who only wants to know what is on the list does not wait for this. */
bool terms_prepare(terms *set, err *e)
{
	if (set->prepared)
		return true;
	set->people = people_new(set->n, set->mem);
	for (size_t i = 0; i < set->n; i++) {
		measure(&set->list[i], set->mem);
		if (set->list[i].tight.n > set->longest)
			set->longest = set->list[i].tight.n;
		if (!set->list[i].number)
			people_add(set->people, i, set->list[i].written, set->read.list[i].kind);
	}
	set->prepared = compile(set, e);
	return set->prepared;
}

static terms *make(terms *set, const size_t *ends, size_t n, size_t minors_from)
{
	set->n = set->read.n;
	set->list = arena_array(set->mem, term, set->n);
	set->written = arena_array(set->mem, str, set->n);
	for (size_t i = 0; i < n; i++)
		take_entries(set, i ? ends[i - 1] : 0, ends[i], (unsigned)i, i >= minors_from);
	return set;
}

static terms *begin(void)
{
	arena *mem = arena_new();
	terms *set = arena_alloc(mem, sizeof *set);
	set->mem = set->read.mem = mem;
	return set;
}

terms *terms_new(const terms_file *files, size_t n, err *e)
{
	terms *set = begin();
	size_t *ends = arena_array(set->mem, size_t, n), minors_from = n;
	for (size_t i = n; i-- > 0 && files[i].minors;)
		minors_from = i;
	for (size_t i = 0; i < n; i++) {
		if (!termlist_read(&set->read, files[i].name, files[i].bytes, e)) {
			terms_drop(set);
			return NULL;
		}
		ends[i] = set->read.n;
	}
	return make(set, ends, n, minors_from);
}

terms *terms_load(const str *paths, size_t n, const str *minors, size_t nminors, err *e)
{
	terms *set = begin();
	size_t *ends = arena_array(set->mem, size_t, n + nminors);
	for (size_t i = 0; i < n + nminors; i++) {
		if (!termlist_load(&set->read, i < n ? paths[i] : minors[i - n], e)) {
			terms_drop(set);
			return NULL;
		}
		ends[i] = set->read.n;
	}
	return make(set, ends, n + nminors, n);
}

void terms_drop(terms *set)
{
	if (!set)
		return;
	needles_drop(set->words);
	needles_drop(set->numbers);
	arena_drop(set->mem);
}

size_t terms_list(const terms *set, const str **out)
{
	*out = set->written;
	return set->n;
}

struct same { size_t n, word; bool found; };

static bool on_same(void *arg, size_t needle, size_t beg, size_t end)
{
	struct same *s = arg;
	s->found = beg == 0 && end == s->n;
	s->word = needle;
	return !s->found;
}

bool terms_has(terms *set, str words, size_t *index)
{
	if (!terms_prepare(set, NULL))
		return false;
	arena *mem = arena_new();
	term one = { .written = words, .tight = STR("") };
	measure(&one, mem);
	struct same s = { .n = one.tight.n };
	if (s.n)
		needles_scan(one.number ? set->numbers : set->words, one.tight, on_same, &s, NULL);
	if (s.found)
		*index = (one.number ? set->number_term : set->word_term)[s.word];
	arena_drop(mem);
	return s.found;
}

size_t terms_notes(const terms *set, const str **out)
{
	*out = set->read.notes;
	return set->read.nnotes;
}

literal terms_about(const terms *set, size_t i)
{
	if (i >= set->n)
		return (literal){ 0 };
	const term *t = &set->list[i];
	return (literal){ t->file, t->line, t->met, t->code, t->reason };
}
