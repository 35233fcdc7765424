/*
 * spots.h - where in a text each pattern may match and each context word stands, in one pass for all rules.
 */
#ifndef UNDERSEAL_SPOTS_H
#define UNDERSEAL_SPOTS_H

#include "patterns/context.h"
#include "patterns/musts.h"

typedef struct spotter spotter;

/* For rules of indices below nrules. Yours: spotter_drop() it. First all shapes are added, then all words; then it is ready. */
spotter *spotter_new(size_t nrules);
bool     spotter_add_shape(spotter *s, str pattern, const musts *holds, uint32_t *shape); /* false: it has no outline, and is not looked for */
void     spotter_add_word(spotter *s, str word, size_t rule);         /* folded with FOLD_CASE | FOLD_MARKS              */
void     spotter_ready(spotter *s);
void     spotter_drop(spotter *s);

/* Of one text, all ascending. */
struct places { uint32_t *list; size_t n, room; };
struct cues   { cue *list; size_t n, room; };

typedef struct spots {
	struct places *shapes;  /* where a match may begin, by shape       */
	struct cues *rules;     /* the words that speak for a rule         */
} spots;

/* Text folded with FOLD_MARKS; the result lives in mem. */
spots spotter_look(spotter *s, str text, arena *mem);

#endif
