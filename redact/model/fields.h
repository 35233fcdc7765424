/*
 * fields.h - the keys that an object of a JSON file of ours may have, and what stands behind each.
 *
 * For files that people edit by hand: a key that is one slip away from a known one ("sate") would be passed over
 * in silence, and what its writer meant with it. Keys that are nothing like ours are somebody else's, and fine.
 */
#ifndef UNDERSEAL_FIELDS_H
#define UNDERSEAL_FIELDS_H

#include "redact/base/str.h"

#include <jansson.h>

typedef enum field_kind {
	FIELD_WORDS, FIELD_NUMBER, FIELD_NUMBER_OR_NULL, FIELD_FLAG, FIELD_LIST, FIELD_OBJECT,
} field_kind;

typedef struct field {
	const char *key;
	field_kind kind;
} field;

/* What is wrong: with the mark of that number in its list (from 1; 0: with the object around it), behind that key. */
typedef struct fault {
	size_t mark;
	const char *field;  /* "" for all of it; lent by the JSON or a literal */
	const char *why;    /* a literal                                       */
} fault;

/* False, with field and why of *f set, when a key is nearly one of the n known ones or has the wrong kind of value, or when o is
 * no object. */
bool fields_check(const json_t *o, const field *known, size_t n, fault *f);

/* Whether two keys are the same but for a slip of the hand: a letter more, less, another, or two that changed places; two such
 * in longer ones; capitals. */
bool fields_near(const char *a, const char *b);

#endif
