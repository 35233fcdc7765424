/*
 * planning.h - the plan in force for one document: what was handed over, and what is found in it now.
 *
 * In two steps, because only the second one needs detectors: planning_bind() takes over the marks of a
 * person or of an older plan, planning_find() adds what rules, terms and the hunt find today. The plan is
 * reply.marks throughout, and lives as long as the reply.
 */
#ifndef UNDERSEAL_PLANNING_H
#define UNDERSEAL_PLANNING_H

#include "redact/engine.h"
#include "redact/work/job.h"

/* Makes out->marks the plan of the job, or an empty one, bound to this document, which was read. ERR_INPUT or
 * ERR_USAGE when it does not fit. */
bool planning_bind(const job *j, const opened *from, reply *out, arena *mem, err *e);

/* Adds what is found now. look: no detectors at all where the job is not to scan. Units of t may become unsearchable, by
 * what was and what was not found in them. */
bool planning_find(const job *j, const detectors *look, text *t, plan *p, err *e);

#endif
