/*
 * ledger_docs.h - what holds of each document, by the rows of a ledger.
 *
 * A document is known by its name below the folder that was named; one that was taken out of another by the name that it
 * has there, since two of them may be called the same. Of all rows about it the last one counts.
 */
#ifndef UNDERSEAL_LEDGER_DOCS_H
#define UNDERSEAL_LEDGER_DOCS_H

#include "redact/base/strmap.h"
#include "redact/work/inputs/shard.h"
#include "redact/work/ledger/ledger.h"

typedef struct ledger_doc {
	int64_t row;
	str key;                /* which it is: see ledger_docs_find()                      */
	str name;               /* as ledger_name() has it                                  */
	str path;               /* absolute, of the source, likewise; "": it came out of another document */
	str state;              /* "proven" "withheld" "refused" "failed" "skipped"         */
	str tool, rules;        /* which rules: a hash (batch_key.c)                        */
	str source;             /* sha256 of the source's bytes; "": nobody read it         */
	uint64_t source_bytes;
	str output, written;    /* relative name, and sha256; "" when nothing came out, or the name leads elsewhere */
	str wanted;             /* name of the output but for other shards; "": the one it has */
	str was;                /* name it had until this row gave it that; ""               */
	uint64_t output_bytes;
	uint64_t pages, marks, unsearchable;
	uint64_t values;        /* found in it that are looked for in other documents       */
	uint64_t taken;         /* documents that were taken out of it                      */
	size_t inner, next;     /* the last of those in the list, and the one before this one: numbers from 1 on; 0: none */
	str around;             /* key of the document that it was taken out of; ""         */
	str around_source;      /* sha256 of that one's bytes then                          */
	str called;             /* its name in there                                        */
	uint64_t nth;           /* of what was taken out of there                           */
	bool unknown;           /* refused, because no format claims its bytes              */
	bool look, again;
	bool gave_up;           /* whoever read its pixels was ended                         */
	str brought;            /* again: hash of the values that it was done again for     */
	uint32_t *met; size_t nmet, nliterals; /* terms it holds, by number                  */
	str reason, hint;
} ledger_doc;

/* What the last run was pointed at and could not take for a document. */
typedef struct ledger_unread {
	str path;               /* as ledger_name() has it; what lies in an archive behind it */
	str reason;
} ledger_unread;

typedef struct ledger_run {
	int64_t row, over;      /* where it begins, where it ends; over 0: it never did      */
	str at, tool, rules;
	shard shard;
	const char **asked; size_t nasked; /* of a shard: its command line, and before it the folder it was called in */
} ledger_run;

typedef struct ledger_docs {
	arena *mem;
	ledger_doc *list; size_t n, room;
	strmap numbers;         /* of names                                                  */
	ledger_run last;
	ledger_unread *unread; size_t nunread, unread_room;
	str settled;            /* hash of the documents whose values were looked for in each other, when
	                           nothing was done since; "" else                           */
	uint64_t merged;        /* shards whose ledgers were taken in; 0: none */
	json_t *near;           /* settled: by name, how many values of others stay in it    */
} ledger_docs;

/* Withheld: proven as well, but what came out is a slip sheet. */
#define LEDGER_WITHHELD "withheld"
static inline bool ledger_came_out(const ledger_doc *d)
{
	return d->output.n && (str_is(d->state, "proven") || str_is(d->state, LEDGER_WITHHELD));
}

/* out->mem must be set; give back with ledger_docs_drop(). */
bool ledger_docs_read(ledger *l, ledger_docs *out, err *e);

/* The same, a row at a time, oldest first; after the last one ledger_docs_end(). */
void ledger_docs_take(ledger_docs *d, const ledger_row *r);
void ledger_docs_end(ledger_docs *d);
void ledger_docs_drop(ledger_docs *d);

/* NULL when no row is about it. The key is the name as ledger_name() has it, or that of the document around it with
 * what it is called in there: ledger_docs_key(), in mem. */
const ledger_doc *ledger_docs_find(const ledger_docs *d, str key);
str ledger_docs_key(str around, str called, arena *mem);

#endif
