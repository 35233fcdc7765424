/*
 * kept_marks.h - what a plan's accepted marks say of words beside the pages.
 *
 * Asked for each title, address and description that is to be kept: whether a mark lies in it, and
 * whether it holds a marked value with its words written together, which no search of text finds.
 */
#ifndef UNDERSEAL_PDF_KEPT_MARKS_H
#define UNDERSEAL_PDF_KEPT_MARKS_H

#include "formats/lib/mu.h"
#include "redact/base/needles.h"
#include "redact/model/plan.h"

typedef struct rpdf_marks {
	const plan *p;
	arena *mem;                        /* of its own                                                  */
	const mark **marks; size_t nmarks; /* accepted text marks, by unit, then by where they begin      */
	needles *glued;                    /* values as letters and digits alone                          */
	size_t *letters;                   /* by value: how long it is so; 0 where it is one word          */
} rpdf_marks;

/* Throws with nothing left open. rpdf_close_marks() it; an all-zero one is fine there. */
void rpdf_open_marks(fz_context *ctx, rpdf_marks *m, const plan *p);
void rpdf_close_marks(rpdf_marks *m);

/* The accepted marks of a unit, lent; *n may be 0. */
const mark **rpdf_marks_of(const rpdf_marks *m, str unit, size_t *n);

/* Whether s, as an address is read or as a line of text is, holds a value glued together. In text a
 * value of one word does not count: smith is in blacksmith. */
bool rpdf_holds_glued(fz_context *ctx, const rpdf_marks *m, str s, bool is_text);

/* Whether words of this unit may be kept as they are. */
bool rpdf_is_clean(fz_context *ctx, const rpdf_marks *m, str unit, str words);

#endif
