/*
 * takeout.h - the files within a document, spooled for the batch to go on with.
 *
 * Runs in the worker: nobody else parses a stranger's bytes. What is taken out is a document of its own
 * from then on, with a name that is safe and says what the document called it.
 */
#ifndef UNDERSEAL_TAKEOUT_H
#define UNDERSEAL_TAKEOUT_H

#include "redact/engine.h"
#include "redact/work/job.h"

/* Writes all attachments of the source to the open, empty file `spool`, one behind the other, and lists
 * them in out. The source is opened anew, as it is. On failure there are none. */
bool takeout(const kit *k, const source *from, int spool, arena *mem, reply *out, err *e);

/* A name for a file that came from a document: its last part, without what no file system or reader
 * of ours takes; never empty, ".", ".." or longer than 120 bytes. */
str takeout_name(str raw, arena *mem);

#endif
