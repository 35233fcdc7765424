/*
 * answer.h - what goes to a browser: bytes, their type and a status. Kept while somebody holds it.
 */
#ifndef UNDERSEAL_REVIEW_ANSWER_H
#define UNDERSEAL_REVIEW_ANSWER_H

#include "redact/base/buf.h"
#include "redact/base/err.h"

typedef struct answer {
	unsigned held;
	unsigned status;     /* as in RFC 9110 */
	const char *type;    /* static         */
	buf body;
} answer;

/* Held once, by you. The body is taken over: body is empty then. */
answer *answer_new(unsigned status, const char *type, buf *body);
answer *answer_json(buf *body);          /* 200 */

/* {"error", "hint"}: 422 for what was asked wrongly, 409 for what cannot be as things are, 500 for the rest. */
answer *answer_trouble(const err *e);
answer *answer_error(unsigned status, const char *error, const char *hint);

answer *answer_hold(answer *a);
void    answer_drop(answer *a);          /* NULL is fine */

/* A JSON string with its quotes, added to out. */
void answer_quote(buf *out, str s);

#endif
