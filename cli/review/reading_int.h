/*
 * reading_int.h - shared by the files of reading: reading.c asks, reading_answers.c hears.
 */
#ifndef UNDERSEAL_REVIEW_READING_INT_H
#define UNDERSEAL_REVIEW_READING_INT_H

#include "cli/review/cache.h"
#include "cli/review/reading.h"
#include "redact/base/fifo.h"
#include "redact/work/shares.h"

enum { CACHE_BYTES = 256 << 20, WRITTEN_HELD = 4, PAGE_SECONDS = 60, WANTS_MOST = 512, LONG = 48 /* pages: of longer ones the places of some pages are read at a time */, FEW = 16 };

/* Kinds of what can be wanted; of a cache's keys too. */
enum { PAGE = 'p', AFTER = 'a', TEXT = 't', WRITTEN = 'w', MARKS = 'm' };

/* Something that somebody waits for. */
typedef struct want {
	struct want *older;
	cache_key key;
	void **who; size_t n, room;
	bool running, asked;     /* asked: not to be given up though nobody waits */
	uint32_t first, last;    /* TEXT: pages that were asked of a worker       */
	int fd;                  /* what the worker writes to; 0 for none         */
} want;

/* A document as it will be. */
typedef struct written {
	uint32_t document;
	uint64_t state;
	int fd;
} written;

typedef struct behind {
	bool begun;
	shares shares;
} behind;

typedef struct errand_of {
	enum { FOR_WANT, FOR_TEXT, FOR_SHARE } what;
	want *want;
	uint32_t document;
	struct share *share;
} errand_of;

struct reading {
	session *s;
	reading_limits limits;
	reading_calls calls;
	arena *mem;
	cache cache;
	want *newest;
	written written[WRITTEN_HELD]; size_t nwritten;
	behind *behind;          /* for each document                   */
	uint32_t unread;         /* documents before it have been begun */
	fifo ocr, anew;          /* those OCR looks into, and those it has looked into: plus one */
	uint64_t imports;
	size_t running;          /* of what nobody waits for            */
	buf message;
	str at;
};

void reading_drop_want(reading *r, want *w);

/* As reading_places(), for marks from a page on. */
void reading_places_from(reading *r, uint32_t document, uint32_t page);

static inline bool reading_is_whole(const cache_key *key)
{
	return key->page == 1 && key->width == UINT32_MAX;
}

/* Whether what a worker says to one has all that the other wants of the same text. */
static inline bool reading_answers(const want *one, const want *other)
{
	return one->key.kind == TEXT && other->key.kind == TEXT && one->key.document == other->key.document && one->first <= other->key.page &&
	       one->last >= other->key.width;
}

/* Whoever has hung up is answered, too: that is how he is let go. */
void reading_answer_all(reading *r, want *w, answer *a);

/* Why nothing of a document can be shown; NULL where it can. Held for you. */
answer *reading_cannot(const document *d);

#endif
