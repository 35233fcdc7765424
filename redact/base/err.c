#include "redact/base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const kind_names[] = {
	[ERR_NONE] = "none",         [ERR_USAGE] = "usage",       [ERR_INPUT] = "input",
	[ERR_REFUSED] = "refused",   [ERR_UNPROVEN] = "unproven", [ERR_SYSTEM] = "system",
	[ERR_INTERNAL] = "internal",
};

bool err_set(err *e, err_kind kind, const char *fmt, ...)
{
	if (!e)
		return false;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof e->text, fmt, ap);
	va_end(ap);
	e->kind = kind;
	e->hint[0] = '\0';
	return false;
}

bool err_hint(err *e, const char *fmt, ...)
{
	if (!e)
		return false;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(e->hint, sizeof e->hint, fmt, ap);
	va_end(ap);
	return false;
}

bool err_wrap(err *e, const char *fmt, ...)
{
	if (!e)
		return false;
	char front[sizeof e->text];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(front, sizeof front, fmt, ap);
	va_end(ap);
	size_t used = n < 0 ? 0 : (size_t)n < sizeof front ? (size_t)n : sizeof front - 1;
	if (used + 2 >= sizeof e->text)
		return false;
	size_t old = strlen(e->text);
	size_t keep = sizeof e->text - used - 3;
	if (old > keep)
		old = keep;
	memmove(e->text + used + 2, e->text, old);
	memcpy(e->text, front, used);
	memcpy(e->text + used, ": ", 2);
	e->text[used + 2 + old] = '\0';
	return false;
}

const char *err_kind_name(err_kind kind)
{
	return kind_names[kind];
}

err_kind err_kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++)
		if (strcmp(kind_names[i], name) == 0)
			return (err_kind)i;
	return ERR_INTERNAL;
}

int err_exit(err_kind kind)
{
	switch (kind) {
	case ERR_NONE:     return 0;
	case ERR_REFUSED:
	case ERR_UNPROVEN: return 1;
	case ERR_USAGE:    return 2;
	case ERR_INPUT:    return 3;
	case ERR_SYSTEM:   return 4;
	case ERR_INTERNAL: return 5;
	}
	return 5;
}
