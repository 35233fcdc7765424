/*
 * proof.h - what was checked in a written file, with what outcome, and what was left out of it.
 *
 * A check that could not run is a SKIP and a skip is never a pass. A proof holds no words of the
 * document: places are named by unit, page and rule.
 */
#ifndef UNDERSEAL_PROOF_H
#define UNDERSEAL_PROOF_H

#include "redact/base/str.h"

typedef enum outcome { CHECK_PASS, CHECK_FAIL, CHECK_SKIP } outcome;

typedef struct check {
	str name;     /* "opens", "values-gone", "page-count", "text-kept", "drawing-kept" ... */
	outcome is;
	str detail;   /* "page 3: a removed value is still there (rule ssn)"; "" when plain    */
} check;

typedef struct drop {
	str what;     /* "annotation", "script", "part word/vbaProject.bin"'s kind: "macro" ... */
	uint32_t count;
} drop;

typedef struct proof {
	arena *mem;
	check *checks; size_t nchecks, checks_room;
	drop *drops;   size_t ndrops, drops_room;
	str *notes;    size_t nnotes, notes_room;  /* plain sentences a person must read */
} proof;

void proof_check(proof *p, const char *name, outcome is, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void proof_drop(proof *p, const char *what, uint32_t count);   /* adds up per what; 0 is nothing */
void proof_note(proof *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* True when no check failed and the three that a proof is made for ("opens", "values-gone",
 * "carriers-clean") were made and passed: a skip of one of these, or its absence, proves nothing. */
bool proof_holds(const proof *p);

/* True when the check of that name was made, and passed each time. */
bool proof_passed(const proof *p, const char *name);

const char *outcome_name(outcome is);   /* "pass" "fail" "skip" */

#endif
