#include "share/agefile.h"

#include "redact/base/str.h"
#include "share/base64.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	BLANKS = 1024,        /* most around armour                       */
	BLOCK_LINES = 256,    /* lines decoded at a time                  */
};

static bool read_raw(const agefile *f, uint64_t at, void *out, size_t n, size_t *got, err *e)
{
	unsigned char *p = out;
	*got = 0;
	while (*got < n) {
		ssize_t done = pread(f->fd, p + *got, n - *got, (off_t)(at + *got));
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return err_set(e, ERR_SYSTEM, "%s: %s", f->name, strerror(errno));
		if (done == 0)
			break;
		*got += (size_t)done;
	}
	return true;
}

static bool broken(const agefile *f, err *e)
{
	err_set(e, ERR_INPUT, "%s: its text armour is damaged", f->name);
	return err_hint(e, "copy it again from its first line to its last, both with dashes");
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Sets text and eol when the file begins as armour does; *is says whether. */
static bool find_begin(agefile *f, bool *is, err *e)
{
	char head[BLANKS + sizeof AGEFILE_BEGIN + 2];
	size_t n = 0, at = 0;
	const size_t mark = sizeof AGEFILE_BEGIN - 1;
	if (!read_raw(f, 0, head, sizeof head, &n, e))
		return false;
	while (at < n && at < BLANKS && blank(head[at]))
		at++;
	*is = n - at >= mark && memcmp(head + at, AGEFILE_BEGIN, mark) == 0;
	if (!*is)
		return true;
	at += mark;
	f->eol = at < n && head[at] == '\r' ? 2 : 1;
	if (n - at < f->eol || head[at + f->eol - 1] != '\n')
		return broken(f, e);
	f->text = at + f->eol;
	return true;
}

/* Where the END line begins, with only blanks behind it. */
static bool find_end(const agefile *f, uint64_t file_size, uint64_t *end, err *e)
{
	char tail[BLANKS + sizeof AGEFILE_END];
	const size_t mark = sizeof AGEFILE_END - 1;
	size_t n = file_size < sizeof tail ? (size_t)file_size : sizeof tail, got = 0;
	uint64_t from = file_size - n;
	if (!read_raw(f, from, tail, n, &got, e))
		return false;
	while (got && blank(tail[got - 1]))
		got--;
	if (got < mark || memcmp(tail + got - mark, AGEFILE_END, mark) != 0)
		return broken(f, e);
	*end = from + got - mark;
	return *end >= f->text || broken(f, e);
}

/* Checks the line's shape and its end; sets *n to the bytes it holds. */
static bool decode_line(const agefile *f, uint64_t index, const char *text, size_t columns, unsigned char *out,
                        size_t *n)
{
	return (f->eol == 1 || text[columns] == '\r') && text[columns + f->eol - 1] == '\n' &&
	       base64_decode((str){ text, columns }, true, out, AGEFILE_LINE, n) &&
	       (*n == AGEFILE_LINE || index + 1 == f->lines);
}

static bool open_armour(agefile *f, uint64_t file_size, err *e)
{
	uint64_t end = 0, line = AGEFILE_COLUMNS + f->eol;
	if (!find_end(f, file_size, &end, e))
		return false;
	uint64_t body = end - f->text;
	f->lines = (body + line - 1) / line;
	if (!f->lines) {
		f->size = 0;
		return true;
	}
	char text[AGEFILE_COLUMNS + 2];
	unsigned char bytes[AGEFILE_LINE];
	uint64_t last = body - (f->lines - 1) * line;
	size_t got = 0, n = 0;
	if (last <= f->eol || !read_raw(f, f->text + (f->lines - 1) * line, text, (size_t)last, &got, e))
		return last <= f->eol ? broken(f, e) : false;
	if (got != last || !decode_line(f, f->lines - 1, text, (size_t)last - f->eol, bytes, &n) || !n)
		return broken(f, e);
	f->size = (f->lines - 1) * AGEFILE_LINE + n;
	return true;
}

bool agefile_open(agefile *f, int fd, const char *name, err *e)
{
	struct stat st;
	bool armour = false;
	*f = (agefile){ .fd = fd, .name = name };
	if (fstat(fd, &st) != 0)
		return err_set(e, ERR_SYSTEM, "%s: %s", name, strerror(errno));
	if (!S_ISREG(st.st_mode)) {
		err_set(e, ERR_INPUT, "%s: not a regular file", name);
		return err_hint(e, "a bundle is read from several places; save it to a file first");
	}
	f->size = (uint64_t)st.st_size;
	return find_begin(f, &armour, e) && (!armour || open_armour(f, (uint64_t)st.st_size, e));
}

/* Whole lines from `first`, at most BLOCK_LINES, to out; *n bytes of them. */
static bool read_lines(const agefile *f, uint64_t first, size_t count, unsigned char *out, size_t *n, err *e)
{
	char text[BLOCK_LINES * (AGEFILE_COLUMNS + 2)];
	size_t line = AGEFILE_COLUMNS + f->eol, got = 0;
	if (!read_raw(f, f->text + first * line, text, count * line, &got, e))
		return false;
	*n = 0;
	for (size_t i = 0; i < count; i++) {
		size_t columns = AGEFILE_COLUMNS, held = 0;
		if (first + i + 1 == f->lines)
			columns = (size_t)(f->size - (f->lines - 1) * AGEFILE_LINE + 2) / 3 * 4;
		if (i * line + columns + f->eol > got ||
		    !decode_line(f, first + i, text + i * line, columns, out + *n, &held))
			return broken(f, e);
		*n += held;
	}
	return true;
}

bool agefile_read(const agefile *f, uint64_t at, void *out, size_t n, size_t *got, err *e)
{
	if (!f->text)
		return read_raw(f, at, out, n, got, e);
	unsigned char block[BLOCK_LINES * AGEFILE_LINE];
	*got = 0;
	if (at >= f->size)
		return true;
	if (n > f->size - at)
		n = (size_t)(f->size - at);
	while (*got < n) {
		uint64_t first = (at + *got) / AGEFILE_LINE;
		size_t skip = (size_t)((at + *got) % AGEFILE_LINE), held = 0;
		size_t count = (skip + n - *got + AGEFILE_LINE - 1) / AGEFILE_LINE;
		if (count > BLOCK_LINES)
			count = BLOCK_LINES;
		if (!read_lines(f, first, count, block, &held, e))
			return false;
		size_t part = held - skip < n - *got ? held - skip : n - *got;
		memcpy((unsigned char *)out + *got, block + skip, part);
		*got += part;
	}
	return true;
}

void agefile_expect(const agefile *f, uint64_t at, size_t n)
{
	uint64_t line = AGEFILE_COLUMNS + f->eol;
	if (f->text)
		posix_fadvise(f->fd, (off_t)(f->text + at / AGEFILE_LINE * line), (off_t)(n / AGEFILE_LINE * line), POSIX_FADV_WILLNEED);
	else
		posix_fadvise(f->fd, (off_t)at, (off_t)n, POSIX_FADV_WILLNEED);
}
