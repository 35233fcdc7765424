#include "patterns/people/tokens.h"

#include <string.h>

static bool is_small(char c) { return c >= 'a' && c <= 'z'; }
static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_wide(char c) { return (unsigned char)c >= 0x80; }
static bool in_word(char c) { return is_small(c) || is_capital(c) || is_digit(c) || is_wide(c); }

/* The end of the word that begins at `at`. */
static size_t word_end(str s, size_t at)
{
	while (at < s.n && (in_word(s.p[at]) || ((s.p[at] == '\'' || s.p[at] == '-') && at + 1 < s.n && in_word(s.p[at + 1]))))
		at++;
	return at;
}

static token_shape shape_of(str word)
{
	size_t small = 0, capital = 0, digits = 0, wide = 0;
	for (size_t i = 0; i < word.n; i++) {
		small += is_small(word.p[i]);
		capital += is_capital(word.p[i]);
		digits += is_digit(word.p[i]);
		wide += is_wide(word.p[i]);
	}
	if (wide)
		return SHAPE_OTHER;
	if (digits)
		return small + capital ? SHAPE_MIXED : SHAPE_NUMBER;
	if (capital == 1 && !small)
		return SHAPE_INITIAL;
	if (!capital)
		return SHAPE_SMALL;
	if (!small)
		return SHAPE_CAPITALS;
	/* "Macy's" and "OKONJO's" are their names still; a capital inside is one of Mc, De, O'. */
	return is_capital(word.p[0]) && capital <= 3 ? SHAPE_CAPITAL : SHAPE_MIXED;
}

/* Abbreviations that keep their point, so that it does not end a sentence. */
static bool keeps_point(str word)
{
	static const char *const titles[] = { "mr", "mrs", "ms", "dr", "prof", "jr", "sr", "hon", "messrs", "st", "esq", "capt",
		                                  "sgt", "lt", "col", "rev", "gen", "atty", "det", "ofc", "insp", "mx" };
	if (word.n == 1)
		return is_capital(word.p[0]);
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (strlen(titles[i]) == word.n && strncasecmp(titles[i], word.p, word.n) == 0)
			return true;
	return false;
}

static token_gap gap_before(const folded *f, str source, size_t before, size_t at)
{
	if (at == 0)
		return GAP_IS_PARAGRAPH;
	size_t beg = before ? f->end[before - 1] : 0, end = f->at[at], lines = 0;
	bool blank = false;
	for (size_t i = beg; i < end; i++) {
		if (source.p[i] == '\t')
			return GAP_IS_CELL;
		lines += source.p[i] == '\n' || source.p[i] == '\f';
		blank = true;
	}
	return lines > 1 ? GAP_IS_PARAGRAPH : lines ? GAP_IS_LINE : blank ? GAP_IS_BLANK : GAP_IS_NONE;
}

tokens tokens_of(const folded *f, str source, arena *mem)
{
	tokens all = { 0 };
	str s = f->text;
	size_t before = 0;
	for (size_t at = 0; at < s.n;) {
		if (s.p[at] == ' ') {
			at++;
			continue;
		}
		size_t end = in_word(s.p[at]) ? word_end(s, at) : at + 1;
		token one = { .beg = (uint32_t)at, .gap = gap_before(f, source, before, at) };
		if (in_word(s.p[at])) {
			str word = str_sub(s, at, end);
			one.shape = shape_of(word);
			if (end < s.n && s.p[end] == '.' && keeps_point(word))
				end++;
		}
		one.end = (uint32_t)end;
		*ARENA_PUSH(mem, all.list, all.n, all.room) = one;
		before = at = end;
	}
	return all;
}
