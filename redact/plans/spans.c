#include "redact/plans/spans.h"

#include "redact/base/jsonskip.h"

bool span_value(str json, size_t at, json_span *out)
{
	at = jsonskip_blanks(json, at);
	if (at >= json.n)
		return false;
	out->beg = at;
	char c = json.p[at];
	if (c == '"') {
		out->end = jsonskip_string(json, at);
	} else if (c == '[' || c == '{') {
		out->end = jsonskip_brackets(json, at);
	} else {
		while (at < json.n && !jsonskip_is_blank(json.p[at]) && !strchr(",:]}[{\"", json.p[at]))
			at++;
		/* Of what can be no value one byte, so that whoever goes on gets on. */
		out->end = at > out->beg ? at : at + 1;
	}
	return true;
}

/* Behind the bracket or the comma in front of the next part; false where the bracket closes. */
static bool enter(str json, size_t inside, size_t *at)
{
	*at = *at == inside ? inside + 1 : jsonskip_blanks(json, *at);
	if (*at < json.n && *at > inside + 1 && json.p[*at] == ',')
		++*at;
	*at = jsonskip_blanks(json, *at);
	return *at < json.n && json.p[*at] != ']' && json.p[*at] != '}';
}

bool span_element(str json, size_t inside, size_t *at, json_span *value)
{
	if (!enter(json, inside, at) || !span_value(json, *at, value))
		return false;
	*at = value->end;
	return true;
}

bool span_member(str json, size_t inside, size_t *at, json_span *key, json_span *value)
{
	if (!enter(json, inside, at) || !span_value(json, *at, key))
		return false;
	*at = jsonskip_blanks(json, key->end);
	if (*at < json.n && json.p[*at] == ':')
		++*at;
	if (!span_value(json, *at, value))
		return false;
	*at = value->end;
	return true;
}

bool span_find(str json, size_t inside, const char *key, json_span *found, json_span *value)
{
	size_t n = strlen(key);
	for (size_t at = inside; span_member(json, inside, &at, found, value);)
		if (found->end - found->beg == n + 2 && memcmp(json.p + found->beg + 1, key, n) == 0)
			return true;
	return false;
}

size_t span_line(str json, size_t at)
{
	size_t line = 1;
	for (size_t i = 0; i < at && i < json.n; i++)
		line += json.p[i] == '\n';
	return line;
}
