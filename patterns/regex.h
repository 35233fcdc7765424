/*
 * regex.h - regular expressions over folded text (the only door to PCRE2).
 *
 * Patterns are written as in Perl, with /xi: blanks and line breaks in the pattern mean nothing
 * (a blank is written [ ]), letters match in either case. A group named "value" narrows what is
 * reported to that group; what stands around it is asked for, but not a part of the finding.
 *
 * A pattern comes from a pack, which may be the user's own, and a text from a stranger: matching
 * works within limits of steps, memory and time, and running into one is an error, not a hang.
 */
#ifndef UNDERSEAL_REGEX_H
#define UNDERSEAL_REGEX_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct regex regex;

/* Yours: regex_drop() it. On failure NULL, with ERR_USAGE and *offset, the byte of the pattern that
 * the trouble was noticed at. Refuses patterns that could match nothing at all. */
regex *regex_new(str pattern, size_t *offset, err *e);
void   regex_drop(regex *re);

/* The same, but for regex_try() alone: it matches only where it is tried. */
regex *regex_new_at(str pattern, size_t *offset, err *e);

/* Called once per match with the bytes [beg, end) of the value. Return true when the match was
 * taken: the search goes on behind it. False: it goes on one character after its beginning. */
typedef bool regex_hit(void *arg, size_t beg, size_t end);

/* The text must be valid UTF-8, as fold() makes it. False when a limit was reached (ERR_USAGE). */
bool regex_scan(const regex *re, str text, regex_hit *hit, void *arg, err *e);

/* The same at the places that are named, in ascending order. The search goes on at the first one behind a match
 * that was taken. The text ends in a NUL that does not count. */
bool regex_try(const regex *re, str text, const uint32_t *places, size_t n, regex_hit *hit, void *arg, err *e);

/* Does a group named "value" narrow what is reported? */
bool regex_narrows(const regex *re);

#endif
