/*
 * across.h - values of one document that are looked for in all others.
 *
 * A number that a rule found in one letter stands in another without its label, or in a table, or in a name of a
 * file, and no rule sees it there. So what a rule found anywhere in a batch is hunted everywhere in it. What a
 * person marked, or is so short or so doubtful that chance alone would find it elsewhere, is only told.
 */
#ifndef UNDERSEAL_ACROSS_H
#define UNDERSEAL_ACROSS_H

#include "redact/base/strmap.h"
#include "redact/scan.h"

typedef struct across_value {
	known as;
	bool told;                        /* where it stands elsewhere is told, not removed */
	uint32_t *documents; size_t n, room; /* by number, in order: in which it is marked already */
} across_value;

typedef struct across {
	arena *mem;
	across_value *list; size_t n, room;
	strmap numbers;                   /* which value a folded one is                   */
} across;

/* Takes in the values that are marked in one document. Those of the user's terms are not: they are
 * looked for everywhere as it is. a->mem must be set. */
void across_note(across *a, uint32_t document, const plan *p);

/* How many such values a document has, each place counted. */
size_t across_count(const plan *p);

/* Is the value marked in that document? */
bool across_is_in(const across_value *v, uint32_t document);

#endif
