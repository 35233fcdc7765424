/*
 * What pictures and shapes are said to show, for those who cannot see them. The words stay, in a unit
 * of their own beside the text that they are anchored in, and marks cut values out of them.
 */
#include "formats/docx/inner.h"

#include <string.h>

static const struct { unsigned char space; const char *element, *attribute; } kept[] = {
	{ NS_WP, "docPr", "title" }, { NS_WP, "docPr", "descr" }, { NS_V, "", "alt" },
};

/* Line ends become blanks: a description is one line of its unit. */
static str one_line(str words, arena *mem)
{
	char *p = str_z(words, mem);
	for (size_t i = 0; i < words.n; i++)
		if (p[i] == '\n' || p[i] == '\r' || p[i] == '\t')
			p[i] = ' ';
	return str_trim((str){ p, words.n });
}

static bool is_kept(size_t k, const xnode *n)
{
	return n->space == kept[k].space && (!*kept[k].element || str_is(n->text, kept[k].element));
}

void described_keep(docx *d, const xnode *src, xnode *out)
{
	for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
		str words = is_kept(k, src) ? one_line(xml_value(src, NS_NONE, kept[k].attribute), d->mem) : STR("");
		if (words.n)
			xml_set(d->mem, out, NS_NONE, kept[k].attribute, words);
	}
}

bool described_keeps(const xnode *src, const xattr *a)
{
	for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
		if (is_kept(k, src) && a->space == NS_NONE && str_is(a->name, kept[k].attribute))
			return true;
	return false;
}

void described_note(docx *d, story *s, const xnode *n)
{
	for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
		xattr *a = is_kept(k, n) ? xml_attr(n, NS_NONE, kept[k].attribute) : NULL;
		if (a && a->value.n)
			*ARENA_PUSH(d->mem, d->described, d->ndescribed, d->described_room) = (struct described){ .of = s, .attr = a };
	}
}

str described_unit(const docx *d, const story *s)
{
	return str_fmt(d->mem, STR_FMT " said of pictures", STR_ARG(s->name));
}

void described_extract(docx *d, story *s, text *out)
{
	buf b = { 0 };
	for (size_t i = 0; i < d->ndescribed; i++) {
		struct described *one = &d->described[i];
		if (one->of != s)
			continue;
		one->beg = (uint32_t)b.n;
		one->length = (uint32_t)one->attr->value.n;
		buf_str(&b, one->attr->value);
		buf_byte(&b, '\n');
	}
	if (b.n && b.n < UINT32_MAX)
		text_add_string(out, s->kind, described_unit(d, s), buf_view(&b), s->stays);
	buf_free(&b);
}

/* As cuts come from the last to the first, the offsets before each of them are true still. */
static void cut_out(docx *d, const story *s, const cut *c)
{
	str label = c->label;
	for (size_t i = 0; i < d->ndescribed; i++) {
		const struct described *one = &d->described[i];
		uint32_t end = one->beg + one->length;
		if (one->of != s || c->beg >= end || c->end <= one->beg)
			continue;
		str was = one->attr->value;
		size_t from = c->beg > one->beg ? c->beg - one->beg : 0, to = (c->end < end ? c->end : end) - one->beg;
		one->attr->value = str_fmt(d->mem, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(was, 0, from)), STR_ARG(label),
		                           STR_ARG(str_sub(was, to, was.n)));
		label = STR("");
	}
}

void described_apply(docx *d, const plan *p)
{
	if (d->ndescribed == 0)
		return;
	for (size_t i = 0; i < d->nstories; i++) {
		const story *s = d->stories[i];
		cut *cuts;
		size_t n = s->stays ? docx_cuts(d, p, described_unit(d, s), d->mem, &cuts) : 0;
		for (size_t k = n; k-- > 0;)
			cut_out(d, s, &cuts[k]);
	}
}
