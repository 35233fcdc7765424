/*
 * namewords.h - words that stand in and around names of persons: titles and roles, particles, Jr. and its
 * like, months; and those that no person's name holds.
 *
 * Words are folded (small letters, no accents), without a point at their end.
 */
#ifndef UNDERSEAL_NAMEWORDS_H
#define UNDERSEAL_NAMEWORDS_H

#include "redact/base/str.h"

typedef enum nameword_kind {
	NAMEWORD_NONE,
	NAMEWORD_TITLE,     /* ms, dr, judge, plaintiff: a family name behind it is a person's   */
	NAMEWORD_PARTICLE,  /* de, van, al                                                       */
	NAMEWORD_SUFFIX,    /* jr, iii: tells two persons of one name apart                      */
	NAMEWORD_DEGREE,    /* esq, phd                                                          */
	NAMEWORD_NO_NAME,   /* llc, street, university; and, of, versus                          */
	NAMEWORD_MONTH,     /* some of which are given names as well                             */
} nameword_kind;

nameword_kind nameword_of(str word);

#endif
