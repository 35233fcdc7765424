/*
 * context.h - does a word that speaks for a value stand near it?
 */
#ifndef UNDERSEAL_CONTEXT_H
#define UNDERSEAL_CONTEXT_H

#include "patterns/columns.h"
#include "redact/base/fold.h"

/* A context word: bytes of the folded text, whole words only. */
typedef struct cue { uint32_t beg, end; } cue;

/* The words of a text that speak for values of one kind. */
typedef struct context {
	const cue *cues; size_t n;   /* by where they begin; several may begin at one place */
	int reach;                   /* characters                                 */
} context;

typedef struct place {
	size_t beg, end;  /* of the value, bytes of the folded text                */
	size_t floor;     /* nothing before this speaks for it                     */
	size_t roof;      /* where the next value of the same kind begins, or the end */
} place;

/* A text to look around in. */
typedef struct surroundings {
	const unit *u;           /* what was folded                                */
	const folded *f;         /* with FOLD_MARKS                                */
	const columns *columns;  /* NULL: not known                                */
} surroundings;

/* How far the nearest context word stands on the line, before or behind, in characters; -1 when there is
 * none. In the row of a table only what stands in the row counts, or what ends right before the value. */
int context_near(const context *c, const surroundings *in, place at);

/* Does a word that speaks for the value stand over it: in the line above, in the head of its column? */
column_says context_above(const context *c, const surroundings *in, place at, column_width *across);

/* The first folded byte whose source begins at or behind byte `from` of the source. */
size_t context_folded_at(const folded *f, size_t from);

#endif
