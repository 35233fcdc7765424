/*
 * intake.h - the sender's files, read block by block.
 */
#ifndef UNDERSEAL_INTAKE_H
#define UNDERSEAL_INTAKE_H

#include "redact/base/err.h"

#include <stddef.h>

/* Opens a regular file, no link: ERR_INPUT, ERR_REFUSED for a link. -1 then; else yours to close. */
int intake_open(const char *path, err *e);

/* n bytes, fewer only at the end: *got says how many. path is for messages. */
bool intake_read(int fd, const char *path, void *out, size_t n, size_t *got, err *e);

#endif
