/*
 * embed.h - data files of the tree that travel inside the program.
 *
 * Rule packs, the word list for passphrases and the like are plain files in the tree; the Makefile
 * (EMBED) turns them into one table, so that the installed program is a single file.
 */
#ifndef UNDERSEAL_EMBED_H
#define UNDERSEAL_EMBED_H

#include "redact/base/str.h"

typedef struct embedded {
	const char *path;   /* as in the tree: "patterns/packs/us.pack" */
	const unsigned char *bytes;
	size_t n;
} embedded;

/* The table, ended by a NULL path; in byte order of paths. Made by the Makefile. */
extern const embedded embedded_files[];

/* The file at a path of the tree; p is NULL when there is none. */
str embed_lookup(const char *path);

#endif
