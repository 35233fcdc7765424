/*
 * entry.h - what a report says of one document, and of all together.
 *
 * All of it comes from the lines that proof and log have of a document, which hold nothing that was removed and the
 * clean name only; and numbers from the ledger.
 */
#ifndef UNDERSEAL_ENTRY_H
#define UNDERSEAL_ENTRY_H

#include "redact/model/tally.h"
#include "redact/work/ledger/ledger_docs.h"

typedef struct entry_drop { str what; uint64_t n; } entry_drop;

typedef struct entries {
	arena *mem;             /* to be set */
	const char *folder;     /* where the outputs lie; to be set */
	const json_t *near;     /* by name: values of others that stay; NULL */
	const strmap *held;     /* hashes of sources that are withheld; to be set */
	size_t documents, proven, twins, withheld, refused, failed, skipped, copied, gone, look, near_misses;
	uint64_t pages, marks, unsearchable, milliseconds;
	tally found;
	entry_drop *drops; size_t ndrops, drops_room;
	str *checks; size_t nchecks, checks_room;   /* names; entries say them by number */
} entries;

/* Pages of the output with marks, the first ones. */
typedef struct entry_pages { uint32_t *list; size_t n; } entry_pages;

/* One document by its row, as JSON; counted into all. *pages, at most `most` of them, live in mem. New reference;
 * NULL and ERR_INPUT where the row cannot be read. */
json_t *entry_json(entries *all, const ledger_doc *doc, const ledger_row *row, size_t most, arena *mem, entry_pages *pages, err *e);

/* The totals. New reference. */
json_t *entries_json(entries *all);

#endif
