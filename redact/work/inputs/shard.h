/*
 * shard.h - one part of a folder, for one of several runs that share the work.
 *
 * Which part a document belongs to is said by SHA-256 of its name below the folder that was named, and by nothing else.
 * So each run finds its own part from a listing of the folder: it reads no document of the others, asks nobody, and
 * finds the same part again when it is started anew, on another machine, or by a later version. Content would
 * spread as well, but then each of N runs would have to read all of it. A part by number in the listing would move
 * from run to run with the first file that is added.
 *
 * Each run has files of its own, told apart by "2-of-4" in their names: ledger, proof, log, and what it names anew.
 */
#ifndef UNDERSEAL_SHARD_H
#define UNDERSEAL_SHARD_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum { SHARDS_MOST = 10000 };

typedef struct shard {
	uint32_t i, n;           /* the i-th of n, from 1 on; n 0: all of it */
} shard;

/* "2/4". ERR_USAGE for what is none. */
bool shard_read(str words, shard *out, err *e);

/* "2-of-4", as it stands in names of files. */
bool shard_of_tag(str tag, shard *out);

/* Whether a document with this relative name is in it. */
bool shard_has(shard s, str name);

/* A name of a file that is the shard's own: with ".2-of-4" before what follows its last dot, or behind it where
 * `behind`. The name itself for all of it. In mem. */
str shard_file(shard s, str name, bool behind, arena *mem);

#endif
