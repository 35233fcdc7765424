/*
 * ageout.h - where an age file is written to: binary as it comes, or in text armour (agefile.h).
 */
#ifndef UNDERSEAL_AGEOUT_H
#define UNDERSEAL_AGEOUT_H

#include "share/agefile.h"

typedef struct ageout {
	int fd;              /* the caller's */
	const char *name;    /* for messages */
	bool armour;
	size_t held;         /* bytes of line that wait for it to be full */
	unsigned char line[AGEFILE_LINE];
} ageout;

/* With armour the BEGIN line is written first. */
bool ageout_begin(ageout *o, int fd, const char *name, bool armour, err *e);
bool ageout_write(ageout *o, const void *bytes, size_t n, err *e);

/* With armour: the last line and END. */
bool ageout_end(ageout *o, err *e);

#endif
