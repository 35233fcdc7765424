/*
 * outdir.h - files written below one folder, each under its name only when it is finished.
 *
 * Names come from a bundle. Each folder on the way is opened from the one above without following
 * links, so nothing is ever written outside. A file is "NAME.part" until outdir_settle(). That flushes
 * several to the disk before it renames them: the disk's journal is written once for all of them, and
 * not once for each.
 */
#ifndef UNDERSEAL_OUTDIR_H
#define UNDERSEAL_OUTDIR_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum { OUTDIR_WAITING = 64, OUTDIR_LEAF = 256, OUTDIR_PART = OUTDIR_LEAF + 8 };

typedef struct outdir_file {
	int at;             /* the folder it is in                             */
	int fd;
	str name;           /* relative                                        */
	char leaf[OUTDIR_LEAF], part[OUTDIR_PART];
} outdir_file;

typedef struct outdir {
	const char *path;   /* for messages                                    */
	int fd;             /* the folder                                      */
	outdir_file files[OUTDIR_WAITING]; size_t n; /* whole ones that wait for outdir_settle() */
	outdir_file *current;                        /* behind them; NULL when none              */
	size_t settled;     /* files that have their names                     */
} outdir;

/* Opens the folder, made when missing. outdir_close() also removes an unfinished file. */
bool outdir_open(outdir *d, const char *path, err *e);
void outdir_close(outdir *d);

/* ERR_USAGE when there is something under that name or its ".part". Makes nothing. */
bool outdir_free(outdir *d, str name, err *e);

/* names_trouble(name) must be NULL, and name outlive the file. An unfinished one is dropped. */
bool outdir_begin(outdir *d, str name, err *e);

/* What writes to outdir_fd() itself, and fails, says so with outdir_trouble(). */
int  outdir_fd(const outdir *d);
bool outdir_trouble(const outdir *d, int code, err *e);
bool outdir_write(outdir *d, const void *bytes, size_t n, err *e);

/* The current file is whole. Now and then others are settled by that. */
bool outdir_end(outdir *d, err *e);

/* Flushes what is whole, and gives it its names. On failure those that have none are removed. */
bool outdir_settle(outdir *d, err *e);

#endif
