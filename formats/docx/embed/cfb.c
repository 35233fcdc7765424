#include "formats/docx/embed/cfb.h"
#include "redact/base/utf8.h"

#include <string.h>

enum {
	HEADER = 512, ENTRY = 128, IN_HEADER = 109, SMALL = 64,
	MOST_ENTRIES = 4096,
	STREAM = 2, ROOT = 5,
};

/* Larger sector numbers are marks: free, end of chain, tables. */
#define LAST_SECTOR 0xfffffffau

typedef struct table {
	uint32_t *next; size_t n;
} table;

typedef struct cfb {
	str file;
	arena *mem;
	size_t sector;         /* bytes  */
	size_t sectors;        /* in all */
	uint32_t small_below;  /* streams shorter than this lie in the small stream */
	bool wide;             /* version 4: sizes of 64 bits */
	table fat, mini;
	str small;
	size_t left;           /* bytes that may still be read: streams that share sectors end there */
} cfb;

static uint32_t le(str s, size_t at, int n)
{
	uint32_t v = 0;
	for (int i = n; i-- > 0;)
		v = v << 8 | (unsigned char)s.p[at + (size_t)i];
	return v;
}

bool cfb_is(str bytes)
{
	return bytes.n >= HEADER && memcmp(bytes.p, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

/* Sector 0 follows the header, which fills a sector of its own. The last one may be cut short. */
static str sector_at(const cfb *c, uint32_t i)
{
	size_t at = ((size_t)i + 1) * c->sector;
	return i < c->sectors ? str_sub(c->file, at, at + c->sector) : STR("");
}

static bool add_fat_sector(cfb *c, uint32_t i)
{
	str s = sector_at(c, i);
	size_t each = c->sector / 4;
	if (s.n < c->sector || c->fat.n >= c->sectors)
		return false;
	for (size_t k = 0; k < each && c->fat.n < c->sectors; k++)
		c->fat.next[c->fat.n++] = le(s, 4 * k, 4);
	return true;
}

/* The table's own sectors are named in the header, and beyond that in a chain of lists. */
static bool read_fat(cfb *c)
{
	c->fat.next = arena_array(c->mem, uint32_t, c->sectors);
	for (size_t k = 0; k < IN_HEADER; k++) {
		uint32_t i = le(c->file, 76 + 4 * k, 4);
		if (i <= LAST_SECTOR && !add_fat_sector(c, i))
			return c->fat.n > 0;
	}
	uint32_t list = le(c->file, 68, 4);
	for (size_t seen = 0; list <= LAST_SECTOR && seen < c->sectors; seen++) {
		str s = sector_at(c, list);
		if (s.n < c->sector)
			break;
		for (size_t k = 0; k + 1 < c->sector / 4; k++) {
			uint32_t i = le(s, 4 * k, 4);
			if (i <= LAST_SECTOR && !add_fat_sector(c, i))
				return true;
		}
		list = le(s, c->sector - 4, 4);
	}
	return c->fat.n > 0;
}

/* The first `want` bytes along a chain; unit i of `from` begins at (i + first_at) * unit. */
static bool read_chain(cfb *c, const table *t, str from, size_t unit, size_t first_at, uint32_t start, size_t want, str *out)
{
	if (want > c->left)
		return false;
	c->left -= want;
	char *p = arena_alloc(c->mem, want + 1);
	size_t n = 0;
	for (uint32_t i = start; n < want; i = t->next[i]) {
		size_t at = ((size_t)i + first_at) * unit;
		size_t take = want - n < unit ? want - n : unit;
		if (i >= t->n || at > from.n || take > from.n - at)
			return false;
		memcpy(p + n, from.p + at, take);
		n += take;
	}
	*out = (str){ p, n };
	return true;
}

static size_t chain_length(const table *t, uint32_t i)
{
	size_t n = 0;
	while (i < t->n && n < t->n) {
		i = t->next[i];
		n++;
	}
	return n;
}

static bool read_whole_chain(cfb *c, uint32_t start, str *out)
{
	return read_chain(c, &c->fat, c->file, c->sector, 1, start, chain_length(&c->fat, start) * c->sector, out);
}

static void read_mini_fat(cfb *c)
{
	str s;
	if (!read_whole_chain(c, le(c->file, 60, 4), &s))
		return;
	c->mini.n = s.n / 4;
	c->mini.next = arena_array(c->mem, uint32_t, c->mini.n);
	for (size_t i = 0; i < c->mini.n; i++)
		c->mini.next[i] = le(s, 4 * i, 4);
}

static str entry_name(cfb *c, str entry)
{
	size_t len = le(entry, 64, 2), n = 0;
	char *p = arena_alloc(c->mem, ENTRY);
	for (size_t i = 0; i + 3 < len && i < 62; i += 2)
		n += (size_t)utf8_put(p + n, le(entry, i, 2));
	return (str){ p, n };
}

static bool read_stream(cfb *c, str entry, str *out)
{
	uint32_t start = le(entry, 116, 4), size = le(entry, 120, 4);
	if (c->wide && le(entry, 124, 4))
		return false;
	if (size == 0)
		return false;
	return size < c->small_below ? read_chain(c, &c->mini, c->small, SMALL, 0, start, size, out)
	                             : read_chain(c, &c->fat, c->file, c->sector, 1, start, size, out);
}

bool cfb_streams(str bytes, arena *mem, cfb_sink *sink, void *arg)
{
	if (!cfb_is(bytes))
		return false;
	cfb c = { .file = bytes, .mem = mem, .left = 2 * bytes.n };
	uint32_t shift = le(bytes, 30, 2);
	if (shift != 9 && shift != 12)
		return false;
	c.sector = (size_t)1 << shift;
	c.wide = shift == 12;
	c.small_below = le(bytes, 56, 4);
	c.sectors = bytes.n / c.sector;
	str directory;
	if (!read_fat(&c) || !read_whole_chain(&c, le(bytes, 48, 4), &directory) || directory.n < ENTRY)
		return false;
	read_mini_fat(&c);
	if (le(directory, 66, 1) == ROOT)
		read_whole_chain(&c, le(directory, 116, 4), &c.small);
	for (size_t i = 0; i < directory.n / ENTRY && i < MOST_ENTRIES; i++) {
		str entry = str_sub(directory, i * ENTRY, (i + 1) * ENTRY);
		cfb_stream s;
		if (le(entry, 66, 1) != STREAM || !read_stream(&c, entry, &s.bytes))
			continue;
		s.name = entry_name(&c, entry);
		if (!sink(arg, &s))
			return true;
	}
	return true;
}
