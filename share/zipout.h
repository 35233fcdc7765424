/*
 * zipout.h - writes a bundle's ZIP as a stream, never seeking back.
 *
 * Size and CRC-32 of each file are given before its bytes, which is possible because sealing reads
 * everything once beforehand. The writer checks that the bytes that came were the bytes announced.
 */
#ifndef UNDERSEAL_ZIPOUT_H
#define UNDERSEAL_ZIPOUT_H

#include "redact/base/err.h"
#include "share/zipform.h"

/* Takes the archive's bytes in order. */
typedef bool zipout_sink(void *arg, const void *bytes, size_t n, err *e);

typedef struct zipout {
	zipout_sink *sink;
	void *arg;
	bool wide;
	uint64_t at;              /* bytes handed to the sink so far     */
	uint64_t left;            /* of the current entry                */
	uint32_t crc;
	buf record;
	buf directory;            /* zipform_entry after zipform_entry   */
} zipout;

/* The names of entries are lent until zipout_finish(). zipout_drop() takes an all-zero one. */
void zipout_init(zipout *z, zipout_sink *sink, void *arg, bool wide);
void zipout_drop(zipout *z);

/* One entry: begin, any number of writes that add up to size, the next begin (or finish). Errors
 * of their own are ERR_INTERNAL, but for ERR_INPUT when the content is not what was announced. */
bool zipout_begin(zipout *z, str name, uint64_t size, uint32_t crc, err *e);
bool zipout_write(zipout *z, const void *bytes, size_t n, err *e);
bool zipout_end(zipout *z, err *e);   /* of the entry, to have its error now; begin and finish imply it */
bool zipout_finish(zipout *z, err *e);

/* The checksum of ZIP, to be continued: start with 0. */
uint32_t zipout_crc(uint32_t crc, const void *bytes, size_t n);

#endif
