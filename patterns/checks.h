/*
 * checks.h - what can be said about a number by reckoning: check digits, ranges, calendars.
 *
 * A check ranks a finding, it never drops one alone: real documents hold invalid specimens. It sees
 * the value as the pattern found it, separators and all, in folded text (ASCII digits, '-').
 */
#ifndef UNDERSEAL_CHECKS_H
#define UNDERSEAL_CHECKS_H

#include "redact/base/str.h"

typedef struct check_rule {
	const char *name;   /* as a pack writes it: "luhn"                            */
	const char *says;   /* what passing means, in words: "its last digit fits"    */
	bool (*passes)(str value);
} check_rule;

/* NULL when there is none of that name. */
const check_rule *checks_lookup(str name);

/* The whole table, ended by a NULL name. */
extern const check_rule checks_table[];

#endif
