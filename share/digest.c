#include "share/digest.h"

#include "share/zipout.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void digest_init(digest *d)
{
	crypto_hash_sha256_init(&d->sha256);
	d->size = 0;
	d->crc = 0;
}

void digest_add(digest *d, const void *bytes, size_t n)
{
	crypto_hash_sha256_update(&d->sha256, bytes, n);
	d->crc = zipout_crc(d->crc, bytes, n);
	d->size += n;
}

void digest_done(digest *d, char sha256[static 65])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_final(&d->sha256, hash);
	sodium_bin2hex(sha256, 65, hash, sizeof hash);
}

bool digest_stream(const char *path, digest *d, digest_sink *sink, void *arg, err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return err_set(e, errno == ELOOP ? ERR_REFUSED : ERR_INPUT, "%s: %s", path,
		               errno == ELOOP ? "a link" : strerror(errno));
	bool ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	if (!ok)
		err_set(e, ERR_REFUSED, "%s: not a regular file", path);
	unsigned char block[DIGEST_BLOCK];
	digest_init(d);
	while (ok) {
		ssize_t n = read(fd, block, sizeof block);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			ok = err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
		if (n <= 0)
			break;
		digest_add(d, block, (size_t)n);
		ok = !sink || sink(arg, block, (size_t)n, e);
	}
	close(fd);
	return ok;
}

bool digest_file(const char *path, uint64_t *size, char sha256[static 65], uint32_t *crc, err *e)
{
	digest d;
	if (!digest_stream(path, &d, NULL, NULL, e))
		return false;
	digest_done(&d, sha256);
	*size = d.size;
	*crc = d.crc;
	return true;
}
