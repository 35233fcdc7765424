/*
 * people.h - the names of a list, in the other forms that documents give them.
 *
 * An entry is a person's name when it is two or three words that begin with a capital, or a family name,
 * a comma and given names ("Okonjo, Margaret"). Initials, small particles ("de la"), a title in front and
 * Jr. or III behind do not count as words. It is none when it holds a digit or another sign, or a word
 * that names of companies and places end in (LLC, Bank, Street ...). The list can say it for itself:
 * see termlist.h.
 *
 * Of "Margaret Anne Okonjo" are found, in any case and over line ends:
 *
 *     Margaret Okonjo · Margaret A. Okonjo · Margaret Smith Okonjo     at most one name between
 *     M. Okonjo · M Okonjo · M. A. Okonjo · M.A. Okonjo                 capitals only
 *     Okonjo, Margaret · Okonjo, Margaret A. · Okonjo, M. · OKONJO MARGARET
 *     Ms. Okonjo · Dr Okonjo · Plaintiff Okonjo                         any title or role, which goes along
 *
 * Neither Okonjo nor Margaret alone: a list that means these has a line for them. What could as well be
 * the end of one name and the beginning of another in a list ("John Smith, Lee Grant" for Lee Smith) is left.
 * A name with another Jr. or Sr. than the entry's is somebody else's.
 */
#ifndef UNDERSEAL_PEOPLE_H
#define UNDERSEAL_PEOPLE_H

#include "patterns/termlist.h"

typedef struct people people;

/* Room for n. Lives in mem. */
people *people_new(size_t n, arena *mem);

/* Takes an entry up; index is handed back with what is found if it is a person's name. words are lent. */
void people_add(people *set, size_t index, str words, entry_kind kind);

/* Bytes of the source. The same place may be told for several. */
typedef void people_hit(void *arg, size_t index, uint32_t beg, uint32_t end);

/* tight: the source folded as terms are, without case, accents and blanks. */
void people_find(people *set, str source, str tight, people_hit *hit, void *arg);

#endif
