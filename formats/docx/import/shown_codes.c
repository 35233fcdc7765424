#include "formats/docx/import/shown_codes.h"
#include "redact/base/buf.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static str next_word(str *rest)
{
	size_t beg = 0, end;
	while (beg < rest->n && is_blank(rest->p[beg]))
		beg++;
	for (end = beg; end < rest->n && !is_blank(rest->p[end]);)
		end++;
	str word = str_sub(*rest, beg, end);
	*rest = str_sub(*rest, end, rest->n);
	return word;
}

static bool is_name(str word, const char *name)
{
	return word.n == strlen(name) && strncasecmp(word.p, name, word.n) == 0;
}

/* ---- formulas -------------------------------------------------------------------------------- */

enum { DEEPEST = 32 };

struct formula {
	buf out;
	char kind;          /* the switch whose brackets come next: 'f'; 0 for none             */
	size_t depth;       /* of brackets that are open                                        */
	struct open {
		char kind;      /* of the switch before them; 0 for brackets that are shown         */
		size_t beg;     /* where what they now hold begins in out                           */
	} open[DEEPEST];
};

/* "1+x" over "2" is "(1+x)/2". */
static void bracket(struct formula *f, size_t beg)
{
	size_t i = beg;
	while (i < f->out.n && (is_letter(f->out.p[i]) || (f->out.p[i] >= '0' && f->out.p[i] <= '9') || (unsigned char)f->out.p[i] > 127))
		i++;
	if (i == f->out.n)
		return;
	buf_z(&f->out, "()");
	memmove(f->out.p + beg + 1, f->out.p + beg, f->out.n - 2 - beg);
	f->out.p[beg] = '(';
}

static struct open *innermost(struct formula *f)
{
	return f->depth && f->depth <= DEEPEST ? &f->open[f->depth - 1] : NULL;
}

static void part(struct formula *f, char comma)
{
	struct open *o = innermost(f);
	if (!o || !o->kind) {
		buf_byte(&f->out, comma);
		return;
	}
	if (o->kind == 'f') {
		bracket(f, o->beg);
		buf_byte(&f->out, '/');
	} else if (o->kind == 'l') {
		buf_byte(&f->out, comma);
	} else if (o->kind != 'o') {
		buf_byte(&f->out, ' ');
	}
	o->beg = f->out.n;
}

static void begin(struct formula *f)
{
	if (f->depth++ < DEEPEST)
		f->open[f->depth - 1] = (struct open){ f->kind, f->out.n };
	if (f->kind == 'r')
		buf_z(&f->out, "\xe2\x88\x9a");
	else if (f->kind == 'b' || !f->kind)
		buf_byte(&f->out, '(');
	f->kind = 0;
}

static void end(struct formula *f)
{
	struct open *o = innermost(f);
	if (o && o->kind == 'f')
		bracket(f, o->beg);
	if (!o || !o->kind || o->kind == 'b')
		buf_byte(&f->out, ')');
	f->depth -= f->depth > 0;
}

/* What follows a backslash at `at`; gives where it ends. A switch of two letters adjusts the one before it. */
static size_t read_switch(struct formula *f, str s, size_t at)
{
	if (at == s.n)
		return at;
	if (!is_letter(s.p[at])) {
		buf_byte(&f->out, s.p[at]);
		return at + 1;
	}
	size_t n = at;
	while (n < s.n && is_letter(s.p[n]))
		n++;
	char first = (char)(s.p[at] | 0x20);
	if (n - at == 1 || !f->kind)
		f->kind = first;
	bool takes_sign = n - at == 2 && (s.p[at + 1] | 0x20) == 'c' && strchr("lrbfv", first);
	if (takes_sign && n + 1 < s.n && s.p[n] == '\\')
		return n + 2;
	/* how far, in points, and the blanks before the brackets */
	while (n < s.n && (is_blank(s.p[n]) || (s.p[n] >= '0' && s.p[n] <= '9')))
		n++;
	return n;
}

static str formula_shown(str s, arena *mem)
{
	struct formula f = { 0 };
	for (size_t at = 0; at < s.n;) {
		char c = s.p[at++];
		if (c == '\\')
			at = read_switch(&f, s, at);
		else if (c == '(')
			begin(&f);
		else if (c == ')')
			end(&f);
		else if (c == ',' || c == ';')
			part(&f, c);
		else
			buf_byte(&f.out, c);
	}
	str out = str_dup(str_trim(buf_view(&f.out)), mem);
	buf_free(&f.out);
	return out;
}

/* ---- all of them ----------------------------------------------------------------------------- */

str code_shown(str code, arena *mem)
{
	str name = next_word(&code);
	if (is_name(name, "MACROBUTTON") || is_name(name, "GOTOBUTTON")) {
		next_word(&code);
		return str_dup(str_trim(code), mem);
	}
	return is_name(name, "EQ") ? formula_shown(code, mem) : STR("");
}
