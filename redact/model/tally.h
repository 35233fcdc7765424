/*
 * tally.h - redactions counted by rule and code.
 */
#ifndef UNDERSEAL_TALLY_H
#define UNDERSEAL_TALLY_H

#include "redact/model/rlog.h"

typedef struct tally_line {
	str rule, code, reason;
	uint64_t applied, dropped, kept;   /* as the log has it; kept: phrases that stay by exception */
} tally_line;

typedef struct tally {
	arena *mem;                        /* to be set */
	tally_line *list; size_t n, room;
} tally;

enum { TALLY_MOST = 500 };             /* lines; what would be one more is counted as "others" */

/* Counts a row of the log: one of a withheld document is none. Words are copied. */
void tally_row(tally *t, const rlog_row *row);

/* Adds the counts of another tally's line. */
void tally_add(tally *t, const tally_line *line);

/* The most frequent first; then by rule and code. */
void tally_sort(tally *t);

#endif
