#include "share/ageout.h"

#include "share/base64.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_LINES = 512 };

static bool put(const ageout *o, const void *bytes, size_t n, err *e)
{
	const char *p = bytes;
	while (n) {
		ssize_t done = write(o->fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			err_set(e, ERR_SYSTEM, "%s: %s", o->name, strerror(errno));
			if (errno == ENOSPC)
				err_hint(e, "nothing was left behind; make room and seal again");
			return false;
		}
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool ageout_begin(ageout *o, int fd, const char *name, bool armour, err *e)
{
	*o = (ageout){ .fd = fd, .name = name, .armour = armour };
	return !armour || put(o, AGEFILE_BEGIN "\n", sizeof AGEFILE_BEGIN, e);
}

/* Appends a line of armour to text; returns its length. */
static size_t print_line(char *text, const unsigned char *bytes, size_t n)
{
	size_t columns = base64_encode(text, bytes, n, true);
	text[columns] = '\n';
	return columns + 1;
}

bool ageout_write(ageout *o, const void *bytes, size_t n, err *e)
{
	const unsigned char *p = bytes;
	if (!o->armour)
		return put(o, bytes, n, e);
	while (n) {
		char text[BLOCK_LINES * (AGEFILE_COLUMNS + 1) + 1];
		size_t used = 0;
		for (int i = 0; n && i < BLOCK_LINES; i++) {
			size_t part = AGEFILE_LINE - o->held < n ? AGEFILE_LINE - o->held : n;
			memcpy(o->line + o->held, p, part);
			o->held += part;
			p += part;
			n -= part;
			if (o->held < AGEFILE_LINE)
				break;
			used += print_line(text + used, o->line, AGEFILE_LINE);
			o->held = 0;
		}
		if (!put(o, text, used, e))
			return false;
	}
	return true;
}

bool ageout_end(ageout *o, err *e)
{
	char text[AGEFILE_COLUMNS + 2 + sizeof AGEFILE_END];
	size_t n = 0;
	if (!o->armour)
		return true;
	if (o->held)
		n = print_line(text, o->line, o->held);
	memcpy(text + n, AGEFILE_END "\n", sizeof AGEFILE_END);
	return put(o, text, n + sizeof AGEFILE_END, e);
}
