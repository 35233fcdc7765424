/*
 * saved.h - a document saved under a path, as tests like it.
 */
#ifndef TESTS_SAVED_H
#define TESTS_SAVED_H

#include "formats/lib/zip.h"
#include "redact/format.h"

#include <fcntl.h>
#include <unistd.h>

/* A file to be written to; -1 when there can be none. */
static inline int new_file(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

static inline bool save_as(const format *is, doc *d, const char *path, err *e)
{
	int fd = new_file(path);
	bool ok = fd >= 0 && is->save(d, fd, e);
	if (fd >= 0)
		close(fd);
	return ok;
}

static inline bool zip_as(const char *path, const zip_part *parts, size_t n, err *e)
{
	int fd = new_file(path);
	bool ok = fd >= 0 && zipdoor_write(fd, parts, n, e);
	if (fd >= 0)
		close(fd);
	return ok;
}

#endif
