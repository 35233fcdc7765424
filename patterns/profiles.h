/*
 * profiles.h - rules of court and of law as data: what of each kind of value may stay to be read.
 *
 * A profile is a text file NAME.profile; patterns/profiles/README.md is the manual for those who write one.
 * The shipped ones travel inside the program, a user's own stand in the folders of their packs. It also names
 * the rules that apply beside the standard ones when the user names none. No profile makes a filing right:
 * it says what was asked for, and people answer for it.
 */
#ifndef UNDERSEAL_PROFILES_H
#define UNDERSEAL_PROFILES_H

#include "redact/base/err.h"
#include "redact/model/visible.h"

typedef struct profile_kind {
	str name;        /* of a rule, or "minor" for the names of a list of minors */
	visible shows;
	bool off;        /* all of it stays: its rule does not apply unless the user names it */
	unsigned line;   /* of the file */
} profile_kind;

typedef struct profile {
	str name, title, source, note;
	str file;
	profile_kind *kinds; size_t n, room;
} profile;

typedef struct profiles {
	arena *mem;
	profile *list; size_t n, room;
} profiles;

/* Adds one; name is its own, file is for messages. ERR_USAGE with file and line when it is wrong. */
bool profiles_read(profiles *p, str name, str file, str bytes, err *e);

/* Adds what is shipped, then every *.profile of the folders. A name that is there already is ERR_USAGE. */
bool profiles_load(profiles *p, const str *folders, size_t n, err *e);

/* "" is "full". NULL with ERR_USAGE, and the known ones as a hint. */
const profile *profiles_lookup(const profiles *p, str name, err *e);

/* What of a value of that kind stays: of kinds that the profile does not name, nothing. */
visible profile_shows(const profile *p, str kind);

#endif
