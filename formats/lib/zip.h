/*
 * zip.h - the door to libzip: packages read with suspicion, and written with nothing extra.
 *
 * Reading lists all entries first and refuses a package that no honest program writes: names that
 * climb out or come twice, entries that overlap or are encrypted, and sizes that only a bomb has. Contents are
 * inflated one entry at a time, when asked for, against the declared size. Writing puts one fresh
 * package on disk whose bytes depend on names and contents alone: no times, no extra fields, no
 * comments, no directories.
 */
#ifndef UNDERSEAL_ZIP_H
#define UNDERSEAL_ZIP_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum {
	ZIPDOOR_ENTRIES = 10000,           /* more is refused                                 */
	ZIPDOOR_RATIO   = 400,             /* inflated : packed, for entries above a megabyte */
};
#define ZIPDOOR_ENTRY_BYTES ((uint64_t)512 << 20)  /* of one entry, inflated  */
#define ZIPDOOR_TOTAL_BYTES ((uint64_t)1 << 30)    /* of all of them together */
enum { ZIPDOOR_MEMBERS = 100000 }; /* the same of an archive */
#define ZIPDOOR_MEMBER_BYTES  ((uint64_t)4 << 30)
#define ZIPDOOR_ARCHIVE_BYTES ((uint64_t)64 << 30)

typedef struct zip_entry {
	str name;        /* as stored: '/'-separated; of no certain encoding             */
	str comment;     /* bytes, "" for none                                           */
	uint64_t size;   /* inflated, as declared; zipdoor_load() holds the entry to it  */
	bool directory;
	const char *refused; /* of an archive: why it must not be read; NULL: it may */
} zip_entry;

typedef struct zipdoor zipdoor;

/* Yours: zipdoor_close() it; bytes must outlive it, names live in mem. ERR_INPUT for what is no
 * readable zip, ERR_REFUSED for what must not be read. */
zipdoor *zipdoor_open(str bytes, arena *mem, err *e);
/* An archive is not one document but many: what is wrong with one of them is said in its entry and keeps
 * nobody from the others. */
zipdoor *zipdoor_open_archive(str bytes, arena *mem, err *e);
void     zipdoor_close(zipdoor *z);

/* Whether a zip's last record is the last thing in these bytes, whatever they begin with. */
bool zipdoor_ends(str bytes);

size_t           zipdoor_count(const zipdoor *z);
const zip_entry *zipdoor_entry(const zipdoor *z, size_t i);
str              zipdoor_comment(const zipdoor *z);  /* of the archive itself; lent */

/* The inflated bytes of entry i, checked against CRC and declared size; in mem, NUL follows. */
bool zipdoor_load(zipdoor *z, size_t i, arena *mem, str *out, err *e);

/* The same, as much of it at a time as is asked for. read: the number of bytes, 0 at the end, -1 when
 * the entry is damaged. end: false, with *e set, when it was damaged up to where it was read. */
typedef struct zip_stream {
	struct zip_file *file;
	uint64_t left;
	bool damaged;
} zip_stream;
bool zipdoor_begin(zipdoor *z, size_t i, zip_stream *out, err *e);
int  zipdoor_read(void *stream, char *to, int room);
bool zipdoor_end(zip_stream *s, err *e);

typedef struct zip_part {
	str name, bytes;
	bool packed;    /* deflate it; pictures are stored, they are packed already */
} zip_part;

/* Writes the parts, in the order given, to a file that is open and empty. */
bool zipdoor_write(int fd, const zip_part *parts, size_t n, err *e);

#endif
