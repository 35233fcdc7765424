#include "patterns/terms.h"

#include "patterns/people.h"
#include "redact/base/fold.h"
#include "redact/base/needles.h"
#include "redact/base/window.h"

#include <string.h>

enum {
	NUMBER_DIGITS = 5,   /* from here on a number matches with any separators            */
	WRAPPED_SHORTEST = 6, /* letters of a word that a line's end may break without a hyphen */
	SHATTERED_SHORTEST = 5, /* letters of a term that may stand in pieces, one every third letter */
	SHATTERED_SURE = 8,  /* letters of one that may stand in three pieces                */
	SPACED_SHORTEST = 3, /* letters of a term that may stand apart from each other       */
	SPACED_SURE = 5,     /* from here on also inside a longer run of letters that do     */
	NUMBER_GAP = 6,      /* bytes that may stand between two digits of one number        */
};

typedef struct term {
	str written, code, reason;
	str tight;            /* folded without blanks and dashes; numbers: the digits alone */
	unsigned char *gap;   /* words: for each byte of tight, what the term has before it  */
	uint32_t digits, letters;
	bool number;
	bool possessive;      /* the list has it with 's, which then goes along              */
	bool minor;
	bool met;
	unsigned file, line;
} term;

/* Words and numbers are looked for in two different foldings of the text. */
struct terms {
	arena *mem;
	termlist read;
	term *list;  size_t n;
	str *written;
	needles *words, *numbers;
	size_t *word_term, *number_term;   /* needle -> index into list */
	size_t nwords, nnumbers;
	people *people;                    /* those of the terms that are names of persons, by index */
	size_t longest;                    /* of their tight texts */
	bool prepared;                     /* the last four lines are made when a text is looked into */
};

/* ---- reading ------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

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
		if (is_digit(tight.p[i]))
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
		if (is_digit(folded_term.p[i]))
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
	if (t->digits >= NUMBER_DIGITS) {
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
		t->digits += is_digit((char)c);
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
static bool prepare(terms *set, err *e)
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
	if (!prepare(set, NULL))
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

/* ---- finding words ------------------------------------------------------------------------- */

struct search {
	terms *set;
	const folded *f;     /* a part of the text, tight */
	str source;          /* that part */
	size_t at;           /* where it begins in the text */
	const window *in;
	uint32_t unit_index;
	findings *out;
	str digits;          /* numbers: the text's digits, other things as \n */
	const uint32_t *digit_at;   /* numbers: where in the tight text each stands */
};

static void add_source(const struct search *s, term *t, uint32_t beg, uint32_t end)
{
	t->met = true;
	findings_add(s->out, (finding){
		.unit = s->unit_index, .beg = beg, .end = end,
		.rule = t->minor ? STR("minor") : STR("term"), .code = t->code, .reason = t->reason, .rank = 100,
	});
}

static void add(const struct search *s, term *t, size_t beg, size_t end)
{
	size_t from = s->at + s->f->at[beg], to = s->at + s->f->end[end - 1];
	if (window_tells(s->in, from))
		add_source(s, t, (uint32_t)from, (uint32_t)to);
}

static bool begins_point(str folded_text, size_t at)
{
	return ((unsigned char)folded_text.p[at] & 0xC0) != 0x80;
}

enum fit { FITS_NOT, FITS_PLAIN, FITS_SPACED, FITS_SHATTERED };

/* Letters placed one by one at a distance of their own look like words of one to four letters: "Ok onj o".
 * No prose says the same by accident when a word of it is in three pieces or more. */
static bool is_shattered(size_t letters, size_t breaks)
{
	return breaks >= 2 && (letters >= SHATTERED_SURE || (letters >= SHATTERED_SHORTEST && 3 * breaks >= letters));
}

/* The same letters stand here; do they stand as words do, or each apart, or by accident? */
static enum fit fit_of(const struct search *s, const term *t, size_t beg)
{
	bool plain = true, spaced = true, shattered = true;
	size_t letters = 1, breaks = 0;
	int wraps = 0;

	for (size_t i = 1; i < t->tight.n && (plain || spaced || shattered); i++) {
		size_t at = beg + i;
		if (!begins_point(s->f->text, at))
			continue;
		letters++;
		unsigned wanted = t->gap[i], gap = fold_gap(s->f, s->source, at), seam = gap & GAP_SEAM;
		gap &= ~(unsigned)GAP_SEAM;
		bool hyphen = gap & (GAP_HYPHEN | GAP_SOFT), blank = gap & (GAP_BLANK | GAP_LINE);
		if (!(hyphen || blank || gap & GAP_DASH))
			spaced = false;
		if (wanted & (GAP_HYPHEN | GAP_DASH))
			continue; /* smith-jones: as one, apart, or with any dash */
		if (wanted & (GAP_BLANK | GAP_LINE)) {
			plain &= blank || seam || gap & GAP_HYPHEN;
			shattered &= !(gap & ~(unsigned)GAP_BLANK);
		} else if (gap & ~(unsigned)GAP_SOFT) {
			/* A hyphen inside the word, at a line's end or where a line's end once was. */
			bool broken = hyphen && (gap & GAP_LINE || !blank);
			bool grouped = t->digits >= NUMBER_DIGITS && !(gap & GAP_DASH) &&
			               (is_digit(s->f->text.p[at]) || is_digit(s->f->text.p[at - 1]));
			bool wrapped = gap == GAP_LINE && t->letters >= WRAPPED_SHORTEST && ++wraps == 1;
			plain &= broken || grouped || wrapped;
			shattered &= gap == GAP_BLANK;
			breaks += gap == GAP_BLANK;
		}
	}
	if (plain)
		return FITS_PLAIN;
	if (shattered && is_shattered(letters, breaks))
		return FITS_SHATTERED;
	return spaced && letters >= SPACED_SHORTEST ? FITS_SPACED : FITS_NOT;
}

static size_t gap_width(const folded *f, size_t at)
{
	return at && at < f->text.n && f->at[at] > f->end[at - 1] ? f->at[at] - f->end[at - 1] : 0;
}

/* A short term in a run of letters that all stand apart is more likely a piece of another word:
 * "L E E D S". A wider gap, or something that is no letter, ends the word. */
static bool spaced_edges(const struct search *s, const term *t, size_t beg, size_t end)
{
	const folded *f = s->f;
	size_t inner = 0, letters = 1;

	for (size_t i = beg + 1; i < end; i++) {
		size_t width = gap_width(f, i);
		letters += begins_point(f->text, i);
		inner = width > inner && !t->gap[i - beg] ? width : inner;
	}
	if (letters >= SPACED_SURE)
		return fold_edge(f, s->source, beg) && fold_edge(f, s->source, end);
	return (fold_boundary(f->text, beg) || gap_width(f, beg) > inner) &&
	       (fold_boundary(f->text, end) || gap_width(f, end) > inner);
}

static bool on_word(void *arg, size_t needle, size_t beg, size_t end)
{
	struct search *s = arg;
	term *t = &s->set->list[s->set->word_term[needle]];

	/* The edges first: for short words they settle nearly all. */
	if (!fold_edge(s->f, s->source, beg) || !fold_edge(s->f, s->source, end))
		return true;
	switch (fit_of(s, t, beg)) {
	case FITS_SPACED:
		if (!spaced_edges(s, t, beg, end))
			return true;
		break;
	case FITS_PLAIN:
	case FITS_SHATTERED:
		break;
	default:
		return true;
	}
	str after = str_sub(s->f->text, end, end + 2);
	if (t->possessive && str_is(after, "'s") && fold_edge(s->f, s->source, end + 2))
		end += 2;
	add(s, t, beg, end);
	return true;
}

/* ---- finding numbers ----------------------------------------------------------------------- */

/* What separates digits of one number: nothing; blanks; a dash; a point, comma or slash without
 * blanks ("12, 345" is two numbers); a bracket with or without blanks. */
static bool joins(const struct search *s, size_t before, size_t after)
{
	const folded *f = s->f;

	if (f->at[after] - f->end[before] > NUMBER_GAP)
		return false;
	if (after == before + 1)
		return true;
	bool apart = false, bracket = false;
	for (size_t i = before + 1; i <= after; i++)
		apart |= (fold_gap(f, s->source, i) & (GAP_BLANK | GAP_HYPHEN | GAP_DASH)) != 0;
	for (size_t i = before + 1; i < after; i++)
		bracket |= f->text.p[i] == '(' || f->text.p[i] == ')';
	return after - before <= 3 && (!apart || bracket);
}

static bool on_number(void *arg, size_t needle, size_t beg, size_t end)
{
	struct search *s = arg;
	const uint32_t *at = s->digit_at;

	for (size_t i = beg + 1; i < end; i++)
		if (!joins(s, at[i - 1], at[i]))
			return true;
	/* Not inside a longer number; one that a separator parts off is another number. */
	if (!fold_edge(s->f, s->source, at[beg]) || !fold_edge(s->f, s->source, at[end - 1] + 1))
		return true;
	add(s, &s->set->list[s->set->number_term[needle]], at[beg], at[end - 1] + 1);
	return true;
}

static void keep_digits(struct search *s, arena *mem)
{
	str tight = s->f->text;
	char *p = arena_alloc(mem, tight.n + 1);
	uint32_t *at = arena_array(mem, uint32_t, tight.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < tight.n; i++) {
		char c = tight.p[i];
		if (is_digit(c)) {
			p[n] = c;
			at[n++] = (uint32_t)i;
		} else if (!strchr(".,/()'", c) && n && p[n - 1] != '\n') {
			p[n] = '\n';
			at[n++] = (uint32_t)i;
		}
	}
	s->digits = (str){ p, n };
	s->digit_at = at;
}

/* ---- finding people ------------------------------------------------------------------------ */

static void on_person(void *arg, size_t index, uint32_t beg, uint32_t end)
{
	const struct search *s = arg;
	beg += (uint32_t)s->at;
	end += (uint32_t)s->at;
	if (!window_tells(s->in, beg))
		return;
	term *t = &s->set->list[index];
	const finding *last = s->out->n ? &s->out->list[s->out->n - 1] : NULL;
	/* "Ms. Smith" may be any of a thousand on the list: once is enough. */
	if (last && last->unit == s->unit_index && last->beg == beg && last->end == end && str_is(last->rule, t->minor ? "minor" : "term"))
		t->met = true;
	else
		add_source(s, t, beg, end);
}

static bool find_in(struct search *s, err *e)
{
	const terms *set = s->set;
	arena *mem = arena_new();
	folded f = fold(s->source, FOLD_CASE | FOLD_MARKS | FOLD_TIGHT, mem);
	s->f = &f;
	bool ok = needles_scan(set->words, f.text, on_word, s, e);
	if (ok && set->nnumbers) {
		keep_digits(s, mem);
		ok = needles_scan(set->numbers, s->digits, on_number, s, e);
	}
	arena_drop(mem);
	if (ok)
		people_find(set->people, s->source, on_person, s);
	return ok;
}

bool terms_find(terms *set, str source, uint32_t unit_index, findings *out, err *e)
{
	if (set->n == 0 || source.n == 0)
		return true;
	if (!prepare(set, e))
		return false;
	window w = { 0 };
	struct search s = { .set = set, .in = &w, .unit_index = unit_index, .out = out };
	while (window_next(&w, source, set->longest)) {
		s.source = w.part;
		s.at = (size_t)(w.part.p - source.p);
		if (!find_in(&s, e))
			return false;
	}
	return true;
}
