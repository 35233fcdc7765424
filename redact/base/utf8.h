/*
 * utf8.h - code points in and out of bytes.
 *
 * Strangers' text is not always valid: decoding never fails, it yields U+FFFD for a bad byte and
 * moves on by one.
 */
#ifndef UNDERSEAL_UTF8_H
#define UNDERSEAL_UTF8_H

#include "redact/base/str.h"

/* Reads the code point at s.p[*at] and moves *at past it. *at must be < s.n. */
uint32_t utf8_next(str s, size_t *at);

/* Writes c as UTF-8 (1..4 bytes), returns how many; surrogates and > U+10FFFF become U+FFFD. */
int utf8_put(char out[static 4], uint32_t c);

/* Whether all of it is UTF-8 (RFC 3629: no surrogates, nothing longer than it need be). */
bool utf8_valid(str s);

/* Controls, and what moves the cursor, turns the writing direction or draws nothing: a name made of them could rewrite the
 * line it stands in, or look like another. Joiners (U+200C, U+200D), which some scripts write with, are among them. */
bool utf8_unseen(uint32_t c);

/* Whether s is a name that people can tell from others: something of it is seen, and of what is not there are joiners alone. */
bool utf8_is_name(str s);

/* Whether the character that ends before byte `at`, or begins at it, is a letter or the mark of one.
 * A byte above ASCII that is no UTF-8 is taken for a letter (of some eight-bit encoding) when an ASCII
 * letter stands on its other side, as in the middle of a word; otherwise it may be anything. False at the string's edges. */
bool utf8_letter_before(str s, size_t at);
bool utf8_letter_at(str s, size_t at);

/* Whether it is a small letter, or a capital. */
bool utf8_small_before(str s, size_t at);
bool utf8_capital_at(str s, size_t at);

/* UTF-16 (either byte order) or PDFDocEncoding are doors' business, not ours. */

#endif
