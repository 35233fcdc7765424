#include "share/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void disk_begin(disk *d, int fd)
{
	d->fd = fd;
	d->at = 0;
	d->direct = d->cached = false;
	atomic_store(&d->trouble, 0);
}

static bool go(disk *d, bool direct)
{
	int flags = d->direct == direct ? 0 : fcntl(d->fd, F_GETFL);
	if (d->direct == direct)
		return true;
	if (flags < 0 || fcntl(d->fd, F_SETFL, direct ? flags | O_DIRECT : flags & ~O_DIRECT) != 0)
		return false;
	d->direct = direct;
	return true;
}

void disk_work(void *arg, const unsigned char *bytes, size_t n)
{
	disk *d = arg;
	if (atomic_load(&d->trouble))
		return;
	if (n == BELT_BLOCK && !d->cached)
		d->cached = !go(d, true);
	else if (!go(d, false))
		atomic_store(&d->trouble, errno);
	while (n && !atomic_load(&d->trouble)) {
		ssize_t done = pwrite(d->fd, bytes, n, (off_t)d->at);
		if (done < 0 && errno == EINTR)
			continue;
		/* Some file systems take the flag and say at the first write that they do not mean it. */
		if (done < 0 && errno == EINVAL && d->direct) {
			d->cached = true;
			if (go(d, false))
				continue;
		}
		if (done < 0) {
			atomic_store(&d->trouble, errno);
			break;
		}
		bytes += done;
		d->at += (uint64_t)done;
		n -= (size_t)done;
	}
}
