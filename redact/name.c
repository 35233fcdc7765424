#include "redact/name.h"

#include "redact/base/buf.h"
#include "redact/base/utf8.h"

#include <string.h>
#include <strings.h>

#define AS_IS  "file name"
#define SPACED "file name, spaced"

/* How many bytes at the end of name are a suffix of the format; 0 when none. *which gets its place
 * in the list. A name that is nothing but a suffix (".pdf") has none. */
static size_t suffix_of(str name, const format *is, size_t *which)
{
	for (size_t i = 0; is && is->suffixes && is->suffixes[i]; i++) {
		size_t n = strlen(is->suffixes[i]);
		if (name.n > n && name.p[name.n - n - 1] != '/' &&
		    strncasecmp(name.p + name.n - n, is->suffixes[i], n) == 0) {
			*which = i;
			return n;
		}
	}
	return 0;
}

void name_add(text *t, str relative, const format *is)
{
	size_t which;
	str stem = str_sub(relative, 0, relative.n - suffix_of(relative, is, &which));
	if (stem.n == 0)
		return;
	text_add_string(t, UNIT_NAME, STR(AS_IS), stem, true);
	char *spaced = str_z(stem, t->mem);
	bool differs = false;
	for (size_t i = 0; i < stem.n; i++) {
		if (strchr("_-+.", spaced[i]) && spaced[i]) {
			spaced[i] = ' ';
			differs = true;
		}
	}
	if (differs)
		text_add_string(t, UNIT_NAME, STR(SPACED), (str){ spaced, stem.n }, true);
}

bool name_is_unit(str unit_id)
{
	return str_is(unit_id, AS_IS) || str_is(unit_id, SPACED);
}

/* For every byte of the name: the code that covers it, or NULL. */
typedef struct cover {
	const str **code;
	size_t n;
} cover;

static void cover_with(cover *c, size_t beg, size_t end, const str *code)
{
	for (size_t i = beg; i < end && i < c->n; i++)
		if (!c->code[i])
			c->code[i] = code;
}

/* Codes are a rule's or a user's: only what every file system and reader takes goes into a name. */
static void add_code(buf *out, str code)
{
	size_t from = out->n;
	buf_byte(out, '[');
	for (size_t i = 0; i < code.n && i < 24; i++) {
		unsigned char c = (unsigned char)code.p[i];
		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
			buf_byte(out, c);
		else if (out->p[out->n - 1] != '-' && out->p[out->n - 1] != '[')
			buf_byte(out, '-');
	}
	if (out->n == from + 1)
		buf_z(out, "removed");
	buf_byte(out, ']');
}

/* File systems take 255 bytes; codes may be longer than what they stand for, and a number may come behind. What is too
 * long is cut in front of its suffix. */
enum { LONGEST_PART = 255, CUT_TO = 225, LONGEST_SUFFIX = 16 };

static str fitting(str name, size_t most, arena *mem)
{
	buf out = { 0 };
	bool any = false;
	for (str rest = name, part; str_cut(&rest, '/', &part);) {
		const char *dot = part.n > most ? memrchr(part.p, '.', part.n) : NULL;
		size_t suffix = dot ? part.n - (size_t)(dot - part.p) : 0;
		suffix = suffix <= LONGEST_SUFFIX ? suffix : 0;
		size_t stem = part.n;
		if (part.n > most)
			for (stem = CUT_TO - suffix; stem && ((unsigned char)part.p[stem] & 0xc0) == 0x80;)
				stem--;
		any |= stem < part.n;
		buf_fmt(&out, "%s" STR_FMT, out.n ? "/" : "", STR_ARG(str_sub(part, 0, stem)));
		if (stem < part.n)
			buf_str(&out, str_sub(part, part.n - suffix, part.n));
	}
	str fit = any ? str_dup(buf_view(&out), mem) : name;
	buf_free(&out);
	return fit;
}

static str replaced(str relative, const cover *c, arena *mem)
{
	buf out = { 0 };
	bool any = false;
	for (size_t i = 0; i < relative.n; i++) {
		if (!c->code[i]) {
			buf_byte(&out, relative.p[i]);
			continue;
		}
		any = true;
		if (i == 0 || c->code[i - 1] != c->code[i])
			add_code(&out, *c->code[i]);
	}
	str name = any ? fitting(str_dup(buf_view(&out), mem), CUT_TO, mem) : relative;
	buf_free(&out);
	return name;
}

str name_clean(str relative, const plan *p, arena *mem)
{
	cover c = { arena_array(mem, const str *, relative.n), relative.n };
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_TEXT || m->state != MARK_ACCEPTED || !name_is_unit(m->unit))
			continue;
		if (!m->shows)
			cover_with(&c, m->beg, m->end, &m->code);
		for (size_t k = 0; m->shows && k < m->nparts; k++)
			cover_with(&c, m->parts[k].beg, m->parts[k].end, &m->code);
	}
	return replaced(relative, &c, mem);
}

str name_clean_found(str relative, const text *t, const findings *f, arena *mem)
{
	cover c = { arena_array(mem, const str *, relative.n), relative.n };
	for (size_t i = 0; i < f->n; i++)
		if (name_is_unit(t->units[f->list[i].unit].id))
			cover_with(&c, f->list[i].beg, f->list[i].end, &f->list[i].code);
	return replaced(relative, &c, mem);
}

static bool has_mark(const plan *p, const finding *found)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind == MARK_TEXT && name_is_unit(m->unit) && m->beg < found->end && found->beg < m->end)
			return true;
	}
	return false;
}

void name_join(const text *t, const plan *p, findings *f)
{
	size_t first = f->n, kept = 0;
	for (size_t i = 0; i < f->n; i++) {
		str id = t->units[f->list[i].unit].id;
		bool twice = name_is_unit(id) && has_mark(p, &f->list[i]);
		if (str_is(id, AS_IS) && first == f->n)
			first = i;
		if (str_is(id, SPACED))
			for (size_t k = first; k < kept && !twice; k++)
				twice = str_is(t->units[f->list[k].unit].id, AS_IS) &&
				        f->list[k].beg < f->list[i].end && f->list[i].beg < f->list[k].end;
		if (!twice)
			f->list[kept++] = f->list[i];
	}
	f->n = kept;
}

static str printable(str name, arena *mem)
{
	buf out = { 0 };
	for (size_t at = 0; at < name.n;) {
		size_t from = at;
		uint32_t c = utf8_next(name, &at);
		bool bad = utf8_unseen(c) || (c == 0xfffd && at == from + 1);
		if (bad)
			buf_byte(&out, '_');
		else
			buf_str(&out, str_sub(name, from, at));
	}
	str clean = str_eq(buf_view(&out), name) ? name : str_dup(buf_view(&out), mem);
	buf_free(&out);
	return clean;
}

str name_output(str relative, const format *is, arena *mem)
{
	size_t which = 0;
	relative = printable(relative, mem);
	size_t n = suffix_of(relative, is, &which);
	if (!is || !is->suffixes || !is->suffixes[0] || (n && which == 0))
		return fitting(relative, LONGEST_PART, mem);
	return fitting(str_fmt(mem, STR_FMT "%s", STR_ARG(str_sub(relative, 0, relative.n - n)), is->suffixes[0]), LONGEST_PART, mem);
}

bool name_is_safe(str relative)
{
	if (relative.n == 0 || memchr(relative.p, '\0', relative.n))
		return false;
	for (str rest = relative, part; str_cut(&rest, '/', &part);)
		if (part.n == 0 || str_is(part, ".") || str_is(part, ".."))
			return false;
	return true;
}
