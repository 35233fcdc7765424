/*
 * Type 1: a readable part with the encoding, then an encrypted one with the outlines by name. The
 * entries of unwanted names are left out, subroutines that only they called become empty, and both
 * parts are written anew. Adobe Type 1 Font Format, chapters 2, 6, 7 and 8.
 */
#include "formats/pdf/font/cut.h"
#include "formats/pdf/font/type1_parts.h"
#include "formats/pdf/rebuild/strip_bytes.h"

#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_GLYPHS = 65536, MOST_SUBRS = 65536 };

/* One outline or subroutine: where its entry stands in the decrypted part. */
typedef struct entry {
	str name;              /* of a glyph; "" for a subroutine                            */
	uint32_t number;       /* of a subroutine                                            */
	size_t beg, end;       /* from the slash or "dup" to before the next entry           */
	str code;              /* encrypted as it stands                                     */
	size_t code_at, length_at, length_end;
	bool wanted;
} entry;

typedef struct type1 {
	arena *mem;
	str plain;             /* the decrypted part                                         */
	int random;            /* lenIV; -1: charstrings are not encrypted                   */
	entry *glyphs; size_t nglyphs, glyphs_room;
	entry *subrs;  size_t nsubrs, subrs_room;
	entry **by_number;     /* MOST_SUBRS of them                                         */
	entry **by_name;       /* the glyphs                                                 */
	size_t glyphs_count_at, glyphs_count_end, glyphs_end;
} type1;

/* ---- reading the encrypted part ------------------------------------------------------------------ */

static bool is_blank(int c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static size_t skip_blanks(str s, size_t at)
{
	while (at < s.n && is_blank(s.p[at]))
		at++;
	return at;
}

static size_t word_end(str s, size_t at)
{
	if (at < s.n && s.p[at] == '/')
		at++;
	while (at < s.n && !is_blank(s.p[at]) && !strchr("/[]{}()<>%", s.p[at]))
		at++;
	return at;
}

static str next_word(str s, size_t *at)
{
	size_t beg = skip_blanks(s, *at);
	*at = word_end(s, beg);
	if (*at == beg && beg < s.n)
		++*at; /* a bracket */
	return str_sub(s, beg, *at);
}

static bool to_number(str word, uint32_t *n)
{
	*n = 0;
	for (size_t i = 0; i < word.n; i++) {
		if (!isdigit((unsigned char)word.p[i]) || *n > 1000000)
			return false;
		*n = *n * 10 + (uint32_t)(word.p[i] - '0');
	}
	return word.n > 0;
}

static size_t find(str s, size_t from, const char *word)
{
	const char *at = from < s.n ? memmem(s.p + from, s.n - from, word, strlen(word)) : NULL;
	return at ? (size_t)(at - s.p) : s.n;
}

/* "45 RD <45 bytes>": at is before the length. */
static bool read_code(str s, size_t *at, entry *e)
{
	uint32_t n;
	e->length_at = skip_blanks(s, *at);
	str length = next_word(s, at);
	e->length_end = *at;
	if (!to_number(length, &n))
		return false;
	next_word(s, at); /* RD or -| */
	if (!has(s, *at, 1 + (size_t)n))
		return false;
	e->code_at = *at + 1;
	e->code = str_sub(s, e->code_at, e->code_at + n);
	*at = e->code_at + n;
	return true;
}

static bool read_subrs(type1 *t)
{
	str s = t->plain;
	size_t at = find(s, 0, "/Subrs");
	uint32_t count, number;
	if (at == s.n)
		return true;
	at += 6;
	if (!to_number(next_word(s, &at), &count) || count > MOST_SUBRS)
		return false;
	size_t stop = find(s, at, "/CharStrings");
	for (uint32_t i = 0; i < count; i++) {
		size_t dup = find(s, at, "dup");
		if (dup >= stop)
			break; /* fewer than it says, as some have */
		at = dup + 3;
		entry e = { .beg = dup };
		if (!to_number(next_word(s, &at), &number) || number >= MOST_SUBRS || !read_code(s, &at, &e))
			return false;
		e.number = number;
		e.end = at;
		*ARENA_PUSH(t->mem, t->subrs, t->nsubrs, t->subrs_room) = e;
		if (at > stop) /* the word stood inside an outline */
			stop = find(s, at, "/CharStrings");
	}
	for (size_t i = 0; i < t->nsubrs; i++)
		t->by_number[t->subrs[i].number] = &t->subrs[i];
	return true;
}

static bool read_glyphs(type1 *t)
{
	str s = t->plain;
	size_t after = t->nsubrs ? t->subrs[t->nsubrs - 1].end : 0;
	size_t at = find(s, after, "/CharStrings");
	uint32_t count;
	if (at == s.n)
		return false;
	at += 12;
	t->glyphs_count_at = skip_blanks(s, at);
	if (!to_number(next_word(s, &at), &count) || count > MOST_GLYPHS)
		return false;
	t->glyphs_count_end = at;
	size_t end = find(s, at, "end");
	while (t->nglyphs < count) {
		const char *slash = memchr(s.p + at, '/', s.n - at);
		if (end < at) /* the word stood inside an outline */
			end = find(s, at, "end");
		if (!slash || (size_t)(slash - s.p) > end)
			break;
		at = (size_t)(slash - s.p);
		entry e = { .beg = at };
		str name = next_word(s, &at);
		e.name = str_sub(name, 1, name.n);
		if (!read_code(s, &at, &e))
			return false;
		next_word(s, &at); /* ND or |- */
		if (str_is(next_word(s, &(size_t){ at }), "def") || str_is(next_word(s, &(size_t){ at }), "put"))
			next_word(s, &at); /* "noaccess def" */
		e.end = at;
		*ARENA_PUSH(t->mem, t->glyphs, t->nglyphs, t->glyphs_room) = e;
	}
	t->glyphs_end = at;
	return t->nglyphs > 0;
}

static void read_random(type1 *t)
{
	size_t at = find(t->plain, 0, "/lenIV");
	t->random = 4;
	if (at == t->plain.n)
		return;
	at += 6;
	str word = next_word(t->plain, &at);
	uint32_t n;
	if (str_is(word, "-1"))
		t->random = -1;
	else if (to_number(word, &n) && n <= 64)
		t->random = (int)n;
}

/* ---- what is needed ---------------------------------------------------------------------------- */

static int by_entry_name(const void *a, const void *b)
{
	return str_cmp((*(entry *const *)a)->name, (*(entry *const *)b)->name);
}

static void sort_names(type1 *t)
{
	t->by_name = arena_array(t->mem, entry *, t->nglyphs);
	for (size_t i = 0; i < t->nglyphs; i++)
		t->by_name[i] = &t->glyphs[i];
	qsort(t->by_name, t->nglyphs, sizeof *t->by_name, by_entry_name);
}

static entry *glyph_named(const type1 *t, str name)
{
	entry key = { .name = name }, *at = &key;
	entry **found = bsearch(&at, t->by_name, t->nglyphs, sizeof *t->by_name, by_entry_name);
	return found ? *found : NULL;
}

struct follow {
	type1 *t;
	entry **todo; size_t ntodo, room;
	const char *standard[256];
};

static void want(struct follow *f, entry *e)
{
	if (!e || e->wanted)
		return;
	e->wanted = true;
	*ARENA_PUSH(f->t->mem, f->todo, f->ntodo, f->room) = e;
}

static void want_number(struct follow *f, int32_t n)
{
	if (n >= 0 && n < MOST_SUBRS)
		want(f, f->t->by_number[n]);
}

static void want_accent(struct follow *f, int32_t code)
{
	if (code >= 0 && code < 256 && f->standard[code])
		want(f, glyph_named(f->t, str_of(f->standard[code])));
}

enum { CALLSUBR = 10, ESCAPE = 12, SEAC = 6, DIV = 12, CALLOTHER = 16, POP = 17 };

/* Follows the numbers on the stack as far as they decide which subroutine or part is meant. */
static void look_into(struct follow *f, const entry *e)
{
	buf plain = { 0 };
	int32_t stack[48], other[48];
	int n = 0, nother = 0;
	if (f->t->random >= 0)
		rpdf_type1_decrypt(e->code, TYPE1_CHARSTRING, (size_t)f->t->random, &plain);
	else
		buf_str(&plain, e->code);
	str c = buf_view(&plain);
	for (size_t at = 0; at < c.n;) {
		uint32_t b = u8(c, at++);
		if (b >= 32) {
			int32_t v = (int32_t)b - 139;
			if (b >= 247 && b <= 250)
				v = ((int32_t)b - 247) * 256 + (int32_t)u8(c, at++) + 108;
			else if (b >= 251 && b <= 254)
				v = -((int32_t)b - 251) * 256 - (int32_t)u8(c, at++) - 108;
			else if (b == 255)
				v = (int32_t)u32(c, at), at += 4;
			if (n < 48)
				stack[n++] = v;
		} else if (b == CALLSUBR) {
			if (n)
				want_number(f, stack[--n]);
		} else if (b != ESCAPE) {
			n = 0;
		} else {
			uint32_t op = u8(c, at++);
			if (op == SEAC && n >= 2) {
				want_accent(f, stack[n - 1]);
				want_accent(f, stack[n - 2]);
				n = 0;
			} else if (op == DIV && n >= 2) {
				n--;
				stack[n - 1] = stack[n] ? stack[n - 1] / stack[n] : 0;
			} else if (op == CALLOTHER && n >= 2) {
				int32_t args = stack[n - 2];
				n -= 2;
				nother = 0;
				while (args-- > 0 && n > 0)
					other[nother++] = stack[--n];
			} else if (op == POP) {
				if (n < 48)
					stack[n++] = nother ? other[--nother] : 3;
			} else {
				n = 0;
			}
		}
	}
	buf_free(&plain);
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

static void decide(type1 *t, const str *names, size_t n)
{
	struct follow *f = arena_array(t->mem, struct follow, 1);
	f->t = t;
	pdf_load_encoding(f->standard, "StandardEncoding");
	str *sorted = arena_array(t->mem, str, n + 1);
	memcpy(sorted, names, n * sizeof *names);
	sorted[n++] = STR(".notdef");
	qsort(sorted, n, sizeof *sorted, by_name);
	for (size_t i = 0; i < t->nglyphs; i++)
		if (bsearch(&t->glyphs[i].name, sorted, n, sizeof *sorted, by_name))
			want(f, &t->glyphs[i]);
	for (int i = 0; i < 5; i++)
		want_number(f, i); /* flex and hint replacement: called by what every reader knows */
	while (f->ntodo)
		look_into(f, f->todo[--f->ntodo]);
}

/* ---- writing ----------------------------------------------------------------------------------- */

/* A subroutine that does nothing, as long as any other that does nothing. */
static void put_empty(const type1 *t, buf *out)
{
	static const char back[] = "\0\0\0\0\x0b";
	buf code = { 0 }, plain = { 0 };
	for (int i = 0; i < t->random; i++)
		buf_byte(&plain, 0);
	buf_byte(&plain, back[4]);
	if (t->random >= 0)
		rpdf_type1_encrypt(buf_view(&plain), TYPE1_CHARSTRING, &code);
	else
		buf_str(&code, buf_view(&plain));
	buf_str(out, buf_view(&code));
	buf_free(&code);
	buf_free(&plain);
}

static void write_plain(const type1 *t, buf *out)
{
	str s = t->plain;
	size_t at = 0, kept = 0;
	for (size_t i = 0; i < t->nsubrs; i++) {
		const entry *e = &t->subrs[i];
		if (e->wanted)
			continue;
		buf empty = { 0 };
		put_empty(t, &empty);
		buf_str(out, str_sub(s, at, e->length_at));
		buf_fmt(out, "%zu", empty.n);
		buf_str(out, str_sub(s, e->length_end, e->code_at));
		buf_str(out, buf_view(&empty));
		at = e->code_at + e->code.n;
		buf_free(&empty);
	}
	for (size_t i = 0; i < t->nglyphs; i++)
		kept += t->glyphs[i].wanted;
	buf_str(out, str_sub(s, at, t->glyphs_count_at));
	buf_fmt(out, "%zu", kept);
	buf_str(out, str_sub(s, t->glyphs_count_end, t->glyphs[0].beg));
	for (size_t i = 0; i < t->nglyphs; i++)
		if (t->glyphs[i].wanted) {
			buf_str(out, str_sub(s, t->glyphs[i].beg, t->glyphs[i].end));
			buf_byte(out, '\n');
		}
	/* "end", the closing of the dictionaries, and nothing behind them */
	size_t close = find(s, t->glyphs_end, "closefile");
	buf_str(out, str_sub(s, t->glyphs_end, close));
	buf_z(out, "closefile\n");
}

/* The readable part, whose encoding names glyphs: "dup 65 /A put". */
static void write_clear(const type1 *t, str s, buf *out)
{
	size_t at = 0, from = find(s, 0, "/Encoding"), last;
	buf_str(out, str_sub(s, 0, from));
	for (at = from; at < s.n;) {
		size_t dup = find(s, at, "dup");
		last = dup + 3;
		uint32_t code;
		bool number = to_number(next_word(s, &last), &code);
		str name = next_word(s, &last), put = next_word(s, &last);
		buf_str(out, str_sub(s, at, dup));
		at = dup;
		if (dup == s.n)
			break;
		if (!number || !name.n || name.p[0] != '/' || !str_is(put, "put")) {
			buf_str(out, str_sub(s, dup, dup + 3));
			at = dup + 3;
			continue;
		}
		entry *e = glyph_named(t, str_sub(name, 1, name.n));
		if (e && e->wanted)
			buf_str(out, str_sub(s, dup, last));
		at = last;
	}
}

static bool read_all(type1 *t)
{
	t->by_number = arena_array(t->mem, entry *, MOST_SUBRS);
	read_random(t);
	bool ok = read_subrs(t) && read_glyphs(t);
	if (ok)
		sort_names(t);
	return ok;
}

static void write_all(const type1 *t, str clear, buf *out, size_t *nclear, size_t *ncoded)
{
	static const char random[TYPE1_RANDOM]; /* zeros: their code does not look like hex */
	buf plain = { 0 };
	size_t begin = out->n;
	write_clear(t, clear, out);
	buf_byte(out, '\n');
	*nclear = out->n - begin;
	buf_add(&plain, random, sizeof random);
	write_plain(t, &plain);
	rpdf_type1_encrypt(buf_view(&plain), TYPE1_EEXEC, out);
	*ncoded = out->n - begin - *nclear;
	buf_free(&plain);
}

bool rpdf_cut_type1(str in, const str *names, size_t n, buf *out, size_t *clear, size_t *coded, err *e)
{
	buf open = { 0 }, plain = { 0 };
	type1 t = { .mem = arena_new() };
	bool ok = rpdf_type1_parts(in, &open, &plain);
	t.plain = buf_view(&plain);
	ok = ok && read_all(&t);
	if (ok) {
		decide(&t, names, n);
		write_all(&t, buf_view(&open), out, clear, coded);
	}
	buf_free(&open);
	buf_free(&plain);
	arena_drop(t.mem);
	return ok ? true : err_set(e, ERR_INPUT, "a Type 1 font that cannot be read");
}
