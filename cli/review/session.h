/*
 * session.h - a plan under review: its documents, its marks, what was done to them and in which order.
 *
 * Everything that shows on a screen carries the revision at which it last changed, so that a window can be told what
 * is new to it. An action changes marks in memory, and the plan file before anybody hears that it was done; where
 * that fails nothing was done. The plan on disk is always whole (plans_save()).
 *
 * The words of documents come from workers (reading.h) and are kept in memory only.
 */
#ifndef UNDERSEAL_REVIEW_SESSION_H
#define UNDERSEAL_REVIEW_SESSION_H

#include "cli/review/utf16.h"
#include "redact/base/buf.h"
#include "redact/model/json.h"
#include "redact/model/plan.h"
#include "redact/model/text.h"
#include "redact/plans/plans.h"
#include "redact/work/job.h"

typedef enum document_state {
	DOCUMENT_WAITING, DOCUMENT_READING, DOCUMENT_READY,
	DOCUMENT_GONE,       /* there is no such file                  */
	DOCUMENT_CHANGED,    /* there is, with other bytes             */
	DOCUMENT_FAILED,     /* it cannot be read: why says the reason */
} document_state;

/* What a window sees of a mark beside what the plan says. */
typedef struct view {
	uint64_t changed;        /* revision                                                       */
	uint64_t acted;          /* revision at which a person last did something to it            */
	uint32_t beg, end;       /* in UTF-16 units of its unit's text, once `placed`              */
	int32_t group;           /* number of its value; -1: none, or not known yet                */
	uint32_t follows;        /* id of the mark that it repeats, and whose decision it takes; 0 */
	bool placed;
	bool gone;               /* until session_sweep()                                          */
} view;

typedef struct document {
	plan *plan;
	const char *path;        /* openable                                  */
	document_state state;
	char why[256];
	uint32_t pages;          /* 0 while unknown, and where text flows     */
	uint32_t *unsearchable; size_t nunsearchable;
	const sheet *sheets; size_t nsheets;   /* once places were read       */
	text words;              /* its units without places; mem NULL: not read yet */
	text places;             /* with places, for a while; mem NULL: not held     */
	uint32_t first, last;    /* the pages that those are of               */
	uint64_t used;           /* when those were asked for last            */
	uint64_t changed;        /* revision of what a list of documents shows */
	uint64_t decided;        /* revision of what goes                     */
	view *views; size_t views_room;  /* one for each mark of the plan     */
	uint32_t *index; size_t nindex, index_room; /* places of marks plus one, by number; 0: none. A power of two */
	bool touched;            /* it is not what it was when it was saved   */
	bool unindexed;          /* index has to be made anew                 */
	size_t unswept;          /* marks that are gone and still there       */
	struct follower { uint32_t leader, id; } *followers; size_t nfollowers, followers_room; /* marks that repeat others, by those */
	str *folded;             /* the words of each unit as searches read them; NULL: not made yet. Of words.mem */
	bool ocr;                /* OCR has something to look at, and has not yet */
	arena *mem;              /* of what was read: of sheets and unsearchable  */
} document;

typedef struct gone_mark {
	uint64_t at;             /* revision */
	uint32_t document, id;
} gone_mark;

typedef struct session {
	arena *mem;
	plans *plans;            /* the file they are of; NULL: nothing is saved. Lent */
	str name;                /* of the plan file                          */
	str reviewer;            /* "": nobody has said yet; set by you       */
	bool words;              /* the plan holds words                      */
	document *documents; size_t n;
	uint64_t revision;
	gone_mark *gone; size_t ngone, gone_room;
	struct group_table *groups;
	struct step *steps; size_t nsteps, steps_room;   /* that can be undone: undo.h */
	uint64_t uses;
	struct here {            /* where in the words of a document was looked last: many marks follow each other */
		const document *d;   /* NULL: nowhere */
		const unit *u;
		utf16 at;
	} here;
} session;

/* n plans, and where their documents are, both lent: a path is NULL for one that is not there. Yours: session_close(). */
session *session_open(plan *const *of, const char *const *paths, size_t n, str name);
void     session_close(session *s);

/* What a worker said of a document: its text, with places or without; t is taken over, with its arena. r: lent. */
void session_take_text(session *s, uint32_t document, text *t, bool places, const reply *r);
/* The same of the places of some pages; units of others are lacking. */
void session_take_part(session *s, uint32_t document, text *t, uint32_t first, uint32_t last, const reply *r);
bool session_has_places(const document *d, uint32_t first, uint32_t last);
/* The lowest page from this one on with a mark on words of which nobody has looked up where they are; 0: none. */
uint32_t session_lacks_boxes(const document *d, uint32_t from);
/* They lack what is known by now. */
void session_drop_places(session *s, uint32_t document);
void session_set_state(session *s, uint32_t document, document_state state, const char *why);

/* The mark with that number; NULL when there is none. Valid until the next change. */
mark *session_mark(session *s, uint32_t document, uint32_t id, view **out);

/* A new mark of a document with a number of its own; boxes, words and so on are yours to set. */
mark *session_add(session *s, uint32_t document, view **out);
/* Marks that somebody else added to the plan, from that place in it on: numbered, and to be seen. */
void  session_adopt(session *s, uint32_t document, size_t from);
/* Gone for session_mark() at once, and for all others after session_sweep(), which takes as long for one as for all. */
void  session_remove(session *s, uint32_t document, uint32_t id);
void  session_sweep(session *s);
/* One that was removed, with its number, behind all others; what it says is yours to set. */
mark *session_restore(session *s, uint32_t document, uint32_t id, view **out);

/* The marks that repeat a mark, lent: how many. */
size_t session_followers(const document *d, uint32_t id, const struct follower **out);

/* Binds a new text mark to its unit: value, group, offsets, and boxes as far as places are held. */
void session_bind(session *s, uint32_t document, mark *m, view *v);

/* Tells again where a mark's words are and what they are, as far as they were read. */
void session_place(session *s, uint32_t document, mark *m, view *v);

/* Saves what was touched. False, and the file is what it was: plans_save(). */
bool session_save(session *s, err *e);

/* Takes what another program wrote to the plan; *any: there was something. Steps to undo in what it changed are forgotten.
 * plans_reload() tells why it fails, once. */
bool session_reload(session *s, bool *any, err *e);

/* How many marks nobody has decided. */
size_t session_open_marks(const session *s);

/* JSON for windows. since: only what changed after this revision; 0: all. */
void session_print(const session *s, buf *out);
void session_print_documents(session *s, uint64_t since, buf *out);   /* a list */
void session_print_marks(session *s, uint64_t since, buf *out);       /* a list */
void session_print_gone(session *s, uint64_t since, buf *out);  /* a list */
/* Of its places: units of pages first to last, and with page 1 those on no page. Of what has no pages, everything. */
void session_print_text(const document *d, uint32_t first, uint32_t last, buf *out);

#endif
