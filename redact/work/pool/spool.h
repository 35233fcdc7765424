/*
 * spool.h - files that a worker wrote one behind the other into one, cut apart.
 *
 * A worker can make no files; it was handed a single one for all that lies within its document.
 */
#ifndef UNDERSEAL_SPOOL_H
#define UNDERSEAL_SPOOL_H

#include "redact/base/err.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The next `size` bytes of the spool as a new file for the owner alone; *at moves on. How long it is was said by a worker
 * that read a stranger's file: ERR_INTERNAL when there is not so much. ERR_SYSTEM when it cannot be written. */
bool spool_cut(const char *spool, off_t *at, uint64_t size, const char *path, err *e);

#endif
