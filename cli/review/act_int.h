/*
 * act_int.h - shared by the files of act.
 */
#ifndef UNDERSEAL_REVIEW_ACT_INT_H
#define UNDERSEAL_REVIEW_ACT_INT_H

#include "cli/review/act.h"
#include "cli/review/spots.h"
#include "cli/review/undo.h"

/* Marks that a person made, by their rule: what can be moved and deleted. */
#define DRAWN_RULE "box"
#define WORDS_RULE "words"

typedef struct acting {
	session *s;
	reading *r;
	arena *mem;      /* of the request                   */
	str by, at;      /* of the session's                 */
	spots spots;     /* marks that are there             */
	bool *unplaced;  /* documents with marks that lack boxes */
} acting;

/* What a mark says beside its place. */
typedef struct label {
	str code, reason;
} label;

bool act_label(const acting *a, const json_t *o, label *out, err *e);
bool act_document(const acting *a, const json_t *o, uint32_t *out, err *e);   /* its text need not be there */
bool act_readable(const acting *a, uint32_t document, err *e);                /* nor gone, nor changed      */

/* [document, id]: of a document that there is. */
bool act_which(const acting *a, const json_t *one, uint32_t *document, uint32_t *id);

/* A new mark, accepted by who acts. */
mark *act_new_mark(acting *a, uint32_t document, mark_kind kind, const char *rule, const label *as, view **out);

/* Notes a mark before it is changed, and that it is. Its view in *out; NULL when there is no such mark. */
mark *act_change(acting *a, uint32_t document, uint32_t id, view **out, err *e);
void  act_set_state(acting *a, mark *m, mark_state state);

/* Marks bytes [beg, end) of a unit, without blanks around them, or accepts the mark that is there. False when nothing is left. */
bool act_mark_words(acting *a, uint32_t document, const unit *u, size_t beg, size_t end, const label *as);

/* A request of a window is begun, and ended: saved, or as if it had not been. */
acting act_begin(session *s, reading *r, str window);
bool   act_end(acting *a, bool ok, err *e);

/* The actions that make marks. */
bool act_box(acting *a, const json_t *o, err *e);
bool act_page(acting *a, const json_t *o, err *e);
bool act_text(acting *a, const json_t *o, err *e);
bool act_except(acting *a, const json_t *o, err *e);
bool act_move(acting *a, const json_t *o, err *e);

#endif
