#include "share/passphrase.h"

#include "share/strength.h"
#include "share/words.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

bool passphrase_make(secret *out, err *e)
{
	arena *mem = arena_new();
	const words *list = words_load(mem, e);
	secret text = { NULL, 0 };
	bool ok = list && secret_new(&text, PASSPHRASE_WORDS * (WORDS_LONGEST + 1), e);
	if (ok) {
		size_t n = 0;
		for (int i = 0; i < PASSPHRASE_WORDS; i++) {
			str word = list->list[randombytes_uniform(WORDS_COUNT)];
			if (i)
				text.p[n++] = '-';
			memcpy(text.p + n, word.p, word.n);
			n += word.n;
		}
		ok = secret_of(out, (str){ (const char *)text.p, n }, e);
	}
	secret_drop(&text);
	arena_drop(mem);
	return ok;
}

/* Reads to the end or to room; errno on failure. */
static bool read_some(int fd, unsigned char *p, size_t room, size_t *n)
{
	*n = 0;
	while (*n < room) {
		ssize_t got = read(fd, p + *n, room - *n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		*n += (size_t)got;
	}
	return true;
}

bool passphrase_read(const char *path, secret *out, err *e)
{
	secret text = { NULL, 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	size_t n = 0;
	bool ok = secret_new(&text, PASSPHRASE_MAX + 3, e);
	if (ok && !read_some(fd, text.p, text.n, &n))
		ok = err_set(e, ERR_INPUT, "%s: %s", path, strerror(errno));
	close(fd);
	if (ok) {
		if (n && text.p[n - 1] == '\n')
			n--;
		if (n && text.p[n - 1] == '\r')
			n--;
		if (n == 0)
			ok = err_set(e, ERR_USAGE, "%s: the passphrase is empty", path);
		else if (n > PASSPHRASE_MAX)
			ok = err_set(e, ERR_USAGE, "%s: the passphrase is longer than %d bytes", path,
			             PASSPHRASE_MAX);
		else if (memchr(text.p, '\n', n) || memchr(text.p, '\r', n) || memchr(text.p, '\0', n)) {
			err_set(e, ERR_USAGE, "%s: more than one line", path);
			ok = err_hint(e, "the file holds the passphrase on one line and nothing else");
		}
	}
	ok = ok && secret_of(out, (str){ (const char *)text.p, n }, e);
	secret_drop(&text);
	return ok;
}

bool passphrase_write(const char *path, const secret *pass, err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0) {
		bool there = errno == EEXIST;
		err_set(e, there ? ERR_USAGE : ERR_SYSTEM, "%s: %s", path, strerror(errno));
		return there && err_hint(e, "choose a new file for the passphrase");
	}
	secret line;
	bool ok = secret_new(&line, pass->n + 1, e);
	if (ok) {
		memcpy(line.p, pass->p, pass->n);
		line.p[pass->n] = '\n';
		/* So short a write is whole or fails. */
		if (write(fd, line.p, line.n) != (ssize_t)line.n || fsync(fd) != 0)
			ok = err_set(e, ERR_SYSTEM, "%s: %s", path, strerror(errno));
	}
	secret_drop(&line);
	close(fd);
	if (!ok)
		unlink(path);
	return ok;
}

bool passphrase_judge(const secret *pass, err *e)
{
	arena *mem = arena_new();
	int bits = 0;
	const words *list = words_load(mem, e);
	bool ok = list && strength_bits(pass, list, &bits, e);
	if (ok && bits < STRENGTH_ENOUGH) {
		ok = err_set(e, ERR_USAGE, "the passphrase is too easy to guess: about %d bits, %d are wanted",
		             bits, STRENGTH_ENOUGH);
		err_hint(e, "leave --passphrase-file out to have one made, or say --accept-weak");
	}
	arena_drop(mem);
	return ok;
}
