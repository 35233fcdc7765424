/*
 * zipin.h - reads the ZIP inside a bundle, strictly.
 *
 * ZIP readers differ in which of two contradicting records they believe, and that difference is
 * how one archive shows two people two contents. This reader accepts only what zipform.h prints:
 * every record is printed again from what was read and compared byte by byte, and the entries must
 * fill the archive from its first byte to its last.
 */
#ifndef UNDERSEAL_ZIPIN_H
#define UNDERSEAL_ZIPIN_H

#include "redact/base/err.h"
#include "share/zipform.h"

/* Exactly n bytes of the archive from `at`, or false with *e. */
typedef bool zipin_source(void *arg, uint64_t at, void *out, size_t n, err *e);

typedef struct zipin {
	zipin_source *source;
	void *arg;
	const char *name;         /* for messages */
	bool wide;
	zipform_entry *entries; size_t n;
} zipin;

/* Reads the directory of an archive of `size` bytes into mem. ERR_INPUT when anything about it is
 * not as it should be. */
bool zipin_open(zipin *z, zipin_source *source, void *arg, uint64_t size, const char *name,
                arena *mem, err *e);

/* Checks the entry's local record; to be called before its content is read. */
bool zipin_begin(const zipin *z, size_t index, err *e);

/* Exactly n bytes of an entry's content from `at`. */
bool zipin_read(const zipin *z, size_t index, uint64_t at, void *out, size_t n, err *e);

#endif
