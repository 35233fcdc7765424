/*
 * look_json.h - how stretches of a unit look, as JSON and back.
 *
 * "looks": [[beg, end, "h", n, m], …] and "labels": [[at, "1.1", "bi"], …] of a unit's object; numbers at the end that
 * are 0 and labels' letters that are none are left out, and so are empty lists.
 */
#ifndef UNDERSEAL_LOOK_JSON_H
#define UNDERSEAL_LOOK_JSON_H

#include "redact/model/text.h"

#include <jansson.h>

/* How far the lists of a text have been gone through; all-zero at first. */
typedef struct look_cursor {
	size_t look, label;
} look_cursor;

/* Of one unit; units are asked for in order. */
void looks_into_json(look_cursor *at, const text *t, uint32_t unit, json_t *object);

/* Added to out. False when one lies outside the unit's text, or where none is. */
bool looks_of_json(const json_t *object, text *out, uint32_t unit);

#endif
