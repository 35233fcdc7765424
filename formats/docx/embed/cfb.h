/*
 * cfb.h - the streams of a compound file, the little file system that OLE objects are kept in.
 *
 * Source: [MS-CFB], 2.1 to 2.6: sectors chained by a table (FAT), small streams in a stream of their
 * own with a table of its own (mini FAT), and a directory whose entries are taken here one by one,
 * since nobody needs the tree. Strangers' bytes: every sector number is checked, chains are followed
 * no further than there are sectors, and a stream that does not hold what it promises is passed by.
 */
#ifndef UNDERSEAL_DOCX_CFB_H
#define UNDERSEAL_DOCX_CFB_H

#include "redact/base/str.h"

bool cfb_is(str bytes);

/* A stream: its name as UTF-8 (control characters as they are: "\1Ole10Native"), its bytes in the
 * arena of the call. */
typedef struct cfb_stream {
	str name, bytes;
} cfb_stream;

/* False stops the listing. */
typedef bool cfb_sink(void *arg, const cfb_stream *s);

/* Every stream that can be read whole, in the order of the directory. False when the bytes are no
 * compound file, or one that was damaged beyond its directory. */
bool cfb_streams(str bytes, arena *mem, cfb_sink *sink, void *arg);

#endif
