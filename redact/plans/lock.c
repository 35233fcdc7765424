/* A file beside the plan, which itself is replaced with every save: a lock on it would be one on a file that is gone. */
#include "redact/plans/plans_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Hidden, and passed over where documents are looked for, as our temporary files are. */
static char *path_beside(const char *path, arena *mem)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
	return str_z(str_fmt(mem, "%.*s.underseal-lock-%s", (int)folder, path, path + folder), mem);
}

static bool is_still_there(int fd, const char *path)
{
	struct stat mine, there;
	return fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev;
}

/* Another name of some other file, put there by somebody, would have that file written to. */
static bool is_our_kind(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_nlink <= 1;
}

static bool taken(const char *path, int fd, err *e)
{
	char who[32] = "";
	ssize_t n = pread(fd, who, sizeof who - 1, 0);
	close(fd);
	long process = n > 0 ? strtol(who, NULL, 10) : 0;
	err_set(e, ERR_REFUSED, "%s: another program is changing it", path);
	if (process > 0)
		return err_hint(e, "go on in its window, or end process %ld first", process);
	return err_hint(e, "go on in its window, or end it first");
}

bool lock_take(const char *path, arena *mem, int *lock, char **lock_path, err *e)
{
	char *beside = path_beside(path, mem);
	for (;;) {
		int fd = open(beside, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
		if (fd < 0)
			return err_set(e, ERR_SYSTEM, "%s: cannot be changed here: %s", path, strerror(errno));
		if (!is_our_kind(fd)) {
			close(fd);
			err_set(e, ERR_REFUSED, "%s: what has the name of its lock is none", path);
			return err_hint(e, "look at it, and take it away: %s", beside);
		}
		if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
			if (errno == EWOULDBLOCK)
				return taken(path, fd, e);
			err_set(e, ERR_SYSTEM, "%s: cannot be locked: %s", path, strerror(errno));
			close(fd);
			return false;
		}
		/* Whoever had it may have taken it away between the two. */
		if (is_still_there(fd, beside)) {
			char who[32];
			int n = snprintf(who, sizeof who, "%ld\n", (long)getpid());
			if (ftruncate(fd, 0) != 0 || pwrite(fd, who, (size_t)n, 0) != n)
				errno = 0; /* it is for people alone */
			*lock = fd;
			*lock_path = beside;
			return true;
		}
		close(fd);
	}
}

void lock_give_back(int lock, const char *lock_path)
{
	if (lock < 0)
		return;
	unlink(lock_path);
	close(lock);
}
