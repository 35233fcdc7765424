/*
 * sheets.h - what a worker is asked of one file, for a command that waits for it: how large its pages are, or the marks it holds.
 */
#ifndef UNDERSEAL_CLI_SHEETS_H
#define UNDERSEAL_CLI_SHEETS_H

#include "redact/model/plan.h"
#include "redact/model/text.h"
#include "redact/work/inputs/intake.h"

/* The pages of a document; none where text flows. In mem. False with *e, which names the file. */
bool sheets_read(const input *in, str password, arena *mem, const sheet **sheets, size_t *n, err *e);

/* The marks in a file of another program, not yet placed (formats/xfdf/xfdf.h); what a person must know of it is told. In mem. */
bool sheets_read_marks(const char *path, arena *mem, plan *out, err *e);

#endif
