/*
 * finding.h - a stretch of words that some rule thinks should be hidden.
 *
 * A finding is an opinion: nothing is removed until it becomes an accepted mark in a plan.
 */
#ifndef UNDERSEAL_FINDING_H
#define UNDERSEAL_FINDING_H

#include "redact/model/text.h"
#include "redact/model/visible.h"

/* The rest of a value that goes on in another unit: on the next page. end is 0 where there is none. */
typedef struct finding_rest {
	uint32_t unit, beg, end;
} finding_rest;

typedef struct finding {
	uint32_t unit;     /* index into text.units                                         */
	uint32_t beg, end; /* bytes of that unit's text                                     */
	str rule;          /* "ssn"; "term" for a line of a terms file; "hunt" for a value
	                      found by rule elsewhere in the document. Lent by the detector  */
	str code;          /* short reason code to print on the box: "SSN", "NAME"          */
	str reason;        /* a few words for the log: "social security number"             */
	int rank;          /* 0..100, how sure: a failed check digit or lack of context lowers it */
	visible shows;     /* what of it may stay to be read                                */
	finding_rest rest;
} finding;

/* The words of a finding; those of a value in two parts with a line's end between them, in mem. */
str finding_value(const text *t, const finding *f, arena *mem);

/* Whether nothing of it has to go: all of it may stay to be read. */
bool finding_may_stay(const text *t, const finding *f, arena *mem);

typedef struct findings {
	arena *mem;
	finding *list; size_t n, room;
} findings;

/* Behind the others; its strings are lent. f->mem must be set. */
void findings_add(findings *f, finding one);

/* By unit, those that go on elsewhere behind all others, then beg, then the longer first. */
void findings_sort(findings *f);

/* Overlapping findings of one unit become one (the union; rule and code of the higher rank, then
 * the longer; what both show). One that goes on elsewhere is merged only with another that goes on in the same unit:
 * neither half of it is a value. Needs and keeps sorted order. */
void findings_merge(findings *f);

/* Does one of the first n of them, which are sorted and hardly overlap, touch this one in the same unit? */
bool findings_touch(const findings *own, size_t n, const finding *f);

/* The same: does one of them cover all of it? */
bool findings_cover(const findings *own, size_t n, const finding *f);

#endif
