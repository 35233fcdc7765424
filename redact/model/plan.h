/*
 * plan.h - what is to be removed from one document, and who said so.
 *
 * The plan is the contract between finding, review and removal. It is bound to its source by hash.
 * In a file it is JSON ("schema":"plan/1", one object a document below "documents") and holds no
 * words of the document unless the user asked for them: see plan.md, and plans.h for whole files.
 */
#ifndef UNDERSEAL_PLAN_H
#define UNDERSEAL_PLAN_H

#include "redact/base/err.h"
#include "redact/model/finding.h"
#include "redact/model/handling.h"
#include "redact/model/pages.h"

typedef enum mark_state { MARK_PROPOSED, MARK_ACCEPTED, MARK_REJECTED } mark_state;

typedef enum mark_kind {
	MARK_TEXT, /* bytes [beg, end) of a unit; its value is hunted everywhere    */
	MARK_BOX,  /* whatever is drawn in a rectangle of a page                    */
} mark_kind;

/* A stretch of a narrowed mark that goes, in bytes of the unit's text. */
typedef struct mark_part {
	uint32_t beg, end;
	size_t nboxes;       /* so many of the mark's boxes are its own, in their order  */
} mark_part;

/* Where the value of a mark goes on: at the beginning of a later page. */
typedef struct mark_rest {
	str unit;
	uint32_t beg, end;
	uint32_t page;
	rect *boxes;
	size_t nboxes;
	mark_part *parts; size_t nparts;
} mark_rest;

typedef struct mark {
	uint32_t id;         /* from 1, unique in its plan and never given twice; 0: none yet (plan_number()) */
	mark_kind kind;
	str unit;            /* its id; MARK_BOX: of the picture that it lies in, "" on a page */
	uint32_t beg, end;   /* MARK_TEXT: bytes of the unit's text                        */
	uint32_t page;       /* from 1; 0 where the unit is on no page                     */
	rect *boxes;         /* MARK_BOX: one; MARK_TEXT: one a line, filled from spans    */
	size_t nboxes;
	visible shows;       /* what of the value stays to be read. VISIBLE_NOTHING: all of it goes */
	mark_part *parts;    /* else what goes of [beg, end), and boxes are theirs alone; the value,
	                        which must be nowhere, is the whole all the same           */
	size_t nparts;
	str rule, code, reason;
	int rank;
	mark_state state;
	bool dropped;        /* its unit is left out of the output as a whole              */
	bool again;          /* stands for another mark in a second reading of its page    */
	str by, at;          /* who decided ("rule", "command line", a person), ISO 8601 UTC */
	str note;            /* for colleagues: in no output and no log                    */
	str approved_by, approved_at; /* a second person who agrees; "" for none          */
	str value;           /* MARK_TEXT: the words, in memory and in pipes only            */
	mark_rest *rest;     /* MARK_TEXT: the value goes on there; NULL: it does not        */
} mark;

/* The document does not come out; a slip sheet says so in its place. */
typedef struct withheld {
	str code, reason;
	str by, at;
} withheld;

/* Pages that somebody has looked at: one entry a person. */
typedef struct seen_pages {
	page_set pages;
	str by, at;          /* at: the last time */
} seen_pages;

typedef struct plan {
	arena *mem;
	str source;          /* relative name as the user gave it         */
	char sha256[65];     /* of the source's bytes                     */
	str format;          /* "pdf"                                     */
	str label;           /* printed on every box in place of its code; "" for the code */
	str profile;         /* by whose rules some values are shown in part; "" for none  */
	handling how;        /* the document that the marks speak of was opened so, and what is written */
	uint32_t pages;      /* that the document has; 0 where text flows */
	const withheld *withheld; /* NULL: it comes out                   */
	seen_pages *seen; size_t nseen, seen_room;
	mark *marks; size_t n, room;
	uint32_t ids;        /* the highest that a mark ever had          */
} plan;

/* A place that stays because an exception says so (stays.h): rejected, and its value is the phrase, which is
 * no value that anybody decided on. */
#define EXCEPTION "exception"
bool mark_is_exception(const mark *m);

/* A person's name, not what stands there for a rule, the command line or an exception. */
bool plan_by_person(str by);

mark *plan_add(plan *p);   /* zeroed, accepted state is up to you; valid until the next add */

void plan_number(plan *p);  /* gives an id to each mark that has none, in their order */

/* Notes that somebody looked at pages first to last; for a document without pages, at all of it (first is 0). */
void plan_see(plan *p, uint32_t first, uint32_t last, str by, str at);

/* Pages that nobody has looked at; for a document without pages, "all". Empty: there are none. */
page_set plan_unseen(const plan *p, arena *mem);

/* One mark per finding, accepted by "rule" or only proposed: boxes from the unit's spans (joined along a line), value set. What
 * another unit of the same page shows at the same place is one mark, and one of which nothing goes is none. */
void plan_propose(plan *p, const text *t, const findings *f, mark_state state, str at);

/* Binds a text mark with beg and end set to its unit: id, page, value, boxes, and the parts that go. rest:
 * the unit of the mark's rest, where it has one; the value becomes the whole. */
void plan_bind(plan *p, mark *m, const unit *u, const unit *rest);

/* A copy in mem in which every mark is one stretch that goes: the rest of a mark and the parts of a narrowed
 * one are marks of their own there, marked as told already (again) but for the first. For whoever goes
 * through the marks page by page. Their value is that of the whole mark. */
plan plan_by_page(const plan *p, arena *mem);

/*
 * A page may be read in more than one order, and then one redaction has a mark in each reading.
 * Says for every mark whether an earlier one of the same state covers the very same boxes, so that
 * people count and review it once. p->n entries in mem.
 */
bool *plan_repeats(const plan *p, arena *mem);
size_t plan_count(const plan *p);  /* accepted, without repeats and without what is dropped whole; none where the document is withheld */
void plan_drop_repeats(plan *p);

/* Says for every mark whether its words stay: a person rejected it or nobody decided yet, and no accepted text mark takes
 * any of them. p->n entries in mem. */
bool *plan_staying(const plan *p, arena *mem);

/* Distinct values of accepted text marks that stay nowhere by another mark: what must be gone. */
size_t plan_values(const plan *p, arena *mem, str **values);

#endif
