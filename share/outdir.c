#include "share/outdir.h"

#include "redact/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h> /* renameat2 */
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
	*d = (outdir){ .path = path, .fd = -1 };
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

/* With `remove`: it is not to be. */
static void forget(outdir_file *f, bool remove)
{
	if (f->fd >= 0)
		close(f->fd);
	if (f->fd >= 0 && remove)
		unlinkat(f->at, f->part, 0);
	if (f->at >= 0)
		close(f->at);
	f->fd = f->at = -1;
}

static void forget_current(outdir *d)
{
	if (d->current)
		forget(d->current, true);
	d->current = NULL;
}

void outdir_close(outdir *d)
{
	forget_current(d);
	while (d->n)
		forget(&d->files[--d->n], true);
	if (d->fd >= 0)
		close(d->fd);
	d->fd = -1;
}

/* Opens the folder that holds name and fills leaf; with `make` missing folders are made. -1 with
 * errno, ENOENT when one is missing. */
static int walk_to(outdir *d, str name, bool make, char leaf[static OUTDIR_LEAF])
{
	int at = fcntl(d->fd, F_DUPFD_CLOEXEC, 3);
	str rest = name, part;
	while (at >= 0 && str_cut(&rest, '/', &part)) {
		if (part.n == 0 || part.n >= OUTDIR_LEAF) {
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

static void part_name(char part[static OUTDIR_PART], const char *leaf)
{
	size_t n = strlen(leaf);
	memcpy(part, leaf, n);
	memcpy(part + n, ".part", sizeof ".part");
}

bool outdir_free(outdir *d, str name, err *e)
{
	char leaf[OUTDIR_LEAF], part[OUTDIR_PART];
	struct stat st;
	int at = walk_to(d, name, false, leaf);
	if (at < 0)
		return errno == ENOENT || trouble(d, name, errno, e);
	part_name(part, leaf);
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
	forget_current(d);
	outdir_file *f = &d->files[d->n];
	*f = (outdir_file){ .fd = -1, .name = name };
	f->at = walk_to(d, name, true, f->leaf);
	if (f->at < 0)
		return trouble(d, name, errno, e);
	d->current = f;
	part_name(f->part, f->leaf);
	f->fd = openat(f->at, f->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	return f->fd >= 0 || trouble(d, name, errno, e);
}

int outdir_fd(const outdir *d)
{
	return d->current ? d->current->fd : -1;
}

bool outdir_trouble(const outdir *d, int code, err *e)
{
	return trouble(d, d->current ? d->current->name : STR(""), code, e);
}

bool outdir_write(outdir *d, const void *bytes, size_t n, err *e)
{
	const char *p = bytes;
	while (n) {
		ssize_t done = write(outdir_fd(d), p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			outdir_trouble(d, errno, e);
			forget_current(d);
			return false;
		}
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool outdir_end(outdir *d, err *e)
{
	if (!d->current)
		return err_set(e, ERR_INTERNAL, "%s: a file ended that was not begun", d->path);
	d->current = NULL;
	return ++d->n < OUTDIR_WAITING || outdir_settle(d, e);
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

/* Once the bytes of all are on their way and have their places, the first flush writes those places into the
 * journal, and the others find little left to do. */
static bool flush_all(outdir *d, err *e)
{
	for (size_t i = 0; i < d->n; i++)
		sync_file_range(d->files[i].fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	for (size_t i = 0; i < d->n; i++)
		if (fsync(d->files[i].fd) != 0 && errno != EINVAL)
			return trouble(d, d->files[i].name, errno, e);
	return true;
}

/* How many got their names is in *named. */
static bool name_all(outdir *d, size_t *named, err *e)
{
	for (*named = 0; *named < d->n; ++*named) {
		outdir_file *f = &d->files[*named];
		if (!rename_new(f->at, f->part, f->leaf))
			return trouble(d, f->name, errno, e);
		if (close(f->fd) != 0) {
			f->fd = -1;
			return trouble(d, f->name, errno, e);
		}
		f->fd = -1;
	}
	return true;
}

bool outdir_settle(outdir *d, err *e)
{
	size_t named = 0;
	forget_current(d);
	bool ok = flush_all(d, e) && name_all(d, &named, e);
	d->settled += named;
	/* The names themselves are on the disk only when their folders are. */
	for (size_t i = 0; i < named; i++)
		fsync(d->files[i].at);
	while (d->n) {
		outdir_file *f = &d->files[--d->n];
		forget(f, true);
	}
	return ok;
}
