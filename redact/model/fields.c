#include "redact/model/fields.h"

#include <strings.h>

enum { LONGEST_KEY = 15 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Damerau and Levenshtein's distance, of words that are short. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t d[LONGEST_KEY + 1][LONGEST_KEY + 1];
	for (size_t i = 0; i <= na; i++)
		d[i][0] = i;
	for (size_t k = 0; k <= nb; k++)
		d[0][k] = k;
	for (size_t i = 1; i <= na; i++) {
		for (size_t k = 1; k <= nb; k++) {
			size_t swap = d[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
			d[i][k] = least(swap, least(d[i - 1][k], d[i][k - 1]) + 1);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				d[i][k] = least(d[i][k], d[i - 2][k - 2] + 1);
		}
	}
	return d[na][nb];
}

bool fields_near(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	if (strcasecmp(a, b) == 0)
		return true;
	if (na > LONGEST_KEY || nb > LONGEST_KEY || na < 2 || nb < 2)
		return false;
	return distance(a, na, b, nb) <= (nb < 3 ? 0 : nb < 6 ? 1 : 2);
}

static const char *trouble_with(const json_t *value, field_kind kind)
{
	switch (kind) {
	case FIELD_WORDS:          return json_is_string(value) ? NULL : "not words in quotation marks";
	case FIELD_NUMBER_OR_NULL:
		if (json_is_null(value))
			return NULL;
		/* fall through */
	case FIELD_NUMBER:
		if (!json_is_integer(value))
			return "not a whole number";
		return json_integer_value(value) < 0 || json_integer_value(value) > UINT32_MAX ? "not a number from 0 to 4294967295" : NULL;
	case FIELD_FLAG:           return json_is_boolean(value) ? NULL : "neither true nor false";
	case FIELD_LIST:           return json_is_array(value) ? NULL : "not a list";
	case FIELD_OBJECT:         return json_is_object(value) ? NULL : "not an object in braces";
	}
	return NULL;
}

bool fields_check(const json_t *o, const field *known, size_t n, fault *f)
{
	f->field = "";
	f->why = "not an object in braces";
	if (!json_is_object(o))
		return false;
	void *at = json_object_iter((json_t *)(uintptr_t)o);
	for (; at; at = json_object_iter_next((json_t *)(uintptr_t)o, at)) {
		const char *key = json_object_iter_key(at);
		size_t i = 0;
		while (i < n && strcmp(key, known[i].key) != 0)
			i++;
		f->field = key;
		if (i < n)
			f->why = trouble_with(json_object_iter_value(at), known[i].kind);
		else
			for (f->why = NULL, i = 0; i < n && !f->why; i++)
				f->why = fields_near(key, known[i].key) ? "no key that is known, but nearly one" : NULL;
		if (f->why)
			return false;
	}
	f->field = "";
	return true;
}
