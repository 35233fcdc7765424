/*
 * file.h - files of the user's: read whole, written beside and renamed, folders walked.
 *
 * The rule is that a file under its final name is a finished, checked file: everything is written
 * as a hidden temporary in the same folder, flushed, and renamed only when it is right.
 */
#ifndef UNDERSEAL_FILE_H
#define UNDERSEAL_FILE_H

#include "redact/base/buf.h"
#include "redact/base/err.h"
#include "redact/base/str.h"

/* Reads a whole regular file of at most `limit` bytes into mem (a NUL follows). Directories, FIFOs
 * and devices are refused. */
bool file_read(const char *path, size_t limit, arena *mem, str *out, err *e);

/* The first bytes of a regular file, at most `room`; *n says how many. */
bool file_head(const char *path, char *to, size_t room, size_t *n, err *e);

/* SHA-256 of a file's bytes as 64 lower-case hex digits and a NUL; *size may be NULL. */
bool file_sha256(const char *path, char hex[static 65], uint64_t *size, err *e);
void hash_sha256(str bytes, char hex[static 65]);

/* A temporary path beside `path`, in `mem`: same folder, hidden (".underseal-…"), random. */
char *file_temp_beside(const char *path, arena *mem);

/* Flushes temp to disk and renames it to path, then flushes the folder. With `replace` false an
 * existing path is an error (checked by the kernel, no race). Removes temp on failure; without
 * `replace` there is nothing at path then. */
bool file_commit(const char *temp, const char *path, bool replace, err *e);

/* Takes a file away, also from the disk: it does not come back with a power cut. One that is not there is none, nor is a folder. */
bool file_remove(const char *path, err *e);

/* Writes bytes where an open file stands. ERR_SYSTEM without a name. */
bool file_fill(int fd, str bytes, err *e);

/* Writes bytes to path by way of a temporary and file_commit(). mode as in open(2). */
bool file_write(const char *path, str bytes, unsigned mode, bool replace, err *e);

/* mkdir -p for the folder that will hold `path`; new folders are flushed to disk. */
bool file_make_parents(const char *path, err *e);

/* One regular file below a root. */
typedef struct file_entry {
	str path;     /* openable                                                    */
	str relative; /* the end of path below the root that was named, '/'-separated;
	                 the basename when the root is itself a file                 */
	uint64_t size;
	uint64_t device, inode;
} file_entry;

/* Something below a root that is not a readable regular file: told, never silently left out. */
typedef struct file_trouble {
	str path;
	str why;      /* "link, not followed", "permission denied", "folder loop" ...  */
	const file_entry *file; /* a regular file all the same, that cannot be opened; NULL */
} file_trouble;

typedef struct file_list {
	file_entry *files;      size_t n;        size_t room;
	file_trouble *troubles; size_t ntrouble; size_t trouble_room;
} file_list;

/* Adds root (a file, or a folder walked whole in byte order of names) to out. Symbolic links below
 * a root are not followed and are listed as trouble; hidden temporaries of ours are passed over.
 * Fails only when the root itself cannot be read. */
bool file_walk(const char *root, arena *mem, file_list *out, err *e);

/* Absolute path with links resolved; for a path that does not exist yet, of its nearest existing
 * ancestor plus the rest. NULL and *e on failure. */
char *file_resolve(const char *path, arena *mem, err *e);

/* True when resolved path `inner` is `outer` or lies below it. */
bool file_is_below(const char *inner, const char *outer);

#endif
