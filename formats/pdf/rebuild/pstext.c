#include "formats/pdf/rebuild/pstext.h"

#include <stdlib.h>
#include <string.h>

/* ---- tokens -------------------------------------------------------------------------------------- */

typedef enum token_kind { T_END, T_WORD, T_NAME, T_HEX, T_OTHER } token_kind;

typedef struct token {
	token_kind kind;
	str s;   /* T_WORD: operator or number, T_NAME: without the slash, T_HEX: what stands between < and > */
} token;

typedef struct lexer {
	str in;
	size_t at;
	token ahead;
} lexer;

static bool is_blank(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == 0;
}

static bool is_mark(int c)
{
	return strchr("()<>[]{}/%", c) && c;
}

static size_t skip_string(str in, size_t at)
{
	for (int depth = 0; at < in.n; at++) {
		if (in.p[at] == '\\')
			at++;
		else if (in.p[at] == '(')
			depth++;
		else if (in.p[at] == ')' && --depth == 0)
			return at + 1;
	}
	return in.n;
}

static void next(lexer *l)
{
	str in = l->in;
	size_t at = l->at;
	while (at < in.n && (is_blank(in.p[at]) || in.p[at] == '%')) {
		if (in.p[at] == '%')
			while (at < in.n && in.p[at] != '\n' && in.p[at] != '\r')
				at++;
		else
			at++;
	}
	size_t begin = at;
	token t = { .kind = T_END };
	if (at < in.n) {
		int c = in.p[at];
		if (c == '<' && at + 1 < in.n && in.p[at + 1] != '<') {
			const char *close = memchr(in.p + at, '>', in.n - at);
			at = close ? (size_t)(close - in.p) : in.n;
			t = (token){ T_HEX, str_sub(in, begin + 1, at) };
			at += close ? 1 : 0;
		} else if (c == '(') {
			at = skip_string(in, at);
			t.kind = T_OTHER;
		} else if (is_mark(c) && c != '/') {
			at++;
			t = (token){ T_OTHER, str_sub(in, begin, at) };
		} else {
			at++;
			while (at < in.n && !is_blank(in.p[at]) && !is_mark(in.p[at]))
				at++;
			t = c == '/' ? (token){ T_NAME, str_sub(in, begin + 1, at) } : (token){ T_WORD, str_sub(in, begin, at) };
		}
	}
	l->at = at;
	l->ahead = t;
}

/* ---- CMaps --------------------------------------------------------------------------------------- */

enum {
	MOST_ROWS = 100,        /* of a section, as the specification has it */
	MOST_HEX = 1024,        /* digits of one code or text                */
	MOST_DIGITS = 9,
};

/* One kind of section: rows of `codes` codes and then a text, a number or nothing. */
typedef struct section {
	const char *name;
	int codes;
	enum { THEN_NOTHING, THEN_TEXT, THEN_NUMBER } then;
} section;

static const section sections[] = {
	{ "codespacerange", 2, THEN_NOTHING },
	{ "bfchar", 1, THEN_TEXT },      { "bfrange", 2, THEN_TEXT },
	{ "cidchar", 1, THEN_NUMBER },   { "cidrange", 2, THEN_NUMBER },
	{ "notdefchar", 1, THEN_NUMBER }, { "notdefrange", 2, THEN_NUMBER },
};

static bool put_hex(buf *row, str hex)
{
	size_t digits = 0;
	buf_byte(row, '<');
	for (size_t i = 0; i < hex.n; i++) {
		if (is_blank(hex.p[i]))
			continue;
		if (!strchr("0123456789abcdefABCDEF", hex.p[i]) || digits++ == MOST_HEX)
			return false;
		buf_byte(row, hex.p[i]);
	}
	buf_byte(row, '>');
	return true;
}

static bool is_number(str s)
{
	if (s.n == 0 || s.n > MOST_DIGITS)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* The text at the end of a bfchar or bfrange row: one string, or one for each code in brackets. */
static bool read_text(lexer *l, buf *row)
{
	bool ok;
	if (l->ahead.kind == T_HEX) {
		ok = put_hex(row, l->ahead.s);
		next(l);
		return ok;
	}
	if (!str_is(l->ahead.s, "["))
		return false; /* glyph names are allowed by the letter, used by nobody, and free text */
	buf_byte(row, '[');
	for (next(l), ok = true; l->ahead.kind == T_HEX; next(l))
		ok = put_hex(row, l->ahead.s) && ok;
	buf_byte(row, ']');
	if (!str_is(l->ahead.s, "]"))
		return false;
	next(l);
	return ok;
}

/* Reads one row. When it is not of the section's form, at least one token is passed over. */
static bool read_row(lexer *l, const section *sec, buf *row)
{
	for (int i = 0; i < sec->codes; i++) {
		if (l->ahead.kind != T_HEX) {
			next(l);
			return false;
		}
		bool ok = put_hex(row, l->ahead.s);
		next(l);
		if (!ok)
			return false;
	}
	if (sec->then == THEN_TEXT)
		return read_text(l, row);
	if (sec->then == THEN_NUMBER) {
		if (l->ahead.kind != T_WORD || !is_number(l->ahead.s))
			return false;
		buf_byte(row, ' ');
		buf_str(row, l->ahead.s);
		next(l);
	}
	return true;
}

static void flush_rows(const section *sec, buf *rows, int *count, buf *out)
{
	if (*count) {
		buf_fmt(out, "%d begin%s\n", *count, sec->name);
		buf_str(out, buf_view(rows));
		buf_fmt(out, "end%s\n", sec->name);
	}
	buf_clear(rows);
	*count = 0;
}

static void read_section(lexer *l, const section *sec, buf *out)
{
	buf rows = { 0 }, row = { 0 };
	int count = 0;
	for (next(l); l->ahead.kind != T_END; ) {
		if (l->ahead.kind == T_WORD && (str_starts(l->ahead.s, "end") || str_starts(l->ahead.s, "begin")))
			break;
		buf_clear(&row);
		if (!read_row(l, sec, &row))
			continue;
		buf_str(&rows, buf_view(&row));
		buf_byte(&rows, '\n');
		if (++count == MOST_ROWS)
			flush_rows(sec, &rows, &count, out);
	}
	flush_rows(sec, &rows, &count, out);
	buf_free(&rows);
	buf_free(&row);
}

void rpdf_rewrite_cmap(str in, bool (*standard)(const char *name), buf *out)
{
	lexer l = { .in = in };
	token before = { 0 };

	buf_z(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	           "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
	           "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n");
	for (next(&l); l.ahead.kind != T_END; ) {
		token t = l.ahead;
		const section *sec = NULL;
		if (t.kind == T_WORD && str_starts(t.s, "begin"))
			for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
				if (str_is(str_sub(t.s, 5, t.s.n), sections[i].name))
					sec = &sections[i];
		if (sec) {
			read_section(&l, sec, out);
			before = (token){ 0 };
			continue;
		}
		if (t.kind == T_WORD && str_is(t.s, "usecmap") && before.kind == T_NAME && before.s.n < 64) {
			char name[64] = { 0 };
			memcpy(name, before.s.p, before.s.n);
			if (standard(name))
				buf_fmt(out, "/%s usecmap\n", name);
		} else if (before.kind == T_NAME && str_is(before.s, "WMode") && t.kind == T_WORD && str_is(t.s, "1")) {
			buf_z(out, "/WMode 1 def\n");
		}
		before = t;
		next(&l);
	}
	buf_z(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
}

/* ---- Type 4 functions ----------------------------------------------------------------------------- */

static bool is_operator(str s)
{
	static const char *const operators[] = {
		"abs", "add", "atan", "ceiling", "cos", "cvi", "cvr", "div", "exp", "floor", "idiv", "ln", "log", "mod",
		"mul", "neg", "round", "sin", "sqrt", "sub", "truncate", "and", "bitshift", "eq", "false", "ge", "gt",
		"le", "lt", "ne", "not", "or", "true", "xor", "if", "ifelse", "copy", "dup", "exch", "index", "pop", "roll",
	};
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (str_is(s, operators[i]))
			return true;
	return false;
}

static bool is_real(str s)
{
	char z[40] = { 0 };
	char *end;
	if (s.n == 0 || s.n >= sizeof z || (s.n > 1 && memcmp(s.p, "0x", 2) == 0))
		return false;
	memcpy(z, s.p, s.n);
	if (strspn(z, "0123456789+-.eE") != s.n)
		return false;
	strtod(z, &end);
	return *end == 0;
}

bool rpdf_rewrite_calculator(str in, buf *out, err *e)
{
	lexer l = { .in = in };
	int depth = 0;
	for (next(&l); l.ahead.kind != T_END; next(&l)) {
		str s = l.ahead.s;
		if (str_is(s, "{"))
			depth++;
		else if (str_is(s, "}"))
			depth--;
		else if (l.ahead.kind != T_WORD || depth < 1 || !(is_operator(s) || is_real(s)))
			return err_set(e, ERR_INPUT, "a calculator function holds something else");
		buf_str(out, s);
		buf_byte(out, ' ');
		if (depth == 0)
			return true;
	}
	return err_set(e, ERR_INPUT, "a calculator function has no end");
}
