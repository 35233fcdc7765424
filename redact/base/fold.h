/*
 * fold.h - text made comparable, with a way back to where it came from.
 *
 * Documents write one value in many guises: full-width digits, ligatures, soft hyphens, a name
 * broken over two lines. Detection and proof both search a folded copy and map what they find back
 * to bytes of the original, so both see through the same guises.
 *
 * What every fold does: compatibility forms (NFKC) undone; soft hyphens, zero-width and bidi
 * control characters gone; every kind of dash becomes '-', every kind of blank or line break a
 * blank, runs of blanks one blank; curly quotes straight. A hyphen at a line's end joins: between
 * letters it goes with the break ("Mar-\ngaret" is margaret), between digits it stays without the
 * break ("123-45-\n6789").
 */
#ifndef UNDERSEAL_FOLD_H
#define UNDERSEAL_FOLD_H

#include "redact/base/str.h"

enum {
	FOLD_CASE    = 1,  /* Unicode case folding                                        */
	FOLD_MARKS   = 2,  /* accents and other combining marks gone: Müller is muller    */
	FOLD_HYPHENS = 4,  /* hyphens between letters gone: smith-jones is smithjones     */
	FOLD_TIGHT   = 8,  /* every blank and every dash gone: for letter-spaced text     */
	FOLD_WORDS   = FOLD_CASE | FOLD_MARKS | FOLD_HYPHENS,
};

typedef struct folded {
	str text;            /* UTF-8                                                       */
	const uint32_t *at;  /* text.n + 1 entries: where the source of each byte begins    */
	const uint32_t *end; /* text.n entries: where the source of each byte ends          */
} folded;

/* Folds s (at most 4 GiB). The result lives in mem. */
folded fold(str s, unsigned how, arena *mem);

/* The stretch of the source that made folded bytes [beg, end); beg < end <= text.n. */
str fold_source(const folded *f, str source, size_t beg, size_t end);

/* True when position `at` in folded text f lies between two words (or at an edge), so that a match
 * may begin or end there: not between two letters, and not between two digits. */
bool fold_boundary(str folded_text, size_t at);

#endif
