/*
 * hunt.h - known values looked for wherever they might stand.
 *
 * Detection uses it to follow a value that a rule found into every other unit of the document; the
 * proof uses it to show that a removed value is nowhere. Text is searched as people read it:
 * folded, at word boundaries, numbers with any blanks or dashes between their digits. Bytes whose
 * encoding nobody knows are searched for the value in Latin-1, UTF-8, UTF-16 of both orders, and
 * written out as hex digits or base64.
 */
#ifndef UNDERSEAL_HUNT_H
#define UNDERSEAL_HUNT_H

#include "redact/base/err.h"
#include "redact/base/str.h"
#include "redact/stays.h"

typedef struct hunt hunt;

/* Values are copied into mem; blank ones are passed over. Yours: hunt_drop() it. NULL and *e on
 * failure. n may be 0. */
hunt *hunt_new(const str *values, size_t n, arena *mem, err *e);
void  hunt_drop(hunt *h);   /* NULL is fine */

/* For texts put together of letters that stood apart (DOUBT_SPACING), in which nothing tells any more
 * where a word ended: values of five letters or more, wherever their letters stand in a row. */
hunt *hunt_new_apart(const str *values, size_t n, arena *mem, err *e);

/* Places inside these phrases are not told from now on. Lent; NULL for none. */
void hunt_except(hunt *h, const stays *phrases);

/* Called for each place: index into the values given, and bytes [beg, end) of what was searched.
 * False stops the search. */
typedef bool hunt_hit(void *arg, size_t value, size_t beg, size_t end);

/* False only when the search itself broke down. In bytes a place may be told more than once, and
 * beg and end count in the view where it was found, not in the bytes themselves. */
bool hunt_text(const hunt *h, str text, hunt_hit *hit, void *arg, err *e);
bool hunt_bytes(const hunt *h, str bytes, hunt_hit *hit, void *arg, err *e);

/* How many values are too short to be looked for in bytes of unknown meaning (fewer than five
 * letters, or numbers of fewer than six digits): chance alone would find them there. */
size_t hunt_too_short(const hunt *h);

#endif
