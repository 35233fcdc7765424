#include "redact/base/log.h"

#include "redact/base/buf.h"
#include "redact/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void log_visible(buf *out, str s)
{
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t c = utf8_next(s, &at);
		bool bad = c == 0xfffd && at - from == 1;
		if (bad)
			buf_fmt(out, "\\x%02x", (unsigned char)s.p[from]);
		else if (utf8_unseen(c))
			buf_fmt(out, c < 0x100 ? "\\x%02x" : "\\u{%x}", (unsigned)c);
		else
			buf_add(out, s.p + from, at - from);
	}
}

/* One write a line, so that lines of several processes do not mix. */
static void say(const char *kind, str text)
{
	buf line = { 0 };
	buf_fmt(&line, "underseal: %s", kind);
	log_visible(&line, text);
	buf_byte(&line, '\n');
	fflush(stdout);
	fwrite(line.p, 1, line.n, stderr);
	fflush(stderr);
	buf_free(&line);
}

static void say_formatted(const char *kind, const char *fmt, va_list ap)
{
	char *text = NULL;
	if (vasprintf(&text, fmt, ap) < 0)
		return;
	say(kind, str_of(text));
	free(text);
}

void log_err(const err *e)
{
	say("error: ", str_of(e->text));
	if (e->hint[0])
		say("hint: ", str_of(e->hint));
}

void log_error(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say_formatted("error: ", fmt, ap);
	va_end(ap);
}

void log_warn(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say_formatted("warning: ", fmt, ap);
	va_end(ap);
}

void log_note(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say_formatted("", fmt, ap);
	va_end(ap);
}

void log_hint(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say_formatted("hint: ", fmt, ap);
	va_end(ap);
}
