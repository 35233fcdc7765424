#include "share/zipform.h"

enum {
	NEEDS_ZIP64 = 45, NEEDS_FOLDERS = 20,
	MADE_BY_UNIX = 3 << 8,
	NAMES_ARE_UTF8 = 1 << 11,
	DATE_1980_01_01 = 1 << 5 | 1,
	MODE_REGULAR_0644 = 0100644,
	EXTRA_ZIP64 = 1,
};
#define FULL16 0xffffu
#define FULL32 0xffffffffu

static void put(buf *out, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++, v >>= 8)
		buf_byte(out, (int)(v & 0xff));
}

uint64_t zipform_get(const unsigned char *p, int bytes)
{
	uint64_t v = 0;
	for (int i = bytes - 1; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

bool zipform_needs_wide(uint64_t n, uint64_t bytes)
{
	/* Full fields mean "look in the ZIP64 record", so a narrow archive stays below them. */
	return n >= FULL16 || bytes >= FULL32;
}

uint64_t zipform_local_size(str name, bool wide)
{
	return ZIPFORM_LOCAL + name.n + (wide ? ZIPFORM_LOCAL_WIDE : 0);
}

uint64_t zipform_central_size(str name, bool wide)
{
	return ZIPFORM_CENTRAL + name.n + (wide ? ZIPFORM_CENTRAL_WIDE : 0);
}

uint64_t zipform_end_size(bool wide)
{
	return ZIPFORM_END + (wide ? ZIPFORM_END_WIDE : 0);
}

uint64_t zipform_content(const zipform_entry *z, bool wide)
{
	return z->at + zipform_local_size(z->name, wide);
}

/* What local and central record have in common: from "version needed" to the extra's length. */
static void put_common(buf *out, const zipform_entry *z, bool wide, int extra)
{
	put(out, wide ? NEEDS_ZIP64 : NEEDS_FOLDERS, 2);
	put(out, NAMES_ARE_UTF8, 2);
	put(out, 0, 2);                       /* stored */
	put(out, 0, 2);                       /* time   */
	put(out, DATE_1980_01_01, 2);
	put(out, z->crc, 4);
	put(out, wide ? FULL32 : z->size, 4); /* packed */
	put(out, wide ? FULL32 : z->size, 4);
	put(out, z->name.n, 2);
	put(out, wide ? (uint64_t)extra : 0, 2);
}

static void put_extra(buf *out, const zipform_entry *z, int extra)
{
	put(out, EXTRA_ZIP64, 2);
	put(out, (uint64_t)extra - 4, 2);
	put(out, z->size, 8);
	put(out, z->size, 8);
}

void zipform_local(buf *out, const zipform_entry *z, bool wide)
{
	buf_add(out, "PK\3\4", 4);
	put_common(out, z, wide, ZIPFORM_LOCAL_WIDE);
	buf_str(out, z->name);
	if (wide)
		put_extra(out, z, ZIPFORM_LOCAL_WIDE);
}

void zipform_central(buf *out, const zipform_entry *z, bool wide)
{
	buf_add(out, "PK\1\2", 4);
	put(out, MADE_BY_UNIX | (wide ? NEEDS_ZIP64 : NEEDS_FOLDERS), 2);
	put_common(out, z, wide, ZIPFORM_CENTRAL_WIDE);
	put(out, 0, 2);                       /* no comment         */
	put(out, 0, 2);                       /* first disk         */
	put(out, 0, 2);                       /* binary, all of it  */
	put(out, (uint64_t)MODE_REGULAR_0644 << 16, 4);
	put(out, wide ? FULL32 : z->at, 4);
	buf_str(out, z->name);
	if (wide) {
		put_extra(out, z, ZIPFORM_CENTRAL_WIDE);
		put(out, z->at, 8);
	}
}

void zipform_end(buf *out, uint64_t n, uint64_t directory_at, uint64_t directory_size, bool wide)
{
	if (wide) {
		buf_add(out, "PK\6\6", 4);
		put(out, 56 - 12, 8);
		put(out, MADE_BY_UNIX | NEEDS_ZIP64, 2);
		put(out, NEEDS_ZIP64, 2);
		put(out, 0, 4);                   /* this disk          */
		put(out, 0, 4);                   /* directory's disk   */
		put(out, n, 8);
		put(out, n, 8);
		put(out, directory_size, 8);
		put(out, directory_at, 8);
		buf_add(out, "PK\6\7", 4);
		put(out, 0, 4);
		put(out, directory_at + directory_size, 8);
		put(out, 1, 4);                   /* disks in all       */
	}
	buf_add(out, "PK\5\6", 4);
	put(out, 0, 2);
	put(out, 0, 2);
	put(out, wide ? FULL16 : n, 2);
	put(out, wide ? FULL16 : n, 2);
	put(out, wide ? FULL32 : directory_size, 4);
	put(out, wide ? FULL32 : directory_at, 4);
	put(out, 0, 2);                       /* no comment         */
}
