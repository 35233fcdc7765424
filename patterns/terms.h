/*
 * terms.h - the user's own list of words that must go: parties, minors, witnesses, numbers.
 *
 * A terms file has one term a line. Blank lines and lines that begin with # are passed over (a term
 * that begins with # is written \#). Behind a bar a line may give a reason code of its own, and
 * behind another the words for the log:
 *
 *     Margaret Okonjo
 *     Tobias Lee        | MINOR
 *     536-90-4399       | SSN | social security number
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

#include "redact/detector.h"

typedef struct terms terms;

typedef struct terms_file {
	str name;   /* for messages */
	str bytes;
} terms_file;

/* Yours: terms_drop() it. ERR_USAGE with file and line when a line is wrong. */
terms *terms_new(const terms_file *files, size_t n, err *e);
terms *terms_load(const str *paths, size_t n, err *e);
void   terms_drop(terms *set);

/* Adds what is found in one unit's text; out's strings are lent by the terms. */
bool terms_find(terms *set, str source, uint32_t unit_index, findings *out, err *e);

/* Of term i of the list: the file and line it was written in, and whether terms_find() has met it yet. */
literal terms_about(const terms *set, size_t i);

/* The terms as written, lent. */
size_t terms_list(const terms *set, const str **out);

#endif
