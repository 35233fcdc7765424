/*
 * undo.h - what marks were before, step by step, so that a person can take back what he did.
 *
 * A step is one request of one window. It is opened, everything is noted before it is changed, and it is closed when the
 * plan is on disk; or taken back at once when something fails. What somebody else has changed since is left as it is.
 */
#ifndef UNDERSEAL_REVIEW_UNDO_H
#define UNDERSEAL_REVIEW_UNDO_H

#include "cli/review/session.h"

enum { UNDO_STEPS = 500 }; /* kept, of all windows together */

/* Begins a step of a window, at a new revision. */
void undo_open(session *s, str window);

/* To be called before a mark, or what a document says of itself, is changed, and after a mark was added. */
void undo_note(session *s, uint32_t document, const mark *m);
void undo_note_added(session *s, uint32_t document, uint32_t id);
void undo_note_withheld(session *s, uint32_t document);

/* Who has looked: for undo_cancel() alone, since to have looked is no step to undo. */
void undo_note_seen(session *s, uint32_t document);

/* The step is done; one in which nothing was noted is forgotten. */
void undo_close(session *s);

/* As if the step that is open had not been. */
void undo_cancel(session *s);

/* Takes back the last step of a window, at a new revision: how many marks and documents. 0: there is none.
 * *left: how many somebody else has changed since, and are as he left them. What was taken back is kept with undo_keep(),
 * or, where it could not be saved, done again by undo_again(); *out, for either of them, may be NULL. */
typedef struct undoing undoing;
size_t undo_last(session *s, str window, undoing **out, size_t *left);
void   undo_keep(undoing *u);
void   undo_again(session *s, undoing *u);

/* A document is no longer what steps were about. */
void undo_forget(session *s, uint32_t document);

void undo_drop(session *s);

#endif
