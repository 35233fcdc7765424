#include "cli/review/answer.h"

#include "redact/base/utf8.h"

#include <stdlib.h>

answer *answer_new(unsigned status, const char *type, buf *body)
{
	answer *a = calloc(1, sizeof *a);
	if (!a)
		abort();
	*a = (answer){ 1, status, type, *body };
	*body = (buf){ 0 };
	return a;
}

answer *answer_json(buf *body)
{
	return answer_new(200, "application/json", body);
}

answer *answer_error(unsigned status, const char *error, const char *hint)
{
	buf b = { 0 };
	buf_z(&b, "{\"error\":");
	answer_quote(&b, str_of(error));
	buf_z(&b, ",\"hint\":");
	answer_quote(&b, str_of(hint));
	buf_z(&b, "}");
	return answer_new(status, "application/json", &b);
}

answer *answer_trouble(const err *e)
{
	bool asked = e->kind == ERR_USAGE, now = e->kind == ERR_REFUSED || e->kind == ERR_INPUT;
	return answer_error(asked ? 422 : now ? 409 : 500, e->text, e->hint);
}

answer *answer_hold(answer *a)
{
	a->held++;
	return a;
}

void answer_drop(answer *a)
{
	if (!a || --a->held)
		return;
	buf_free(&a->body);
	free(a);
}

void answer_quote(buf *out, str s)
{
	buf_byte(out, '"');
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\' && c != 0x7f) {
			buf_byte(out, c);
			i++;
		} else if (c < 0x80) {
			if (c == '"' || c == '\\')
				buf_fmt(out, "\\%c", c);
			else
				buf_fmt(out, "\\u%04x", c);
			i++;
		} else {
			char four[4];
			buf_add(out, four, (size_t)utf8_put(four, utf8_next(s, &i)));
		}
	}
	buf_byte(out, '"');
}
