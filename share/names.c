#include "share/names.h"

#include "redact/base/bound.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

/* Names Windows keeps for devices, with any suffix and in any folder. */
static const char *const devices[] = { "con", "prn", "aux", "nul", "conin$", "conout$", "clock$" };

static bool is_device(str part)
{
	const char *dot = memchr(part.p, '.', part.n);
	str stem = str_trim(dot ? (str){ part.p, (size_t)(dot - part.p) } : part);
	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (stem.n == strlen(devices[i]) && strncasecmp(stem.p, devices[i], stem.n) == 0)
			return true;
	if (stem.n < 4 || (strncasecmp(stem.p, "com", 3) != 0 && strncasecmp(stem.p, "lpt", 3) != 0))
		return false;
	str digit = str_sub(stem, 3, stem.n);
	/* Superscript digits count too. */
	return (digit.n == 1 && digit.p[0] >= '0' && digit.p[0] <= '9') || str_is(digit, "\xc2\xb9") ||
	       str_is(digit, "\xc2\xb2") || str_is(digit, "\xc2\xb3");
}

static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

bool names_unshowable(uint32_t c)
{
	return utf8_unseen(c) || (c >= 0xfff0 && c <= 0xffff);
}

static const char *part_trouble(str part)
{
	if (part.n == 0)
		return "an empty part";
	if (part.n > NAMES_PART_MAX)
		return "a part that is too long";
	if (part.p[0] == '.')
		return "a part that begins with a dot";
	if (part.p[part.n - 1] == '.')
		return "a part that ends in a dot";
	if (part.p[0] == ' ' || part.p[part.n - 1] == ' ')
		return "a part that begins or ends with a blank";
	if (is_device(part))
		return "a part that Windows keeps for a device";
	return NULL;
}

const char *names_trouble(str name)
{
	if (name.n == 0)
		return "no name at all";
	if (name.n > NAMES_WHOLE_MAX)
		return "a name that is too long";
	if (!utf8_valid(name))
		return "a name that is not UTF-8";
	for (size_t at = 0; at < name.n;) {
		uint32_t c = utf8_next(name, &at);
		if (is_control(c))
			return "a control character";
		if (c < 0x80 && strchr("\\:*?\"<>|", (int)c))
			return "one of \\ : * ? \" < > | which not every system allows";
		if (names_unshowable(c))
			return "an invisible or text-reversing character";
	}
	size_t beg = 0, depth = 0;
	for (size_t i = 0; i <= name.n; i++) {
		if (i < name.n && name.p[i] != '/')
			continue;
		const char *why = part_trouble(str_sub(name, beg, i));
		if (why)
			return why;
		if (++depth > NAMES_DEEPEST)
			return "too many folders within each other";
		beg = i + 1;
	}
	return NULL;
}

str names_key(str name, arena *mem)
{
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n =
		utf8proc_map((const utf8proc_uint8_t *)name.p, (utf8proc_ssize_t)name.n, &folded,
	                 UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
	str key = n >= 0 ? str_dup((str){ (const char *)folded, (size_t)n }, mem) : name;
	free(folded);
	return key;
}

struct keyed {
	str key;
	size_t index;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static const struct keyed *lookup(const struct keyed *list, size_t n, str key)
{
	bound b = { .high = n };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(list[b.at].key, key) < 0);
	return b.at < n && str_eq(list[b.at].key, key) ? &list[b.at] : NULL;
}

static bool sorted_collide(const struct keyed *list, size_t n, size_t *a, size_t *b)
{
	for (size_t i = 0; i < n; i++) {
		if (i && str_eq(list[i - 1].key, list[i].key)) {
			*a = list[i - 1].index;
			*b = list[i].index;
			return true;
		}
		for (size_t k = 1; k < list[i].key.n; k++) {
			const struct keyed *folder =
				list[i].key.p[k] == '/' ? lookup(list, n, str_sub(list[i].key, 0, k)) : NULL;
			if (folder) {
				*a = folder->index;
				*b = list[i].index;
				return true;
			}
		}
	}
	return false;
}

bool names_collide(const str *names, size_t n, size_t *a, size_t *b)
{
	arena *mem = arena_new();
	struct keyed *list = arena_array(mem, struct keyed, n);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct keyed){ names_key(names[i], mem), i };
	if (n)
		qsort(list, n, sizeof *list, by_key);
	bool found = sorted_collide(list, n, a, b);
	arena_drop(mem);
	return found;
}
