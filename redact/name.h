/*
 * name.h - the file's own name as text to be searched, and the name its output gets.
 *
 * "Letter to Okonjo.pdf" tells as much as the letter. The relative name (folders too) is a unit of
 * the document like any other; what is marked there is replaced by its code in the output's name.
 */
#ifndef UNDERSEAL_NAME_H
#define UNDERSEAL_NAME_H

#include "redact/format.h"

/* Adds the units of a relative name, without a suffix that is the format's own. is may be NULL.
 * There are two with the same offsets: the name as it stands, and with '_', '-', '+' and '.' read
 * as blanks, since names of files write "John_Smith". */
void name_add(text *t, str relative, const format *is);
bool name_is_unit(str unit_id);

/* The relative name with every accepted mark of those units replaced by "[CODE]"; the same bytes
 * when there is none. */
str name_clean(str relative, const plan *p, arena *mem);

/* The same, from findings in a text that name_add() filled. */
str name_clean_found(str relative, const text *t, const findings *f, arena *mem);

/* Takes out of sorted f what was found in the spaced name at a place found in the plain one too, and
 * what was found in the name where p has a mark. */
void name_join(const text *t, const plan *p, findings *f);

/* The name an output of this format gets: relative, with the suffix of an alias (".docm") replaced
 * by the format's first, and the first added where the suffix is another's. Characters that
 * nobody sees or that turn the direction of writing, and bytes that are no UTF-8, become '_': a list would show another
 * name than the file has, and JSON and CSV could not name it. */
str name_output(str relative, const format *is, arena *mem);

/* True for a relative path that stays below its folder: no empty, "." or ".." part, no NUL. */
bool name_is_safe(str relative);

#endif
