#include "patterns/termlist.h"

#include "redact/base/buf.h"
#include "redact/base/file.h"
#include "redact/base/hash.h"
#include "redact/base/utf8.h"

#include <string.h>
#include <strings.h>

enum {
	LARGEST_FILE = 64 << 20,
	LONGEST_TERM = 1000,
	LONGEST_CODE = 40,
	LONGEST_REASON = 400,
};

struct reader {
	termlist *l;
	str name;
	unsigned line;
	size_t first;        /* of the file's entries in l->list                              */
	uint32_t *table;     /* entries by their words: index + 1, or 0                       */
	size_t mask, repeats;
	err *e;
};

static bool wrong(const struct reader *r, const char *what, const char *hint)
{
	err_set(r->e, ERR_USAGE, STR_FMT ":%u: %s", STR_ARG(r->name), r->line, what);
	return hint && err_hint(r->e, "%s", hint);
}

static void note(termlist *l, str name, const char *what)
{
	*ARENA_PUSH(l->mem, l->notes, l->nnotes, l->notes_room) = str_fmt(l->mem, STR_FMT ": %s", STR_ARG(name), what);
}

/* ---- bytes to text ----------------------------------------------------------------------------- */

static str from_utf16(str bytes, bool big, arena *mem)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	char *out = arena_alloc(mem, bytes.n / 2 * 3 + 1);
	size_t n = 0;
	for (size_t i = 0; i + 1 < bytes.n; i += 2) {
		uint32_t c = big ? (uint32_t)p[i] << 8 | p[i + 1] : (uint32_t)p[i + 1] << 8 | p[i];
		if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.n) {
			uint32_t low = big ? (uint32_t)p[i + 2] << 8 | p[i + 3] : (uint32_t)p[i + 3] << 8 | p[i + 2];
			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		n += (size_t)utf8_put(out + n, c);
	}
	return (str){ out, n };
}

/* Windows-1252, which is Latin-1 but for these. */
static const uint16_t above_0x80[32] = {
	0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
};

static str from_windows(str bytes, arena *mem)
{
	char *out = arena_alloc(mem, 3 * bytes.n + 4);
	size_t n = 0;
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char b = (unsigned char)bytes.p[i];
		n += (size_t)utf8_put(out + n, b >= 0x80 && b < 0xA0 ? above_0x80[b - 0x80] : b);
	}
	return (str){ out, n };
}

/* UTF-16 of plain letters without a mark at its head: every second byte is zero. 0, or 'b' or 'l'. */
static char looks_utf16(str bytes)
{
	size_t zeros[2] = { 0 }, n = bytes.n < 4096 ? bytes.n : 4096;
	for (size_t i = 0; i < n; i++)
		zeros[i % 2] += bytes.p[i] == 0;
	if (n < 4 || (zeros[0] > 0) == (zeros[1] > 0))
		return 0;
	return 3 * (zeros[0] + zeros[1]) < n ? 0 : zeros[0] ? 'b' : 'l';
}

static bool as_text(struct reader *r, str bytes, str *out)
{
	arena *mem = r->l->mem;
	char guess = looks_utf16(bytes);
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		*out = str_sub(bytes, 3, bytes.n);
	else if (str_starts(bytes, "\xFF\xFE"))
		*out = from_utf16(str_sub(bytes, 2, bytes.n), false, mem);
	else if (str_starts(bytes, "\xFE\xFF"))
		*out = from_utf16(str_sub(bytes, 2, bytes.n), true, mem);
	else if (guess)
		*out = from_utf16(bytes, guess == 'b', mem);
	else
		*out = bytes;
	bool binary = (out->n && memchr(out->p, 0, out->n)) || str_starts(*out, "PK\x03\x04") || str_starts(*out, "%PDF-")
	           || str_starts(*out, "\xD0\xCF\x11\xE0");
	if (binary) {
		err_set(r->e, ERR_USAGE, STR_FMT ": not a list in plain text", STR_ARG(r->name));
		return err_hint(r->e, "save it as plain text, one entry a line");
	}
	if (!utf8_valid(*out)) {
		*out = from_windows(*out, mem);
		note(r->l, r->name, "is not UTF-8: read as Windows-1252 (Latin-1); see that accents are right");
	}
	return true;
}

/* ---- one line ---------------------------------------------------------------------------------- */

/* Takes what stands between quotes off the line's head; a doubled one stands for itself. */
static bool take_quoted(struct reader *r, str *line, str *words)
{
	char *out = arena_alloc(r->l->mem, line->n + 1);
	size_t n = 0, i = 1;
	for (; i < line->n; i++) {
		if (line->p[i] == '"' && i + 1 < line->n && line->p[i + 1] == '"')
			i++;
		else if (line->p[i] == '"')
			break;
		out[n++] = line->p[i];
	}
	if (i == line->n)
		return wrong(r, "a quote that does not end", "write \\\" for a term that begins with a quote");
	*words = str_trim((str){ out, n });
	*line = str_trim(str_sub(*line, i + 1, line->n));
	if (line->n && line->p[0] != '|')
		return wrong(r, "something stands behind the closing quote",
		             "out of a spreadsheet, save the column of names alone; a line is: term | CODE | reason");
	return true;
}

static bool take_words(struct reader *r, str *line, term_entry *to)
{
	if (line->p[0] == '"') {
		if (!take_quoted(r, line, &to->words))
			return false;
		to->kind = to->words.n && memchr(to->words.p, ',', to->words.n) ? ENTRY_OPEN : ENTRY_EXACT;
	} else {
		const char *bar = memchr(line->p, '|', line->n);
		size_t end = bar ? (size_t)(bar - line->p) : line->n;
		to->words = str_trim(str_sub(*line, 0, end));
		*line = str_sub(*line, end, line->n);
		if (to->words.n > 1 && to->words.p[0] == '\\' && strchr("#=\"", to->words.p[1])) {
			to->words = str_sub(to->words, 1, to->words.n);
		} else if (to->words.n && to->words.p[0] == '=') {
			to->kind = ENTRY_EXACT;
			to->words = str_trim(str_sub(to->words, 1, to->words.n));
		} else if (to->words.n > 7 && strncasecmp(to->words.p, "person:", 7) == 0) {
			to->kind = ENTRY_PERSON;
			to->words = str_trim(str_sub(to->words, 7, to->words.n));
		}
	}
	return to->words.n > 0 || wrong(r, "nothing stands before or behind the bar", "a line is: term | CODE | reason");
}

static bool take_rest(struct reader *r, str rest, term_entry *to)
{
	str *part[] = { &to->code, &to->reason };
	size_t n = 0;
	if (rest.n == 0)
		return true;
	rest = str_sub(rest, 1, rest.n);
	for (str piece; str_cut(&rest, '|', &piece); n++) {
		if (n == 2)
			return wrong(r, "too many bars", "a line is: term | CODE | reason");
		*part[n] = str_trim(piece);
		if (part[n]->n == 0)
			return wrong(r, "nothing stands before or behind the bar", "a line is: term | CODE | reason");
	}
	return true;
}

/* Neither a letter nor a digit, or just one: it would stand everywhere. A sign of its own for each word, as
 * in Chinese, is no such letter. */
static bool says_something(struct reader *r, str words)
{
	enum { FIRST_OF_MANY = 0x2E80 };
	size_t n = 0;
	bool wide = false;
	for (size_t at = 0; at < words.n;) {
		size_t from = at;
		uint32_t c = utf8_next(words, &at);
		bool counts = (c >= '0' && c <= '9') || (c < 0x80 ? (c | 0x20) >= 'a' && (c | 0x20) <= 'z' : utf8_letter_at(words, from));
		n += counts;
		wide |= counts && c >= FIRST_OF_MANY;
		if (n > 1 || wide)
			return true;
	}
	if (n == 0)
		return wrong(r, "the term has neither a letter nor a digit", "begin a comment with #");
	return wrong(r, "a single letter or digit would be found everywhere", "write the whole word");
}

/* ---- repeats ----------------------------------------------------------------------------------- */

static uint64_t hash_of(str words)
{
	uint64_t h = hash64_small(words);
	return h ^ h >> 29;
}

static bool is_repeat(struct reader *r, const term_entry *one)
{
	termlist *l = r->l;
	size_t i = hash_of(one->words) & r->mask;
	for (; r->table[i]; i = (i + 1) & r->mask) {
		const term_entry *old = &l->list[r->table[i] - 1];
		if (old->words.n == one->words.n && old->kind == one->kind
		 && strncasecmp(old->words.p, one->words.p, one->words.n) == 0)
			return true;
	}
	r->table[i] = (uint32_t)l->n + 1;
	return false;
}

static void begin_table(struct reader *r, str text)
{
	size_t lines = 2 + r->l->n;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n' || text.p[i] == '\r';
	for (r->mask = 16; r->mask < 2 * lines; r->mask *= 2)
		;
	r->table = arena_array(r->l->mem, uint32_t, r->mask--);
	/* Once, instead of doubled again and again. */
	term_entry *list = arena_array(r->l->mem, term_entry, lines);
	if (r->l->n)
		memcpy(list, r->l->list, r->l->n * sizeof *list);
	r->l->list = list;
	r->l->room = lines;
	for (size_t k = 0; k < r->l->n; k++) {
		size_t i = hash_of(r->l->list[k].words) & r->mask;
		while (r->table[i])
			i = (i + 1) & r->mask;
		r->table[i] = (uint32_t)k + 1;
	}
}

/* ---- a file ------------------------------------------------------------------------------------ */

static bool read_line(struct reader *r, str line)
{
	term_entry one = { .code = STR(""), .reason = STR(""), .line = r->line };
	if (!take_words(r, &line, &one) || !take_rest(r, line, &one))
		return false;
	if (one.words.n > LONGEST_TERM)
		return wrong(r, "the term is longer than 1000 bytes", NULL);
	if (one.code.n > LONGEST_CODE)
		return wrong(r, "the reason code is longer than 40 bytes", NULL);
	if (one.reason.n > LONGEST_REASON)
		return wrong(r, "the reason is longer than 400 bytes", NULL);
	if (!says_something(r, one.words))
		return false;
	if (is_repeat(r, &one))
		r->repeats++;
	else
		*ARENA_PUSH(r->l->mem, r->l->list, r->l->n, r->l->room) = one;
	return true;
}

bool termlist_read(termlist *l, str name, str bytes, err *e)
{
	struct reader r = { .l = l, .name = name, .first = l->n, .e = e };
	str rest, line;
	if (!as_text(&r, str_dup(bytes, l->mem), &rest))
		return false;
	begin_table(&r, rest);
	/* Spreadsheets on a Mac still end lines in a lone CR. */
	char end = rest.n && memchr(rest.p, '\n', rest.n) ? '\n' : '\r';
	while (str_cut(&rest, end, &line)) {
		r.line++;
		line = str_trim(line);
		if (line.n && line.p[0] != '#' && !read_line(&r, line))
			return false;
	}
	if (l->n == r.first && !r.repeats) {
		err_set(e, ERR_USAGE, STR_FMT ": the list holds no terms", STR_ARG(name));
		return err_hint(e, "write one a line; lines that begin with # are comments");
	}
	if (r.repeats)
		note(l, name, str_fmt(l->mem, "%zu line%s what stands in the lists already", r.repeats,
		                      r.repeats == 1 ? " repeats" : "s repeat").p);
	return true;
}

bool termlist_load(termlist *l, str path, err *e)
{
	arena *mem = arena_new();
	str bytes;
	bool ok = file_read(str_z(path, mem), LARGEST_FILE, mem, &bytes, e);
	if (!ok && e && e->kind == ERR_INPUT)
		e->kind = ERR_USAGE; /* it is an option that is wrong, not a document */
	ok = ok && termlist_read(l, path, bytes, e);
	arena_drop(mem);
	return ok;
}
