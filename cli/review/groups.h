/*
 * groups.h - a number for each value: the same for all that a search for one of them finds.
 */
#ifndef UNDERSEAL_REVIEW_GROUPS_H
#define UNDERSEAL_REVIEW_GROUPS_H

#include "redact/base/str.h"

typedef struct group_table group_table;

/* In mem. */
group_table *groups_new(arena *mem);

/* From 0, in the order in which values are met; -1 for one without letters. Values are told apart without regard to
 * case, accents and blanks, as terms are. */
int32_t groups_number(group_table *t, str value);

#endif
