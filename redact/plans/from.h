/*
 * from.h - how a plan file names what its documents were found in: from the folder that it lies in.
 *
 * So that a plan and its documents can be moved together, and be opened from anywhere.
 */
#ifndef UNDERSEAL_PLANS_FROM_H
#define UNDERSEAL_PLANS_FROM_H

#include "redact/base/err.h"
#include "redact/base/str.h"

/* The name that stands in the file at plan_path for path, which is as given on the command line: relative where the two have more
 * than the root in common, else absolute. NULL and *e when one of them cannot be. */
char *from_of(const char *plan_path, const char *path, arena *mem, err *e);

/* The path that can be opened, for a name in the file at plan_path. */
char *from_path(const char *plan_path, str name, arena *mem);

#endif
