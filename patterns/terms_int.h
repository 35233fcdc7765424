/*
 * terms_int.h - what a list of terms is made of, for terms.c (reading) and terms_find.c (finding).
 */
#ifndef UNDERSEAL_TERMS_INT_H
#define UNDERSEAL_TERMS_INT_H

#include "patterns/people.h"
#include "patterns/terms.h"
#include "redact/base/needles.h"

enum { TERM_NUMBER_DIGITS = 5 /* from here on a number matches with any separators */ };

typedef struct term {
	str written, code, reason;
	str tight;            /* folded without blanks and dashes; numbers: the digits alone */
	unsigned char *gap;   /* words: for each byte of tight, what the term has before it  */
	uint32_t digits, letters;
	bool number;
	bool possessive;      /* the list has it with 's, which then goes along              */
	bool minor;
	bool met;
	unsigned file, line;
} term;

/* Words and numbers are looked for in two different foldings of the text. */
struct terms {
	arena *mem;
	termlist read;
	term *list;  size_t n;
	str *written;
	needles *words, *numbers;
	size_t *word_term, *number_term;   /* needle -> index into list */
	size_t nwords, nnumbers;
	people *people;                    /* those of the terms that are names of persons, by index */
	size_t longest;                    /* of their tight texts */
	bool prepared;                     /* the last four lines are made when a text is looked into */
};

static inline bool term_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Makes the needles; false and *e when that breaks down. Once made, nothing more is done. */
bool terms_prepare(terms *set, err *e);

#endif
