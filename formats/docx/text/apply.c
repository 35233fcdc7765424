/*
 * Marks become holes: the marked bytes leave their nodes, and a small black block of set length
 * takes the place of each mark's first word, in the formatting of the run it stood in. Paragraph
 * ends, cell ends, tabs and breaks stay, so that the document keeps its shape.
 */
#include "formats/docx/import/links.h"
#include "formats/docx/inner.h"
#include "formats/docx/picture/blacken.h"
#include "formats/docx/picture/see.h"
#include "formats/docx/vocab/known.h"
#include "redact/base/bound.h"
#include "redact/base/fold.h"
#include "redact/base/needles.h"

#include <stdlib.h>
#include <string.h>

/* ---- which bytes ----------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const cut *x = a, *y = b;
	if (x->beg != y->beg)
		return x->beg < y->beg ? -1 : 1;
	return x->end > y->end ? -1 : x->end < y->end;
}

size_t docx_cuts(const docx *d, const plan *p, str unit_id, arena *mem, cut **out)
{
	size_t n = 0, kept = 0, room = p->n;
	cut *list = arena_array(mem, cut, p->n);
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		bool here = str_eq(m->unit, unit_id);
		if (m->kind != MARK_TEXT || m->state != MARK_ACCEPTED || m->beg >= m->end || !(here || stacks_is_of(m->unit, unit_id)))
			continue;
		str code = p->label.n ? p->label : m->code.n ? m->code : STR("REDACTED");
		cut one = { m->beg, m->end, str_fmt(mem, "[" STR_FMT "]", STR_ARG(code)) };
		if (here)
			*ARENA_PUSH(mem, list, n, room) = one;
		else
			stacks_cut(d, &one, unit_id, mem, &list, &n, &room);
	}
	if (n)
		qsort(list, n, sizeof *list, by_place);
	for (size_t i = 0; i < n; i++) {
		if (kept && list[i].beg < list[kept - 1].end) {
			if (list[i].end > list[kept - 1].end)
				list[kept - 1].end = list[i].end;
		} else {
			list[kept++] = list[i];
		}
	}
	*out = list;
	return kept;
}

/* ---- the block ------------------------------------------------------------------------------- */

static xnode *property(arena *mem, const char *name, const char *value)
{
	xnode *n = xml_element(mem, NS_W, str_of(name));
	xml_set(mem, n, NS_W, "val", str_of(value));
	return n;
}

/* A font of pictures would draw the label as pictures. */
static bool draws_letters(const xnode *fonts)
{
	for (const xattr *a = fonts->attrs; a; a = a->next)
		if (memmem(a->value.p, a->value.n, "ymbol", 5) || memmem(a->value.p, a->value.n, "ding", 4))
			return false;
	return true;
}

/* White on black in the size and face of the run around it. The order is the schema's. (vanish is
 * there only to say "not hidden" against a style that says so.) */
static xnode *make_label_properties(arena *mem, const xnode *around)
{
	static const char *const order[] = {
		"rStyle", "rFonts", "b", "bCs", "i", "iCs", "+noProof", "vanish", "+color", "kern", "position", "sz",
		"szCs", "+u", "+shd", "vertAlign", "rtl", "cs", "lang",
	};
	xnode *out = xml_element(mem, NS_W, STR("rPr"));
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		if (str_is(str_of(order[i]), "+noProof")) {
			xml_append(out, xml_element(mem, NS_W, STR("noProof")));
		} else if (str_is(str_of(order[i]), "+color")) {
			xml_append(out, property(mem, "color", "FFFFFF"));
		} else if (str_is(str_of(order[i]), "+u")) {
			xml_append(out, property(mem, "u", "none"));
		} else if (str_is(str_of(order[i]), "+shd")) {
			xnode *shade = property(mem, "shd", "clear");
			xml_set(mem, shade, NS_W, "color", STR("auto"));
			xml_set(mem, shade, NS_W, "fill", STR("000000"));
			xml_append(out, shade);
		} else {
			const xnode *own = xml_find(around, NS_W, order[i]);
			if (own && (!str_is(own->text, "rFonts") || draws_letters(own)))
				xml_append(out, xml_copy(own, mem));
		}
	}
	return out;
}

/* Those of the last one where runs share theirs: of ten thousand labels most look the same. */
static xnode *label_properties(docx *d, const xnode *around)
{
	const xnode *of = around ? around->child : NULL;
	if (d->label_look.made && d->label_look.of == of)
		return xml_share(d->label_look.made, d->mem);
	d->label_look.of = of;
	return d->label_look.made = make_label_properties(d->mem, around);
}

/* ---- cutting --------------------------------------------------------------------------------- */

static str without(str s, size_t beg, size_t end, str put, arena *mem)
{
	return str_fmt(mem, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(s, 0, beg)), STR_ARG(put),
	               STR_ARG(str_sub(s, end, s.n)));
}

/* Puts the label into the run's line after `child`; what follows child moves to a run of its own. */
static void insert_label(docx *d, xnode *child, str rest, str label)
{
	xnode *run = child->parent, *props = xml_find(run, NS_W, "rPr");
	xnode *block = xml_element(d->mem, NS_W, STR("r")), *t = xml_element(d->mem, NS_W, STR("t"));
	xml_append(block, label_properties(d, props));
	xml_append(t, xml_text(d->mem, label));
	xml_append(block, t);

	xnode *after = xml_element(d->mem, NS_W, STR("r"));
	if (props)
		xml_append(after, xml_share(props, d->mem));
	if (rest.n) {
		xnode *more = xml_element(d->mem, NS_W, STR("t"));
		docx_preserve(d, more);
		xml_append(more, xml_text(d->mem, rest));
		xml_append(after, more);
	}
	xnode *moved = child->next, *next;
	child->next = NULL;
	run->last = child;
	for (; moved; moved = next) {
		next = moved->next;
		xml_append(after, moved);
	}
	xml_insert_after(run, block);
	if (after->last && !xml_is(after->last, NS_W, "rPr"))
		xml_insert_after(block, after);
}

/* Removes bytes [beg, end) of the unit from one piece; with a label, puts it there. */
static void cut_piece(docx *d, const piece *p, uint32_t beg, uint32_t end, const str *label)
{
	size_t from = beg > p->beg ? beg - p->beg : 0;
	size_t to = (end < p->end ? end : p->end) - p->beg;
	str put = label ? *label : STR("");
	switch (p->kind) {
	case PIECE_VALUE:
		p->attr->value = without(p->attr->value, from, to, put, d->mem);
		return;
	case PIECE_NODE:
		if (label)
			insert_label(d, p->node, STR(""), *label);
		xml_remove(p->node);
		return;
	case PIECE_TEXT: {
		/* The text before the cut stays in the node, where earlier cuts look for it; nothing is
		 * copied, since a formula may hold a hundred thousand letters and as many cuts. */
		xnode *t = p->node->parent;
		str rest = str_sub(p->node->text, to, p->node->text.n);
		p->node->text = str_sub(p->node->text, 0, from);
		if (t->attrs != d->preserve || !t->attrs)
			xml_set(d->mem, t, NS_XML, "space", STR("preserve"));
		if (label && xml_is(t, NS_W, "t") && xml_is(t->parent, NS_W, "r")) {
			insert_label(d, t, rest, *label);
			return;
		}
		xml_insert_after(p->node, xml_text(d->mem, rest));
		xml_insert_after(p->node, xml_text(d->mem, put));
		return;
	}
	}
}

static size_t first_piece(const story *s, uint32_t beg)
{
	bound b = { .high = s->npieces };
	while (bound_asks(&b))
		bound_told(&b, s->pieces[b.at].end <= beg);
	return b.at;
}

/* From the last byte to the first, so that the offsets before the cut stay true. */
static void cut_out(docx *d, story *s, const cut *c)
{
	size_t first = first_piece(s, c->beg), last = first;
	while (last < s->npieces && s->pieces[last].beg < c->end)
		last++;
	for (size_t i = last; i-- > first;)
		cut_piece(d, &s->pieces[i], c->beg, c->end, i == first && c->label.n ? &c->label : NULL);
}

/* Runs and texts that the cuts left empty. */
static void tidy(xnode *n)
{
	xnode *before = NULL, *next;
	for (xnode *c = n->child; c; c = next) {
		next = c->next;
		if (!c->is_text)
			tidy(c);
		bool empty = (c->is_text && c->text.n == 0) || (xml_is(c, NS_W, "t") && !c->child) ||
		             (xml_is(c, NS_W, "r") && (!c->child || (c->child == c->last && xml_is(c->child, NS_W, "rPr"))));
		if (!empty) {
			before = c;
			continue;
		}
		if (before)
			before->next = next;
		else
			n->child = next;
		if (n->last == c)
			n->last = before;
	}
}

/* ---- values that formatting holds ------------------------------------------------------------ */

enum { LAST_CLEAN = 256 };

struct sweep {
	needles *set;
	str value;
	folded folded;
	bool inside;   /* a word counts inside another too, if it is a long one */
	bool found, failed;
	err *e;
	arena *mem;
	uint32_t removed;
	const xnode *clean[LAST_CLEAN];  /* first children of what was looked at last */
};

static bool at_words(void *arg, size_t word, size_t beg, size_t end)
{
	enum { LONG = 5 };
	struct sweep *s = arg;
	(void)word;
	s->found = s->inside && end - beg >= LONG;
	s->found |= fold_edge(&s->folded, s->value, beg) && fold_edge(&s->folded, s->value, end);
	return !s->found;
}

static bool names_font(const xattr *a)
{
	static const char *const names[] = { "ascii", "hAnsi", "eastAsia", "cs", "font", "typeface" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(a->name, names[i]))
			return true;
	return false;
}

/* Attributes that are text, with units of their own: there the marks say what goes. */
static bool is_text(const xnode *n, const xattr *a)
{
	return (xml_is(n, NS_V, "textpath") && str_is(a->name, "string")) || xml_is(n, NS_W, "lvlText") ||
	       (xml_is(n, NS_W, "sym") && str_is(a->name, "char")) || described_keeps(n, a);
}

/* Fonts and keywords that hold a removed value. Styles and relationships are ours. Names of fonts are
 * written without blanks: in them SmithSans is a Smith. */
static bool holds_value(struct sweep *s, const xnode *n, const xattr *a)
{
	if (a->space == NS_R || known_value(a->value) || is_text(n, a))
		return false;
	arena *mem = arena_new();
	s->found = false;
	s->inside = names_font(a);
	s->value = a->value;
	s->folded = fold(a->value, FOLD_WORDS, mem);
	s->failed |= !needles_scan(s->set, s->folded.text, at_words, s, s->e);
	arena_drop(mem);
	return s->found;
}

/* What runs share is looked at once for all of them, as long as nothing has to go. */
static bool is_clean(struct sweep *s, const xnode *n)
{
	for (const xattr *a = n->attrs; a; a = a->next)
		if (holds_value(s, n, a))
			return false;
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text && !is_clean(s, c))
			return false;
	return true;
}

static bool shared_is_clean(struct sweep *s, const xnode *n)
{
	if (!n->child)
		return is_clean(s, n);
	const xnode **last = &s->clean[((uintptr_t)n->child >> 6) % LAST_CLEAN];
	if (*last == n->child)
		return true;
	if (!is_clean(s, n))
		return false;
	*last = n->child;
	return true;
}

/* A theme must name its fonts (20.1.4.1.24: minorFont has a latin, an ea and a cs), of which the last two
 * may be empty: another stands in for one that goes. */
static bool put_other_font(const xnode *n, xattr *a)
{
	if (n->space != NS_A || !str_is(a->name, "typeface"))
		return false;
	a->value = xml_is(n, NS_A, "latin") ? STR("Times New Roman") : STR("");
	return true;
}

/* False when nothing is left of the element: a format without its value is not valid. */
static bool sweep_tree(struct sweep *s, xnode *n)
{
	bool swept = false;
	if (n->shared && shared_is_clean(s, n))
		return true;
	xml_own(n, s->mem);
	for (xattr **at = &n->attrs; *at;) {
		bool goes = holds_value(s, n, *at), replaced = goes && put_other_font(n, *at);
		s->removed += goes;
		swept |= goes && !replaced;
		if (goes && !replaced)
			*at = (*at)->next;
		else
			at = &(*at)->next;
	}
	for (xnode *c = n->child, *next; c; c = next) {
		next = c->next;
		if (!c->is_text && !sweep_tree(s, c))
			xml_remove(c);
	}
	return !swept || n->attrs || n->child;
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

static story *story_by_name(docx *d, str name);

static bool sweep_formatting(docx *d, const plan *p, proof *report, err *e)
{
	str *words = arena_array(d->mem, str, p->n);
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->kind != MARK_TEXT || m->state != MARK_ACCEPTED)
			continue;
		const story *from = story_by_name(d, m->unit);
		str value = m->value.n || !from ? m->value : str_sub(from->text, m->beg, m->end);
		value = str_trim(fold_text(value, FOLD_WORDS, d->mem));
		if (value.n)
			words[n++] = value;
	}
	if (n == 0)
		return true;
	qsort(words, n, sizeof *words, by_bytes);
	size_t distinct = 1;
	for (size_t i = 1; i < n; i++)
		if (!str_eq(words[i], words[distinct - 1]))
			words[distinct++] = words[i];
	n = distinct;
	struct sweep s = { .set = needles_new(words, n, e), .e = e, .mem = d->mem };
	if (!s.set)
		return false;
	for (size_t i = 0; i < d->nstories; i++)
		if (d->stories[i]->stays && d->stories[i]->root)
			sweep_tree(&s, d->stories[i]->root);
	needles_drop(s.set);
	proof_drop(report, "font or format named like a removed value", s.removed);
	return !s.failed;
}

/* ---- applying -------------------------------------------------------------------------------- */

static story *story_by_name(docx *d, str name)
{
	for (size_t i = 0; i < d->nstories; i++)
		if (str_eq(d->stories[i]->name, name))
			return d->stories[i];
	return NULL;
}

static bool marks_fit(docx *d, const plan *p, err *e)
{
	for (size_t i = 0; i < p->n; i++) {
		const mark *m = &p->marks[i];
		if (m->state != MARK_ACCEPTED)
			continue;
		if (m->kind == MARK_BOX && docx_is_picture_unit(d, m->unit))
			continue;
		if (m->kind == MARK_BOX) {
			err_set(e, ERR_REFUSED, STR_FMT ": a box on a page cannot be applied: this kind of document has no fixed pages",
			        STR_ARG(d->name));
			return err_hint(e, "mark words instead, or make a PDF of the document and redact that");
		}
		const story *s = story_by_name(d, m->unit);
		if (!docx_has_unit(d, m->unit) ||
		    (s && s->stays && (m->beg > m->end || m->end > s->text.n))) {
			err_set(e, ERR_USAGE, STR_FMT ": the plan does not fit this document", STR_ARG(d->name));
			return err_hint(e, "make a new plan with: underseal find");
		}
	}
	return true;
}

bool docx_apply(doc *opaque, const plan *p, proof *report, err *e)
{
	docx *d = (docx *)opaque;
	if (!d->extracted)
		return err_set(e, ERR_INTERNAL, STR_FMT ": apply before extract", STR_ARG(d->name));
	if (!marks_fit(d, p, e))
		return false;
	for (size_t i = 0; i < d->nstories; i++) {
		story *s = d->stories[i];
		cut *cuts;
		size_t n = s->stays ? docx_cuts(d, p, s->name, d->mem, &cuts) : 0;
		for (size_t k = n; k-- > 0;)
			cut_out(d, s, &cuts[k]);
		if (n)
			tidy(s->root);
	}
	described_apply(d, p);
	return docx_blacken(d, p, e) && links_cut(d, p, report, e) && sweep_formatting(d, p, report, e);
}
