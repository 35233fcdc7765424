/*
 * outdir.h - files written below one folder, each under its name only when it is finished.
 *
 * Names come from a bundle. Each folder on the way is opened from the one above without following
 * links, so nothing is ever written outside. A file is "NAME.part" until outdir_commit().
 */
#ifndef UNDERSEAL_OUTDIR_H
#define UNDERSEAL_OUTDIR_H

#include "redact/base/err.h"
#include "redact/base/str.h"

typedef struct outdir {
	const char *path;   /* for messages                                    */
	int fd;             /* the folder                                      */
	int at;             /* the folder of the current file; -1 when none    */
	int file;           /* the current file; -1 when none                  */
	str name;           /* of the current file, relative                   */
	char leaf[256], part[256 + 8];
} outdir;

/* Opens the folder, made when missing. outdir_close() also removes an unfinished file. */
bool outdir_open(outdir *d, const char *path, err *e);
void outdir_close(outdir *d);

/* ERR_USAGE when there is something under that name or its ".part". Makes nothing. */
bool outdir_free(outdir *d, str name, err *e);

/* names_trouble(name) must be NULL. */
bool outdir_begin(outdir *d, str name, err *e);
bool outdir_write(outdir *d, const void *bytes, size_t n, err *e);
bool outdir_commit(outdir *d, err *e);

#endif
