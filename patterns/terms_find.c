/* Terms of a list found in a text. */
#include "patterns/terms_int.h"

#include "redact/base/fold.h"
#include "redact/base/window.h"

#include <string.h>

enum {
	WRAPPED_SHORTEST = 6, /* letters of a word that a line's end may break without a hyphen */
	SHATTERED_SHORTEST = 5, /* letters of a term that may stand in pieces, one every third letter */
	SHATTERED_SURE = 8,  /* letters of one that may stand in three pieces                */
	SPACED_SHORTEST = 3, /* letters of a term that may stand apart from each other       */
	SPACED_SURE = 5,     /* from here on also inside a longer run of letters that do     */
	NUMBER_GAP = 6,      /* bytes that may stand between two digits of one number        */
};

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
			bool grouped = t->digits >= TERM_NUMBER_DIGITS && !(gap & GAP_DASH) &&
			               (term_is_digit(s->f->text.p[at]) || term_is_digit(s->f->text.p[at - 1]));
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
		if (term_is_digit(c)) {
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
	if (ok)
		people_find(set->people, s->source, f.text, on_person, s);
	arena_drop(mem);
	return ok;
}

bool terms_find(terms *set, str source, uint32_t unit_index, findings *out, err *e)
{
	if (set->n == 0 || source.n == 0)
		return true;
	if (!terms_prepare(set, e))
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
