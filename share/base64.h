/*
 * base64.h - base64 as age and minisign write it: canonical, or refused.
 *
 * libsodium 1.0.18 decodes bytes of 0x80 and above as '/', so two different headers could mean the
 * same key. Here a text decodes only when it is exactly what base64_encode() would have made of
 * the result: standard alphabet, no blanks, no line breaks, unused bits zero. Both directions run
 * without tables or branches on the data, because a signing key passes through them.
 */
#ifndef UNDERSEAL_BASE64_H
#define UNDERSEAL_BASE64_H

#include "redact/base/str.h"

/* Bytes that hold the text of n bytes, '=' and the closing NUL included. */
#define BASE64_ROOM(n) (((n) + 2) / 3 * 4 + 1)

/* Writes text and a NUL, returns the text's length. pad: end with '=' as RFC 4648 does. */
size_t base64_encode(char *out, const void *bytes, size_t n, bool pad);

/* Decodes all of text; at most `room` bytes go to out, *n says how many. False when the text is
 * not canonical or the result does not fit; out is then undefined. */
bool base64_decode(str text, bool pad, void *out, size_t room, size_t *n);

#endif
