#include "redact/work/pool/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

bool spool_cut(const char *spool, off_t *at, uint64_t size, const char *path, err *e)
{
	struct stat st;
	int from = open(spool, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok = from >= 0 && to >= 0 && fstat(from, &st) == 0;
	if (ok && size > (uint64_t)(st.st_size - *at))
		ok = err_set(e, ERR_INTERNAL, "the reader named files that are not there");
	while (ok && size) {
		ssize_t n = sendfile(to, from, at, size);
		size -= n > 0 ? (uint64_t)n : 0;
		ok = n > 0 || (n < 0 && errno == EINTR);
	}
	if (!ok && e->kind == ERR_NONE)
		err_set(e, ERR_SYSTEM, "what lies within it cannot be taken out: %s", strerror(errno));
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	return ok;
}
