/*
 * model.h - which words of a text are a person's name: a linear model over chains of words.
 *
 * Every word gets one of three tags; the chain of tags with the greatest sum of weights wins (Viterbi). The
 * weights were learned by an averaged structured perceptron (Collins, "Discriminative Training Methods for Hidden
 * Markov Models", EMNLP 2002); training/ has the trainer, its sources and what was measured.
 */
#ifndef UNDERSEAL_MODEL_H
#define UNDERSEAL_MODEL_H

#include "patterns/people/clues.h"

typedef enum tag { TAG_OUT, TAG_FIRST, TAG_MORE, TAGS } tag;

/* As person.weights has them: TAGS * TAGS for what follows what, then TAGS a clue. */
enum { MODEL_BYTES = TAGS * TAGS + TAGS * CLUES };

typedef struct tagged {
	tag is;
	int lead;   /* how far the best chain leads those in which this word is no name (or is one) */
} tagged;

/* Tags tokens [beg, end) of a text; weights: MODEL_BYTES of signed numbers. lean: what is added to every word of a
 * name, to find more at the price of being wrong more often. out has end - beg entries. */
void model_tag(const int8_t *weights, int lean, const clue_text *c, size_t beg, size_t end, tagged *out, arena *mem);

/* Where the stretch that begins at token `beg` ends: stretches are tagged one by one, names never cross their ends. */
size_t model_stretch(const clue_text *c, size_t beg);

#endif
