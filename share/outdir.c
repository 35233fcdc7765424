#include "share/outdir.h"

#include "redact/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool trouble(const outdir *d, str name, int code, err *e)
{
	err_set(e, ERR_SYSTEM, "%s/" STR_FMT ": %s", d->path, STR_ARG(name), strerror(code));
	if (code == ENOSPC || code == EDQUOT)
		err_hint(e, "the disk is full; make room and open the bundle again");
	if (code == ELOOP || code == ENOTDIR)
		err_hint(e, "a link or a file stands in the way; choose an empty folder");
	return false;
}

bool outdir_open(outdir *d, const char *path, err *e)
{
	*d = (outdir){ .path = path, .fd = -1, .at = -1, .file = -1 };
	if (!file_make_parents(path, e))
		return false;
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		return err_set(e, ERR_SYSTEM, "%s: %s", path, strerror(errno));
	d->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (d->fd < 0) {
		bool file = errno == ENOTDIR;
		err_set(e, file ? ERR_USAGE : ERR_SYSTEM, "%s: %s", path, strerror(errno));
		return file && err_hint(e, "-o names the folder that the files go to");
	}
	return true;
}

/* Drops the current file, unfinished or not. */
static void forget(outdir *d)
{
	if (d->file >= 0) {
		close(d->file);
		unlinkat(d->at, d->part, 0);
	}
	if (d->at >= 0)
		close(d->at);
	d->file = d->at = -1;
}

void outdir_close(outdir *d)
{
	forget(d);
	if (d->fd >= 0)
		close(d->fd);
	d->fd = -1;
}

/* Opens the folder that holds name and fills leaf; with `make` missing folders are made. -1 with
 * errno, ENOENT when one is missing. */
static int walk_to(outdir *d, str name, bool make, char leaf[static 256])
{
	int at = fcntl(d->fd, F_DUPFD_CLOEXEC, 3);
	str rest = name, part;
	while (at >= 0 && str_cut(&rest, '/', &part)) {
		if (part.n == 0 || part.n > 255) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(leaf, part.p, part.n);
		leaf[part.n] = '\0';
		if (!rest.p)
			break;
		if (make && mkdirat(at, leaf, 0777) != 0 && errno != EEXIST) {
			int code = errno;
			close(at);
			errno = code;
			return -1;
		}
		int below = openat(at, leaf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int code = errno;
		close(at);
		errno = code;
		at = below;
	}
	return at;
}

bool outdir_free(outdir *d, str name, err *e)
{
	char leaf[256], part[256 + 8];
	struct stat st;
	int at = walk_to(d, name, false, leaf);
	if (at < 0)
		return errno == ENOENT || trouble(d, name, errno, e);
	snprintf(part, sizeof part, "%s.part", leaf);
	bool there = fstatat(at, leaf, &st, AT_SYMLINK_NOFOLLOW) == 0;
	bool half = !there && fstatat(at, part, &st, AT_SYMLINK_NOFOLLOW) == 0;
	close(at);
	if (!there && !half)
		return true;
	err_set(e, ERR_USAGE, "%s/" STR_FMT "%s: exists already", d->path, STR_ARG(name),
	        half ? ".part" : "");
	if (half)
		return err_hint(e, "an opening that was stopped may have left it; delete it or choose "
		                   "another folder");
	return err_hint(e, "choose an empty folder; nothing is ever replaced");
}

bool outdir_begin(outdir *d, str name, err *e)
{
	forget(d);
	d->name = name;
	d->at = walk_to(d, name, true, d->leaf);
	if (d->at < 0)
		return trouble(d, name, errno, e);
	snprintf(d->part, sizeof d->part, "%s.part", d->leaf);
	d->file = openat(d->at, d->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	return d->file >= 0 || trouble(d, name, errno, e);
}

bool outdir_write(outdir *d, const void *bytes, size_t n, err *e)
{
	const char *p = bytes;
	while (n) {
		ssize_t done = write(d->file, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			trouble(d, d->name, errno, e);
			forget(d);
			return false;
		}
		p += done;
		n -= (size_t)done;
	}
	return true;
}

/* As in file_commit(): not every file system can refuse to replace in a rename. */
static bool rename_new(int at, const char *part, const char *leaf)
{
	if (renameat2(at, part, at, leaf, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	return linkat(at, part, at, leaf, 0) == 0 && unlinkat(at, part, 0) == 0;
}

bool outdir_commit(outdir *d, err *e)
{
	bool ok = (fsync(d->file) == 0 || errno == EINVAL) && rename_new(d->at, d->part, d->leaf);
	if (!ok) {
		trouble(d, d->name, errno, e);
	} else {
		if (close(d->file) != 0)
			ok = trouble(d, d->name, errno, e);
		d->file = -1;
		/* The name itself is on the disk only when its folder is. */
		fsync(d->at);
	}
	forget(d);
	return ok;
}
