/*
 * terms.h - the user's own list of words that must go: parties, minors, witnesses, numbers.
 *
 * How such a list is written stands in termlist.h; which of its entries are persons, and in which other
 * forms these are found, in people.h. Lists of minors are lists of terms of which initials may stay.
 *
 * A term is found in any case, with or without its accents, over line ends, hyphenated at a line
 * end, letter by letter ("M a r g a r e t"), with any dashes and blanks; a double name also without
 * its hyphen; a word of six letters or more also where a narrow column breaks it without one. It is found as whole words only: Lee is not in Leeds, but it is in Lee-Okonjo. A
 * possessive ending is no part of the value and stays ("█'s car"), unless the list itself has it
 * ("Macy's"): then it goes along, and Macy is found too. A term of five or more digits is a number
 * and is found with any separators, or none.
 */
#ifndef UNDERSEAL_TERMS_H
#define UNDERSEAL_TERMS_H

#include "patterns/termlist.h"
#include "redact/detector.h"

typedef struct terms terms;

typedef struct terms_file {
	str name;   /* for messages */
	str bytes;
	bool minors;  /* such files stand behind all others */
} terms_file;

/* Yours: terms_drop() it. ERR_USAGE with file and line when a line is wrong. An entry that stands in two
 * lists counts in the first. */
terms *terms_new(const terms_file *files, size_t n, err *e);
terms *terms_load(const str *paths, size_t n, const str *minors, size_t nminors, err *e);
void   terms_drop(terms *set);

/* Adds what is found in one unit's text, by the rule "term", or "minor"; out's strings are lent by the terms. */
bool terms_find(terms *set, str source, uint32_t unit_index, findings *out, err *e);

/* Of term i of the list: the file and line it was written in, and whether terms_find() has met it yet. */
literal terms_about(const terms *set, size_t i);

/* The terms as written, lent. */
size_t terms_list(const terms *set, const str **out);

/* Is this very phrase one of the terms, and which? */
bool terms_has(terms *set, str words, size_t *index);

/* What a person should know of how the lists were read, a sentence each, lent. */
size_t terms_notes(const terms *set, const str **out);

#endif
