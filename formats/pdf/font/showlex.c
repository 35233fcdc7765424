#include "formats/pdf/font/showlex.h"

#include <string.h>

enum { WHITE = 1, DELIMITER = 2, NUMBER = 4 };

static const unsigned char kinds[256] = {
	[0] = WHITE, ['\t'] = WHITE, ['\n'] = WHITE, ['\f'] = WHITE, ['\r'] = WHITE, [' '] = WHITE,
	['('] = DELIMITER, [')'] = DELIMITER, ['<'] = DELIMITER, ['>'] = DELIMITER, ['['] = DELIMITER,
	[']'] = DELIMITER, ['{'] = DELIMITER, ['}'] = DELIMITER, ['/'] = DELIMITER, ['%'] = DELIMITER,
	['0'] = NUMBER, ['1'] = NUMBER, ['2'] = NUMBER, ['3'] = NUMBER, ['4'] = NUMBER, ['5'] = NUMBER,
	['6'] = NUMBER, ['7'] = NUMBER, ['8'] = NUMBER, ['9'] = NUMBER, ['+'] = NUMBER, ['-'] = NUMBER,
	['.'] = NUMBER,
};

/* Of a hex digit its value and one; 0 for anything else. */
static const unsigned char digits[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
	['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
	['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

void showlex_begin(showlex *l, str content)
{
	buf scratch = l->scratch;
	buf_clear(&scratch);
	*l = (showlex){ (const unsigned char *)content.p, (const unsigned char *)content.p + content.n,
		{ 0 }, scratch, true };
}

void showlex_free(showlex *l)
{
	buf_free(&l->scratch);
}

static int hex(unsigned char c)
{
	return digits[c] - 1;
}

static void read_escape(showlex *l)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	if (l->p == l->end)
		return;
	int c = *l->p++;
	if (c >= '0' && c <= '7') {
		int v = c - '0';
		for (int i = 0; i < 2 && l->p < l->end && *l->p >= '0' && *l->p <= '7'; i++)
			v = v * 8 + (*l->p++ - '0');
		buf_byte(&l->scratch, v & 255);
	} else if (c == '\r' || c == '\n') {
		if (c == '\r' && l->p < l->end && *l->p == '\n')
			l->p++;
	} else {
		const char *at = memchr(from, c, sizeof from - 1);
		buf_byte(&l->scratch, at ? to[at - from] : c);
	}
}

/* Behind the opening bracket. Most strings are as they stand. */
static void read_literal(showlex *l)
{
	const unsigned char *beg = l->p;
	for (const unsigned char *at = beg; at < l->end; at++) {
		if (*at == ')') {
			l->token = (str){ (const char *)beg, (size_t)(at - beg) };
			l->p = at + 1;
			return;
		}
		if (*at == '(' || *at == '\\' || *at == '\r')
			break;
	}
	int depth = 1;
	buf_clear(&l->scratch);
	while (l->p < l->end) {
		int c = *l->p++;
		if (c == '\\') {
			read_escape(l);
			continue;
		}
		if (c == ')' && --depth == 0) {
			l->token = buf_view(&l->scratch);
			return;
		}
		depth += c == '(';
		if (c == '\r') { /* an end of line is one newline, however it was written */
			if (l->p < l->end && *l->p == '\n')
				l->p++;
			c = '\n';
		}
		buf_byte(&l->scratch, c);
	}
	l->token = buf_view(&l->scratch);
	l->sound = false;
}

/* Nearly all strings of digits are nothing but digits, two and two. */
static bool read_pairs(showlex *l)
{
	const unsigned char *p = l->p, *stop = memchr(p, '>', (size_t)(l->end - p));
	if (!stop)
		return false;
	size_t n = (size_t)(stop - p) / 2, i = 0;
	unsigned char *to = (unsigned char *)buf_grow(&l->scratch, n);
	while (i < n && digits[p[2 * i]] && digits[p[2 * i + 1]]) {
		to[i] = (unsigned char)((digits[p[2 * i]] - 1) << 4 | (digits[p[2 * i + 1]] - 1));
		i++;
	}
	buf_cut(&l->scratch, i);
	l->p += 2 * i;
	if (l->p != stop)
		return false;
	l->p++;
	return true;
}

static void read_hex(showlex *l)
{
	int have = -1;
	buf_clear(&l->scratch);
	l->sound = read_pairs(l);
	while (l->p < l->end && !l->sound) {
		int c = *l->p++, v = hex(c);
		if (c == '>') {
			l->sound = true;
		} else if (v >= 0 && have >= 0) {
			buf_byte(&l->scratch, have << 4 | v);
			have = -1;
		} else if (v >= 0) {
			have = v;
		}
	}
	if (have >= 0)
		buf_byte(&l->scratch, have << 4);
	l->token = buf_view(&l->scratch);
}

static void read_name(showlex *l)
{
	const unsigned char *beg = l->p;
	bool plain = true;
	while (l->p < l->end && !(kinds[*l->p] & (WHITE | DELIMITER)))
		plain &= *l->p++ != '#';
	l->token = (str){ (const char *)beg, (size_t)(l->p - beg) };
	if (plain)
		return;
	buf_clear(&l->scratch);
	for (const unsigned char *at = beg; at < l->p; at++) {
		if (*at == '#' && l->p - at > 2 && hex(at[1]) >= 0 && hex(at[2]) >= 0) {
			buf_byte(&l->scratch, hex(at[1]) << 4 | hex(at[2]));
			at += 2;
		} else {
			buf_byte(&l->scratch, *at);
		}
	}
	l->token = buf_view(&l->scratch);
}

/* What follows the end of an image is operators again, not more of its bytes. */
static bool reads_on(const unsigned char *p, const unsigned char *end)
{
	for (int i = 0; i < 16 && p < end; i++, p++)
		if ((*p < ' ' && !(kinds[*p] & WHITE)) || *p > '~')
			return false;
	return true;
}

/* Behind ID: up to a lone EI. */
static void skip_image(showlex *l)
{
	while (l->p < l->end) {
		const unsigned char *at = memmem(l->p, (size_t)(l->end - l->p), "EI", 2);
		if (!at)
			break;
		l->p = at + 2;
		if (kinds[at[-1]] & WHITE && (l->p == l->end || kinds[*l->p] & WHITE) && reads_on(l->p, l->end))
			return;
	}
	l->p = l->end;
	l->sound = false;
}

show_token showlex_next(showlex *l)
{
	while (l->p < l->end) {
		int c = *l->p++;
		unsigned kind = kinds[c];
		if (kind & WHITE)
			continue;
		if (kind & NUMBER) {
			while (l->p < l->end && kinds[*l->p] & NUMBER)
				l->p++;
			continue;
		}
		if (kind & DELIMITER) {
			if (c == '(') {
				read_literal(l);
				return SHOW_STRING;
			}
			if (c == '/') {
				read_name(l);
				return SHOW_NAME;
			}
			if (c == '<' && l->p < l->end && *l->p == '<') {
				l->p++;
			} else if (c == '<') {
				read_hex(l);
				return SHOW_STRING;
			} else if (c == '%') {
				while (l->p < l->end && *l->p != '\n' && *l->p != '\r')
					l->p++;
			}
			continue;
		}
		const unsigned char *beg = l->p - 1;
		while (l->p < l->end && !(kinds[*l->p] & (WHITE | DELIMITER)))
			l->p++;
		l->token = (str){ (const char *)beg, (size_t)(l->p - beg) };
		if (str_is(l->token, "ID"))
			skip_image(l);
		return SHOW_WORD;
	}
	return SHOW_END;
}
