#include "redact/base/spelt.h"
#include "redact/base/utf8.h"

enum {
	SHORTEST_WORD = 6,    /* digits of a code that is to be read as words: "Lee" in hex          */
	SHORTEST_RUN  = 6,    /* digits in a row that may be any                                      */
	PERCENTS      = 4,    /* percent signs that spell percent signs                               */
};

typedef int digit_of(char c);

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Of either alphabet. */
static int six(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52
	     : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Of the one that has no slash: in a path that parts names. */
static int six_of_name(char c)
{
	return c == '/' ? -1 : six(c);
}

static void decode(buf *out, str digits, digit_of *digit, int bits)
{
	unsigned held = 0;
	int have = 0;
	for (size_t i = 0; i < digits.n; i++) {
		held = held << bits | (unsigned)digit(digits.p[i]);
		if ((have += bits) >= 8) {
			have -= 8;
			if (held >> have & 255) /* of UTF-16 the letters are left */
				buf_byte(out, (int)(held >> have & 255));
		}
	}
}

void spelt_percent(buf *out, str uri)
{
	for (size_t i = 0; i < uri.n; i++) {
		if (uri.p[i] == '%' && i + 2 < uri.n && hex(uri.p[i + 1]) >= 0 && hex(uri.p[i + 2]) >= 0) {
			int c = hex(uri.p[i + 1]) * 16 + hex(uri.p[i + 2]);
			buf_byte(out, c < ' ' ? ' ' : c);
			i += 2;
		} else {
			buf_byte(out, uri.p[i]);
		}
	}
}

/* The next run of digits at or after *at; *at moves behind it. */
static str next_run(str s, size_t *at, digit_of *digit)
{
	while (*at < s.n && digit(s.p[*at]) < 0)
		(*at)++;
	size_t beg = *at;
	while (*at < s.n && digit(s.p[*at]) >= 0)
		(*at)++;
	return str_sub(s, beg, *at);
}

/* ---- words --------------------------------------------------------------------------------------- */

static bool is_text(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return s.n > 2 && utf8_valid(s);
}

static void add_words(buf *out, str s, digit_of *digit, int bits)
{
	for (size_t at = 0; at < s.n;) {
		str run = next_run(s, &at, digit);
		if (run.n < SHORTEST_WORD)
			continue;
		size_t before = out->n;
		buf_byte(out, '\n');
		decode(out, run, digit, bits);
		if (!is_text(str_sub(buf_view(out), before + 1, out->n)))
			buf_cut(out, before);
	}
}

void spelt_words(buf *out, str s)
{
	add_words(out, s, six_of_name, 6);
	add_words(out, s, six, 6);
	add_words(out, s, hex, 4);
}

/* ---- anyhow --------------------------------------------------------------------------------------- */

/* From the first digits on, each of them: one of these begins where the code does, or a whole number
 * of its groups before. */
static void add_anyhow(buf *out, str s, digit_of *digit, int bits, size_t group)
{
	for (size_t at = 0; at < s.n;) {
		str run = next_run(s, &at, digit);
		for (size_t from = 0; from < group && run.n >= from + SHORTEST_RUN; from++) {
			buf_byte(out, '\n');
			decode(out, str_sub(run, from, run.n), digit, bits);
		}
	}
}

static void add_codings(buf *out, str s)
{
	add_anyhow(out, s, six, 6, 4);
	add_anyhow(out, s, hex, 4, 2);
}

void spelt_anyhow(buf *out, str s)
{
	buf plain = { 0 }, next = { 0 }, once = { 0 };
	buf_str(&plain, s);
	for (int i = 0; i < PERCENTS; i++) {
		spelt_percent(&next, buf_view(&plain));
		if (next.n == plain.n)
			break;
		buf_byte(out, '\n');
		buf_str(out, buf_view(&next));
		buf swap = plain;
		plain = next;
		next = swap;
		buf_clear(&next);
	}
	add_codings(&once, buf_view(&plain));
	buf_str(out, buf_view(&once));
	/* One within another. */
	buf_clear(&next);
	spelt_percent(&next, buf_view(&once));
	buf_str(out, buf_view(&next));
	add_codings(out, buf_view(&next));
	buf_free(&plain);
	buf_free(&next);
	buf_free(&once);
}
