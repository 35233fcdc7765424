/*
 * plans_int.h - between the files that read and write a plan file: the bytes and the saving (plans.c), what
 * they say (parse.c), the lock (lock.c).
 */
#ifndef UNDERSEAL_PLANS_INT_H
#define UNDERSEAL_PLANS_INT_H

#include "redact/plans/plans.h"

/* Sets from, list and words. Faults are told with the path as the user gave it. */
bool plans_parse(plans *p, const char *given, str bytes, err *e);

/* The same; where a document stands as it did in `before` its plan is left empty, and anew[i] false; each of the others has a mem of its
 * own, where this fails, too. As many as `before` has, or
 * ERR_REFUSED. */
bool plans_parse_again(plans *p, const plans *before, bool *anew, str bytes, err *e);

/* Takes the lock that lies beside path; ERR_REFUSED when somebody has it. Gives it back: -1 is fine. */
bool lock_take(const char *path, arena *mem, int *lock, char **lock_path, err *e);
void lock_give_back(int lock, const char *lock_path);

#endif
