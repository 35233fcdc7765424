#include "redact/base/file.h"

#include "redact/base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* Our own temporaries start like this; whoever walks a folder passes over them. */
#define TEMP_PREFIX ".underseal-"

static const char *hint_for(int code)
{
	switch (code) {
	case EACCES:
	case EPERM:  return "you are not allowed to; check the file's permissions";
	case ENOSPC:
	case EDQUOT: return "the disk is full; make room and run again";
	case EROFS:  return "this disk can only be read; choose another folder";
	case EMFILE:
	case ENFILE: return "too many files are open; try a smaller -j";
	default:     return "";
	}
}

/* Trouble of the operating system with one path; the hint comes with it. */
static bool trouble(err *e, err_kind kind, const char *path, int code)
{
	err_set(e, kind, "%s: %s", path, strerror(code));
	if (hint_for(code)[0])
		err_hint(e, "%s", hint_for(code));
	return false;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Non-blocking, so that a FIFO put in our way cannot hang us; it makes no difference to a file. */
static int open_regular(const char *path, struct stat *st, err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0) {
		trouble(e, ERR_INPUT, path, errno);
		return -1;
	}
	if (fstat(fd, st) != 0) {
		trouble(e, ERR_INPUT, path, errno);
		close(fd);
		return -1;
	}
	if (!S_ISREG(st->st_mode)) {
		err_set(e, ERR_INPUT, "%s: %s, not a file", path,
		        S_ISDIR(st->st_mode) ? "a folder" : "a device or pipe");
		close(fd);
		return -1;
	}
	return fd;
}

/* Up to n bytes, fewer only at the end of the file; -1 with errno. */
static ssize_t read_full(int fd, void *to, size_t n)
{
	size_t got = 0;
	while (got < n) {
		ssize_t r = read(fd, (char *)to + got, n - got);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		if (r == 0)
			break;
		got += (size_t)r;
	}
	return (ssize_t)got;
}

bool file_read(const char *path, size_t limit, arena *mem, str *out, err *e)
{
	struct stat st;
	int fd = open_regular(path, &st, e);
	if (fd < 0)
		return false;
	bool ok = false;
	if (st.st_size < 0 || (uint64_t)st.st_size > limit) {
		err_set(e, ERR_INPUT, "%s: larger than the %zu bytes allowed here", path, limit);
	} else {
		size_t n = (size_t)st.st_size;
		char *p = arena_alloc(mem, n + 1);
		ssize_t got = read_full(fd, p, n);
		if (got < 0)
			trouble(e, ERR_INPUT, path, errno);
		else if ((size_t)got < n)
			err_set(e, ERR_INPUT, "%s: became shorter while it was read", path);
		else {
			*out = (str){ p, n };
			ok = true;
		}
	}
	close(fd);
	return ok;
}

bool file_head(const char *path, char *to, size_t room, size_t *n, err *e)
{
	struct stat st;
	int fd = open_regular(path, &st, e);
	if (fd < 0)
		return false;
	ssize_t got = read_full(fd, to, room);
	if (got < 0)
		trouble(e, ERR_INPUT, path, errno);
	close(fd);
	*n = got < 0 ? 0 : (size_t)got;
	return got >= 0;
}

void hash_sha256(str bytes, char hex[static 65])
{
	sha256 state;
	sha256_init(&state);
	sha256_add(&state, bytes.p, bytes.n);
	sha256_done(&state, hex);
}

bool file_sha256(const char *path, char hex[static 65], uint64_t *size, err *e)
{
	struct stat st;
	int fd = open_regular(path, &st, e);
	if (fd < 0)
		return false;
	sha256 state;
	sha256_init(&state);
	unsigned char block[64 << 10];
	uint64_t total = 0;
	ssize_t got;
	while ((got = read_full(fd, block, sizeof block)) > 0) {
		sha256_add(&state, block, (size_t)got);
		total += (uint64_t)got;
	}
	bool ok = got == 0;
	if (!ok)
		trouble(e, ERR_INPUT, path, errno);
	close(fd);
	sha256_done(&state, hex);
	if (size)
		*size = total;
	return ok;
}

/* ---- writing --------------------------------------------------------------------------------- */

/* The folder part of path, "." when there is none. */
static char *folder_of(const char *path, arena *mem)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return str_z(STR("."), mem);
	if (slash == path)
		return str_z(STR("/"), mem);
	return str_z((str){ path, (size_t)(slash - path) }, mem);
}

char *file_temp_beside(const char *path, arena *mem)
{
	unsigned char bytes[8];
	char hex[2 * sizeof bytes + 1];
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
	const char *folder = folder_of(path, mem);
	const char *slash = strcmp(folder, "/") == 0 ? "" : "/";
	return (char *)str_fmt(mem, "%s%s" TEMP_PREFIX "%s", folder, slash, hex).p;
}

static bool flush_path(const char *path, int flags, err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	if (fd < 0)
		return trouble(e, ERR_SYSTEM, path, errno);
	/* Some file systems cannot flush a folder and say EINVAL: nothing is lost by that. */
	bool ok = fsync(fd) == 0 || errno == EINVAL || errno == EROFS;
	if (!ok)
		trouble(e, ERR_SYSTEM, path, errno);
	close(fd);
	return ok;
}

/* Moves temp to path unless path exists. Not every file system knows RENAME_NOREPLACE; a hard
 * link refuses to replace as well. */
static bool rename_new(const char *temp, const char *path)
{
	if (renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	if (link(temp, path) != 0)
		return false;
	unlink(temp);
	return true;
}

bool file_commit(const char *temp, const char *path, bool replace, err *e)
{
	if (!flush_path(temp, 0, e)) {
		unlink(temp);
		return err_wrap(e, "%s", path);
	}
	if (!(replace ? rename(temp, path) == 0 : rename_new(temp, path))) {
		int code = errno;
		unlink(temp);
		if (code == EEXIST) {
			err_set(e, ERR_USAGE, "%s: exists already", path);
			return err_hint(e, "choose another output, or say --overwrite");
		}
		return trouble(e, ERR_SYSTEM, path, code);
	}
	arena *mem = arena_new();
	bool ok = flush_path(folder_of(path, mem), O_DIRECTORY, e);
	arena_drop(mem);
	/* Who is told of an error does not look for a file. */
	if (!ok && !replace)
		unlink(path);
	return ok || err_wrap(e, "%s", path);
}

bool file_remove(const char *path, err *e)
{
	if (unlink(path) != 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EISDIR || trouble(e, ERR_SYSTEM, path, errno);
	arena *mem = arena_new();
	bool ok = flush_path(folder_of(path, mem), O_DIRECTORY, e);
	arena_drop(mem);
	return ok;
}

static bool write_full(int fd, str bytes)
{
	while (bytes.n) {
		ssize_t w = write(fd, bytes.p, bytes.n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return false;
		bytes = str_sub(bytes, (size_t)w, bytes.n);
	}
	return true;
}

bool file_fill(int fd, str bytes, err *e)
{
	return write_full(fd, bytes) || err_set(e, ERR_SYSTEM, "cannot write: %s", strerror(errno));
}

bool file_write(const char *path, str bytes, unsigned mode, bool replace, err *e)
{
	arena *mem = arena_new();
	const char *temp = file_temp_beside(path, mem);
	bool ok = false;
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0) {
		trouble(e, ERR_SYSTEM, path, errno);
	} else {
		ok = write_full(fd, bytes);
		int code = errno;
		if (close(fd) != 0 && ok) {
			ok = false;
			code = errno;
		}
		if (ok) {
			ok = file_commit(temp, path, replace, e);
		} else {
			unlink(temp);
			trouble(e, ERR_SYSTEM, path, code);
		}
	}
	arena_drop(mem);
	return ok;
}

/* A new one outlives a power cut, as what is put into it then does. */
static bool make_folder(const char *path, err *e)
{
	if (mkdir(path, 0777) == 0) {
		arena *mem = arena_new();
		bool ok = flush_path(folder_of(path, mem), O_DIRECTORY, e);
		arena_drop(mem);
		return ok;
	}
	int code = errno;
	struct stat st;
	/* mkdir() may say EROFS or EACCES of a folder that is there already. */
	return code == EEXIST || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) || trouble(e, ERR_SYSTEM, path, code);
}

bool file_make_parents(const char *path, err *e)
{
	arena *mem = arena_new();
	char *folder = folder_of(path, mem);
	bool ok = true;
	for (char *at = folder + 1; ok; at++) {
		bool last = *at == '\0';
		if (*at != '/' && !last)
			continue;
		*at = '\0';
		ok = make_folder(folder, e);
		if (last)
			break;
		*at = '/';
	}
	arena_drop(mem);
	return ok;
}

/* ---- names ----------------------------------------------------------------------------------- */

char *file_resolve(const char *path, arena *mem, err *e)
{
	char full[PATH_MAX];
	if (realpath(path, full))
		return str_z(str_of(full), mem);
	if (errno != ENOENT) {
		trouble(e, ERR_INPUT, path, errno);
		return NULL;
	}
	/* Resolve the nearest ancestor that exists, then add the rest by its words. */
	str whole = str_of(path);
	while (whole.n > 1 && whole.p[whole.n - 1] == '/')
		whole.n--;
	const char *slash = whole.n ? memrchr(whole.p, '/', whole.n) : NULL;
	str last = slash ? str_sub(whole, (size_t)(slash - whole.p) + 1, whole.n) : whole;
	if (whole.n == 0 || str_is(whole, "/")) {
		trouble(e, ERR_INPUT, path, ENOENT);
		return NULL;
	}
	str front = !slash ? STR(".") : slash == whole.p ? STR("/")
	            : str_sub(whole, 0, (size_t)(slash - whole.p));
	char *base = file_resolve(str_z(front, mem), mem, e);
	if (!base || str_is(last, ".") || last.n == 0)
		return base;
	if (str_is(last, ".."))
		return folder_of(base, mem);
	return (char *)str_fmt(mem, "%s/" STR_FMT, strcmp(base, "/") == 0 ? "" : base, STR_ARG(last)).p;
}

bool file_is_below(const char *inner, const char *outer)
{
	size_t n = strlen(outer);
	if (n == 1 && outer[0] == '/')
		return inner[0] == '/';
	return strncmp(inner, outer, n) == 0 && (inner[n] == '\0' || inner[n] == '/');
}
