/*
 * listed.h - inputs that come from a list: --files-from.
 */
#ifndef UNDERSEAL_LISTED_H
#define UNDERSEAL_LISTED_H

#include "cli/command.h"
#include "redact/base/err.h"

/* Adds the names in a file ("-": standard input) behind those in `to`, and says how many there were. They end with
 * `end`; empty ones are passed over. ERR_INPUT where it cannot be read. */
bool listed_read(const char *path, char end, arena *mem, operands *to, size_t *n, err *e);

#endif
