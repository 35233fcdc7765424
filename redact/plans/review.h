/*
 * review.h - what a person has not done yet of a plan: marks undecided, pages unseen.
 */
#ifndef UNDERSEAL_PLANS_REVIEW_H
#define UNDERSEAL_PLANS_REVIEW_H

#include "redact/base/buf.h"
#include "redact/model/plan.h"

typedef struct review_gap {
	size_t undecided;   /* marks, without repeats */
	page_set unseen;    /* in mem                 */
} review_gap;

/* True when nothing is left to do: *gap is empty then. A document that is withheld needs no more: nothing of it comes out. */
bool review_is_whole(const plan *p, arena *mem, review_gap *gap);

/* "3 marks undecided; pages 4-6 unseen", added to out. */
void review_tell(const review_gap *gap, buf *out);

#endif
