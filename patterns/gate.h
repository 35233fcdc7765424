/*
 * gate.h - the stretches of a text where a match may begin, by what every match must hold.
 *
 * Nearly all patterns ask for a digit, or for a sign such as @, soon after their beginning. One look at each byte of a
 * text tells where that can be: prose is closed but for a few bytes before its numbers. A gate serves one pattern, or
 * many at once: it is open where any of them may begin.
 *
 * Words that are looked for as they are written have a gate of their own: it is open where the first three bytes of one
 * of them stand.
 */
#ifndef UNDERSEAL_GATE_H
#define UNDERSEAL_GATE_H

#include "patterns/musts.h"

/* Bytes of a text, the last one too. */
typedef struct opening  { uint32_t beg, end; } opening;
typedef struct openings { opening *list; size_t n, room; } openings;   /* ascending, none touches the next */

/* All-zero it lets nothing begin. */
typedef struct gate {
	uint16_t back[256];   /* a match may begin at most so many bytes before such a byte, and one more; 0: that tells nothing */
	bool always;          /* of some pattern it is not known */
} gate;

/* Opens it for a pattern's matches, too. */
void     gate_add(gate *g, const musts *m);

/* Where it is open in a text, in mem. */
openings gate_open(const gate *g, str text, arena *mem);

/* The first bytes of words, in either case of ASCII letters. All-zero it lets nothing begin. */
typedef struct word_gate { uint64_t bits[1024]; } word_gate;

/* The same for words. */
void     word_gate_add(word_gate *g, str word);
openings word_gate_open(const word_gate *g, str text, arena *mem);

#endif
