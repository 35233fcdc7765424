/*
 * scan.h - what in a document should go: rules, terms, and the hunt for what they found.
 */
#ifndef UNDERSEAL_SCAN_H
#define UNDERSEAL_SCAN_H

#include "redact/detector.h"
#include "redact/model/plan.h"

/* Shows t to every detector, then hunts every value found in every unit (rule "hunt"). Sorted and
 * merged. */
bool scan_document(const detectors *all, const text *t, findings *out, err *e);

/* The same, and what an exception keeps from being found, as stays_take() has it. */
bool scan_excepting(const detectors *all, const text *t, findings *out, findings *kept, err *e);

/* A value that was found somewhere else, and as what. */
typedef struct known {
	str value, code, reason;
	visible shows;
	int rank;
} known;

/* The hunt for such values: adds a finding (rule "hunt") for each place where one stands. Sorted and merged. */
bool scan_known(const known *values, size_t n, const text *t, findings *out, err *e);

/* What detectors only suggest, without what is found anyway: for a person to accept. Sorted and merged. */
bool scan_suggest(const detectors *all, const text *t, const findings *found, findings *out, err *e);

/* The hunt alone: adds a finding for every place where one of the plan's values (plan_values)
 * stands and no mark of the plan, of whatever state, lies. */
bool scan_rest_of_plan(const plan *p, const text *t, findings *out, err *e);

/* Takes out findings that overlap a mark a person rejected. */
void scan_respect(const plan *p, const text *t, findings *f);

/* Ties the text marks of a plan that was read from a file to the units it speaks of. ERR_INPUT
 * when it does not fit. Marks in the file's name hold where it is still the one that the plan was
 * made for, but for folders before it: named; p->source is what it is now. Others are left out,
 * as are all when named is "". */
bool scan_bind_plan(plan *p, const text *t, str named, err *e);

/* An accepted box for every place that the document asks to be blacked out, but for those where p
 * has one already, of whatever state. at: when, as in plan_propose(). */
void scan_wishes(plan *p, const text *t, str at);

/* What becomes of pages and pictures that nobody could read: an accepted box over each, or ERR_REFUSED,
 * or nothing, as the handling of p has it. */
bool scan_unreadable(plan *p, const text *t, str at, err *e);

/* Carries each text mark over to every other reading of its page: to the stretches of those units
 * that are drawn inside its boxes, in the same state. For plans that hold each redaction once. */
void scan_mirror(plan *p, const text *t);

#endif
