#include "share/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int intake_open(const char *path, err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0) {
		bool link = errno == ELOOP;
		err_set(e, link ? ERR_REFUSED : ERR_INPUT, "%s: %s", path, link ? "a link" : strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	err_set(e, ERR_REFUSED, "%s: not a regular file", path);
	close(fd);
	return -1;
}

bool intake_read(int fd, const char *path, void *out, size_t n, size_t *got, err *e)
{
	unsigned char *p = out;
	*got = 0;
	while (*got < n) {
		ssize_t done = read(fd, p + *got, n - *got);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
		if (done == 0)
			break;
		*got += (size_t)done;
	}
	return true;
}
