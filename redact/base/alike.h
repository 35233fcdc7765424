/*
 * alike.h - text in which what looks alike is alike: for words that were read off pixels.
 *
 * OCR takes O for 0, I for l or 1, S for 5, B for 8, rn for m; it parts words and joins them, and
 * loses hyphens. Here each family of look-alikes becomes its one member and blanks, hyphens and
 * other small signs go, so that "0konj0" and "Okonjo", or "536 9O-4399" and "536-90-4399", are the
 * same bytes. A known value is looked for in text read by OCR by folding both; what is found is
 * mapped back with fold_source().
 *
 * It joins what differs ("modern" and "modem"), so it is no way to search text that is known.
 */
#ifndef UNDERSEAL_ALIKE_H
#define UNDERSEAL_ALIKE_H

#include "redact/base/fold.h"

/* s as FOLD_WORDS | FOLD_TIGHT folds it, and then look-alikes made one. In mem; linear. */
folded alike_fold(str s, arena *mem);

/* How many single misreadings (a sign wrong, lost or too many) turn folded a into folded b, or `most` + 1
 * when there are more than `most`. Time: a.n times most. */
size_t alike_distance(str a, str b, size_t most);

/* The first stretch [*beg, *end) of folded text at or behind `from` that is within `most` misreadings of
 * folded value. False when there is none. */
bool alike_find(str text, str value, size_t most, size_t from, size_t *beg, size_t *end);

#endif
