/*
 * show_profiles.h - what each profile lets stay, and where that is written: underseal rules --profiles.
 */
#ifndef UNDERSEAL_SHOW_PROFILES_H
#define UNDERSEAL_SHOW_PROFILES_H

#include "redact/base/str.h"

/* The shipped ones and those of the folders; the exit status. */
int show_profiles(const str *folders, size_t n, bool json, arena *mem);

#endif
