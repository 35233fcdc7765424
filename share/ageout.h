/*
 * ageout.h - where an age file is written to: binary as it comes, or in text armour (agefile.h).
 *
 * A thread of its own puts it on the disk (disk.h), so that an error may be told at a later write, and
 * at the latest by ageout_end().
 */
#ifndef UNDERSEAL_AGEOUT_H
#define UNDERSEAL_AGEOUT_H

#include "share/agefile.h"
#include "share/disk.h"

typedef struct ageout {
	belt *belt;
	disk to;             /* the belt's: an ageout stays where it began        */
	const char *name;    /* for messages                                      */
	unsigned char *block;
	size_t used;         /* of block                                          */
	bool armour;
	size_t held;         /* bytes of line that wait for it to be full         */
	unsigned char line[AGEFILE_LINE];
} ageout;

/* Writes from the start of fd, an empty file that stays the caller's. With armour the BEGIN line is
 * written first. ageout_drop() takes what ageout_begin() failed on, and an all-zero one. */
bool ageout_begin(ageout *o, int fd, const char *name, bool armour, err *e);
bool ageout_write(ageout *o, const void *bytes, size_t n, err *e);

/* Where n bytes can be put in place of writing them; NULL when there is no such place. */
unsigned char *ageout_room(ageout *o, size_t n);
void ageout_took(ageout *o, size_t n);

/* With armour: the last line and END. All is in the file then, if not yet flushed. */
bool ageout_end(ageout *o, err *e);
void ageout_drop(ageout *o);

#endif
