/*
 * stays.h - phrases that must stay, whatever of them a rule, a term or a hunt would take.
 *
 * "Lee County" stays though Lee is removed everywhere else. A value that lies wholly inside such a phrase
 * is not marked there, and the proof allows it there and nowhere else: both ask the same question of the
 * words around a place. A value that only overlaps the phrase goes.
 *
 * In a plan each such place is a mark over the whole phrase, rejected by "exception" (plan.h), so that a
 * reviewer sees it, and the proof knows the phrases of its document.
 */
#ifndef UNDERSEAL_STAYS_H
#define UNDERSEAL_STAYS_H

#include "redact/base/err.h"
#include "redact/model/plan.h"
#include "redact/model/proof.h"

typedef struct stay {
	str words;
	str why;     /* "line 3 of except.txt: a place"; "" where nobody asks */
} stay;

typedef struct stays stays;

/* Phrases are lent as long as it lives. Yours: stays_drop() it. NULL and *e on failure. n may be 0. */
stays *stays_new(const stay *list, size_t n, err *e);
void   stays_drop(stays *s);   /* NULL is fine */

/* The phrase in which bytes [beg, end) of a text lie, and where in the text it stands; NULL: in none.
 * s may be NULL. */
const stay *stays_at(const stays *s, str text, size_t beg, size_t end, size_t *from, size_t *to);

/* Likewise of bytes of a file, where operators and numbers may stand between two words of the phrase. */
bool stays_near(const stays *s, str bytes, size_t beg, size_t end);

/* Takes findings that lie in such phrases out of f, and adds the phrases to kept (not NULL): rule
 * "exception", the why as reason, each place once. f is in order, and stays so. */
void stays_take(const stays *s, const text *t, findings *f, findings *kept);

/* Adds them to a plan as marks that an exception rejected. */
void stays_propose(plan *p, const text *t, const findings *kept, str at);

/* Says in a report how many places stay, and why, a sentence for each reason. */
void stays_tell(const plan *p, proof *report);

/* The phrases that stay somewhere by such marks of p, and the words that stay by others (plan_staying()) of which one of these
 * values, which go, is a part. NULL and *e on failure. */
stays *stays_of_plan(const plan *p, const str *values, size_t n, arena *mem, err *e);

#endif
