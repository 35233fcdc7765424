/*
 * act.h - what a person may do: the actions of cli/review/README.md, in the order in which they were asked.
 */
#ifndef UNDERSEAL_REVIEW_ACT_H
#define UNDERSEAL_REVIEW_ACT_H

#include "cli/review/reading.h"
#include "cli/review/session.h"
#include "formats/xfdf/xfdf.h"

/* Does all actions of a request, {"window", "actions": […]}, or none: ERR_USAGE for one that is none or fits nothing,
 * ERR_REFUSED for one that cannot be done as things are, ERR_SYSTEM when the plan cannot be saved. r: reads places for
 * marks on words; may be NULL. */
bool act(session *s, reading *r, const json_t *request, err *e);

/* {"window"}: *undone is how many marks and documents were changed back. */
bool act_undo(session *s, const json_t *request, size_t *undone, size_t *left, err *e);

/* {"window", "words", "whole", "code", "reason"}: marks every place that has no mark yet, and accepts the marks of the others. */
bool act_mark_hits(session *s, reading *r, const json_t *request, size_t *marked, err *e);

/* Takes marks of another program into a document, as one step of a window. ERR_REFUSED while its pages are not known. */
bool act_import(session *s, uint32_t document, const plan *marks, str window, xfdf_sum *sum, err *e);

/* Whether a name can stand beside a decision as a person's: people see it, and it is no word that stands for a program. */
bool act_is_person(str name, err *e);

#endif
