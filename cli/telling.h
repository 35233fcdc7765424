/*
 * telling.h - what redact says: of each document when it is over, and of all at the end.
 *
 * Messages go to standard error as they come. Standard output has, at the end, a table of documents and a summary,
 * or with --json one object a document as it is over, and one for the summary.
 */
#ifndef UNDERSEAL_TELLING_H
#define UNDERSEAL_TELLING_H

#include "cli/meter.h"
#include "redact/model/tally.h"
#include "redact/work/batch/batch.h"

/* Of more documents only those stand in the table that are not plainly proven, and of these no more. */
enum { TELLING_ROWS = 200 };

/* A row of the table at the end. Documents end in any order; the table stands in theirs. */
struct telling_row {
	str order;
	str name, state, marks, rest;
};

/* Files that are not of a format we know, by suffix. */
struct telling_kind {
	str suffix;
	size_t n;
};

typedef struct telling {
	/* To be set: */
	const batch_options *o;
	bool json;
	str made;
	arena *mem;
	const char *report;      /* where the page about all of it lies; NULL: there is none */
	meter meter;             /* started                                                   */
	/* Its own: */
	struct telling_kind *kinds; size_t nkinds, kinds_room;
	struct telling_row *rows; size_t nrows, rows_room;
	size_t told;             /* documents                                                 */
	tally found;
	buf unmet;               /* lines about terms that no document holds                  */
	json_t *unmet_json;
} telling;

/* Once the fields above are set; telling_close() gives back what was gathered. */
void telling_open(telling *t);
void telling_close(telling *t);

/* What batch_run() is to call; t is lent until it returns. */
batch_calls telling_calls(telling *t);

/* At the end (summary.c). */
void telling_sum(telling *t, const batch_sum *sum);

#endif
