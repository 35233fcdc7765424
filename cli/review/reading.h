/*
 * reading.h - what workers are asked for under review: the texts of documents, their pages as pictures, and pages as they
 * will be.
 *
 * What somebody looks at goes first, the newest of it before all. Behind that all documents are read, one after the
 * other, for their words; last comes OCR. A picture that several wait for is drawn once, and one for which nobody waits
 * any more not at all.
 *
 * Workers read strangers' bytes: of what they say samples are taken, and made a picture here.
 */
#ifndef UNDERSEAL_REVIEW_READING_H
#define UNDERSEAL_REVIEW_READING_H

#include "cli/review/answer.h"
#include "cli/review/session.h"
#include "redact/work/pool/pool.h"

typedef struct reading reading;

typedef struct reading_calls {
	/* What somebody waits for has come: lent. */
	void (*come)(void *arg, void *who, answer *a);
	/* Whether he still waits for it. */
	bool (*waits)(void *arg, void *who);
	/* Marks of another program have been read, lent, or the trouble why not. What is answered, held. */
	answer *(*imported)(void *arg, void *who, uint32_t document, const plan *marks, const err *trouble);
	/* The session knows more than before. */
	void (*learned)(void *arg);
	void *arg;
} reading_calls;

typedef struct reading_limits {
	str password;
	uint64_t memory;     /* of a worker, bytes          */
	uint32_t seconds;    /* for a document              */
	size_t jobs;         /* workers in the background   */
} reading_limits;

/* Yours: reading_drop(). */
reading *reading_new(session *s, const reading_limits *limits, const reading_calls *calls);
void     reading_drop(reading *r);

/* For pool_calls. */
bool reading_next(reading *r, pool_task *out);
void reading_done(reading *r, void *task, str answer_text, const err *trouble);

/* The answer, held for you, or NULL: it comes. */
answer *reading_page(reading *r, uint32_t document, uint32_t page, uint32_t width, bool after, void *who);
answer *reading_text(reading *r, uint32_t document, uint32_t first, uint32_t last, void *who);  /* session_print_text() */

/* Has a file of another program's marks read (XFDF), for a document: the answer is that of imported(), and comes; but where
 * nothing can be marked in the document. */
answer *reading_import(reading *r, uint32_t document, str bytes, void *who);

/* Has the places of a document's letters read, when there is time, for marks that were made without. */
void reading_places(reading *r, uint32_t document);

#endif
