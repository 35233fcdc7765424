/*
 * log.h - what the user reads on standard error.
 *
 *     underseal: error: exhibit-12.pdf: page 3: text under a mark is still extractable
 *     underseal: hint: the page draws this text inside a pattern
 *
 * Names of files may hold control characters or escape sequences: they are made visible before
 * they reach a terminal.
 */
#ifndef UNDERSEAL_LOG_H
#define UNDERSEAL_LOG_H

#include "redact/base/buf.h"
#include "redact/base/err.h"

void log_err(const err *e);                                                     /* error + hint */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_hint(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Adds s to out with everything a terminal would act on made visible (\x1b, \u{202e}). */
void log_visible(buf *out, str s);

#endif
