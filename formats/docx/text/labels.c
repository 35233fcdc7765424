#include "formats/docx/text/labels.h"
#include "formats/docx/text/symbols.h"
#include "redact/base/bound.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { LEVELS = 9, STYLES_DEEP = 16, LONGEST_LABEL = 256 };

/* One level of a list. */
typedef struct level {
	const xnode *node;
	const xattr *text;   /* NULL: it shows nothing */
	str format, suffix;  /* "" for what goes without saying: decimal, a tab */
	uint32_t start;
	uint32_t again;      /* begins anew behind paragraphs of any of so many levels, from the first on */
	bool anew;           /* begins anew when the list is met: a w:startOverride that was not used yet */
	bool plain;          /* all its numbers are decimal */
} level;

/* How far lists were counted: a word processor counts all lists of one definition together. */
typedef struct tally {
	uint32_t count[LEVELS];
	bool counting[LEVELS];
} tally;

typedef struct list {
	str number;            /* numId */
	level levels[LEVELS];
	tally *counts;
} list;

/* A definition of lists, a style: by the name that others call it by. */
typedef struct named {
	str name;
	size_t order;        /* of those with one name the first counts */
	const xnode *node;
	tally counts;
} named;

typedef struct names {
	named *list; size_t n, room;
} names;

typedef struct styled {
	str style, number;
	int level;
} styled;

typedef struct label_piece {
	uint32_t unit, at;
	const xattr *text;     /* NULL: a gap */
	uint32_t beg, end;
	str says;
} label_piece;

struct labels {
	docx *d;
	names abstracts, nums, style_nodes;
	list *lists; size_t n, room;
	styled *styles; size_t nstyles, styles_room;   /* sorted */
	label_piece *pieces; size_t npieces, pieces_room;
};

/* ---- by name --------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
	const named *x = a, *y = b;
	int c = str_cmp(x->name, y->name);
	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static void index_children(names *to, const xnode *root, const char *element, const char *name, arena *mem)
{
	for (const xnode *n = root ? root->child : NULL; n; n = n->next)
		if (xml_is(n, NS_W, element))
			*ARENA_PUSH(mem, to->list, to->n, to->room) = (named){ .name = xml_value(n, NS_W, name), .order = to->n, .node = n };
	if (to->n)
		qsort(to->list, to->n, sizeof *to->list, by_name);
}

static named *named_as(const names *in, str name)
{
	bound b = { .high = in->n };
	while (bound_asks(&b))
		bound_told(&b, str_cmp(in->list[b.at].name, name) < 0);
	return name.n && b.at < in->n && str_eq(in->list[b.at].name, name) ? &in->list[b.at] : NULL;
}

static const xnode *node_of(const names *in, str name)
{
	const named *found = named_as(in, name);
	return found ? found->node : NULL;
}

/* ---- lists ----------------------------------------------------------------------------------- */

static uint32_t small_number(str s, uint32_t otherwise)
{
	uint32_t v = 0;
	if (s.n == 0 || s.n > 6)
		return otherwise;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return otherwise;
		v = v * 10 + (uint32_t)(s.p[i] - '0');
	}
	return v;
}

static str val_of(const xnode *n, const char *child)
{
	return xml_value(xml_find(n, NS_W, child), NS_W, "val");
}

static void read_level(list *l, const xnode *n)
{
	uint32_t at = small_number(xml_value(n, NS_W, "ilvl"), LEVELS);
	if (at >= LEVELS)
		return;
	l->levels[at] = (level){
		.node = n, .text = xml_attr(xml_find(n, NS_W, "lvlText"), NS_W, "val"), .format = val_of(n, "numFmt"), .suffix = val_of(n, "suff"),
		.start = small_number(val_of(n, "start"), 0), .again = small_number(val_of(n, "lvlRestart"), at), .plain = import_is_on(xml_find(n, NS_W, "isLgl")),
	};
}

static void read_levels(list *l, const xnode *from)
{
	for (const xnode *c = from->child; c; c = c->next)
		if (xml_is(c, NS_W, "lvl"))
			read_level(l, c);
}

/* A definition may leave its levels to that of a numbering style (17.9.21 numStyleLink, 17.9.27 styleLink). */
static const xnode *levels_of(const labels *l, const xnode *abstract)
{
	const xnode *style = node_of(&l->style_nodes, val_of(abstract, "numStyleLink"));
	const xnode *num = node_of(&l->nums, val_of(xml_find(xml_find(style, NS_W, "pPr"), NS_W, "numPr"), "numId"));
	const xnode *other = node_of(&l->abstracts, val_of(num, "abstractNumId"));
	return other ? other : abstract;
}

static void read_list(labels *to, const xnode *num)
{
	named *abstract = named_as(&to->abstracts, val_of(num, "abstractNumId"));
	list *l = ARENA_PUSH(to->d->mem, to->lists, to->n, to->room);
	*l = (list){ .number = xml_value(num, NS_W, "numId") };
	l->counts = abstract ? &abstract->counts : arena_alloc(to->d->mem, sizeof *l->counts);
	if (abstract)
		read_levels(l, levels_of(to, abstract->node));
	for (const xnode *c = num->child; c; c = c->next) {
		if (!xml_is(c, NS_W, "lvlOverride"))
			continue;
		read_levels(l, c);
		uint32_t at = small_number(xml_value(c, NS_W, "ilvl"), LEVELS);
		if (at < LEVELS && xml_find(c, NS_W, "startOverride")) {
			l->levels[at].start = small_number(val_of(c, "startOverride"), 0);
			l->levels[at].anew = true;
		}
	}
}

static int by_number(const void *a, const void *b)
{
	return str_cmp(((const list *)a)->number, ((const list *)b)->number);
}

static list *list_of(labels *l, str number)
{
	const list want = { .number = number };
	return l->n && number.n ? bsearch(&want, l->lists, l->n, sizeof want, by_number) : NULL;
}

/* ---- styles ---------------------------------------------------------------------------------- */

static int by_style(const void *a, const void *b)
{
	return str_cmp(((const styled *)a)->style, ((const styled *)b)->style);
}

static const styled *styled_as(const labels *l, str style)
{
	const styled want = { .style = style };
	return l->nstyles && style.n ? bsearch(&want, l->styles, l->nstyles, sizeof want, by_style) : NULL;
}

static void read_style(labels *l, const xnode *style)
{
	styled s = { .style = xml_value(style, NS_W, "styleId"), .level = -1 };
	for (int deep = 0; style && deep < STYLES_DEEP; deep++) {
		const xnode *num = xml_find(xml_find(style, NS_W, "pPr"), NS_W, "numPr");
		if (num && s.level < 0 && val_of(num, "ilvl").n)
			s.level = (int)small_number(val_of(num, "ilvl"), 0);
		s.number = val_of(num, "numId");
		if (s.number.n)
			break;
		style = node_of(&l->style_nodes, val_of(style, "basedOn"));
	}
	if (s.number.n)
		*ARENA_PUSH(l->d->mem, l->styles, l->nstyles, l->styles_room) = s;
}

labels *labels_new(docx *d)
{
	const story *numbering = NULL;
	for (size_t i = 0; i < d->nstories; i++)
		if (str_is(d->stories[i]->name, "word/numbering.xml"))
			numbering = d->stories[i];
	if (!numbering || !numbering->root)
		return NULL;
	labels *l = arena_alloc(d->mem, sizeof *l);
	*l = (labels){ .d = d };
	index_children(&l->abstracts, numbering->root, "abstractNum", "abstractNumId", d->mem);
	index_children(&l->nums, numbering->root, "num", "numId", d->mem);
	index_children(&l->style_nodes, d->style_story ? d->style_story->root : NULL, "style", "styleId", d->mem);
	for (size_t i = 0; i < l->nums.n; i++)
		read_list(l, l->nums.list[i].node);
	if (l->n)
		qsort(l->lists, l->n, sizeof *l->lists, by_number);
	for (size_t i = 0; i < l->style_nodes.n; i++)
		read_style(l, l->style_nodes.list[i].node);
	if (l->nstyles)
		qsort(l->styles, l->nstyles, sizeof *l->styles, by_style);
	return l;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static str roman(uint32_t n, arena *mem)
{
	static const struct { uint32_t n; const char *s; } digits[] = {
		{ 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" },
		{ 40, "xl" }, { 10, "x" }, { 9, "ix" }, { 5, "v" }, { 4, "iv" }, { 1, "i" },
	};
	buf out = { 0 };
	for (size_t i = 0; n < 4000 && i < sizeof digits / sizeof *digits; i++)
		for (; n >= digits[i].n; n -= digits[i].n)
			buf_str(&out, str_of(digits[i].s));
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return s;
}

/* 27 is aa, as word processors count. */
static str letters(uint32_t n, arena *mem)
{
	char s[32];
	size_t times = n ? (n - 1) / 26 + 1 : 0;
	if (times > sizeof s)
		times = sizeof s;
	memset(s, 'a' + (int)((n + 25) % 26), times);
	return str_dup((str){ s, times }, mem);
}

static str number_words(uint32_t n, str format, arena *mem)
{
	bool upper = str_is(format, "upperRoman") || str_is(format, "upperLetter");
	str s;
	if (str_is(format, "none") || str_is(format, "bullet"))
		return STR("");
	if (str_is(format, "lowerRoman") || str_is(format, "upperRoman"))
		s = roman(n, mem);
	else if (str_is(format, "lowerLetter") || str_is(format, "upperLetter"))
		s = letters(n, mem);
	else
		return str_fmt(mem, str_is(format, "decimalZero") ? "%02u" : "%u", n);
	char *p = str_z(s, mem);
	for (size_t i = 0; upper && i < s.n; i++)
		p[i] = (char)(p[i] - 32);
	return (str){ p, s.n };
}

/* ---- paragraphs ------------------------------------------------------------------------------ */

static bool is_number_at(str s, size_t i)
{
	return s.p[i] == '%' && i + 1 < s.n && s.p[i + 1] >= '1' && s.p[i + 1] <= '9';
}

/* A label of a number and signs says nothing, unless the paragraph goes on from it without a gap. */
static bool speaks(const level *l)
{
	str s = l->text ? l->text->value : STR("");
	bool any = str_is(l->suffix, "nothing") && s.n;
	for (size_t i = 0; i < s.n && !any && s.n <= LONGEST_LABEL; i++) {
		if (is_number_at(s, i))
			i++;
		else
			any = utf8_letter_at(s, i) || (s.p[i] >= '0' && s.p[i] <= '9');
	}
	return any && s.n <= LONGEST_LABEL;
}

static void count(list *l, int at)
{
	level *v = &l->levels[at];
	tally *t = l->counts;
	t->count[at] = t->counting[at] && !v->anew ? t->count[at] + 1 : v->start;
	t->counting[at] = true;
	v->anew = false;
	for (int i = at + 1; i < LEVELS; i++)
		t->counting[i] &= (uint32_t)at >= l->levels[i].again;
}

static uint32_t number_at(const list *l, int level)
{
	return l->counts->counting[level] ? l->counts->count[level] : l->levels[level].start;
}

static void put(labels *to, label_piece one)
{
	*ARENA_PUSH(to->d->mem, to->pieces, to->npieces, to->pieces_room) = one;
}

static void put_label(labels *to, const list *l, const level *v, uint32_t unit, uint32_t at)
{
	str s = v->text->value;
	for (size_t i = 0, end; i < s.n; i = end) {
		end = i;
		while (end < s.n && !is_number_at(s, end))
			end++;
		if (end > i) {
			put(to, (label_piece){ unit, at, v->text, (uint32_t)i, (uint32_t)end, STR("") });
			continue;
		}
		int of = s.p[i + 1] - '1';
		str words = number_words(number_at(l, of), v->plain ? STR("") : l->levels[of].format, to->d->mem);
		end = i + 2;
		if (words.n)
			put(to, (label_piece){ unit, at, v->text, (uint32_t)i, (uint32_t)end, words });
	}
	if (!str_is(v->suffix, "nothing"))
		put(to, (label_piece){ .unit = unit, .at = at });
}

/* Bullets are glyphs of fonts of pictures more often than not. */
static str plain_letters(str s, const level *v, arena *mem)
{
	const xnode *fonts = xml_find(xml_find(v->node, NS_W, "rPr"), NS_W, "rFonts");
	str font = xml_value(fonts, NS_W, "ascii");
	buf out = { 0 };
	size_t at = 0, beg, end;
	for (uint32_t code; (code = symbol_in_text(s, at, &beg, &end)); at = end) {
		char letter[4];
		buf_str(&out, str_sub(s, at, beg));
		buf_add(&out, letter, (size_t)utf8_put(letter, symbol_letter(font.n ? font : xml_value(fonts, NS_W, "hAnsi"), code)));
	}
	buf_str(&out, str_sub(s, at, s.n));
	str words = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return words;
}

static str label_words(const labels *to, const list *l, const level *v)
{
	str s = v->text ? v->text->value : STR("");
	buf out = { 0 };
	for (size_t i = 0; i < s.n && s.n <= LONGEST_LABEL; i++) {
		if (!is_number_at(s, i)) {
			buf_byte(&out, s.p[i]);
			continue;
		}
		int of = s.p[++i] - '1';
		buf_str(&out, number_words(number_at(l, of), v->plain ? STR("") : l->levels[of].format, to->d->mem));
	}
	str words = plain_letters(buf_view(&out), v, to->d->mem);
	buf_free(&out);
	return words;
}

const xnode *labels_level_of(labels *l, str style_id)
{
	const styled *style = l ? styled_as(l, style_id) : NULL;
	const list *in = style ? list_of(l, style->number) : NULL;
	int at = style && style->level > 0 ? style->level : 0;
	return in && at < LEVELS ? in->levels[at].node : NULL;
}

void labels_paragraph(labels *l, const xnode *p, uint32_t unit, uint32_t at, label_shown *shown)
{
	const xnode *props = l ? xml_find(p, NS_W, "pPr") : NULL, *num = xml_find(props, NS_W, "numPr");
	if (!props)
		return;
	const styled *style = styled_as(l, val_of(props, "pStyle"));
	str number = val_of(num, "numId"), own = val_of(num, "ilvl");
	if (number.n == 0 && style)
		number = style->number;
	list *in = list_of(l, number);
	uint32_t level_at = own.n ? small_number(own, 0) : style && style->level > 0 ? (uint32_t)style->level : 0;
	if (!in || level_at >= LEVELS)
		return;
	count(in, (int)level_at);
	if (speaks(&in->levels[level_at]))
		put_label(l, in, &in->levels[level_at], unit, at);
	if (shown)
		*shown = (label_shown){ label_words(l, in, &in->levels[level_at]), in->levels[level_at].node };
}

/* ---- telling --------------------------------------------------------------------------------- */

static const piece *piece_of(const story *s, const xattr *a)
{
	for (size_t i = 0; i < s->npieces; i++)
		if (s->pieces[i].kind == PIECE_VALUE && s->pieces[i].attr == a)
			return &s->pieces[i];
	return NULL;
}

void labels_finish(labels *l, const story *numbering, uint32_t unit, text *out)
{
	const xattr *last = NULL;
	const piece *where = NULL;
	for (size_t i = 0; l && i < l->npieces; i++) {
		const label_piece *p = &l->pieces[i];
		if (p->text && p->text != last) {
			last = p->text;
			where = piece_of(numbering, last);
		}
		uint32_t base = where ? where->beg : 0;
		if (where && p->unit < out->n)
			*ARENA_PUSH(out->mem, out->shown, out->nshown, out->shown_room) = (shown_piece){
				.unit = p->unit, .at = p->at, .from = unit,
				.beg = p->text ? base + p->beg : 0, .end = p->text ? base + p->end : 0,
				.says = out->mem == l->d->mem ? p->says : str_dup(p->says, out->mem),
			};
	}
}
