/*
 * fold_int.h - what a character is to the fold: between fold.c, which writes, and fold_class.c, which knows.
 */
#ifndef UNDERSEAL_FOLD_INT_H
#define UNDERSEAL_FOLD_INT_H

#include <stdbool.h>
#include <stdint.h>

enum class {
	NOTHING,   /* the edge of the text */
	OTHER,
	BLANK,
	BREAK,     /* a blank that ends a line */
	HYPHEN,    /* joins: - and its like    */
	DASH,      /* parts: em dash and bar   */
	LETTER,
	DIGIT,
	MARK,      /* combines with what stands before */
	GONE,      /* not seen at all          */
	SOFT,      /* soft hyphen: not seen, but joins at a line's end */
};

/* No code point. A byte that is no text parts what stands around it, where a sign that stands for a
 * letter nobody knows does not; it is written as that sign. */
enum { BAD_BYTE = 0x110000 };

/* Asked of nearly every character of a text: so it stands here. */
static inline enum class class_of_ascii(uint32_t c)
{
	if ((c | 0x20) - 'a' < 26u)
		return LETTER;
	if (c - '0' < 10u)
		return DIGIT;
	if (c == '\n' || c == '\r' || c == '\v' || c == '\f')
		return BREAK;
	if (c <= ' ' || c == 0x7F)
		return BLANK;
	return c == '-' ? HYPHEN : OTHER;
}

/* The same for all beyond ASCII. */
enum class fold_class_wide(uint32_t c);

static inline enum class class_of(uint32_t c)
{
	return c < 0x80 ? class_of_ascii(c) : fold_class_wide(c);
}

static inline bool is_word(enum class is)
{
	return is == LETTER || is == DIGIT;
}

/* Marks that a typist leaves out and a reader does not miss: the accents of Latin and Greek, the
 * points of Hebrew and Arabic. In other scripts a mark makes another letter: Cyrillic й is not и, a
 * Thai or Devanagari word without its vowels is another word. */
bool fold_is_accent(uint32_t c, uint32_t base);

/* Superscripts, subscripts, circled signs: ², ª, ™, ①. */
bool fold_is_raised(uint32_t c);

/* Quotes that Unicode does not hold for one: typists and programs do. 0 when c is none. */
char fold_plain_quote(uint32_t c);

/* Letters whose stroke is a part of them in Unicode, but a diacritic to a reader. */
const char *fold_without_stroke(uint32_t c);

/* Written without blanks between words, so that a word may begin and end at any letter. */
bool fold_is_unspaced(uint32_t c);

/* Between two such letters a line's end is none. Neither is a blank between Han or kana, which part
 * nothing but a family name and a given one, and often not these; in Thai and its like they part. */
bool fold_parts_nothing(uint32_t before, uint32_t after, bool line_end);

/* Readers of PDF put a blank before the Thai sara am, whose circle is drawn above the letter before it,
 * and before other signs above and below. No word begins with such a sign. */
bool fold_hangs_on(uint32_t c);

#endif
