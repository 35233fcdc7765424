#include "redact/hunt_int.h"

#include "redact/base/fold.h"
#include "redact/base/utf8.h"
#include "redact/base/window.h"

#include <stdlib.h>
#include <string.h>

enum {
	TIGHT_DIGITS  = 7,  /* numbers this long are found through any blanks and dashes      */
	BYTES_LETTERS = 5,  /* the shortest values hunted in bytes, see hunt_too_short()      */
	BYTES_DIGITS  = 6,
	APART_LETTERS = 5,    /* the shortest words hunted where no gap tells words apart     */
};

static void set_add(hunt_set *s, str word, size_t value, unsigned use)
{
	if (word.n == 0)
		return;
	/* The forms of one value are added one after the other. */
	for (size_t i = s->n; i-- > 0 && s->value[i] == value;) {
		if (str_eq(s->words[i], word)) {
			s->use[i] |= use;
			return;
		}
	}
	*ARENA_PUSH(s->mem, s->words, s->n, s->room) = word;
	*ARENA_PUSH(s->mem, s->value, s->nvalue, s->value_room) = value;
	*ARENA_PUSH(s->mem, s->use, s->nuse, s->use_room) = use;
	if (word.n > s->longest)
		s->longest = word.n;
}

static bool is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Case folding for bytes of unknown encoding: ASCII letters and the Latin-1 capitals. It garbles
 * UTF-8, but hay and needles alike. */
static unsigned char low(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 32;
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 32;
	return c;
}

static str lowered(str s, arena *mem)
{
	char *p = str_z(s, mem);
	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)low((unsigned char)p[i]);
	return (str){ p, s.n };
}

/* ---- the forms of one value in bytes --------------------------------------------------------- */

static str latin1(str utf8, arena *mem)
{
	char *p = arena_alloc(mem, utf8.n + 1);
	size_t n = 0;
	for (size_t at = 0; at < utf8.n;) {
		uint32_t c = utf8_next(utf8, &at);
		if (c > 0xff)
			return STR("");
		p[n++] = (char)c;
	}
	return (str){ p, n };
}

static void add_form(hunt_set *s, str form, size_t value)
{
	set_add(s, lowered(form, s->mem), value, HUNT_IN_BYTES);
	set_add(s, lowered(latin1(form, s->mem), s->mem), value, HUNT_IN_BYTES);
}

static int hex_digit(unsigned char c)
{
	return hunt_is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
	     : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int base64_digit(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26
	     : hunt_is_digit(c) ? c - '0' + 52 : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* ---- making ---------------------------------------------------------------------------------- */

static void count(str s, size_t *letters, size_t *digits)
{
	*letters = *digits = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if (hunt_is_digit(c))
			(*digits)++;
		else if (is_letter(c) || c >= 0x80)
			(*letters)++;
	}
}

static hunt *compile(hunt *h, err *e)
{
	h->words.all = needles_new(h->words.words, h->words.n, e);
	h->tight.all = h->words.all ? needles_new(h->tight.words, h->tight.n, e) : NULL;
	if (h->tight.all)
		return h;
	hunt_drop(h);
	return NULL;
}

hunt *hunt_new_apart(const str *values, size_t n, arena *mem, err *e)
{
	hunt *h = arena_alloc(mem, sizeof *h);
	h->words.mem = h->tight.mem = mem;
	for (size_t i = 0; i < n; i++) {
		str tight = fold_text(str_trim(values[i]), FOLD_WORDS | FOLD_TIGHT, mem);
		size_t letters, digits;
		count(tight, &letters, &digits);
		if (letters >= APART_LETTERS)
			set_add(&h->tight, tight, i, HUNT_IN_TEXT);
	}
	return compile(h, e);
}

/* A value that was found over the end of a line or cell may stand elsewhere without it. */
static str without_breaks(str value, arena *mem)
{
	char *p = arena_alloc(mem, value.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] != '\n' && value.p[i] != '\t')
			p[n++] = value.p[i];
	return (str){ p, n };
}

/* Letters a to z, digits and single blanks, as most names are: what every fold makes of them is known. */
static bool is_plain(str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (!is_letter((unsigned char)value.p[i]) && !hunt_is_digit((unsigned char)value.p[i])
		 && !(value.p[i] == ' ' && value.p[i - 1] != ' '))
			return false;
	return value.n > 0;
}

static bool add_plain(hunt *h, str value, size_t index)
{
	size_t letters, digits;
	if (!is_plain(value))
		return false;
	count(value, &letters, &digits);
	if (letters == 0)
		return false;
	bool in_bytes = letters >= BYTES_LETTERS || digits >= BYTES_DIGITS;
	h->too_short += !in_bytes;
	h->in_bytes |= in_bytes;
	set_add(&h->words, lowered(value, h->words.mem), index, in_bytes ? HUNT_IN_TEXT | HUNT_IN_BYTES : HUNT_IN_TEXT);
	return true;
}

hunt *hunt_new(const str *values, size_t n, arena *mem, err *e)
{
	hunt *h = arena_alloc(mem, sizeof *h);
	for (int c = 0; c < 256; c++) {
		h->lowered[c] = low((unsigned char)c);
		h->digit[c] = (signed char)hex_digit((unsigned char)c);
		h->six[c] = (signed char)base64_digit((unsigned char)c);
	}
	h->words.mem = h->tight.mem = mem;
	for (size_t i = 0; i < n; i++) {
		str value = str_trim(values[i]);
		if (add_plain(h, value, i))
			continue;
		str word = str_trim(fold_text(value, FOLD_WORDS, mem));
		if (word.n == 0)
			continue;
		str tight = fold_text(value, FOLD_WORDS | FOLD_TIGHT, mem);
		size_t letters, digits;
		count(word, &letters, &digits);
		set_add(&h->words, word, i, HUNT_IN_TEXT);
		str joined = without_breaks(value, mem);
		if (joined.n < value.n)
			set_add(&h->words, str_trim(fold_text(joined, FOLD_WORDS, mem)), i, HUNT_IN_TEXT);
		if (letters == 0 && digits >= TIGHT_DIGITS)
			set_add(&h->tight, tight, i, HUNT_IN_TEXT);
		if (letters < BYTES_LETTERS && digits < BYTES_DIGITS) {
			h->too_short++;
			continue;
		}
		h->in_bytes = true;
		h->wide |= letters && latin1(value, mem).n == 0;
		add_form(&h->words, str_trim(fold_text(value, FOLD_CASE, mem)), i);
		add_form(&h->words, value, i);
		if (letters == 0)
			add_form(&h->words, tight, i);
	}
	return compile(h, e);
}

void hunt_drop(hunt *h)
{
	if (!h)
		return;
	needles_drop(h->words.all);
	needles_drop(h->tight.all);
}

void hunt_except(hunt *h, const stays *phrases)
{
	h->stays = phrases;
}

size_t hunt_too_short(const hunt *h)
{
	return h->too_short;
}

/* ---- in text --------------------------------------------------------------------------------- */

struct text_search {
	const hunt_set *s;
	const window *in;
	const folded *f;  /* of the window's part */
	str text;         /* the whole            */
	hunt_hit *hit;
	void *arg;
	const stays *stays;
	bool tight, stopped;
};

static bool at_source(struct text_search *t, size_t word, size_t beg, size_t end)
{
	str place = fold_source(t->f, t->in->part, beg, end);
	size_t from = (size_t)(place.p - t->text.p), to = from + place.n;
	if (!window_tells(t->in, from))
		return true;
	/* A tight text has no blanks left to bound a number: look at what the source has beside it. */
	if (t->tight && ((from > 0 && hunt_is_digit((unsigned char)t->text.p[from - 1])) ||
	                 (to < t->text.n && hunt_is_digit((unsigned char)t->text.p[to]))))
		return true;
	if (t->stays && stays_at(t->stays, t->text, from, to, &(size_t){ 0 }, &(size_t){ 0 }))
		return true;
	t->stopped = !t->hit(t->arg, t->s->value[word], from, to);
	return !t->stopped;
}

static bool text_hit(void *arg, size_t word, size_t beg, size_t end)
{
	struct text_search *t = arg;
	if (!(t->s->use[word] & HUNT_IN_TEXT))
		return true;
	if (!t->tight && (!fold_edge(t->f, t->in->part, beg) || !fold_edge(t->f, t->in->part, end)))
		return true;
	return at_source(t, word, beg, end);
}

/* Each kind of word in a fold of its own, one after the other. */
static bool search_part(struct text_search *t, const hunt_set *words, unsigned how, err *e)
{
	if (words->n == 0 || t->stopped)
		return true;
	arena *mem = arena_new();
	folded f = fold(t->in->part, how, mem);
	t->s = words;
	t->f = &f;
	t->tight = how & FOLD_TIGHT;
	bool ok = needles_scan(words->all, f.text, text_hit, t, e);
	arena_drop(mem);
	return ok;
}

bool hunt_text(const hunt *h, str text, hunt_hit *hit, void *arg, err *e)
{
	if (h->words.n == 0 && h->tight.n == 0)
		return true;
	size_t longest = h->words.longest > h->tight.longest ? h->words.longest : h->tight.longest;
	window w = { 0 };
	struct text_search t = { .in = &w, .text = text, .hit = hit, .arg = arg, .stays = h->stays };
	while (!t.stopped && window_next(&w, text, longest))
		if (!search_part(&t, &h->words, FOLD_WORDS, e) || !search_part(&t, &h->tight, FOLD_WORDS | FOLD_TIGHT, e))
			return false;
	return true;
}
