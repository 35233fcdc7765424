/*
 * clues.h - what speaks for a word being part of a person's name: the features of the model.
 *
 * A clue is a small fact ("the word before is Mr.", "a common given name", "capitals beside small letters"),
 * hashed into a number below CLUES. The one who trains the model and the one who uses it see the same clues.
 */
#ifndef UNDERSEAL_CLUES_H
#define UNDERSEAL_CLUES_H

#include "patterns/people/census.h"
#include "patterns/people/tokens.h"

enum { CLUES = 1 << 17, MOST_CLUES = 64 };

typedef struct word {
	str small;        /* small letters, without a possessive ending */
	name_rank rank;
	bool small_too;   /* the text has it in small letters elsewhere */
	bool shouted;     /* its line has no small letters              */
	uint32_t label;   /* hash of what stands before a colon in its line; 0: nothing */
} word;

typedef struct clue_text {
	tokens t;
	word *words;      /* one a token */
} clue_text;

/* names: the bytes of census.list. In mem. */
clue_text clues_prepare(const folded *f, str source, str names, arena *mem);

/* The clues about token i; returns how many. */
size_t clues_about(const clue_text *c, size_t i, uint32_t out[static MOST_CLUES]);

#endif
