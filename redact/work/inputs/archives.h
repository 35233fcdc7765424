/*
 * archives.h - archives among the inputs: their members in their place.
 *
 * Each is unpacked by a worker, and its members are inputs below its name as a folder; archives in it likewise. What
 * cannot be taken out of one is refused member by member, as a file that cannot be read is.
 */
#ifndef UNDERSEAL_ARCHIVES_H
#define UNDERSEAL_ARCHIVES_H

#include "redact/work/inputs/intake.h"
#include "redact/work/inputs/shard.h"
#include "redact/work/pool/pool.h"

#include <signal.h>

typedef struct archives {
	pool *pool;
	const char *folder;      /* the members lie there                             */
	shard shard;             /* only members of this one                          */
	uint64_t memory;         /* bytes a worker may use                            */
	uint32_t seconds;        /* it may take                                       */
	arena *mem;              /* paths and names live there                        */
} archives;

bool archives_any(const intake *in);

/* False with ERR_SYSTEM when members cannot be written. *stopped_by as pool_run(). */
bool archives_unpack(const archives *how, intake *in, int *stopped_by, err *e);

/* Its file, when it is a member's. */
void archives_forget(const input *in);

/* For who only looks: the members lie in a folder of their own below TMPDIR, for the owner alone, until it is closed. The
 * signals that stop a run wait until then: nothing of a document is left behind. An all-zero one is closed. */
typedef struct archives_room {
	char *path;              /* NULL: there is no archive                         */
	bool held;               /* and which signals were held before                */
	sigset_t before;
} archives_room;

bool archives_open(intake *in, uint64_t memory, uint32_t seconds, arena *mem, archives_room *out, int *stopped_by, err *e);
void archives_close(archives_room *room);

#endif
