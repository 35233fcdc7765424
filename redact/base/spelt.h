/*
 * spelt.h - what an address says in the codings that addresses use.
 *
 * A link may carry a value as %4F%6B, as hex digits or in base64 (RFC 3986, 2.1; RFC 4648, 4, 5 and 8), and
 * one within another. Nobody reads it there; whoever has the file can.
 */
#ifndef UNDERSEAL_SPELT_H
#define UNDERSEAL_SPELT_H

#include "redact/base/buf.h"

/* Appends uri with its percent signs undone, and no control characters. */
void spelt_percent(buf *out, str uri);

/* Appends a line for each part of s that is text in base64 or hex: what a search of words is to see. */
void spelt_words(buf *out, str s);

/* Appends all that s may spell in any of them, from any place on, most of it noise: only good for looking
 * for letters that must not be there. Linear in s. */
void spelt_anyhow(buf *out, str s);

#endif
