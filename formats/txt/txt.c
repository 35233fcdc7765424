#include "formats/txt/txt.h"
#include "formats/txt/inner.h"

#include "redact/base/file.h"
#include "redact/base/utf8.h"

#include <stdlib.h>

enum { LARGEST = 128 << 20 };

static int probe(str bytes)
{
	return coding_may_be_text(bytes) ? 30 : 0;
}

/* ---- open -------------------------------------------------------------------------------------- */

/* A line's end of two bytes is one here, and a page's end is a line's. */
static uint32_t next_sign(const txt *d, size_t *at)
{
	str bytes = d->src->bytes;
	uint32_t c = coding_next(d->how, bytes, at);
	if (c == '\r' && *at < bytes.n) {
		size_t behind = *at;
		if (coding_next(d->how, bytes, &behind) == '\n')
			*at = behind;
	}
	return c == '\r' || c == '\f' || c == '\v' ? '\n' : c;
}

static void decode(txt *d)
{
	size_t n = 0;
	char utf8[4];
	for (size_t at = d->mark; at < d->src->bytes.n;)
		n += (size_t)utf8_put(utf8, next_sign(d, &at));
	char *p = arena_alloc(d->mem, n + 1);
	d->at = arena_array(d->mem, uint32_t, n + 1);
	d->text = (str){ p, n };
	size_t to = 0;
	for (size_t at = d->mark; at < d->src->bytes.n;) {
		uint32_t from = (uint32_t)at;
		int k = utf8_put(utf8, next_sign(d, &at));
		for (int i = 0; i < k; i++) {
			d->at[to] = from;
			p[to++] = utf8[i];
		}
	}
	d->at[n] = (uint32_t)d->src->bytes.n;
}

static doc *open_txt(const source *src, arena *mem, err *e)
{
	txt *d = arena_alloc(mem, sizeof *d);
	*d = (txt){ .mem = mem, .src = src };
	if (src->bytes.n > LARGEST) {
		err_set(e, ERR_REFUSED, STR_FMT ": a text of more than %d MB", STR_ARG(src->name), LARGEST >> 20);
		err_hint(e, "part it into smaller files");
		return NULL;
	}
	d->how = coding_of(src->bytes, &d->mark);
	if (d->how == CODING_UNKNOWN) {
		err_set(e, ERR_REFUSED, STR_FMT ": text in an encoding that its bytes do not tell", STR_ARG(src->name));
		err_hint(e, "save it anew as UTF-8");
		return NULL;
	}
	decode(d);
	return (doc *)d;
}

static void close_txt(doc *opaque)
{
	if (opaque)
		buf_free(&((txt *)opaque)->out);
}

static bool extract(doc *opaque, text *out, err *e)
{
	const txt *d = (const txt *)opaque;
	(void)e;
	unit *u = text_add(out, UNIT_BODY, STR(TXT_UNIT));
	u->text = d->text;
	u->stays = true;
	return true;
}

/* ---- what is removed --------------------------------------------------------------------------- */

struct cut { uint32_t beg, end; str code; size_t order; };

static int by_place(const void *a, const void *b)
{
	const struct cut *x = a, *y = b;
	if (x->beg != y->beg)
		return x->beg < y->beg ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static bool take_cuts(const txt *d, const plan *p, struct cut **out, size_t *n, err *e)
{
	struct cut *list = arena_array(d->mem, struct cut, p->n);
	*n = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->state != MARK_ACCEPTED)
			continue;
		if (m->kind == MARK_BOX) {
			err_set(e, ERR_REFUSED, STR_FMT ": a box on a page cannot be applied: a text has no pages", STR_ARG(d->src->name));
			return err_hint(e, "mark words instead");
		}
		if (!str_is(m->unit, TXT_UNIT) || m->beg >= m->end || m->end > d->text.n) {
			err_set(e, ERR_USAGE, STR_FMT ": the plan does not fit this document", STR_ARG(d->src->name));
			return err_hint(e, "make a new plan with: underseal find");
		}
		list[(*n)++] = (struct cut){ m->beg, m->end, p->label.n ? p->label : m->code.n ? m->code : STR("REDACTED"), i };
	}
	if (*n)
		qsort(list, *n, sizeof *list, by_place);
	*out = list;
	return true;
}

static void put_code(txt *d, str code)
{
	coding_put(d->how, '[', &d->out);
	for (size_t at = 0; at < code.n;)
		coding_put(d->how, utf8_next(code, &at), &d->out);
	coding_put(d->how, ']', &d->out);
}

/* One mark: its code where its first word stood, and of the rest what gives the text its shape. */
static void put_cut(txt *d, uint32_t beg, uint32_t end, str code)
{
	bool said = false;
	for (uint32_t i = beg; i < end;) {
		uint32_t k = i + 1;
		while (k < end && d->at[k] == d->at[i])
			k++;
		if (d->text.p[i] == '\n' || d->text.p[i] == '\t')
			buf_str(&d->out, str_sub(d->src->bytes, d->at[i], d->at[k]));
		else if (!said)
			put_code(d, code);
		said |= d->text.p[i] != '\n' && d->text.p[i] != '\t';
		i = k;
	}
}

static bool apply(doc *opaque, const plan *p, proof *report, err *e)
{
	txt *d = (txt *)opaque;
	struct cut *cuts = NULL;
	size_t n = 0;
	(void)report;
	if (!take_cuts(d, p, &cuts, &n, e))
		return false;
	str bytes = d->src->bytes;
	uint32_t at = 0;
	buf_str(&d->out, str_sub(bytes, 0, d->mark));
	for (size_t i = 0; i < n;) {
		uint32_t end = cuts[i].end;
		size_t k = i + 1;
		for (; k < n && cuts[k].beg < end; k++)
			end = cuts[k].end > end ? cuts[k].end : end;
		buf_str(&d->out, str_sub(bytes, d->at[at], d->at[cuts[i].beg]));
		put_cut(d, cuts[i].beg, end, cuts[i].code);
		at = end;
		i = k;
	}
	buf_str(&d->out, str_sub(bytes, d->at[at], bytes.n));
	d->applied = true;
	return true;
}

/* Beside its words a text holds nothing. */
static bool rebuild(doc *opaque, proof *report, err *e)
{
	(void)opaque, (void)report, (void)e;
	return true;
}

static bool save(doc *opaque, int fd, err *e)
{
	txt *d = (txt *)opaque;
	if (!d->applied)
		return err_set(e, ERR_INTERNAL, STR_FMT ": save before apply", STR_ARG(d->src->name));
	return file_fill(fd, buf_view(&d->out), e);
}

static const char *const suffixes[] = { ".txt", ".text", ".log", NULL };

static const char *const can[] = {
	"UTF-8, UTF-16 and Windows-1252 (Latin-1) are read and written as they were, with the same ends of lines",
	"text files of productions, with form feeds between pages; a value over the end of a line or page is found",
	"all bytes outside the marks stay as they are, and that is proven byte for byte",
	NULL,
};
static const char *const cannot[] = {
	"other encodings: refused, since words would be read as what they are not",
	"files without a name that ends in .txt, .text or .log; files with control codes of terminals",
	NULL,
};

const format format_txt = {
	.name = "txt", .title = "plain text", .suffixes = suffixes, .can = can, .cannot = cannot, .probe = probe, .by_suffix = true,
	.open = open_txt, .extract = extract, .apply = apply, .rebuild = rebuild, .save = save, .carriers = txt_carriers,
	.inspect = txt_inspect, .compare = txt_compare, .close = close_txt,
};
