/*
 * needles.h - many literal words looked for in one pass (the only door to Vectorscan).
 *
 * Both the term lists of detection and the hunt of the proof search through here. Ten words and fifty
 * thousand cost about the same: few are compiled, many go into a thicket, which is made at once. Matching is bytewise: fold words and text first.
 */
#ifndef UNDERSEAL_NEEDLES_H
#define UNDERSEAL_NEEDLES_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct needles needles;

/* words: n non-empty byte strings, copied where needed; duplicates allowed (each is reported).
 * Yours: needles_drop() it. NULL and *e when the engine cannot compile. n may be 0. */
needles *needles_new(const str *words, size_t n, err *e);
void     needles_drop(needles *set);

/* Called once per occurrence: word index and the bytes [beg, end) of the hay. Occurrences may
 * overlap. Return false to stop. */
typedef bool needles_hit(void *arg, size_t word, size_t beg, size_t end);

/* False only when scanning itself failed (*e set), not when the callback stopped it. */
bool needles_scan(const needles *set, str hay, needles_hit *hit, void *arg, err *e);

#endif
