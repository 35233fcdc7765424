/*
 * tokens.h - folded text as words and signs, the way a reader of names takes it in.
 *
 * A word is letters, digits, and the apostrophes and hyphens inside it (O'Brien, Smith-Jones); the point of an
 * initial or of a title belongs to it (G., Dr.). Every other sign is a token of its own. What stood between two
 * tokens in the source says whether a name may go on: over a line's end, yes; into the next cell, no.
 */
#ifndef UNDERSEAL_TOKENS_H
#define UNDERSEAL_TOKENS_H

#include "redact/base/fold.h"

typedef enum token_gap { GAP_IS_NONE, GAP_IS_BLANK, GAP_IS_LINE, GAP_IS_CELL, GAP_IS_PARAGRAPH } token_gap;

typedef enum token_shape {
	SHAPE_SIGN,      /* , ( @                    */
	SHAPE_NUMBER,    /* 12                       */
	SHAPE_SMALL,     /* the                      */
	SHAPE_CAPITAL,   /* Margaret, McCoy, O'Brien */
	SHAPE_CAPITALS,  /* OKONJO                   */
	SHAPE_INITIAL,   /* G.  G                    */
	SHAPE_MIXED,     /* iPhone, A12              */
	SHAPE_OTHER,     /* a script without capitals */
	SHAPES
} token_shape;

typedef struct token {
	uint32_t beg, end;   /* bytes of the folded text   */
	token_gap gap;       /* before it, in the source   */
	token_shape shape;
} token;

typedef struct tokens {
	token *list; size_t n, room;
} tokens;

/* Of a text folded with FOLD_MARKS, and what it was folded from. In mem. */
tokens tokens_of(const folded *f, str source, arena *mem);

#endif
