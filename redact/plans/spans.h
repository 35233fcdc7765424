/*
 * spans.h - where the parts of a JSON text stand in its bytes.
 *
 * A plan of a thousand documents is read one document at a time, one that was not changed is written as it stood, and a fault is told with its line:
 * for all three it must be known where the bytes of a part begin and end, which no parser tells. What is no JSON gives
 * spans that mean nothing, but lie within the text; whether it is JSON says the parser.
 */
#ifndef UNDERSEAL_PLANS_SPANS_H
#define UNDERSEAL_PLANS_SPANS_H

#include "redact/base/str.h"

typedef struct json_span {
	size_t beg, end; /* bytes of the text */
} json_span;

/* The first value at or behind byte `at`: false when only blanks follow. */
bool span_value(str json, size_t at, json_span *out);

/* Goes through what stands in the list or object that begins at byte `inside`: set at to inside first. Of a list the next element;
 * of an object the next key, with its quotation marks, and its value. False at the end. */
bool span_element(str json, size_t inside, size_t *at, json_span *value);
bool span_member(str json, size_t inside, size_t *at, json_span *key, json_span *value);

/* The member with that key of the object that begins at byte `inside`. */
bool span_find(str json, size_t inside, const char *key, json_span *found, json_span *value);

/* The number of the line that byte `at` stands in, from 1. */
size_t span_line(str json, size_t at);

#endif
