/*
 * finding.h - a stretch of words that some rule thinks should be hidden.
 *
 * A finding is an opinion: nothing is removed until it becomes an accepted mark in a plan.
 */
#ifndef UNDERSEAL_FINDING_H
#define UNDERSEAL_FINDING_H

#include "redact/model/text.h"

typedef struct finding {
	uint32_t unit;     /* index into text.units                                         */
	uint32_t beg, end; /* bytes of that unit's text                                     */
	str rule;          /* "ssn"; "term" for a line of a terms file; "hunt" for a value
	                      found by rule elsewhere in the document. Lent by the detector  */
	str code;          /* short reason code to print on the box: "SSN", "NAME"          */
	str reason;        /* a few words for the log: "social security number"             */
	int rank;          /* 0..100, how sure: a failed check digit or lack of context lowers it */
} finding;

typedef struct findings {
	arena *mem;
	finding *list; size_t n, room;
} findings;

void findings_add(findings *f, finding one);

/* By unit, then beg, then the longer first. */
void findings_sort(findings *f);

/* Overlapping findings of one unit become one (the union; rule and code of the higher rank, then
 * the longer). Needs and keeps sorted order. */
void findings_merge(findings *f);

#endif
