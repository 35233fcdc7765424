/*
 * person.h - one entry of a list, taken apart as the name of a person. Which entries are names stands in people.h.
 */
#ifndef UNDERSEAL_PERSON_H
#define UNDERSEAL_PERSON_H

#include "patterns/termlist.h"

typedef struct person {
	uint8_t given, family;   /* how many words; the given ones come first */
	str suffix;        /* "jr"; "" for none */
	str *words;        /* folded */
} person;

/* The person that an entry names, in mem; NULL when it names none. */
person *person_of(str words, entry_kind kind, arena *mem);

/* What the family name of an entry ends with, if it is a name: quick to say of a long list. In any case where it
 * is plain letters, else folded. */
str person_handle(str words, arena *mem);

#endif
