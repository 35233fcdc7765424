/*
 * expiry.h - until when a bundle may be opened.
 *
 * Times are seconds since 1970-01-01 UTC and are written as "2026-12-31T23:59:59Z". The date is a
 * promise of honest software, not a lock: it is signed, and our openers obey it, but whoever has
 * the file and the passphrase can open it with another age program on any day.
 */
#ifndef UNDERSEAL_EXPIRY_H
#define UNDERSEAL_EXPIRY_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum {
	EXPIRY_TEXT = 21,            /* bytes of a written time with its NUL                       */
	EXPIRY_SKEW = 300,           /* seconds that two honest clocks may differ                  */
	EXPIRY_YEARS_MAX = 10,       /* a date further away is a slip of the finger                */
};

/* Reads what a person typed: "12h", "30d", "6w" from now on, "2026-12-31" (the end of that day,
 * UTC), "2026-12-31T17:00Z" or "...T17:00:30Z". ERR_USAGE when it is none of them, lies in the
 * past, or more than EXPIRY_YEARS_MAX years ahead. */
bool expiry_parse(str typed, int64_t now, int64_t *out, err *e);

/* In UTC, to the second: "2026-12-31T23:59:59Z". */
void expiry_print(char out[static EXPIRY_TEXT], int64_t when);

/* Reads back exactly what expiry_print() writes. */
bool expiry_read(str text, int64_t *out);

/* True when a bundle may be opened now. ERR_REFUSED after not_after, and when the clock stands
 * before the time at which the bundle was made: somebody may have set it back. */
bool expiry_check(int64_t made, int64_t not_after, int64_t now, err *e);

#endif
