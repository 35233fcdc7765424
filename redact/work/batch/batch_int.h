/*
 * batch_int.h - between the files that make up the batch: the flow (batch.c), its jobs for workers
 * (batch_steps.c), the end of each document (batch_over.c), the ledger (batch_ledger.c), what an earlier run did
 * (batch_kept.c), a hash of what was asked for (batch_key.c), marks a person made (batch_marks.c), text layers (batch_layer.c), values that the proof
 * could still read in pixels (batch_misread.c), values hunted from one document in all (batch_across.c),
 * documents that came out of documents (batch_attached.c) and the records it leaves (batch_records.c).
 */
#ifndef UNDERSEAL_BATCH_INT_H
#define UNDERSEAL_BATCH_INT_H

#include "redact/base/fifo.h"
#include "redact/plans/plans.h"
#include "redact/work/batch/batch.h"
#include "redact/work/batch/place.h"
#include "redact/work/ledger/ledger_docs.h"
#include "redact/work/pool/pool.h"

typedef struct batch {
	const batch_options *o;
	const batch_calls *calls;
	batch_sum *sum;
	arena *mem;              /* lives as long as the batch            */
	str at;
	workroom room;
	pool *pool;              /* of workers, for all that this run does */
	detectors look;          /* for names and the label               */
	plans *plans;            /* the plan file; NULL: there is none     */
	str *foreign; size_t nforeign, foreign_room; /* names that other shards will give */
	batch_item **items; size_t n, items_room;
	size_t started, over;
	size_t ready;            /* of those that are over: by an earlier run */
	size_t failed;
	uint64_t pages;          /* of those that this run did            */
	size_t named;            /* items up to there have a name, or will have none */
	size_t attached;         /* items that came out of others         */
	/* Items that wait for a step: */
	fifo unread;             /* OCR looks at their pixels             */
	fifo seen;               /* and has looked: to be redacted        */
	fifo to_layer;           /* redacted: a text layer is added       */
	fifo to_prove;
	fifo anew;               /* to be done again, for values found elsewhere */
	fifo kept;               /* to be read again, for what stands in it */
	int texts;               /* of all documents, for the hunt; 0: there is none      */
	across across;           /* values found in any of them           */
	bool *met;               /* by literal: some document holds it; NULL before one was read */
	ledger *ledger;          /* NULL: there is none                   */
	ledger_docs docs;        /* what it said at the start             */
	unsigned char key[32];   /* of what was asked for                 */
	err broken;              /* the run cannot go on; kind ERR_NONE: it can */
	int worst;               /* exit status all failures so far share; 1 when they differ */
} batch;

/* A document does not come out; why is told without its name. */
void batch_fail(batch *b, batch_item *it, const err *why);

/* batch_over.c: no document is begun any more, and the run ends with that. All proofs of one are there; what is
 * proven and waits for a neutral name gets one. */
void batch_break(batch *b, const err *why);
void batch_let_go(batch_item *it);   /* of what it has in memory */
void batch_proven(batch *b, batch_item *it);
void batch_commit(batch *b, batch_item *it, str name);
void batch_commit_next(batch *b);    /* those whose turn it is */
void batch_commit_held(batch *b);    /* all                    */
str  batch_free_name(const batch *b, const batch_item *it, str wanted, arena *mem); /* the same, or numbered */

/* batch_steps.c: workers that make themselves ready for what this batch asks; the next job, as pool_calls.next();
 * how many workers there are; how many prove one
 * document that was redacted. */
pool  *batch_open_pool(const batch *b, err *e);
bool   batch_next(void *batch, pool_task *out);
size_t batch_width(const batch *b);
int    batch_provers(const batch *b, const batch_item *it);

bool batch_open_plan(batch *b, err *e);
bool batch_check_boxes(batch *b, const intake *in, err *e);
void batch_tell_absent(batch *b, const intake *in); /* documents of a plan that are not there */

/* Sets the marks of a person that are for this document, and the hash they are bound to. */
bool batch_marks(batch *b, batch_item *it, job *out, err *e);

/* batch_misread.c: whether a document that was not proven is redacted once more, now with boxes where the proof
 * could still read a value. */
bool batch_misread(batch *b, batch_item *it, const proof *all);

/* Whether nobody has redacted it yet: its attachments are still in it, and its text is in no hunt. */
static inline bool batch_is_new(const batch_item *it)
{
	return !it->again && it->rereads == 0;
}

/* batch_layer.c: a text layer for what was redacted, between its writing and its proof. Whether the item
 * gets one; a job that looks at what was written; the next job, as batch_next(); its answer. */
bool batch_wants_layer(const batch *b, const batch_item *it);
void batch_layer_job(const batch *b, const batch_item *it, job *j);
bool batch_next_layer(batch *b, pool_task *out);
void batch_layered(batch *b, batch_item *it, str answer, const err *trouble);

/* batch.c: what was redacted is proven next; what was written is taken away again, or only the files that
 * lay within it; an answer of a worker, in
 * it->mem; the pixels that are being read for it now. */
void batch_to_proof(batch *b, batch_item *it);
void batch_unwrite(batch_item *it);
void batch_unspool(batch_item *it);
bool batch_answer(const batch_item *it, str answer, reply **out, err *e);
static inline shares *batch_reading(batch_item *it)
{
	return it->layer.n ? &it->layer : &it->shares;
}

/* batch_steps.c: a job for an item as the user asked; the task that brings it to a worker; what its answer
 * comes back to. */
void batch_job(const batch *b, const batch_item *it, job *j);
void batch_task(batch_item *it, const job *j, pool_task *out);
void *batch_step_of(batch_item *it, batch_work what);

/* Seconds, of a clock that nobody can set back. */
double batch_clock(void);

/* Notes which terms a document holds; tells at the end which none does (batch_terms.c). */
void batch_note_terms(batch *b, const reply *found);
void batch_note_met(batch *b, const uint32_t *met, size_t nmet, size_t literals);
void batch_tell_unmet(const batch *b);

/* batch_said.c: a clean name for an item whose worker never gave one; and its trouble without paths and
 * names that were not looked at. */
str  batch_clean_name(batch *b, const batch_item *it);
void batch_neutral_trouble(const batch *b, batch_item *it);

/* batch_ledger.c: opens it, and the items that an earlier run did are kept (batch_kept()); writes down an item, with
 * its lines of the records; that the run is over. No-ops without a ledger. */
bool batch_ledger_open(batch *b, err *e);
bool batch_ledger_begin(batch *b, err *e);   /* the ledger alone, made where there is none */
bool batch_ledger_note(batch *b, batch_item *it, str line, str rows, err *e);
bool batch_ledger_unread(batch *b, const refusal *r, err *e);
bool batch_ledger_flush(batch *b, err *e);
bool batch_ledger_over(batch *b, err *e);
void batch_ledger_close(batch *b);

/* batch_kept.c: which items an earlier run did, and which outputs this one may replace; tells them. Whether all
 * documents were looked through for each other's values before, together; makes those that were kept be read
 * again where they were not, and says whether there is anything to do; one of them; the end of that for one. Whether a document
 * was done again before for the very values that were found now, and a hash of them (64 hex digits or ""). */
bool batch_keep(batch *b, err *e);
void batch_keep_place(batch *b, batch_item *it);   /* of one that came out of a document */
void batch_keep_item(batch *b, batch_item *it, const ledger_doc *doc);
typedef enum kept_why { KEPT, KEPT_RULES, KEPT_TOOL, KEPT_SOURCE, KEPT_OUTPUT, KEPT_TAKEN, KEPT_GAVE_UP, KEPT_NOT } kept_why;
kept_why batch_why_not_kept(const batch *b, const batch_item *it, const ledger_doc *doc, arena *mem); /* but for its source */
void batch_tell_kept(batch *b);
bool batch_is_settled(batch *b);
str  batch_settled(const batch *b, arena *mem);
bool batch_read_kept(batch *b);
void batch_read_again(batch *b, batch_item *it);
void batch_was_read(batch *b, batch_item *it, bool ok);
void batch_reopen(batch *b, batch_item *it);   /* what was kept, with what was taken out of it */
bool batch_brought_before(const batch *b, const batch_item *it);
str  batch_brought(const batch *b, const batch_item *it, arena *mem);

/* batch_doubles.c: which items have the same bytes as another, and wait for it; that one is over, still with all
 * that it has in memory when it is proven. */
void batch_find_doubles(batch *b);
void batch_settle_doubles(batch *b, batch_item *first);

/* batch_key.c: what was asked for, whole, as a hash; the same for one document, with what a person marked in it. */
bool batch_key_open(batch *b, err *e);
bool batch_key_for(const batch *b, const unsigned char *salt, unsigned char key[static 32], err *e);
void batch_key_of(const batch *b, const batch_item *it, const char *sha256, char hex[static 65]);
void batch_key_with(const batch *b, const unsigned char *key, const batch_item *it, const char *sha256, char hex[static 65]);

void batch_key_marks(const batch *b, const batch_item *it, const char *sha256, char hex[static 65]);

/* batch_merge.c: the rows of the ledgers of shards go into the ledger, all or none, once; what waited with a name of
 * its shard's gets the one it would have had; files that only shards have are taken away. batch_renames_finish(): a
 * name that was promised in the ledger, but the run ended before the file had it. */
bool batch_merge(batch *b, err *e);
bool batch_merge_names(batch *b, err *e);
void batch_merge_over(batch *b);
void batch_renames_finish(const batch *b);

/* batch_marks.c: what a person marked in a document, as bytes for a hash. */
void batch_marks_bytes(const batch *b, const batch_item *it, const char *sha256, buf *out);

/* batch_across.c: takes in what was found in a document; the hunt for it in the texts of all others, after which
 * the documents to be done again are open. */
void batch_note_values(batch *b, const batch_item *it);
bool batch_across(batch *b, err *e);

/* Adds an item at the end. */
batch_item *batch_add(batch *b, const input *in);

/* batch_attached.c: makes items of the attachments that were taken out of a document, below the clean
 * name of its output; takes away the files of an item that came out of another. What an earlier run took out of a
 * document: whether all of it is as it was; makes items of it, without files. Who is read again brings these:
 * batch_take_in(). Of one that cannot be read any more what came out of it is done again with it, or not at all. */
bool batch_take_in(batch *b, batch_item *from, err *e);
void batch_forget(batch_item *it);
bool batch_taken_holds(const batch *b, const batch_item *from, const ledger_doc *doc);
void batch_keep_taken(batch *b, batch_item *from, const ledger_doc *doc, bool *met); /* met: by number of docs */
void batch_reopen_taken(batch *b, batch_item *from);
void batch_fail_taken(batch *b, batch_item *from);
str  batch_called(const batch_item *it);                   /* in the document around it; or its own name */
str  batch_ledger_key(const batch_item *it, arena *mem);   /* see ledger_docs_find() */

/* Attachments after their document, in its order, whoever was done first. */
void batch_sort(batch *b);

/* Keeps what proof.jsonl and the log say of an item that is over, in the ledger where there is one. */
bool batch_record(batch *b, batch_item *it, err *e);
const char *batch_state_name(const batch_item *it);
bool batch_write_records(batch *b, err *e);
void batch_drop_records(const batch *b, shard of);   /* those that were a shard's own */

#endif
