/*
 * unpack.h - an archive, spooled for the batch to go on with its members.
 *
 * Runs in the worker: nobody else parses a stranger's bytes.
 */
#ifndef UNDERSEAL_UNPACK_H
#define UNDERSEAL_UNPACK_H

#include "redact/engine.h"
#include "redact/work/job.h"

/* Writes all members to the open, empty file `spool`, one behind the other, and lists them in out->taken. What is
 * a document, not an archive, is out->unknown. */
bool unpack(const kit *k, str bytes, int spool, arena *mem, reply *out, err *e);

#endif
