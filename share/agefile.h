/*
 * agefile.h - the bytes of an age file, from anywhere in it and of any length, whether the file is
 * binary or in text armour.
 *
 * Armour is strict PEM: every line but the last has 64 columns, so a byte's place in the text can
 * be computed and a large armoured file is read as little as a binary one. Blanks may stand around
 * it, and lines may end in LF or in CRLF, one kind throughout (https://c2sp.org/age, "ASCII armor").
 */
#ifndef UNDERSEAL_AGEFILE_H
#define UNDERSEAL_AGEFILE_H

#include "redact/base/err.h"

#include <stddef.h>
#include <stdint.h>

typedef struct agefile {
	int fd;               /* the caller's            */
	const char *name;     /* for messages            */
	uint64_t size;        /* bytes of the age file   */
	uint64_t text;        /* armour: where the first line begins; 0 for a binary file */
	unsigned eol;         /* armour: bytes of a line's end */
	uint64_t lines;
} agefile;

#define AGEFILE_BEGIN "-----BEGIN AGE ENCRYPTED FILE-----"
#define AGEFILE_END "-----END AGE ENCRYPTED FILE-----"
enum { AGEFILE_COLUMNS = 64, AGEFILE_LINE = 48 /* bytes that a line of armour holds */ };

/* Looks at a regular file. ERR_INPUT for what is none and for broken armour, ERR_SYSTEM. */
bool agefile_open(agefile *f, int fd, const char *name, err *e);

/* Bytes from `at`, up to n, fewer only at the end: *got says how many. */
bool agefile_read(const agefile *f, uint64_t at, void *out, size_t n, size_t *got, err *e);

/* That those bytes are wanted soon, for the system to fetch them meanwhile. */
void agefile_expect(const agefile *f, uint64_t at, size_t n);

#endif
