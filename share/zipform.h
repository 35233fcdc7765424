/*
 * zipform.h - the records of the one kind of ZIP that a bundle holds.
 *
 * Store only, UTF-8 names, every time 1980-01-01 00:00, sizes and checksums known beforehand, no
 * comments, entries end to end from byte 0 in the order of the directory. So an archive is fixed
 * by its names, sizes and checksums alone: the writer prints records with these functions, and the
 * reader accepts exactly the bytes they would print. A wide archive is one that uses ZIP64 for
 * every entry; a bundle is wide as a whole or not at all.
 */
#ifndef UNDERSEAL_ZIPFORM_H
#define UNDERSEAL_ZIPFORM_H

#include "redact/base/buf.h"

enum {
	ZIPFORM_LOCAL = 30,        /* bytes before the name                     */
	ZIPFORM_LOCAL_WIDE = 20,   /* more after the name of a wide one         */
	ZIPFORM_CENTRAL = 46,
	ZIPFORM_CENTRAL_WIDE = 28,
	ZIPFORM_END = 22,
	ZIPFORM_END_WIDE = 56 + 20, /* the ZIP64 end and its locator, before it */
	ZIPFORM_NAME_MAX = 4096,   /* bytes of a name                           */
};

typedef struct zipform_entry {
	str name;
	uint64_t size;
	uint64_t at;    /* where its local record begins */
	uint32_t crc;
} zipform_entry;

/* True when an archive of n entries and at most `bytes` bytes needs the wide form. */
bool zipform_needs_wide(uint64_t n, uint64_t bytes);

/* Bytes of each record. Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16. */
uint64_t zipform_local_size(str name, bool wide);
uint64_t zipform_central_size(str name, bool wide);
uint64_t zipform_end_size(bool wide);

/* Where the entry's content begins. */
uint64_t zipform_content(const zipform_entry *z, bool wide);

/* Append one record to out. */
void zipform_local(buf *out, const zipform_entry *z, bool wide);
void zipform_central(buf *out, const zipform_entry *z, bool wide);
void zipform_end(buf *out, uint64_t n, uint64_t directory_at, uint64_t directory_size, bool wide);

/* Little-endian numbers of `bytes` bytes. */
uint64_t zipform_get(const unsigned char *p, int bytes);

#endif
