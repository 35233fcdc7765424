/*
 * listed.h - numbers that somebody listed, and where one of them was read but for a sign or two.
 *
 * Of names a letter may be wrong and they are found all the same (redact/misread.h); of numbers no digit is guessed at,
 * for one other digit is another number. So where a number was almost read its pixels are looked at again: closer.h.
 */
#ifndef UNDERSEAL_OCR_LISTED_H
#define UNDERSEAL_OCR_LISTED_H

#include "redact/base/str.h"

enum {
	LISTED_LONGEST = 40,  /* letters and digits of a number                 */
	LISTED_CHANGES = 2,   /* of them that may be wrong, lost or too many    */
};

/* Its letters, as capitals, and its digits: what parts them is of no account. */
typedef struct listed_number { char signs[LISTED_LONGEST + 1]; size_t n; } listed_number;

typedef struct listed {
	listed_number *list; size_t n;     /* by length */
	size_t first[LISTED_LONGEST + 2];  /* of each length; up to that of the next */
} listed;

/* The numbers among values. Lives in mem. */
listed *listed_take(const str *values, size_t n, arena *mem);

/* A letter or digit of a line, as a capital, and whether a number may begin or end with it. */
typedef struct listed_sign { char c; bool begins, ends; } listed_sign;

/* Signs [beg, end) of a line that say `number` but for a few. */
typedef struct listed_near { size_t beg, end; const listed_number *number; } listed_near;

/* All such places, the nearest first for each place, none where a listed number is read as it is. In mem; *out. */
size_t listed_find(const listed *l, const listed_sign *line, size_t n, arena *mem, listed_near **out);

/* In place of sign `at` of the line, or before it where it is not `gone`, comes `put`; 0: nothing. */
typedef struct listed_change { size_t at; bool gone; char put; } listed_change;

/* What makes the listed number of what was read, from its end on; LISTED_CHANGES of them at most. */
size_t listed_changes(const listed_sign *line, const listed_near *near, listed_change *out);

/* The capital of an ASCII letter, or the digit; 0 for any other byte. */
char listed_sign_of(char c);

#endif
