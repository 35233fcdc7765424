#include "redact/base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

str str_of(const char *z)
{
	return z ? (str){ z, strlen(z) } : STR("");
}

bool str_eq(str a, str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_starts(str s, const char *prefix)
{
	size_t n = strlen(prefix);
	return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

bool str_ends(str s, const char *suffix)
{
	size_t n = strlen(suffix);
	return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

int str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

str str_sub(str s, size_t beg, size_t end)
{
	if (end > s.n)
		end = s.n;
	if (beg > end)
		beg = end;
	return (str){ s.p ? s.p + beg : NULL, end - beg };
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

str str_trim(str s)
{
	while (s.n && is_blank(s.p[0]))
		s = str_sub(s, 1, s.n);
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_cut(str *rest, char sep, str *head)
{
	if (!rest->p)
		return false;
	const char *at = rest->n ? memchr(rest->p, sep, rest->n) : NULL;
	if (at) {
		*head = (str){ rest->p, (size_t)(at - rest->p) };
		*rest = (str){ at + 1, rest->n - head->n - 1 };
	} else {
		*head = *rest;
		*rest = (str){ NULL, 0 };
	}
	return true;
}

str str_dup(str s, arena *mem)
{
	char *p = arena_alloc(mem, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	return (str){ p, s.n };
}

char *str_z(str s, arena *mem)
{
	return (char *)str_dup(s, mem).p;
}

str str_fmt(arena *mem, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	char *p = arena_alloc(mem, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (str){ p, (size_t)n };
}
