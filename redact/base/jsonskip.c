#include "redact/base/jsonskip.h"

bool jsonskip_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

size_t jsonskip_blanks(str json, size_t at)
{
	while (at < json.n && jsonskip_is_blank(json.p[at]))
		at++;
	return at;
}

size_t jsonskip_string(str json, size_t at)
{
	for (at++; at < json.n && json.p[at] != '"'; at++)
		at += json.p[at] == '\\';
	return at < json.n ? at + 1 : json.n;
}

/* Which brackets match is the parser's matter. */
size_t jsonskip_brackets(str json, size_t at)
{
	size_t depth = 0;
	while (at < json.n) {
		char c = json.p[at];
		if (c == '"') {
			at = jsonskip_string(json, at);
			continue;
		}
		at++;
		if (c == '[' || c == '{')
			depth++;
		else if ((c == ']' || c == '}') && --depth == 0)
			break;
	}
	return at;
}
