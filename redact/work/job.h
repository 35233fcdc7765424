/*
 * job.h - what a parent asks of a worker, and what it hears back.
 *
 * Both travel over a socket between the two and nowhere else, as a line of JSON and behind it one for each
 * mark; they are the only place outside a process's memory where words of a document stand.
 *
 * The rooms of redact/work: inputs/ what a run takes in, archives and shards of it; batch/ the run over all of it, and where
 * what comes out belongs; ledger/ what it remembers; pool/ the parent's side of its processes, the zygote they are forked
 * from among them; worker/ what runs behind the fences. In none of them: jobs themselves, and what a run knows across
 * documents.
 */
#ifndef UNDERSEAL_JOB_H
#define UNDERSEAL_JOB_H

#include "redact/detector.h"
#include "redact/model/json.h"
#include "redact/scan.h"
#include "redact/verify.h"
#include "redact/work/pool/pool.h"
#include "redact/work/texts.h"

typedef enum job_verb {
	JOB_FIND,    /* detect: reply has the plan                                            */
	JOB_OCR,     /* one share of what is unread: reply has the units seen in pixels       */
	JOB_REDACT,  /* detect or take the plan, apply, save: reply has plan with words       */
	JOB_LAYER,   /* the written file: save it with what OCR saw of it as a text layer      */
	JOB_PROVE_GONE, /* the written file alone: that what was removed is nowhere         */
	JOB_PROVE_KEPT, /* source and written file: that everything else is as it was         */
	JOB_VERIFY,  /* one file alone: nothing to be found, terms nowhere                    */
	JOB_HUNT,    /* the texts of all documents: reply says which holds which of the known values */
	JOB_TEXT,    /* reply has the units                                                   */
	JOB_DRAW,    /* pages made small: reply has them in place of units (thumb.h); with a width, one page in
	                colour, whose samples are saved (drawn.h)                             */
	JOB_MARKS,   /* a file of marks of another program: reply has them, not yet placed (kit.read_marks) */
	JOB_UNPACK,  /* an archive: its members go into the spool; unknown: it is a document   */
} job_verb;

typedef struct job {
	job_verb verb;
	str name;        /* relative name of the source as the user knows it                 */
	str out_name;    /* PROVE_…: relative name the output will have                      */
	str sha256;      /* what the source's bytes must hash to; "" for any                 */
	str password;
	request want;    /* what to look for; PROVE_GONE: its terms must be nowhere          */
	handling how;    /* how the source is opened and what is written; zero: as it is     */
	bool scan;       /* run the detectors (beside a plan, when there is one)             */
	const plan *marks; /* NULL, or marks to take over: a plan of the user's, --box       */
	str lines;       /* the marks as plan_marks_print() has them, where they were printed before; "" else */
	const known *known; size_t nknown; /* FIND, REDACT: values found in other documents; HUNT: in any */
	bool keep_text;  /* FIND, REDACT: add the text of the document to those of the batch     */
	uint32_t document; /* under this number                                              */
	bool again;      /* REDACT: was done before: attachments were taken out then         */
	str label;
	str at;          /* ISO 8601 UTC                                                     */
	unsigned where;  /* PROVE_GONE: flags of VERIFY_UNITS and so on                     */
	bool pixels;     /* PROVE_KEPT: compare every page as pixels                              */
	bool boxes;      /* TEXT: places too                                                 */
	bool looks;      /* TEXT: how it looks, too                                          */
	bool anyway;     /* TEXT: units, too, when there is something that OCR has to look at */
	const uint32_t *pages; size_t npages; /* DRAW: from 1                          */
	uint32_t first, last; /* TEXT: pages alone, from 1; last 0: everything           */
	uint32_t width;  /* DRAW: samples; 0: small                                          */
	uint32_t share, shares; /* OCR, HUNT, UNPACK: which part                                     */
	bool given_up;   /* OCR: only say that nobody can read it                            */
	bool shown;      /* OCR: only what is seen, for a text layer                         */
	const text *seen;    /* what OCR saw of the document; NULL: it was not asked yet     */
	const json_t *seen_json; /* the same for sending, lent                               */
	uint32_t hands;  /* threads that may work on it: see source.hands                    */
	uint64_t memory; /* bytes of address space; 0 for no limit                           */
	uint32_t seconds;/* of processor time; 0 for no limit                                */
} job;

/* A file taken out of a document, for the batch to go on with. */
typedef struct taken {
	str name;        /* safe as the last part of a path, and no other one has it         */
	uint64_t size;   /* in bytes; in the spool they lie one behind the other             */
	str why;         /* UNPACK: it is no document, for this reason; "": it is one        */
} taken;

typedef struct reply {
	err trouble;     /* kind ERR_NONE: the job was done. Its text does not name the file  */
	bool unknown;    /* the trouble is that no format claims the bytes                   */
	str format;
	str title;
	char sha256[65]; /* of the source's bytes                                            */
	char written[65];/* PROVE_…: of the written file's bytes                             */
	str clean_name;  /* REDACT, FIND: the output's relative name                         */
	uint32_t pages;
	uint32_t *unsearchable; size_t nunsearchable; /* page numbers; 0 for "not on a page" */
	const str *unsearched; size_t nunsearched;         /* what is on no page: "word/media/image1.png" */
	plan marks;      /* PROVE_GONE: boxes where a value can still be read (verify_pixels())  */
	size_t nliterals;   /* REDACT: how many terms of the user's were sought               */
	const uint32_t *met; size_t nmet; /* REDACT: which of those the document holds, by number */
	proof report;
	taken *taken; size_t ntaken; /* REDACT, FIND: attachments, when there is a spool for them; UNPACK: members, by path */
	texts_found found; /* HUNT */
	bool saved;      /* LAYER: there was something to add                                 */
	uint32_t unread; /* pages and pictures that OCR has to look at before this job can be done:
	                    ask again with what it saw. 0: the job was done                  */
	const sheet *sheets; size_t nsheets; /* TEXT: of page 1, 2 ...; none where text flows */
	const json_t *units; /* TEXT, OCR, DRAW: lent by the JSON that was read              */
} reply;

/* Added to out. Units of a reply to be sent are taken over. */
void job_print(buf *out, const job *j);
void reply_print(buf *out, const reply *r, json_t *units);

/* ERR_INTERNAL for what is none. Units of a reply are lent by *lender, which is yours (json_decref()); where
 * lender is NULL there are none. */
bool job_read(str message, arena *mem, job *out, err *e);
bool reply_read(str answer, arena *mem, reply *out, json_t **lender, err *e);

/* A pool whose workers are ready for jobs with the same verb, request and scan. As pool_open(). */
pool *job_open_pool(const job *like, err *e);

#endif
