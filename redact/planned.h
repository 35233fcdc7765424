/*
 * planned.h - a plan that was made before, held against the document as it is read now.
 *
 * A plan comes from a file, from a person or from an older run, and holds each redaction once. Its marks are tied
 * to the units they speak of, carried over to every other reading of their page, and have the last word over what
 * is found today: planned_bind(), planned_mirror(), then planned_rest() and planned_respect().
 */
#ifndef UNDERSEAL_PLANNED_H
#define UNDERSEAL_PLANNED_H

#include "redact/base/err.h"
#include "redact/model/plan.h"

/* Ties the text marks of a plan that was read from a file to the units it speaks of. ERR_INPUT
 * when it does not fit. Marks in the file's name hold where it is still the one that the plan was
 * made for, but for folders before it: named; p->source is what it is now. Others are left out,
 * as are all when named is "". */
bool planned_bind(plan *p, const text *t, str named, err *e);

/* Carries each text mark over to every other reading of its page: to the stretches of those units
 * that are drawn inside its boxes, in the same state. For plans that hold each redaction once. */
void planned_mirror(plan *p, const text *t);

/* The hunt for its values: adds a finding for every place where one of the plan's values (plan_values)
 * stands and no mark of the plan, of whatever state, lies. One of which a mark keeps some words is added to the
 * plan, told already, as rejected: it stays. */
bool planned_rest(plan *p, const text *t, findings *out, err *e);

/* Takes out findings that overlap a mark a person rejected, and adds to the plan what so stays, as planned_rest() does. */
void planned_respect(plan *p, const text *t, findings *f);

#endif
