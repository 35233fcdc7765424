/*
 * unpack.h - an archive, spooled for the batch to go on with its members.
 *
 * Runs in the worker: nobody else parses a stranger's bytes.
 */
#ifndef UNDERSEAL_UNPACK_H
#define UNDERSEAL_UNPACK_H

#include "redact/engine.h"
#include "redact/work/inputs/shard.h"
#include "redact/work/job.h"

/* Writes the members of the archive of this name that a shard has (a job's share) to the open, empty file `spool`, one
 * behind the other, and lists them in out->taken, behind them, or among them, all that must not be read. What is a
 * document, not an archive, is out->unknown. */
bool unpack(const kit *k, const job *j, str bytes, int spool, arena *mem, reply *out, err *e);

/* Whether what has this name says that it is an archive. */
bool unpack_is_called_so(str name);

/* Whether a shard wants a member: by name, as any document; and an archive in any case, since what lies in it may be of
 * any shard, and which is listed at its end: it has to be unpacked as a whole to be seen. Of its members each shard takes
 * its own alone. */
bool unpack_is_of(shard s, str archive, str member);

#endif
