/*
 * thicket.h - tens of thousands of words looked for in one pass, ready as soon as they are read.
 *
 * A compiled automaton searches faster, but takes seconds to make of a long list, and each document has
 * processes of its own. A thicket takes one look at each word: every fourth prefix of it is noted in a
 * filter, the whole word in a table. From each place of the hay it follows the bytes only as long as
 * some word goes on so. Making it is linear in the words, searching in the hay.
 */
#ifndef UNDERSEAL_THICKET_H
#define UNDERSEAL_THICKET_H

#include "redact/base/str.h"

typedef struct thicket thicket;

/* n words, none of them empty, lent as long as the thicket lives; equal ones are fine. Lives in mem. */
thicket *thicket_new(const str *words, size_t n, arena *mem);

/* Each occurrence, in the order of where they begin; false stops. */
typedef bool thicket_hit(void *arg, size_t word, size_t beg, size_t end);

/* In all of hay. */
void thicket_scan(const thicket *t, str hay, thicket_hit *hit, void *arg);

/* Only those that begin at byte `at`. False when hit returned false. */
bool thicket_at(const thicket *t, str hay, size_t at, thicket_hit *hit, void *arg);

#endif
