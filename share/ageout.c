#include "share/ageout.h"

#include "share/base64.h"

#include <errno.h>
#include <string.h>

enum { BLOCK_LINES = 512 };

/* What the disk said to an earlier block. */
static bool trouble(ageout *o, err *e)
{
	int code = atomic_load(&o->to.trouble);
	if (!code)
		return true;
	err_set(e, ERR_SYSTEM, "%s: %s", o->name, strerror(code));
	return (code == ENOSPC || code == EDQUOT) && err_hint(e, "nothing was left behind; make room and seal again");
}

static bool next_block(ageout *o, err *e)
{
	belt_pass(o->belt, o->used);
	o->block = belt_block(o->belt);
	o->used = 0;
	return trouble(o, e);
}

static bool put(ageout *o, const void *bytes, size_t n, err *e)
{
	const unsigned char *p = bytes;
	while (n) {
		if (o->used == BELT_BLOCK && !next_block(o, e))
			return false;
		size_t part = BELT_BLOCK - o->used < n ? BELT_BLOCK - o->used : n;
		memcpy(o->block + o->used, p, part);
		o->used += part;
		p += part;
		n -= part;
	}
	return true;
}

unsigned char *ageout_room(ageout *o, size_t n)
{
	return !o->armour && n <= BELT_BLOCK - o->used ? o->block + o->used : NULL;
}

void ageout_took(ageout *o, size_t n)
{
	o->used += n;
}

bool ageout_begin(ageout *o, int fd, const char *name, bool armour, err *e)
{
	*o = (ageout){ .name = name, .armour = armour };
	disk_begin(&o->to, fd);
	o->belt = belt_new(&(belt_worker){ disk_work, &o->to }, 1, e);
	if (!o->belt)
		return err_wrap(e, "%s", name);
	o->block = belt_block(o->belt);
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

static bool end_armour(ageout *o, err *e)
{
	char text[AGEFILE_COLUMNS + 2 + sizeof AGEFILE_END];
	size_t n = 0;
	if (o->held)
		n = print_line(text, o->line, o->held);
	memcpy(text + n, AGEFILE_END "\n", sizeof AGEFILE_END);
	return put(o, text, n + sizeof AGEFILE_END, e);
}

bool ageout_end(ageout *o, err *e)
{
	if (o->armour && !end_armour(o, e))
		return false;
	belt_pass(o->belt, o->used);
	belt_rest(o->belt);
	return trouble(o, e);
}

void ageout_drop(ageout *o)
{
	belt_drop(o->belt);
	o->belt = NULL;
}
