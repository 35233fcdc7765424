/*
 * words.h - the word list that passphrases are made from.
 *
 * The long list of the EFF: 7,776 words that are easy to read out and hard to mix up, one of which
 * carries 12.9 bits. share/words.LICENSE says where it comes from.
 */
#ifndef UNDERSEAL_WORDS_H
#define UNDERSEAL_WORDS_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum { WORDS_COUNT = 7776, WORDS_SHORTEST = 3, WORDS_LONGEST = 9 };

typedef struct words {
	str list[WORDS_COUNT]; /* in byte order, lent by the program */
} words;

/* In mem; NULL and ERR_INTERNAL when the list in the program is not whole. */
const words *words_load(arena *mem, err *e);
bool words_has(const words *w, str word);

#endif
