/*
 * The text of each part, with a map from every byte back to the node that holds it.
 *
 * Paragraphs and rows end in \n, cells in \t. What is anchored in a paragraph but shown elsewhere
 * (text boxes, the small print of ruby) follows it as a stretch of its own, so that it does not
 * split the words around its anchor.
 */
#include "formats/docx/inner.h"
#include "formats/docx/picture/see.h"
#include "formats/docx/text/labels.h"
#include "formats/docx/text/symbols.h"
#include "formats/docx/text/typeset.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct later {
	const xnode **list; size_t n, room;
};

struct reader {
	docx *d;
	story *s;
	buf text;
	labels *labels;
	typeset *typeset;  /* NULL: nobody asked */
	uint32_t unit;     /* that the text will be */
	bool raised;       /* what is read now is a superscript or subscript */
	struct { bool raised; size_t end; } last;   /* of the last piece */
};

/*
 * A raised mark touches the word before it in the file alone: "Smith" with an "a" above is no "Smitha".
 * A space of no width stands between them, as where two strings of a page meet (redact/seams.c); it is
 * of no node, and words are found over it.
 */
static bool is_joint(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c > 127;
}

static void put_seam(struct reader *r, str words)
{
	if (r->raised != r->last.raised && r->text.n && r->text.n == r->last.end && is_joint(r->text.p[r->text.n - 1]) &&
	    is_joint(words.p[0]))
		buf_z(&r->text, "\xe2\x80\x8b");
}

static void put_piece(struct reader *r, piece one, str words)
{
	if (words.n == 0)
		return;
	put_seam(r, words);
	one.beg = (uint32_t)r->text.n;
	one.end = (uint32_t)(r->text.n + words.n);
	buf_add(&r->s->map, &one, sizeof one);
	buf_str(&r->text, words);
	r->last.raised = r->raised;
	r->last.end = r->text.n;
}

static void put(struct reader *r, piece_kind kind, xnode *node, str words)
{
	put_piece(r, (piece){ .kind = kind, .node = node }, words);
}

static void put_value(struct reader *r, xattr *a)
{
	put_piece(r, (piece){ .kind = PIECE_VALUE, .attr = a }, a->value);
}

static void put_fixed(struct reader *r, const char *words)
{
	buf_str(&r->text, str_of(words));
}

static str symbol_words(docx *d, const xnode *n)
{
	char out[4];
	uint32_t letter = symbol_letter(xml_value(n, NS_W, "font"), symbol_code(xml_value(n, NS_W, "char")));
	return str_dup((str){ out, (size_t)utf8_put(out, letter) }, d->mem);
}

static void read_paragraph(struct reader *r, const xnode *p, struct later *later);
static void read_blocks(struct reader *r, const xnode *from, const char *last_end);

/*
 * What stands over, under or beside another in a formula touches it in the file alone: without a
 * seam, two words of a fraction would be one that nobody looks for. Runs go on into each other.
 * Seams lie around what has parts and between those. Structure alone says where, so that a formula
 * that lost a word has the same ones.
 */
static bool is_math_part(const xnode *n)
{
	static const char *const parts[] = { "e", "num", "den", "sub", "sup", "deg", "lim", "fName", "oMath" };
	return XML_IS_ONE_OF(n, NS_M, parts);
}

static bool has_math_parts(const xnode *n)
{
	if (n->is_text || n->space != NS_M)
		return false;
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text && is_math_part(c) && !str_is(c->text, "oMath"))
			return true;
	return false;
}

static bool seam_before(const xnode *n)
{
	return xml_is(n, NS_M, "oMath") || (has_math_parts(n) && !(is_math_part(n->parent) && n->parent->child == n));
}

static bool seam_after(const xnode *n)
{
	return is_math_part(n) && !(n->last && has_math_parts(n->last));
}

static void put_text_of(struct reader *r, const xnode *n)
{
	for (xnode *c = n->child; c; c = c->next)
		if (c->is_text)
			put(r, PIECE_TEXT, c, c->text);
}

static bool is_raised(const xnode *run)
{
	str where = xml_value(xml_find(xml_find(run, NS_W, "rPr"), NS_W, "vertAlign"), NS_W, "val");
	return str_is(where, "superscript") || str_is(where, "subscript");
}

static void read_inline(struct reader *r, xnode *n, struct later *later)
{
	if (n->is_text)
		return;
	if (n->space == NS_W) {
		if (str_is(n->text, "t")) {
			put_text_of(r, n);
			return;
		}
		if (str_is(n->text, "instrText") || str_is(n->text, "rPr") || str_is(n->text, "pPr"))
			return;
		if (str_is(n->text, "tab") || str_is(n->text, "ptab")) {
			put_fixed(r, "\t");
			return;
		}
		if (str_is(n->text, "br") || str_is(n->text, "cr")) {
			put_fixed(r, "\n");
			if (str_is(xml_value(n, NS_W, "type"), "page"))
				typeset_page(r->typeset, r->text.n);
			return;
		}
		if (str_is(n->text, "noBreakHyphen")) {
			put(r, PIECE_NODE, n, STR("-"));
			return;
		}
		if (str_is(n->text, "softHyphen")) {
			put(r, PIECE_NODE, n, STR("\xc2\xad"));
			return;
		}
		if (str_is(n->text, "sym")) {
			put(r, PIECE_NODE, n, symbol_words(r->d, n));
			return;
		}
		if (str_is(n->text, "txbxContent") || str_is(n->text, "rt")) {
			*ARENA_PUSH(r->d->mem, later->list, later->n, later->room) = n;
			return;
		}
	} else if (xml_is(n, NS_M, "t")) {
		put_text_of(r, n);
		return;
	} else if (xml_is(n, NS_V, "textpath")) {
		if (xml_value(n, NS_NONE, "string").n)
			*ARENA_PUSH(r->d->mem, later->list, later->n, later->room) = n;
		return;
	} else if (n->space == NS_WP || n->space == NS_V) {
		described_note(r->d, r->s, n);
	}
	if (seam_before(n))
		put_fixed(r, "\n");
	size_t beg = r->text.n;
	bool run = xml_is(n, NS_W, "r"), around = r->raised;
	r->raised = run ? is_raised(n) : around;
	for (xnode *c = n->child; c; c = c->next)
		read_inline(r, c, later);
	r->raised = around;
	if (run)
		typeset_run(r->typeset, n, beg, r->text.n);
	if (seam_after(n))
		put_fixed(r, "\n");
}

static void read_later(struct reader *r, const struct later *later)
{
	for (size_t i = 0; i < later->n; i++) {
		const xnode *n = later->list[i];
		typeset_box(r->typeset, r->text.n);
		if (xml_is(n, NS_V, "textpath")) {
			xattr *a = xml_attr(n, NS_NONE, "string");
			put_value(r, a);
			put_fixed(r, "\n");
		} else if (xml_is(n, NS_W, "rt")) {
			struct later deeper = { 0 };
			for (xnode *c = n->child; c; c = c->next)
				read_inline(r, c, &deeper);
			put_fixed(r, "\n");
			read_later(r, &deeper);
		} else {
			read_blocks(r, n, "\n");
		}
		typeset_box_end(r->typeset, r->text.n);
	}
}

static void read_paragraph(struct reader *r, const xnode *p, struct later *later)
{
	for (xnode *c = p->child; c; c = c->next)
		read_inline(r, c, later);
}

static void read_table(struct reader *r, const xnode *t)
{
	stacks *beside = stacks_new(r->d);
	typeset_grid *grid = typeset_table(r->typeset, t, r->text.n);
	for (const xnode *row = t->child; row; row = row->next) {
		if (!xml_is(row, NS_W, "tr"))
			continue;
		size_t at = 0;
		typeset_row(r->typeset, grid, row, r->text.n);
		for (const xnode *cell = row->child; cell; cell = cell->next) {
			if (!xml_is(cell, NS_W, "tc"))
				continue;
			size_t beg = r->text.n;
			const xnode *after = cell->next;
			while (after && !xml_is(after, NS_W, "tc"))
				after = after->next;
			typeset_cell(r->typeset, grid, cell, beg);
			read_blocks(r, cell, after ? "\t" : "\n");
			str words = str_sub(buf_view(&r->text), beg, r->text.n);
			typeset_cell_end(r->typeset, grid, r->text.n, str_trim(words).n == 0);
			stacks_cell(beside, r->s, at++, words, (uint32_t)beg);
		}
		typeset_row_end(r->typeset, grid, r->text.n);
	}
	typeset_table_end(r->typeset, grid, r->text.n);
	stacks_finish(beside, r->s);
}

/* last_end: what the last paragraph ends in, when these are the blocks of a cell. */
static void read_blocks(struct reader *r, const xnode *from, const char *last_end)
{
	for (const xnode *c = from->child; c; c = c->next) {
		if (xml_is(c, NS_W, "p")) {
			struct later later = { 0 };
			label_shown label = { 0 };
			labels_paragraph(r->labels, c, r->unit, (uint32_t)r->text.n, r->typeset ? &label : NULL);
			typeset_paragraph(r->typeset, c, &label, r->text.n);
			read_paragraph(r, c, &later);
			typeset_paragraph_end(r->typeset, r->text.n);
			bool last = true;
			for (const xnode *more = c->next; last && more; more = more->next)
				last = more->is_text;
			put_fixed(r, last && later.n == 0 ? last_end : "\n");
			read_later(r, &later);
		} else if (xml_is(c, NS_W, "tbl")) {
			read_table(r, c);
		} else if (xml_is(c, NS_W, "footnote") || xml_is(c, NS_W, "endnote") ||
		           xml_is(c, NS_W, "comment") || xml_is(c, NS_W, "body")) {
			read_blocks(r, c, "\n");
		}
	}
}

/* Level texts, "Exhibit %1": shown before paragraphs, written in one place. */
static void read_level_texts(struct reader *r, xnode *n)
{
	if (xml_is(n, NS_W, "lvlText")) {
		xattr *a = xml_attr(n, NS_W, "val");
		if (a && a->value.n) {
			put_value(r, a);
			put_fixed(r, "\n");
		}
		return;
	}
	for (xnode *c = n->child; c; c = c->next)
		if (!c->is_text)
			read_level_texts(r, c);
}

static bool add_story(docx *d, story *s, labels *l, typeset *looks, text *out, err *e)
{
	struct reader r = { .d = d, .s = s, .labels = l, .typeset = looks, .unit = (uint32_t)out->n };
	buf_clear(&s->map);
	typeset_unit(looks, r.unit);
	if (s->kind == UNIT_STRUCTURE)
		read_level_texts(&r, s->root);
	else
		read_blocks(&r, s->root, "\n");
	bool fits = r.text.n < UINT32_MAX;
	s->text = str_dup(buf_view(&r.text), d->mem);
	s->pieces = (const piece *)(const void *)s->map.p;
	s->npieces = s->map.n / sizeof *s->pieces;
	bool kept = fits && (r.text.n || s->kind == UNIT_BODY);
	typeset_unit_end(looks, s->text, kept);
	if (kept) {
		unit *u = text_add(out, s->kind, s->name);
		u->text = out->mem == d->mem ? s->text : str_dup(s->text, out->mem);
		u->stays = s->stays;
	}
	buf_free(&r.text);
	return fits || err_set(e, ERR_REFUSED, "a part holds more text than this program takes");
}

static void add_asides(docx *d, story *s, text *out)
{
	static const struct { unit_kind kind; const char *what; } kinds[ASIDE_KINDS] = {
		[ASIDE_DELETED] = { UNIT_HIDDEN, "deleted" }, [ASIDE_HIDDEN] = { UNIT_HIDDEN, "hidden" },
		[ASIDE_FALLBACK] = { UNIT_HIDDEN, "fallback" }, [ASIDE_CODES] = { UNIT_FIELD, "field codes" },
		[ASIDE_ALT] = { UNIT_STRUCTURE, "descriptions" }, [ASIDE_NAMES] = { UNIT_NAME, "names" },
		[ASIDE_OTHER] = { UNIT_HIDDEN, "other" },
	};
	for (int i = 0; i < ASIDE_KINDS; i++)
		text_add_string(out, kinds[i].kind, str_fmt(d->mem, STR_FMT " %s", STR_ARG(s->name), kinds[i].what),
		                buf_view(&s->asides[i]), false);
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

bool docx_has_unit(const docx *d, str id)
{
	return d->nunit_ids && bsearch(&id, d->unit_ids, d->nunit_ids, sizeof id, by_bytes);
}

static void remember_ids(docx *d, const text *t)
{
	d->nunit_ids = t->n;
	d->unit_ids = arena_array(d->mem, str, t->n);
	for (size_t i = 0; i < t->n; i++)
		d->unit_ids[i] = str_dup(t->units[i].id, d->mem);
	if (t->n)
		qsort(d->unit_ids, t->n, sizeof *d->unit_ids, by_bytes);
}

bool docx_extract(doc *opaque, text *out, err *e)
{
	docx *d = (docx *)opaque;
	d->ndescribed = d->nstacked = 0;
	labels *l = labels_new(d);
	typeset *looks = out->with_looks ? typeset_new(d, l, out) : NULL;
	const story *numbering = NULL;
	uint32_t unit = 0;
	for (size_t i = 0; i < d->nstories; i++) {
		size_t before = out->n;
		if (!add_story(d, d->stories[i], l, looks, out, e))
			return false;
		if (out->n > before && str_is(d->stories[i]->name, "word/numbering.xml")) {
			numbering = d->stories[i];
			unit = (uint32_t)before;
		}
		stacks_list(d, d->stories[i], out);
		described_extract(d, d->stories[i], out);
	}
	typeset_finish(looks);
	if (numbering)
		labels_finish(l, numbering, unit, out);
	docx_list_pictures(d, out);
	for (size_t i = 0; i < d->nstories; i++)
		add_asides(d, d->stories[i], out);
	for (size_t i = 0; i < d->nasides; i++)
		text_add_string(out, d->asides[i].kind, d->asides[i].id, d->asides[i].text, false);
	buf fonts = { 0 };
	if (d->nfonts)
		qsort(d->fonts, d->nfonts, sizeof *d->fonts, by_bytes);
	for (size_t i = 0; i < d->nfonts; i++) {
		if (i && str_eq(d->fonts[i], d->fonts[i - 1]))
			continue;
		buf_str(&fonts, d->fonts[i]);
		buf_byte(&fonts, '\n');
	}
	text_add_string(out, UNIT_NAME, STR("font names"), buf_view(&fonts), false);
	buf_free(&fonts);
	remember_ids(d, out);
	d->extracted = true;
	return true;
}
