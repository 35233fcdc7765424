#include "cli/out.h"

#include "redact/base/log.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "redact/base/utf8.h"

/* ---- tables ---------------------------------------------------------------------------------- */

enum { WIDEST = 60 };

void table_cell(table *t, str s)
{
	buf seen = { 0 };
	log_visible(&seen, s);
	*ARENA_PUSH(t->mem, t->cells, t->n, t->room) = str_dup(buf_view(&seen), t->mem);
	buf_free(&seen);
}

void table_fmt(table *t, const char *fmt, ...)
{
	char *s = NULL;
	va_list ap;
	va_start(ap, fmt);
	int n = vasprintf(&s, fmt, ap);
	va_end(ap);
	table_cell(t, n < 0 ? STR("") : str_of(s));
	if (n >= 0)
		free(s);
}

static size_t width_of(str s)
{
	size_t width = 0;
	for (size_t at = 0; at < s.n;) {
		int w = wcwidth((wchar_t)utf8_next(s, &at));
		width += w > 0 ? (size_t)w : 0;
	}
	return width;
}

/* A name too long for its column loses its front: what tells files apart is mostly at the end. */
static str shortened(str s, arena *mem)
{
	if (width_of(s) <= WIDEST)
		return s;
	while (s.n && width_of(s) > WIDEST - 1) {
		size_t at = 0;
		utf8_next(s, &at);
		s = str_sub(s, at, s.n);
	}
	return str_fmt(mem, "\u2026" STR_FMT, STR_ARG(s));
}

void table_print(const table *t)
{
	size_t *width = arena_array(t->mem, size_t, t->columns);
	str *cells = arena_array(t->mem, str, t->n);
	for (size_t i = 0; i < t->n; i++) {
		bool last = i % t->columns == t->columns - 1;
		cells[i] = last ? t->cells[i] : shortened(t->cells[i], t->mem);
		size_t w = width_of(cells[i]);
		if (w > width[i % t->columns])
			width[i % t->columns] = w;
	}
	buf out = { 0 };
	for (size_t i = 0; i < t->n; i++) {
		size_t c = i % t->columns;
		bool last = c == t->columns - 1, right = t->right >> c & 1;
		int pad = (int)(width[c] - width_of(cells[i]));
		buf_z(&out, c ? "  " : "");
		if (right)
			buf_fmt(&out, "%*s", pad, "");
		buf_str(&out, cells[i]);
		if (!right && !last)
			buf_fmt(&out, "%*s", pad, "");
		if (last)
			buf_byte(&out, '\n');
	}
	fwrite(out.p ? out.p : "", 1, out.n, stdout);
	buf_free(&out);
}

void out_json(json_t *value)
{
	buf line = { 0 };
	json_line(&line, value);
	json_decref(value);
	fwrite(line.p, 1, line.n, stdout);
	fflush(stdout);
	buf_free(&line);
}

str out_count(arena *mem, size_t n, const char *one, const char *many)
{
	return str_fmt(mem, "%zu %s", n, n == 1 ? one : many);
}

/* ---- errors --------------------------------------------------------------------------------- */

int out_wrong(const err *e)
{
	log_err(e);
	return err_exit(e->kind);
}

int out_usage(const char *what, const char *hint)
{
	err e = ERR_INIT;
	err_set(&e, ERR_USAGE, "%s", what);
	err_hint(&e, "%s", hint);
	return out_wrong(&e);
}

int out_refused(const intake *in)
{
	int status = 0;
	for (size_t i = 0; i < in->nrefused; i++) {
		err why = in->refused[i].why;
		err_wrap(&why, "%s", in->refused[i].path);
		status = out_wrong(&why);
	}
	return status;
}

int out_stopped(int by)
{
	signal(by, SIG_DFL);
	raise(by);
	return 4;
}

void out_notes(const detectors *look)
{
	for (size_t i = 0; i < look->nnotes; i++)
		log_note(STR_FMT, STR_ARG(look->notes[i]));
}
