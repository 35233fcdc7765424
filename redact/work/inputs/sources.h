/*
 * sources.h - where the documents of a plan file lie: found again by the names that the plan has for them, in
 * folders and in archives.
 */
#ifndef UNDERSEAL_SOURCES_H
#define UNDERSEAL_SOURCES_H

#include "redact/plans/plans.h"
#include "redact/work/inputs/archives.h"

/* What the plan's documents were found in, as paths that can be opened; the folder of the plan where it says nothing. */
size_t sources_roots(const plans *p, arena *mem, const char *const **roots);

typedef struct sources {
	const input **of;        /* for each document its file, in the order of the plan; NULL where there is none of that name */
	intake in;               /* all files that are there          */
	archives_room room;      /* members of archives lie there     */
} sources;

/* from: where to look in place of what the plan says; NULL. memory, seconds: for who unpacks archives. Yours:
 * sources_close(). ERR_SYSTEM when an archive cannot be unpacked; *stopped_by as pool_run(). */
bool sources_open(const plans *p, const char *from, uint64_t memory, uint32_t seconds, arena *mem, sources *out, int *stopped_by, err *e);
void sources_close(sources *s);

typedef enum source_state { SOURCE_IS, SOURCE_MISSING, SOURCE_CHANGED } source_state;

/* Whether its bytes are those that the plan was made for: reads all of it. */
source_state sources_state(const plan *p, const input *in);

#endif
