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

bool utf8_valid(str s);

/* UTF-16 (either byte order) or PDFDocEncoding are doors' business, not ours. */

#endif
