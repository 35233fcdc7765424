/*
 * context.h - does a word that speaks for a value stand near it?
 */
#ifndef UNDERSEAL_CONTEXT_H
#define UNDERSEAL_CONTEXT_H

#include "redact/base/fold.h"

typedef struct context {
	const str *words; size_t n;  /* folded with FOLD_CASE | FOLD_MARKS         */
	int reach;                   /* characters                                 */
} context;

typedef struct place {
	size_t beg, end;  /* of the value, bytes of the folded text                */
	size_t floor;     /* nothing before this speaks for it                     */
	size_t roof;      /* where the next value of the same kind begins, or the end */
} place;

/* How far the nearest context word stands, in characters; the line above counts as the reach. -1
 * when there is none. text is folded with FOLD_MARKS, source is what it was folded from. */
int context_near(const context *c, const folded *text, str source, place at);

#endif
