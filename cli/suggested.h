/*
 * suggested.h - the names that are proposed, each once, as a terms file for a person to go through.
 */
#ifndef UNDERSEAL_SUGGESTED_H
#define UNDERSEAL_SUGGESTED_H

#include "redact/base/err.h"
#include "redact/model/plan.h"

typedef struct suggested {
	arena *mem;          /* the caller's                  */
	str *names; size_t n, room;
} suggested;

/* Copies the values of what is only proposed in p. */
void suggested_note(suggested *s, const plan *p);

/* One name a line, the most frequent first, behind remarks that say how often. Spellings that differ in capitals,
 * accents or hyphens alone are one name. Not one that a terms file cannot hold. ERR_SYSTEM, or ERR_USAGE where
 * the file exists and is not to be overwritten. */
bool suggested_write(const suggested *s, const char *path, bool overwrite, err *e);

#endif
