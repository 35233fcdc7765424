/*
 * termlist.h - lists that a user writes: terms that must go, minors, phrases that must stay.
 *
 * One entry a line. Blank lines and lines that begin with # are passed over. Behind a bar a line may
 * give a reason code, and behind another the words for the log:
 *
 *     Margaret Okonjo
 *     Okonjo, Tobias            | MINOR
 *     536-90-4399               | SSN | social security number
 *     person: ngozi okonjo
 *     =May Day
 *     "Grant Park"
 *
 * An entry behind = or between quotes is meant as written: nothing but that phrase. One behind
 * "person:" is the name of a person. Of others the words themselves tell (people.h). Quotes around a name
 * with a comma are a spreadsheet's and say nothing. A backslash in front takes #, = and " for themselves.
 *
 * Lists come in UTF-8, in UTF-16 of either order, and in the old eight-bit letters of Windows, which is
 * told. A line that repeats another counts once.
 */
#ifndef UNDERSEAL_TERMLIST_H
#define UNDERSEAL_TERMLIST_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef enum entry_kind { ENTRY_OPEN, ENTRY_EXACT, ENTRY_PERSON } entry_kind;

typedef struct term_entry {
	str words;
	str code, reason;    /* "" where the line gives none */
	entry_kind kind;
	unsigned line;
} term_entry;

typedef struct termlist {
	arena *mem;
	term_entry *list; size_t n, room;
	str *notes; size_t nnotes, notes_room;   /* what a person should know of how a file was read */
} termlist;

/* Adds the entries of one file; name is for messages. Strings live in l->mem. ERR_USAGE with file and
 * line: a line that is wrong, an empty list, bytes that are no text. */
bool termlist_read(termlist *l, str name, str bytes, err *e);
bool termlist_load(termlist *l, str path, err *e);

#endif
