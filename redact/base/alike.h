/*
 * alike.h - text in which what looks alike is alike: for words that were read off pixels.
 *
 * OCR takes O for 0, I for l or 1, S for 5, B for 8, rn for m; it parts words and joins them, and
 * loses hyphens. Here each family of look-alikes becomes its one member and blanks, hyphens and
 * other small signs go, so that "0konj0" and "Okonjo", or "536 9O-4399" and "536-90-4399", are the
 * same bytes. A known value is looked for in text read by OCR by folding both; what is found is
 * mapped back with fold_source().
 *
 * A sign in a word ("410924€44415") may be a speck, or a letter or digit that was misread. So there are two
 * ways to fold: alike_fold(), for values and for text, where it is a speck, and alike_read(), for text, where
 * it is a byte of its own that alike_find() takes as it fits.
 *
 * It joins what differs ("modern" and "modem"), so it is no way to search text that is known.
 */
#ifndef UNDERSEAL_ALIKE_H
#define UNDERSEAL_ALIKE_H

#include "redact/base/fold.h"

/* s as FOLD_WORDS | FOLD_TIGHT folds it, and then look-alikes made one. In mem; linear. */
folded alike_fold(str s, arena *mem);

/* The same, but signs that touch a letter or digit stay, each as a byte below ' ' for alike_find() alone; *signs tells
 * whether there is any. */
folded alike_read(str s, arena *mem, bool *signs);

/* How far a stretch may be from the value that is looked for. */
typedef struct alike_slack {
	size_t most;      /* misreadings at most: a letter wrong, lost or too many                      */
	bool signs_only;  /* none but those where a sign stands: any other letter is another, as of numbers */
} alike_slack;

/* How many single misreadings (a sign wrong, lost or too many) turn folded a into folded b, or `most` + 1
 * when there are more than `most`. Time: a.n times most. */
size_t alike_distance(str a, str b, size_t most);

/* The first stretch [*beg, *end) of folded text at or behind `from` that is within that slack of the folded
 * value. False when there is none. Time: text.n times value.n. */
bool alike_find(str text, str value, alike_slack slack, size_t from, size_t *beg, size_t *end);

#endif
