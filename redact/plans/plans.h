/*
 * plans.h - a plan file as a whole: read, changed in memory, saved.
 *
 * A document that nobody changed is written again byte for byte as it stood in the file, so that one decision among fifty thousand
 * is soon saved and shows as one line in a diff. A save is whole or has not happened: a temporary file beside the plan, flushed, takes its
 * name. Symbolic links are followed, and the file keeps its mode.
 *
 * Typical use: plans_open(PLANS_CHANGE), change list[i].plan, plans_touch(i), plans_save() ... plans_close().
 */
#ifndef UNDERSEAL_PLANS_H
#define UNDERSEAL_PLANS_H

#include "redact/model/plan.h"

typedef struct plans_document {
	plan plan;           /* yours to change: then say plans_touch(). What you put in lives in its mem, or longer */
	str text;            /* how it stands in the file; moves with each save, for plans.c alone */
	bool touched;
	arena *mem;          /* what plans_reload() read of it last; NULL: it is as it was opened */
} plans_document;

typedef struct plans {
	const char *path;    /* without symbolic links                                  */
	str *from; size_t nfrom; /* as in the file: what was found where; see from.h    */
	plans_document *list; size_t n;
	bool words;          /* the file has the values of its marks, and keeps them    */
	arena *mem;
	struct plans_file *file; /* plans.c's own */
} plans;

typedef enum plans_how {
	PLANS_READ,
	PLANS_CHANGE, /* nobody else may change it by plans_open() until it is closed: a lock lies beside it */
} plans_how;

/*
 * Yours: plans_close() it. NULL with ERR_INPUT, with file, line and field, for what is no plan; ERR_REFUSED for one that another program is
 * changing. A mark that the file gives no number has one in memory, and in the file once its document is saved.
 */
plans *plans_open(const char *path, plans_how how, err *e);

/* Document i is not what it was: the next save prints it anew. */
void plans_touch(plans *p, size_t i);

/* ERR_REFUSED when somebody else wrote to the file since it was read or saved last; ERR_SYSTEM when it cannot be written. In both cases
 * the file is as it was, and what was touched still is. Nothing touched: nothing is written. */
bool plans_save(plans *p, err *e);

/*
 * What somebody else wrote to the file, in place of what was read: documents[i].plan where anew[i] says so, with room for p->n.
 * ERR_INPUT for what is no plan now, ERR_REFUSED for one of other documents; in both cases nothing is changed. The plans that were
 * there before are gone with all that lived in their mem, but for their source. Each such state of the
 * file is looked at once: plans_stale() is false then until it changes again.
 */
bool plans_stale(const plans *p);
bool plans_reload(plans *p, bool *anew, err *e);

/* The document with these bytes, its place in the list or p->n; among copies the one of that name. */
size_t plans_find(const plans *p, const char *sha256, str name);

/* A document with the same bytes as document i that is withheld, where i itself comes out; NULL: there is none. */
const plan *plans_withheld_twin(const plans *p, size_t i);

void plans_close(plans *p); /* NULL is fine */

#endif
