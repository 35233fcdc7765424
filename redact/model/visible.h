/*
 * visible.h - what of a value may stay to be read, and which of its bytes go.
 *
 * Rules of court let a filing show the last four digits of a number, the year of a birth, the initials of
 * a minor, the city and state of a home address. A value is narrowed on the words as they stand at one
 * place, since the same number is written in many shapes. What cannot be told for sure stays hidden: a
 * value that is too short, a date whose year may be its day, a name whose letters stand apart.
 */
#ifndef UNDERSEAL_VISIBLE_H
#define UNDERSEAL_VISIBLE_H

#include "redact/base/str.h"

typedef enum visible {
	VISIBLE_NOTHING,
	VISIBLE_LAST_4,     /* letters and digits; not of a value of fewer than eight            */
	VISIBLE_YEAR,       /* of a date, of four digits, or of two where they can be no day     */
	VISIBLE_INITIALS,   /* the first letter of each word                                     */
	VISIBLE_CITY_STATE, /* of a street address: what stands between the street and the code  */
	VISIBLE_STATE,
	VISIBLES
} visible;

/* Bytes [beg, end) of the value. */
typedef struct visible_part {
	uint32_t beg, end;
} visible_part;

/* The stretches that go, in order, in mem; none where all of it may stay. */
size_t visible_goes(visible how, str value, arena *mem, visible_part **out);

/* "nothing", "last 4", "year", "initials", "city and state", "state"; and back: VISIBLES when unknown. */
const char *visible_name(visible how);
visible     visible_of(str name);

/* What both let stay. Where they differ, that is nothing. */
visible visible_least(visible a, visible b);

#endif
