/*
 * boxes.h - boxes that nobody drew: where the document itself asks for one, and over what nobody can read.
 */
#ifndef UNDERSEAL_BOXES_H
#define UNDERSEAL_BOXES_H

#include "redact/base/err.h"
#include "redact/model/plan.h"

/* An accepted box for every place that the document asks to be blacked out, but for those where p
 * has one already, of whatever state. Whoever drew it has decided it, where the document says who and when; else at: as in
 * plan_propose(). */
void boxes_wished(plan *p, const text *t, str at);

/* What becomes of pages and pictures that nobody could read: an accepted box over each, or ERR_REFUSED,
 * or nothing, as the handling of p has it. */
bool boxes_unreadable(plan *p, const text *t, str at, err *e);

#endif
