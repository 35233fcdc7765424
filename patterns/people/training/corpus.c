#include "patterns/people/training/corpus.h"

#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <jansson.h>
#include <string.h>

enum { LARGEST = 1 << 28, HELD_OUT = 5 };

/* ---- lists of names ------------------------------------------------------------------------------ */

bool names_read(name_lists *out, const char *path, arena *mem, err *e)
{
	str bytes, line;
	if (!file_read(path, LARGEST, mem, &bytes, e))
		return false;
	str **list = NULL;
	size_t *n = NULL, *room = NULL;
	while (str_cut(&bytes, '\n', &line)) {
		line = str_trim(line);
		if (str_starts(line, "module.exports.first_male"))
			list = &out->male, n = &out->nmale, room = &out->male_room;
		else if (str_starts(line, "module.exports.first_female"))
			list = &out->female, n = &out->nfemale, room = &out->female_room;
		else if (str_starts(line, "module.exports.last"))
			list = &out->family, n = &out->nfamily, room = &out->family_room;
		const char *end = line.n > 2 && line.p[0] == '\'' ? memchr(line.p + 1, '\'', line.n - 1) : NULL;
		if (end && list)
			*ARENA_PUSH(mem, *list, *n, *room) = (str){ line.p + 1, (size_t)(end - line.p) - 1 };
	}
	return (out->nmale && out->nfemale && out->nfamily) || err_set(e, ERR_INPUT, "%s: no lists of names in it", path);
}

/* ---- labelled files ------------------------------------------------------------------------------ */

static bool is_a_part(str value)
{
	static const char *const parts[] = { "Borrower", "Lender", "Bank", "Executive", "Employee", "Company", "Tenant", "Landlord",
		                                 "Lessee", "Lessor", "Guarantor", "Buyer", "Seller", "Trustee", "Agent", "Holder" };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (value.n >= strlen(parts[i]) && strncasecmp(value.p, parts[i], strlen(parts[i])) == 0)
			return true;
	return false;
}

static size_t byte_of(str s, size_t point)
{
	size_t at = 0;
	while (point-- && at < s.n)
		utf8_next(s, &at);
	return at;
}

static void read_one(corpus *c, const json_t *o)
{
	const char *text = json_string_value(json_object_get(o, "text"));
	if (!text)
		return;
	sample *s = ARENA_PUSH(c->mem, c->list, c->n, c->room);
	*s = (sample){ .text = str_dup(str_of(text), c->mem), .held_out = c->n % HELD_OUT == 0 };
	size_t i;
	const json_t *span;
	json_array_foreach(json_object_get(o, "spans"), i, span) {
		const char *type = json_string_value(json_object_get(span, "type"));
		if (!type || (strcmp(type, "PER") != 0 && strcmp(type, "PERSON") != 0))
			continue;
		named one = { byte_of(s->text, (size_t)json_integer_value(json_object_get(span, "start"))),
			          byte_of(s->text, (size_t)json_integer_value(json_object_get(span, "end"))) };
		if (one.beg < one.end && !is_a_part(str_sub(s->text, one.beg, one.end)))
			*ARENA_PUSH(c->mem, s->names, s->n, s->room) = one;
	}
}

bool corpus_read(corpus *c, const char *path, err *e)
{
	str bytes, line;
	c->source = path;
	if (!file_read(path, LARGEST, c->mem, &bytes, e))
		return false;
	while (str_cut(&bytes, '\n', &line)) {
		json_t *o = json_loadb(line.p, line.n, 0, NULL);
		if (o)
			read_one(c, o);
		json_decref(o);
	}
	return c->n || err_set(e, ERR_INPUT, "%s: no labelled text in it", path);
}
