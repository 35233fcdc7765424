/*
 * apply.h - a plan carried out: removed in memory, rebuilt from what is known, written whole.
 */
#ifndef UNDERSEAL_APPLY_H
#define UNDERSEAL_APPLY_H

#include "redact/engine.h"

/* Applies the accepted marks of p and writes the document as a new file at path. What else was
 * left out goes into report. On failure no file is left at path. */
bool apply_plan(opened *o, const plan *p, const char *path, proof *report, err *e);

/* Keeps a removed value from being printed again: a code of p that holds one is emptied, and a
 * label that holds one is an ERR_USAGE. */
bool apply_check_labels(plan *p, err *e);

#endif
