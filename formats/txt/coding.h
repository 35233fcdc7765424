/*
 * coding.h - in which encoding a plain text is.
 *
 * A mark of byte order says so; valid UTF-8 is UTF-8; UTF-16 without a mark shows in its zero bytes. What is left and
 * has but few bytes above ASCII is Windows-1252, of which Latin-1 is a part. Text in any other encoding would be read as
 * what it is not, and is not read.
 */
#ifndef UNDERSEAL_TXT_CODING_H
#define UNDERSEAL_TXT_CODING_H

#include "redact/base/buf.h"

typedef enum coding { CODING_UNKNOWN, CODING_UTF8, CODING_UTF16_LE, CODING_UTF16_BE, CODING_1252 } coding;

/* *mark: how many bytes its mark of byte order takes. */
coding coding_of(str bytes, size_t *mark);

/* Whether the first bytes may be text at all, in whatever encoding: no binary file. */
bool coding_may_be_text(str bytes);

/* Reads the code point at *at and moves on; *at must be < bytes.n. */
uint32_t coding_next(coding how, str bytes, size_t *at);

/* Writes one; what the encoding has no sign for becomes a question mark. */
void coding_put(coding how, uint32_t c, buf *out);

#endif
