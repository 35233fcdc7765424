/*
 * reread.h - one line, and the ways in which it may be read anew.
 *
 * A reread is a copy of a line in which every byte knows its place in the unit. Each way of reading
 * takes bytes out of it or changes some, and says whether it did. Time is linear in the line.
 */
#ifndef UNDERSEAL_REREAD_H
#define UNDERSEAL_REREAD_H

#include "redact/base/str.h"

enum { SPACED_RUN = 6 }; /* so many single characters one behind the other are a word or a number */

typedef struct reread {
	char *s;
	uint32_t *at;
	bool *changed;       /* another byte than at its place in the unit */
	size_t n, room;
} reread;

/* What a look at the bytes of a line says: characters that stand apart, letters beside digits, and
 * signs of footnotes behind words. A line with none of it reads one way only. */
typedef struct glance { bool apart, mixed, marked; } glance;

/* p: n bytes of a line. */
glance reread_glance(const char *p, size_t n);

/* Starts from bytes [beg, end) of p. Memory is mem's, and used again for the next line. */
void reread_take(reread *r, const char *p, uint32_t beg, uint32_t end, arena *mem);

/* Takes out the gaps between characters that stand apart: "5 3 6 - 9 0" is "536-90". */
bool reread_together(reread *r, arena *mem);

/* Letters that look like digits become these, where they stand in a number: "536-9O" is "536-90". */
bool reread_digits(reread *r);

/* Digits that look like letters become these, where they stand in a word: "0konjo". A 1 becomes `one`;
 * *ones is set where there is such a 1, which may be an i as well as an l. */
bool reread_letters(reread *r, char one, bool *ones);

/* Takes out the marks of footnotes behind words and numbers: "Margaret3 Okonjo". */
bool reread_unmarked(reread *r);

/* How many characters these bytes are. */
size_t reread_points(const char *p, size_t n);

#endif
