/*
 * ledger.h - what happened to documents, row after row, in a file that outlives the process.
 *
 * A ledger is an SQLite file beside the output folder, not in it: it names sources, and what lies in the folder is
 * meant to be passed on. It never holds a removed value. Rows are events; none is ever changed or taken away, and
 * what holds of a document is what its last row says (ledger_docs.h).
 *
 * Each row carries BLAKE2b of the row before it and of its own bytes. So a row that was changed, taken out from between
 * others or put there shows. What does not show by itself: rows taken off the end, and a ledger written anew from its
 * beginning, since no key is needed to make one. Against both, number and hash of the last row are printed at the
 * end of a run; whoever wrote them down elsewhere can compare.
 *
 * A row is on the disk (WAL with synchronous=FULL) once ledger_flush() has returned, not before.
 */
#ifndef UNDERSEAL_LEDGER_H
#define UNDERSEAL_LEDGER_H

#include "redact/base/err.h"
#include "redact/base/str.h"

#include <jansson.h>

typedef struct ledger ledger;

enum { LEDGER_SALT = 16, LEDGER_HASH = 32 };

/* Opens the ledger at path; makes an empty one, readable by its owner alone, where there is none. Reads all rows to
 * check the chain: ERR_REFUSED names the first row that is not as it was written. ERR_USAGE while somebody else has it open so. */
ledger *ledger_open(const char *path, err *e);

/* Only to look; ERR_INPUT where there is none. The chain is left to ledger_check(). */
ledger *ledger_look(const char *path, err *e);
void    ledger_close(ledger *l);   /* rows that were not flushed are lost */

/* Drawn by lot when the ledger was made: LEDGER_SALT bytes, for hashes of what was asked for. */
const unsigned char *ledger_salt(const ledger *l);

typedef struct ledger_end {
	int64_t rows;
	char chain[2 * LEDGER_HASH + 1];  /* of the last row, in hex */
} ledger_end;
ledger_end ledger_last(const ledger *l);

typedef struct ledger_row {
	int64_t number;         /* from 1 on, without gaps                                 */
	str body;               /* one JSON object; "event" says of what                   */
	str proof, log;         /* its lines of proof.jsonl and redaction-log.csv; or ""   */
} ledger_row;

/* The new row's number; 0 on failure. Once a row could not be written, none is any more. */
int64_t ledger_add(ledger *l, const json_t *body, str proof, str log, err *e);
bool    ledger_flush(ledger *l, err *e);

/* Shows every row, oldest first, lent during the call. */
bool ledger_each(ledger *l, void (*row)(void *arg, const ledger_row *r), void *arg, err *e);
bool ledger_read(ledger *l, int64_t number, arena *mem, ledger_row *out, err *e);

/* The number of the first row that is not as it was written; 0: all are. -1 and *e when that cannot be found out. */
int64_t ledger_check(ledger *l, err *e);

/* A name of a file as it stands in rows: itself, or "hex:…" where it is no UTF-8. */
str ledger_name(str name, arena *mem);
const char *ledger_unname(str name, arena *mem);   /* the bytes again */

/* The ledger of an output folder, unless somebody names another. In mem. */
const char *ledger_beside(const char *folder, arena *mem);

#endif
