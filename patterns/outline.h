/*
 * outline.h - the outline of a pattern: a small automaton that lets through whatever the pattern matches, and more.
 *
 * A pattern of packs is tried one by one, at one place after the other. Its outline keeps the part that can be
 * asked for all patterns at once, in one pass over a text (sieve.h): which bytes may follow each other. What it
 * does not know it lets through: what is looked ahead or behind for, but for a single character that must not
 * stand there; references; how often more than so many times. A pattern that holds anything which the reader does
 * not know at all has no outline.
 */
#ifndef UNDERSEAL_OUTLINE_H
#define UNDERSEAL_OUTLINE_H

#include "patterns/character.h"

typedef enum step_kind {
	STEP_BYTE,        /* a byte of the set, then next                     */
	STEP_SPLIT,       /* next or other                                    */
	STEP_NOT_BEHIND,  /* no byte of the set stands before, then next      */
	STEP_NOT_AHEAD,   /* no byte of the set follows, then next            */
	STEP_ACCEPT,
} step_kind;

typedef struct step {
	step_kind kind;
	uint32_t next, other;  /* index into outlines.steps                   */
	uint32_t set;          /* index into outlines.sets                    */
	uint32_t which;        /* of the patterns                             */
} step;

/* Those of several patterns, each with its first step. An all-zero one but for its arena is empty. */
typedef struct outlines {
	arena *mem;
	step *steps; size_t nsteps, steps_room;
	byteset *sets; size_t nsets, sets_room;
	uint32_t *first; size_t n, first_room;
} outlines;

/* Adds a pattern as regex.h takes it; it is then the one of index out->n - 1. False when it has no outline: nothing
 * was added. One that does not compile is safe to ask for. */
bool outline_pattern(outlines *out, str pattern);

/* Adds a word, folded with FOLD_CASE: its ASCII letters match in either case. No letter may touch a letter at its ends, no
 * digit a digit. */
void outline_word(outlines *out, str word);

#endif
