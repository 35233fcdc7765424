#include "redact/hunt.h"

#include "redact/base/fold.h"
#include "redact/base/needles.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
	TIGHT_DIGITS  = 7,  /* numbers this long are found through any blanks and dashes      */
	BYTES_LETTERS = 5,  /* the shortest values hunted in bytes, see hunt_too_short()      */
	BYTES_DIGITS  = 6,
	CHUNK = 1 << 20,    /* bytes are mapped and searched in pieces of this size           */
};

/* How one character of a needle stands in bytes. */
typedef enum width { W_BYTE, W_16LE, W_16BE, W_HEX, W_HEX16 } width;

typedef struct set {
	arena *mem;
	str *words;  size_t n, room;
	size_t *value; size_t nvalue, value_room;   /* whose value each word is    */
	width *wide;   size_t nwide, wide_room;     /* bytes only                  */
	needles *all;
	size_t longest;
} set;

struct hunt {
	set words, tight, bytes;
	size_t too_short;
};

static void set_add(set *s, str word, size_t value, width w)
{
	if (word.n == 0)
		return;
	*ARENA_PUSH(s->mem, s->words, s->n, s->room) = word;
	*ARENA_PUSH(s->mem, s->value, s->nvalue, s->value_room) = value;
	*ARENA_PUSH(s->mem, s->wide, s->nwide, s->wide_room) = w;
	if (word.n > s->longest)
		s->longest = word.n;
}

static bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }

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

static str utf16(str utf8, bool big, arena *mem)
{
	char *p = arena_alloc(mem, 4 * utf8.n + 4);
	size_t n = 0;
	for (size_t at = 0; at < utf8.n;) {
		uint32_t c = utf8_next(utf8, &at);
		uint16_t u[2] = { (uint16_t)c, 0 };
		int count = 1;
		if (c > 0xffff) {
			u[0] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
			u[1] = (uint16_t)(0xdc00 + ((c - 0x10000) & 0x3ff));
			count = 2;
		}
		for (int i = 0; i < count; i++) {
			p[n++] = (char)(big ? u[i] >> 8 : u[i] & 0xff);
			p[n++] = (char)(big ? u[i] & 0xff : u[i] >> 8);
		}
	}
	return (str){ p, n };
}

static str hex(str bytes, arena *mem)
{
	static const char digits[] = "0123456789abcdef";
	char *p = arena_alloc(mem, 2 * bytes.n + 1);
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];
		p[2 * i] = digits[c >> 4];
		p[2 * i + 1] = digits[c & 15];
	}
	return (str){ p, 2 * bytes.n };
}

static str upper(str s, arena *mem)
{
	char *p = str_z(s, mem);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 32);
	return (str){ p, s.n };
}

static void add_form(set *s, str form, size_t value)
{
	arena *mem = s->mem;
	str one = latin1(form, mem);
	set_add(s, lowered(form, mem), value, W_BYTE);
	if (!str_eq(one, form))
		set_add(s, lowered(one, mem), value, W_BYTE);
	set_add(s, lowered(utf16(form, false, mem), mem), value, W_16LE);
	set_add(s, lowered(utf16(form, true, mem), mem), value, W_16BE);
}

/* In hex the case of the letters is the case of the value: the usual three are looked for. */
static void add_hex(set *s, str form, size_t value)
{
	arena *mem = s->mem;
	str one = latin1(form, mem);
	set_add(s, hex(one.n ? one : form, mem), value, W_HEX);
	set_add(s, hex(utf16(form, true, mem), mem), value, W_HEX16);
}

static bool add_bytes(set *s, str value, str tight, size_t letters, size_t digits, size_t index)
{
	if (letters < BYTES_LETTERS && digits < BYTES_DIGITS)
		return false;
	arena *mem = s->mem;
	str plain = str_trim(fold(value, FOLD_CASE, mem).text);
	add_form(s, plain, index);
	if (!str_eq(lowered(value, mem), lowered(plain, mem)))
		add_form(s, value, index);
	add_hex(s, value, index);
	if (letters) {
		add_hex(s, plain, index);
		add_hex(s, upper(value, mem), index);
	} else if (!str_eq(tight, plain)) {
		add_form(s, tight, index);
		add_hex(s, tight, index);
	}
	return true;
}

/* ---- making ---------------------------------------------------------------------------------- */

static void count(str s, size_t *letters, size_t *digits)
{
	*letters = *digits = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if (is_digit(c))
			(*digits)++;
		else if (is_letter(c) || c >= 0x80)
			(*letters)++;
	}
}

hunt *hunt_new(const str *values, size_t n, arena *mem, err *e)
{
	hunt *h = arena_alloc(mem, sizeof *h);
	h->words.mem = h->tight.mem = h->bytes.mem = mem;
	for (size_t i = 0; i < n; i++) {
		str value = str_trim(values[i]);
		str word = str_trim(fold(value, FOLD_WORDS, mem).text);
		if (word.n == 0)
			continue;
		str tight = fold(value, FOLD_WORDS | FOLD_TIGHT, mem).text;
		size_t letters, digits;
		count(word, &letters, &digits);
		set_add(&h->words, word, i, W_BYTE);
		if (letters == 0 && digits >= TIGHT_DIGITS)
			set_add(&h->tight, tight, i, W_BYTE);
		if (!add_bytes(&h->bytes, value, tight, letters, digits, i))
			h->too_short++;
	}
	set *all[] = { &h->words, &h->tight, &h->bytes };
	for (size_t i = 0; i < 3; i++) {
		all[i]->all = needles_new(all[i]->words, all[i]->n, e);
		if (!all[i]->all) {
			hunt_drop(h);
			return NULL;
		}
	}
	return h;
}

void hunt_drop(hunt *h)
{
	if (!h)
		return;
	needles_drop(h->words.all);
	needles_drop(h->tight.all);
	needles_drop(h->bytes.all);
}

size_t hunt_too_short(const hunt *h)
{
	return h->too_short;
}

/* ---- in text --------------------------------------------------------------------------------- */

struct text_search {
	const set *s;
	const folded *f;
	str text;
	hunt_hit *hit;
	void *arg;
	bool tight, stopped;
};

static bool at_source(struct text_search *t, size_t word, size_t beg, size_t end)
{
	str place = fold_source(t->f, t->text, beg, end);
	size_t from = (size_t)(place.p - t->text.p), to = from + place.n;
	/* A tight text has no blanks left to bound a number: look at what the source has beside it. */
	if (t->tight && ((from > 0 && is_digit((unsigned char)t->text.p[from - 1])) ||
	                 (to < t->text.n && is_digit((unsigned char)t->text.p[to]))))
		return true;
	t->stopped = !t->hit(t->arg, t->s->value[word], from, to);
	return !t->stopped;
}

static bool text_hit(void *arg, size_t word, size_t beg, size_t end)
{
	struct text_search *t = arg;
	if (!t->tight && (!fold_boundary(t->f->text, beg) || !fold_boundary(t->f->text, end)))
		return true;
	return at_source(t, word, beg, end);
}

bool hunt_text(const hunt *h, str text, hunt_hit *hit, void *arg, err *e)
{
	if (h->words.n == 0 || text.n == 0)
		return true;
	arena *mem = arena_new();
	folded f = fold(text, FOLD_WORDS, mem);
	struct text_search t = { &h->words, &f, text, hit, arg, false, false };
	bool ok = needles_scan(h->words.all, f.text, text_hit, &t, e);
	if (ok && !t.stopped && h->tight.n) {
		folded tight = fold(text, FOLD_WORDS | FOLD_TIGHT, mem);
		struct text_search u = { &h->tight, &tight, text, hit, arg, true, false };
		ok = needles_scan(h->tight.all, tight.text, text_hit, &u, e);
	}
	arena_drop(mem);
	return ok;
}

/* ---- in bytes -------------------------------------------------------------------------------- */

struct byte_search {
	const set *s;
	str bytes;        /* all of them, as they are          */
	size_t offset;    /* where the searched piece begins   */
	hunt_hit *hit;
	void *arg;
	bool stopped;
};

static int hex_digit(unsigned char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
	     : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The character that begins at byte `at` in the given width; 0 when there is none or it is not
 * one of ASCII. */
static uint32_t char_at(str s, size_t at, width w)
{
	const unsigned char *p = (const unsigned char *)s.p;
	static const size_t size[] = { [W_BYTE] = 1, [W_16LE] = 2, [W_16BE] = 2, [W_HEX] = 2, [W_HEX16] = 4 };
	if (at > s.n || s.n - at < size[w])
		return 0;
	switch (w) {
	case W_BYTE:  return p[at];
	case W_16LE:  return p[at + 1] ? 0 : p[at];
	case W_16BE:  return p[at] ? 0 : p[at + 1];
	case W_HEX16: if (p[at] != '0' || p[at + 1] != '0') return 0; at += 2; /* fall through */
	case W_HEX: {
		int a = hex_digit(p[at]), b = hex_digit(p[at + 1]);
		return a < 0 || b < 0 ? 0 : (uint32_t)(a * 16 + b);
	}
	}
	return 0;
}

static uint32_t char_before(str s, size_t at, width w)
{
	size_t n = w == W_BYTE ? 1 : w == W_HEX16 ? 4 : 2;
	return at < n ? 0 : char_at(s, at - n, w);
}

/* Two letters or two digits belong together: Smith in Blacksmith is another word. */
static bool same_word(uint32_t a, uint32_t b)
{
	return (is_letter(a) && is_letter(b)) || (is_digit(a) && is_digit(b));
}

static bool byte_hit(void *arg, size_t word, size_t beg, size_t end)
{
	struct byte_search *b = arg;
	width w = b->s->wide[word];
	size_t from = b->offset + beg, to = b->offset + end;
	size_t unit = w == W_BYTE ? 1 : w == W_HEX16 ? 4 : 2;
	uint32_t first = char_at(b->bytes, from, w), last = char_at(b->bytes, to - unit, w);
	uint32_t before = char_before(b->bytes, from, w), after = char_at(b->bytes, to, w);
	if (same_word(before, first) || same_word(last, after))
		return true;
	/* 123456.7 is a coordinate. */
	if (w == W_BYTE && ((before == '.' && is_digit(first)) ||
	                    (after == '.' && is_digit(last) && is_digit(char_at(b->bytes, to + 1, w)))))
		return true;
	b->stopped = !b->hit(b->arg, b->s->value[word], from, to);
	return !b->stopped;
}

bool hunt_bytes(const hunt *h, str bytes, hunt_hit *hit, void *arg, err *e)
{
	if (h->bytes.n == 0 || bytes.n == 0)
		return true;
	size_t overlap = h->bytes.longest - 1;
	size_t size = bytes.n < CHUNK + overlap ? bytes.n : CHUNK + overlap;
	arena *mem = arena_new();
	char *piece = arena_alloc(mem, size);
	struct byte_search b = { &h->bytes, bytes, 0, hit, arg, false };
	bool ok = true;
	for (size_t at = 0; ok && !b.stopped && at < bytes.n; at += CHUNK) {
		size_t n = bytes.n - at < size ? bytes.n - at : size;
		for (size_t i = 0; i < n; i++)
			piece[i] = (char)low((unsigned char)bytes.p[at + i]);
		b.offset = at;
		ok = needles_scan(h->bytes.all, (str){ piece, n }, byte_hit, &b, e);
	}
	arena_drop(mem);
	return ok;
}
