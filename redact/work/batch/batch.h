/*
 * batch.h - the main job: many documents in, proven redacted files out, or a reason for each.
 *
 * Per document one worker redacts into a hidden folder of the output folder, a second, fresh
 * one proves what was written, and only then does the file get its name. Beside the files lie
 * proof.jsonl and redaction-log.csv; nothing in the output folder holds a removed word, names of
 * files included. What is done is written down in a ledger beside the folder, by which a run that was
 * ended, however that came, goes on (batch_ledger.c).
 */
#ifndef UNDERSEAL_BATCH_H
#define UNDERSEAL_BATCH_H

#include "redact/engine.h"
#include "redact/work/inputs/intake.h"
#include "redact/work/across.h"
#include "redact/work/job.h"
#include "redact/work/ledger/ledger.h"
#include "redact/work/progress.h"
#include "redact/work/inputs/shard.h"
#include "redact/work/shares.h"

typedef struct batch_box {   /* one --box */
	const char *file;
	uint32_t page;
	rect area;
} batch_box;

/* What becomes of a value that one document has and another one, in which no rule found it, has too. */
typedef enum batch_spread { ACROSS_HUNT, ACROSS_TELL, ACROSS_OFF } batch_spread;

typedef struct batch_options {
	const kit *kit;
	const char *const *inputs; size_t ninputs;
	size_t nlisted;            /* the last so many of them come from a list */
	const char *folder;        /* -o                                             */
	request want;
	handling how; bool how_given; /* not given: a plan's own, where there is one */
	bool scan;                 /* false: a plan's marks and boxes only           */
	const char *plan_file;     /* NULL for none                                  */
	bool whole_plan;           /* the inputs are what the plan says: each of its documents must be among them */
	bool require_review;       /* only when all marks of the plan are decided and all its pages seen */
	const batch_box *boxes; size_t nboxes;
	str label, password;
	const char *const *aside; size_t naside; /* the user's own option files: not documents */
	bool overwrite, pixels;
	const char *ledger;        /* what is done is written down there; NULL: nowhere */
	bool resume;               /* what it says is done, and still is, is not done again */
	shard shard;               /* only these documents; values of one are left in others until all are merged */
	const char *const *shards; size_t nshards; /* ledgers of shards that go on as one run: what they did is done */
	const char *const *asked; size_t nasked;   /* the command line, for the ledger of a shard: whoever merges has none */
	batch_spread across;       /* HUNT: it goes there too; TELL: that it is there is told */
	size_t jobs;               /* documents at once                              */
	uint64_t memory;           /* bytes a worker may use                         */
	uint32_t seconds;          /* a worker may take                              */
	const char *tool;          /* "underseal 0.1.0"                              */
} batch_options;

typedef enum item_state { ITEM_OPEN, ITEM_PROVEN, ITEM_REFUSED, ITEM_FAILED, ITEM_SKIPPED } item_state;

/* Who sees a document: one worker writes, two prove; for a long document three, so that all
 * processors have something to do. Before that several read what is in its pixels, when there is
 * something; and one of those that prove reads the marked pixels again. For a text layer the written
 * file is read by several as well, and one writes it anew with what they saw, before it is proven. */
typedef enum batch_work { WORK_OCR, WORK_REDACT, WORK_LAYER, WORK_PROVE_GONE, WORK_PROVE_BYTES, WORK_PROVE_KEPT, WORKS } batch_work;

typedef struct batch_step {
	struct batch_item *item;
	batch_work what;
	struct share *of;        /* WORK_OCR                                             */
} batch_step;

typedef struct batch_item {
	const input *in;         /* in->path is where it lies                            */
	const char *label;       /* for the user's own terminal only: the path as given, and what is within it */
	str order;               /* items sort by it: attachments behind their document  */
	struct batch_item *parent; /* out of whose document it was taken; NULL           */
	item_state state;
	str shown;               /* clean relative name: for files and --json            */
	str output;              /* relative below the folder; "" when nothing came out  */
	char source[65];         /* sha256 of the source, once it is known               */
	char written[65];        /* sha256 of the output                                 */
	err trouble;             /* why not; does not name the file                      */
	reply *found;            /* of the redacting worker; NULL when it never answered */
	reply *proofs[WORKS];    /* of those that prove; NULL as well                    */
	reply *layered;          /* of the one that added a text layer; NULL             */
	handling how;            /* with which it is opened and written */
	size_t near;             /* values of other documents that stay in it */
	bool again;              /* done once more, for values found in other documents */
	bool gave_up;            /* readers of its pixels were ended: what they did not see is worth another try */
	bool kept;               /* an earlier run did it, and all is as it was: found is NULL, line is for proof.jsonl */
	bool withheld;           /* proven, and its output is a slip sheet               */
	bool copied;             /* its output is a copy of that of double_of            */
	str wanted;              /* name that its output would have but for other shards; "": the one it has */
	bool retold;             /* told before, in this run                              */
	/* The batch's own: */
	size_t index;
	int depth;               /* documents around it                                  */
	size_t nth;              /* of what was taken out of its parent                  */
	size_t taken;            /* documents that were taken out of it                  */
	struct batch_item *inner, *next_inner; /* the last of them, and the one before this */
	str planned;             /* relative name by suffix alone                        */
	bool crowded;            /* which another one has                                */
	char *temp;              /* written, not yet named                               */
	str before;              /* an output of an earlier time, until it is replaced   */
	const struct ledger_doc *earlier; /* what the ledger said of it; NULL            */
	int64_t row;             /* in the ledger, with line and rows; 0: they are here   */
	uint64_t bytes;          /* of the output                                        */
	double began;            /* seconds, of a clock that only goes on                */
	struct batch_item *double_of, *doubles, *next_double; /* same bytes (batch_doubles.c); NULL */
	bool settled;            /* a double whose first one is over                     */
	bool reading;            /* kept, and read again for values and text             */
	known *known; size_t nknown, known_room; /* values found in other documents */
	plan misread;            /* boxes where the proof could still read a value           */
	int rereads;             /* how often it was done once more for them                 */
	size_t marks, unsearchable; bool look; /* of what came out */
	bool held;               /* proven, waits for a neutral name that is free        */
	buf message;
	str lines;               /* what was found, as those that prove are told it; "": not printed yet */
	batch_step steps[WORKS]; /* what an answer comes back to                         */
	int proofs_started, unanswered; /* proving workers: begun, still at it           */
	shares shares;           /* its pixels, when OCR has to look at them              */
	shares layer;            /* and those of what was written, for its text layer      */
	char *layered_temp;      /* written with it                                      */
	char *spool;             /* the files that lie within it, for a moment           */
	arena *mem;              /* until the document is over                           */
	str line, rows;          /* for proof.jsonl and the log, once it is over         */
} batch_item;

typedef struct batch_sum {
	size_t files, proven, refused, failed, skipped, marks, unsearchable, near; /* near: files */
	size_t withheld;         /* of the proven: a slip sheet came out                 */
	size_t copied;           /* of the proven: same bytes as another one             */
	size_t twins;            /* of the proven: same bytes as one that is withheld    */
	size_t kept;             /* of the proven: by an earlier run                     */
	uint64_t pages;          /* of all that this run did                             */
	ledger_end ledger;       /* its last row; rows 0: there is no ledger             */
	bool look;               /* something a person must see: exit 1                  */
	int status;              /* of the command, as err_exit() has it                */
	int stopped_by;          /* signal, or 0                                         */
} batch_sum;

/* Terms of one file that no document holds: misspelt, perhaps. Lent during the call. */
typedef struct batch_unmet {
	size_t file;             /* number in want.terms, and behind these in want.minors */
	size_t terms;            /* how many the file has                                 */
	const unsigned *lines; size_t n; /* of those that were never met, in its order    */
} batch_unmet;

typedef struct batch_calls {
	void (*refused)(void *arg, const refusal *r);       /* an input that is no file   */
	void (*told)(void *arg, const batch_item *item);    /* one document is over; once more when
	                                                       it was done again          */
	void (*near)(void *arg, const batch_item *item);    /* at the end: values of others stay in it */
	void (*idle)(void *arg, const progress *now); /* now and then */
	void (*unmet)(void *arg, const batch_unmet *u);     /* at the end, for each file with such */
	void *arg;
	void (*twin)(void *arg, str name, str withheld);    /* at the start: comes out, though a copy of it is withheld */
	void (*twin_out)(void *arg, const batch_item *item); /* at the end: it came out, and has the bytes of one that is withheld */
	void (*absent)(void *arg, str name);                /* at the start: a document of the plan that is not there */
	void (*note)(void *arg, str words);                 /* at the start, of how lists were read and what is resumed */
	void (*logged)(void *arg, str rows);                /* at the end: what the log has of a document (rlog_rows()) */
	void (*gone)(void *arg, str output, str path);      /* the source of an earlier output is no more */
} batch_calls;

/* False when nothing was started: a usage error, an output that must not be written, a folder that
 * cannot be. Otherwise every document has had its told() and the sum says the rest. */
bool batch_run(const batch_options *o, const batch_calls *calls, batch_sum *sum, err *e);

/* One line of proof.jsonl for an item that is over, as JSON. New reference. */
json_t *batch_item_json(const batch_options *o, const batch_item *item, str made);

/* Now, as ISO 8601 in UTC; SOURCE_DATE_EPOCH is heeded. */
str batch_now(arena *mem);

#endif
