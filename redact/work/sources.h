/*
 * sources.h - where the documents of a plan file lie: found again by the names that the plan has for them.
 */
#ifndef UNDERSEAL_SOURCES_H
#define UNDERSEAL_SOURCES_H

#include "redact/plans/plans.h"
#include "redact/work/intake.h"

/* What the plan's documents were found in, as paths that can be opened; the folder of the plan where it says nothing. */
size_t sources_roots(const plans *p, arena *mem, const char *const **roots);

/* For each document its file, in the order of the plan; NULL where there is none of that name. in gets all files that are there. */
const input **sources_find(const plans *p, arena *mem, intake *in);

typedef enum source_state { SOURCE_IS, SOURCE_MISSING, SOURCE_CHANGED } source_state;

/* Whether its bytes are those that the plan was made for: reads all of it. */
source_state sources_state(const plan *p, const input *in);

#endif
