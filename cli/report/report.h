/*
 * report.h - one page for the person who answers for a batch: what was found in each document, what was left
 * out of it, what was checked, and how its pages look.
 *
 * It is made from the ledger and the proven outputs alone, at any time, and holds nothing that was removed. It lies
 * beside the output folder, as the ledger does: it is for the sender, and not to be passed on unseen.
 */
#ifndef UNDERSEAL_REPORT_H
#define UNDERSEAL_REPORT_H

#include "redact/base/err.h"
#include "redact/base/str.h"

enum {
	REPORT_PAGES = 3,      /* pictures of each document, unless told    */
	REPORT_MOST_PAGES = 100,
	REPORT_PICTURES = 600, /* of all: what is above that nobody looks at */
	REPORT_SECONDS = 60,   /* for who draws them                       */
};
#define REPORT_MEMORY ((uint64_t)2 << 30)

typedef struct report {
	const char *ledger, *folder;
	const char *to;        /* replaced where it is such a page */
	size_t pages;          /* pictures of each document, at most; 0: none */
	size_t jobs; uint64_t memory; uint32_t seconds;   /* for who draws them */
	const char *tool;
	str made;
} report;

/* ERR_USAGE where another file is in the way; ERR_INPUT, ERR_SYSTEM. Stopped by a signal there is no page, and true. */
bool report_write(const report *what, int *stopped_by, err *e);

/* The report of an output folder, unless somebody names another place. In mem. */
const char *report_beside(const char *folder, arena *mem);

#endif
