/*
 * apply.h - a plan carried out: removed in memory, rebuilt from what is known, written whole.
 */
#ifndef UNDERSEAL_APPLY_H
#define UNDERSEAL_APPLY_H

#include "redact/engine.h"

/* Applies the accepted marks of p and writes the document to an open, empty file. What else was
 * left out goes into report. On failure what the file holds is of no use. */
bool apply_plan(opened *o, const plan *p, int fd, proof *report, err *e);

/* Writes a redacted document once more, with what OCR saw of it as a text layer. *written says
 * whether there was anything to add; on failure what the file holds is of no use. */
bool apply_layer(opened *o, const text *seen, const plan *p, int fd, bool *written, proof *report, err *e);

/* Keeps a removed value, or one of the user's terms, from being printed again, in a box or in the
 * log: a code, reason, rule or reviewer of p that holds one is replaced by something neutral, and a
 * label that holds one is an ERR_USAGE. */
bool apply_check_words(plan *p, const detectors *terms, err *e);

#endif
