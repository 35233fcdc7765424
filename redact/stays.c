#include "redact/stays.h"

#include "redact/base/buf.h"
#include "redact/base/fold.h"
#include "redact/base/needles.h"
#include "redact/base/strmap.h"
#include "redact/hunt.h"

#include <string.h>

enum {
	AROUND = 64,       /* bytes of blanks and breaks that a phrase may have beyond its own */
	APART = 64,        /* bytes of a file between two words of a phrase                    */
	GLUED_APART = 4,   /* the same, where blanks are none                                  */
};

struct stays {
	arena *mem;
	const stay *list; size_t n;
	size_t *which;     /* needle -> phrase */
	needles *needles;  /* folded           */
	size_t longest;
	str **words; size_t *nwords;  /* by phrase: runs of plain letters and digits, small */
	str *letters;                 /* by phrase: these as one                            */
};

/* ---- making ------------------------------------------------------------------------------------ */

static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static void split(stays *s, size_t i)
{
	str p = s->list[i].words;
	size_t room = 0;
	buf all = { 0 };
	for (size_t at = 0; at < p.n;) {
		size_t beg = at;
		while (at < p.n && is_plain((unsigned char)p.p[at]))
			at++;
		if (at == beg) {
			at++;
			continue;
		}
		char *w = str_z(str_sub(p, beg, at), s->mem);
		for (size_t k = 0; k < at - beg; k++)
			w[k] = small(w[k]);
		*ARENA_PUSH(s->mem, s->words[i], s->nwords[i], room) = (str){ w, at - beg };
		buf_str(&all, (str){ w, at - beg });
	}
	s->letters[i] = str_dup(buf_view(&all), s->mem);
	buf_free(&all);
}

stays *stays_new(const stay *list, size_t n, err *e)
{
	arena *mem = arena_new();
	stays *s = arena_alloc(mem, sizeof *s);
	str *folded_words = arena_array(mem, str, n);
	size_t k = 0;
	*s = (stays){ .mem = mem, .list = list, .n = n };
	s->which = arena_array(mem, size_t, n);
	s->words = arena_array(mem, str *, n);
	s->nwords = arena_array(mem, size_t, n);
	s->letters = arena_array(mem, str, n);
	for (size_t i = 0; i < n; i++) {
		str one = str_trim(fold_text(list[i].words, FOLD_WORDS, mem));
		split(s, i);
		s->longest = list[i].words.n > s->longest ? list[i].words.n : s->longest;
		if (one.n == 0)
			continue;
		s->which[k] = i;
		folded_words[k++] = one;
	}
	s->needles = needles_new(folded_words, k, e);
	if (s->needles)
		return s;
	stays_drop(s);
	return NULL;
}

void stays_drop(stays *s)
{
	if (!s)
		return;
	needles_drop(s->needles);
	arena_drop(s->mem);
}

/* ---- in text ----------------------------------------------------------------------------------- */

struct look {
	const stays *s;
	const folded *f;
	str window;
	size_t beg, end;         /* of the value, in the window */
	const stay *found;
	size_t from, to;
};

static bool on_phrase(void *arg, size_t which, size_t beg, size_t end)
{
	struct look *l = arg;
	if (!fold_edge(l->f, l->window, beg) || !fold_edge(l->f, l->window, end))
		return true;
	str place = fold_source(l->f, l->window, beg, end);
	size_t from = (size_t)(place.p - l->window.p), to = from + place.n;
	if (from > l->beg || to < l->end)
		return true;
	if (!l->found || to - from > l->to - l->from) {
		l->found = &l->s->list[l->s->which[which]];
		l->from = from, l->to = to;
	}
	return true;
}

static bool inside_character(str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80;
}

const stay *stays_at(const stays *s, str text, size_t beg, size_t end, size_t *from, size_t *to)
{
	if (!s || s->n == 0 || beg >= end)
		return NULL;
	size_t reach = 3 * s->longest + AROUND, first = beg > reach ? beg - reach : 0, last = end + reach;
	while (first > 0 && inside_character(text, first))
		first--;
	while (last < text.n && inside_character(text, last))
		last++;
	arena *mem = arena_new();
	str window = str_sub(text, first, last);
	folded f = fold(window, FOLD_WORDS, mem);
	struct look l = { .s = s, .f = &f, .window = window, .beg = beg - first, .end = end - first };
	/* Not found is the safe answer where the search breaks down. */
	if (!needles_scan(s->needles, f.text, on_phrase, &l, NULL))
		l.found = NULL;
	arena_drop(mem);
	*from = first + l.from;
	*to = first + l.to;
	return l.found;
}

/* ---- in bytes ---------------------------------------------------------------------------------- */

static bool is_word_at(str bytes, size_t at, str word)
{
	if (at > bytes.n || word.n > bytes.n - at || (at && is_plain((unsigned char)bytes.p[at - 1]))
	 || (at + word.n < bytes.n && is_plain((unsigned char)bytes.p[at + word.n])))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (small(bytes.p[at + i]) != word.p[i])
			return false;
	return true;
}

static bool next_word(str bytes, size_t *at, str word)
{
	for (size_t k = *at; k < *at + APART && k < bytes.n; k++)
		if (is_word_at(bytes, k, word)) {
			*at = k + word.n;
			return true;
		}
	return false;
}

static bool last_word(str bytes, size_t *at, str word)
{
	for (size_t k = *at; k-- > 0 && *at - k <= APART + word.n;)
		if (k + word.n <= *at && is_word_at(bytes, k, word)) {
			*at = k;
			return true;
		}
	return false;
}

/* Does the value, which begins with word `first` of the phrase, stand among its other words? */
static bool stands_in(const str *words, size_t n, size_t first, str bytes, size_t beg, size_t end)
{
	size_t at = beg, k = first;
	while (k < n && at < end)
		if (!next_word(bytes, &at, words[k++]))
			return false;
	if (at < end)
		return false;
	while (k < n)
		if (!next_word(bytes, &at, words[k++]))
			return false;
	for (at = beg; first > 0; first--)
		if (!last_word(bytes, &at, words[first - 1]))
			return false;
	return true;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Where the letter c stands at or behind *at, with no other between. */
static bool next_letter(str bytes, size_t *at, char c)
{
	size_t k = *at;
	while (k < bytes.n && k < *at + GLUED_APART && !is_plain((unsigned char)bytes.p[k]))
		k++;
	*at = k + 1;
	return k < bytes.n && small(bytes.p[k]) == c;
}

static bool last_letter(str bytes, size_t *at, char c)
{
	size_t k = *at;
	while (k > 0 && *at - k < GLUED_APART && !is_plain((unsigned char)bytes.p[k - 1]))
		k--;
	*at = k ? k - 1 : 0;
	return k > 0 && small(bytes.p[k - 1]) == c;
}

/* The words as one, as "andMargaretA.Okonjo" holds those of "Margaret A. Okonjo": a page whose blanks are moves of the pen joins them
 * so. first: where in its letters the value begins. */
static bool stands_glued(str letters, size_t first, str bytes, size_t beg, size_t end)
{
	size_t at = beg, k = first;
	while (k < letters.n)
		if (!next_letter(bytes, &at, letters.p[k++]))
			return false;
	if (at < end)
		return false;
	for (at = beg, k = first; k > 0; k--)
		if (!last_letter(bytes, &at, letters.p[k - 1]))
			return false;
	/* What goes before has its own end: "Ann A. Okonjo" is not in "JoAnn A. Okonjo". */
	return at == 0 || !is_plain((unsigned char)bytes.p[at - 1]) || (is_capital(bytes.p[at]) && !is_capital(bytes.p[at - 1]));
}

bool stays_near(const stays *s, str bytes, size_t beg, size_t end)
{
	for (size_t i = 0; s && i < s->n; i++)
		for (size_t k = 0, letters = 0; k < s->nwords[i]; letters += s->words[i][k++].n)
			if (is_word_at(bytes, beg, s->words[i][k]) &&
			    (stands_in(s->words[i], s->nwords[i], k, bytes, beg, end) || stands_glued(s->letters[i], letters, bytes, beg, end)))
				return true;
	return false;
}

/* ---- findings and plans ------------------------------------------------------------------------ */

static void keep(findings *kept, finding one)
{
	for (size_t i = kept->n; i-- > 0 && kept->list[i].unit == one.unit;)
		if (kept->list[i].beg == one.beg && kept->list[i].end == one.end)
			return;
	findings_add(kept, one);
}

void stays_take(const stays *s, const text *t, findings *f, findings *kept)
{
	size_t left = 0;
	for (size_t i = 0; i < f->n; i++) {
		finding one = f->list[i];
		size_t from, to;
		const stay *by = one.rest.end ? NULL : stays_at(s, t->units[one.unit].text, one.beg, one.end, &from, &to);
		if (!by) {
			f->list[left++] = one;
			continue;
		}
		one.beg = (uint32_t)from, one.end = (uint32_t)to;
		one.rule = STR("exception");
		one.reason = by->why;
		one.shows = VISIBLE_NOTHING;
		if (kept)
			keep(kept, one);
	}
	f->n = left;
}

static bool has_exception(const plan *p, const unit *u, const finding *one)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (mark_is_exception(m) && m->beg == one->beg && m->end == one->end && str_eq(m->unit, u->id))
			return true;
	}
	return false;
}

void stays_propose(plan *p, const text *t, const findings *kept, str at)
{
	for (size_t i = 0; i < kept->n; i++) {
		const finding *one = &kept->list[i];
		const unit *u = &t->units[one->unit];
		if (has_exception(p, u, one))
			continue;
		mark *m = plan_add(p);
		*m = (mark){
			.kind = MARK_TEXT, .beg = one->beg, .end = one->end, .rule = one->rule, .code = one->code,
			.reason = str_fmt(p->mem, "kept by exception" STR_FMT STR_FMT, STR_ARG(one->reason.n ? STR(": ") : STR("")), STR_ARG(one->reason)),
			.rank = one->rank, .state = MARK_REJECTED, .by = STR(EXCEPTION), .at = at,
		};
		plan_bind(p, m, u, NULL);
	}
}

void stays_tell(const plan *p, proof *report)
{
	const bool *again = plan_repeats(p, p->mem);
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		size_t n = 0, before = 0;
		if (!mark_is_exception(m) || again[i])
			continue;
		for (size_t k = 0; k < p->n; k++)
			if (mark_is_exception(&p->marks[k]) && !again[k] && str_eq(p->marks[k].reason, m->reason)) {
				before += k < i;
				n++;
			}
		if (!before)
			proof_note(report, "%zu place%s " STR_FMT, n, n == 1 ? "" : "s", STR_ARG(m->reason));
	}
}

static bool note_hit(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	*(bool *)arg = true;
	return false;
}

/* What a person lets stay may say what goes elsewhere: the full name beside the last one. */
static bool add_words(const plan *p, const str *values, size_t n, strmap *told, stay *list, size_t *nlist, arena *mem, err *e)
{
	const bool *staying = plan_staying(p, mem);
	size_t first = 0;
	while (first < p->n && !staying[first])
		first++;
	if (first == p->n)
		return true;
	hunt *h = hunt_new(values, n, mem, e);
	bool ok = h != NULL;
	for (size_t i = first; ok && i < p->n; i++) {
		bool holds = false;
		if (!staying[i] || strmap_has(told, p->marks[i].value))
			continue;
		strmap_put(told, p->marks[i].value, i);
		ok = hunt_text(h, p->marks[i].value, note_hit, &holds, e);
		if (holds)
			list[(*nlist)++] = (stay){ p->marks[i].value, STR("") };
	}
	hunt_drop(h);
	return ok;
}

stays *stays_of_plan(const plan *p, const str *values, size_t n, arena *mem, err *e)
{
	stay *list = arena_array(mem, stay, p->n);
	strmap told = { .mem = mem };
	size_t nlist = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (!mark_is_exception(m) || strmap_has(&told, m->value))
			continue;
		strmap_put(&told, m->value, i);
		list[nlist++] = (stay){ m->value, STR("") };
	}
	return add_words(p, values, n, &told, list, &nlist, mem, e) ? stays_new(list, nlist, e) : NULL;
}
