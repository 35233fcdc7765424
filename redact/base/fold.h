/*
 * fold.h - text made comparable, with a way back to where it came from.
 *
 * Documents write one value in many guises: full-width digits, ligatures, soft hyphens, a name
 * broken over two lines. Detection and proof both search a folded copy and map what they find back
 * to bytes of the original, so both see through the same guises.
 *
 * What every fold does: compatibility forms undone (the text is in NFKD: a letter, then its marks
 * in canonical order); soft hyphens, zero-width and bidi control characters gone; every kind of
 * dash becomes '-'; every kind of blank, line break and control character a blank, runs of blanks
 * one blank; curly quotes and primes straight. A hyphen at a line's end joins: between letters it
 * goes with the break ("Mar-\ngaret" is Margaret), between digits it stays without the break
 * ("123-45-\n6789"). An em dash never joins letters: it parts sentences, not words.
 *
 * Scripts that write without blanks go on over a line's end; Han and kana over any blank.
 *
 * A blank before a Thai or Lao sign that hangs on the letter before it is none: readers of PDF make it.
 *
 * A superscript, subscript or circled sign right behind a letter or digit is a footnote's mark, not
 * a part of the word: it becomes '^' ("6789²" is 6789^, not 67892).
 *
 * Time and memory are linear in s.n; the result takes about nine bytes a byte, so fold into an
 * arena that is dropped when the unit has been searched.
 */
#ifndef UNDERSEAL_FOLD_H
#define UNDERSEAL_FOLD_H

#include "redact/base/str.h"

enum {
	FOLD_CASE    = 1,  /* Unicode case folding                                        */
	FOLD_MARKS   = 2,  /* accents and strokes gone: Müller is muller, Łukasz Lukasz   */
	FOLD_HYPHENS = 4,  /* hyphens between letters gone: smith-jones is smithjones     */
	FOLD_TIGHT   = 8,  /* every blank and every dash gone: for letter-spaced text     */
	FOLD_WORDS   = FOLD_CASE | FOLD_MARKS | FOLD_HYPHENS,
};

typedef struct folded {
	str text;            /* UTF-8                                                       */
	const uint32_t *at;  /* text.n + 1 entries: where the source of each byte begins    */
	const uint32_t *end; /* text.n entries: where the source of each byte ends          */
} folded;

/* Folds s (less than 4 GiB; what lies beyond is not looked at). The result lives in mem. */
folded fold(str s, unsigned how, arena *mem);

/* Its text alone: what to compare by. */
str fold_text(str s, unsigned how, arena *mem);

/* The stretch of the source that made folded bytes [beg, end); beg < end <= text.n. Takes in whole
 * characters: half a ligature yields the ligature, a letter its accents. */
str fold_source(const folded *f, str source, size_t beg, size_t end);

/* True when position `at` in folded text lies between two words (or at an edge), so that a match
 * may begin or end there: not between two letters, and not between two digits. Scripts that write
 * without blanks (Han, kana, Thai ...) have a boundary at every letter. */
bool fold_boundary(str folded_text, size_t at);

/* What the fold left out of the source right before folded byte `at`: bits of the below. */
enum {
	GAP_BLANK  = 1,
	GAP_LINE   = 2,   /* a line break               */
	GAP_HYPHEN = 4,
	GAP_DASH   = 8,   /* an em dash or bar          */
	GAP_SOFT   = 16,  /* a soft hyphen              */
	GAP_SEAM   = 32,  /* a zero width space: words meet there without a gap */
};
unsigned fold_gap(const folded *f, str source, size_t at);

/* The same as fold_boundary(), but also true where the fold itself took away a dash or a blank, also one of no
 * width: smith|jones out of "Smith-Jones". A hyphen at a line's end between two small letters is a broken word: false. */
bool fold_edge(const folded *f, str source, size_t at);

#endif
