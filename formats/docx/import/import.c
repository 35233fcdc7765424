/*
 * Blocks: paragraphs, tables, sections, and the generic copy of anything that only formats.
 * Elements that wrap content (content controls, smart tags, what nobody knows) are
 * taken off it; their words are set aside.
 */
#include "formats/docx/import/fields.h"
#include "formats/docx/import/places.h"
#include "formats/docx/inner.h"
#include "formats/docx/vocab/known.h"

#include <stdlib.h>
#include <string.h>

/* ---- words that do not stay ------------------------------------------------------------------ */

void import_leave_words(importer *im, aside_kind kind, str words)
{
	if (str_trim(words).n == 0)
		return;
	im->d->told++;
	buf_str(&im->s->asides[kind], words);
}

static void leave_line_end(importer *im, aside_kind kind)
{
	buf *b = &im->s->asides[kind];
	if (b->n && b->p[b->n - 1] != '\n')
		buf_byte(b, '\n');
}

/* Random numbers that Word strews about: no words, and thousands of them. */
static bool is_noise(const xattr *a)
{
	return str_starts(a->name, "rsid") || str_is(a->name, "paraId") || str_is(a->name, "textId") ||
	       a->space == NS_XML;
}

static void leave_attribute(importer *im, const xattr *a)
{
	if (is_noise(a) || str_trim(a->value).n < 2 || known_value(a->value))
		return;
	leave_line_end(im, ASIDE_NAMES);
	import_leave_words(im, ASIDE_NAMES, a->value);
	leave_line_end(im, ASIDE_NAMES);
}

/* Words between paragraphs, or in one and in none of its runs: no word processor shows them, nor do others
 * that read Word documents. A line each, so that they make no word with what stands beside them. */
void import_leave_stray(importer *im, const xnode *words)
{
	if (str_trim(words->text).n == 0)
		return;
	docx_drop(im->d, "text outside of any run", 1);
	import_leave(im, ASIDE_OTHER, words);
}

/* Word art shows what one of its attributes says. */
static void leave_art(importer *im, aside_kind kind, const xnode *n)
{
	bool shown = kind != ASIDE_NAMES && kind != ASIDE_ALT;
	import_leave_words(im, shown ? kind : ASIDE_OTHER, xml_value(n, NS_NONE, "string"));
	leave_line_end(im, shown ? kind : ASIDE_OTHER);
}

static void leave_tree(importer *im, aside_kind kind, const xnode *n)
{
	if (n->is_text) {
		import_leave_words(im, kind, n->text);
		return;
	}
	for (const xattr *a = n->attrs; a; a = a->next)
		leave_attribute(im, a);
	if (xml_is(n, NS_V, "textpath"))
		leave_art(im, kind, n);
	for (const xnode *c = n->child; c; c = c->next)
		leave_tree(im, kind, c);
	if (xml_is(n, NS_W, "p") || xml_is(n, NS_W, "tc"))
		leave_line_end(im, kind);
	else if (xml_is(n, NS_W, "tab") || xml_is(n, NS_W, "br"))
		import_leave_words(im, kind, STR(" "));
}

void import_leave(importer *im, aside_kind kind, const xnode *tree)
{
	leave_tree(im, kind, tree);
	leave_line_end(im, kind);
}

/* ---- formatting: copied by the table --------------------------------------------------------- */

static bool means_no(str v)
{
	return str_is(v, "0") || str_is(v, "false") || str_is(v, "off");
}

bool import_is_on(const xnode *toggle)
{
	return toggle && !means_no(xml_value(toggle, NS_W, "val"));
}

bool import_is_set(const xnode *n, const char *attribute)
{
	const xattr *a = xml_attr(n, NS_W, attribute);
	return a && !means_no(a->value);
}

/* Word's stacking orders have nine digits, as social security numbers do. Divided down they keep
 * their order and have seven. */
static str lower_height(str value, arena *mem)
{
	unsigned long v = strtoul(str_z(value, mem), NULL, 10);
	const unsigned long small = 1 << 17;
	return v < small ? value : str_fmt(mem, "%lu", small + (v >> 10));
}

/* The style of a VML shape as it can stay: Word writes its stacking order into it, and without its style
 * a text box has no size and is not shown. */
static str in_reach(const xattr *a, arena *mem)
{
	static const char index[] = "z-index:";
	const char *at = str_is(a->name, "style") ? memmem(a->value.p, a->value.n, index, strlen(index)) : NULL;
	if (!at)
		return a->value;
	size_t beg = (size_t)(at - a->value.p) + strlen(index), end;
	beg += beg < a->value.n && a->value.p[beg] == '-';
	for (end = beg; end < a->value.n && a->value.p[end] >= '0' && a->value.p[end] <= '9';)
		end++;
	if (end == beg || end - beg > 10)
		return a->value;
	return str_fmt(mem, STR_FMT STR_FMT STR_FMT, STR_ARG(str_sub(a->value, 0, beg)),
	               STR_ARG(lower_height(str_sub(a->value, beg, end), mem)), STR_ARG(str_sub(a->value, end, a->value.n)));
}

/* What an attribute shows has no ends of lines and no tabs of its own. */
static str on_one_line(str value, arena *mem)
{
	char *plain = NULL;
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < ' ') {
			plain = plain ? plain : str_z(value, mem);
			plain[i] = ' ';
		}
	return plain ? (str){ plain, value.n } : value;
}

static bool has_word(str value)
{
	size_t run = 0;
	for (size_t i = 0; i < value.n; i++) {
		char c = (char)(value.p[i] | 0x20);
		run = c >= 'a' && c <= 'z' ? run + 1 : 0;
		if (run == 4)
			return true;
	}
	return false;
}

/* False when the value that the element is for had to be left behind. */
static bool copy_attributes(importer *im, const word_rule *rule, const xnode *src, xnode *out)
{
	bool whole = true;
	xattr **at = &out->attrs;
	for (const xattr *a = src->attrs; a; a = a->next) {
		value_kind kind;
		str value = in_reach(a, im->mem);
		bool ok = vocab_attribute(rule, a, &kind) && vocab_value_fits(kind, value);
		if (ok && kind == VALUE_STYLE) {
			const style *s = docx_style(im->d, value);
			ok = s != NULL;
			if (ok)
				value = s->new_id;
		} else if (ok && kind == VALUE_FORMAT) {
			value = on_one_line(value, im->mem);
		} else if (ok && kind == VALUE_HEIGHT) {
			value = lower_height(value, im->mem);
		} else if (ok && kind == VALUE_REL) {
			ok = false;  /* whoever copies the element knows what it refers to */
			continue;
		}
		if (!ok) {
			leave_attribute(im, a);
			if (xml_is(src, NS_V, "textpath") && str_is(a->name, "string"))
				leave_art(im, ASIDE_OTHER, src);
			whole &= !str_is(a->name, "val");
			continue;
		}
		/* What stays and might be a word is told too, so that it can be found out; apply.c then
		 * takes it away. */
		if (kind == VALUE_FONT && !known_font(value))
			docx_font(im->d, value);
		else if ((kind == VALUE_TOKEN || kind == VALUE_RECORD) && has_word(value))
			leave_attribute(im, a);
		*at = arena_alloc(im->mem, sizeof **at);
		**at = (xattr){ .space = a->space, .name = a->name, .value = value };
		at = &(*at)->next;
	}
	return whole;
}

static bool holds_numbers(const xnode *n)
{
	return n->space == NS_WP && (str_is(n->text, "posOffset") || str_is(n->text, "align"));
}

/* An element whose whole point is the style or number it names: without that it must go. */
static bool lost_its_point(importer *im, const xnode *out)
{
	static const char *const refs[] = { "pStyle", "rStyle", "tblStyle", "basedOn", "next", "link",
	                                    "styleLink", "numStyleLink" };
	if (out->space != NS_W)
		return false;
	if (XML_IS_ONE_OF(out, NS_W, refs))
		return !xml_attr(out, NS_W, "val");
	if (str_is(out->text, "numId") ) {
		str v = xml_value(out, NS_W, "val");
		return !str_is(v, "0") && !docx_num_exists(im->d, v);
	}
	return false;
}

static void import_section_reference(importer *im, xnode *to, const xnode *src);

/* Properties of hidden marks: on a paragraph's own mark they hide no word, and style separators
 * need them; on runs they never get here. A table style that hides its first row, say, must not go
 * on hiding words that nobody was told of. */
static bool passed_by(const xnode *n)
{
	return xml_is(n, NS_W, "webHidden") || xml_is(n, NS_W, "rsid") ||
	       (xml_is(n, NS_W, "vanish") && n->parent && xml_is(n->parent->parent, NS_W, "tblStylePr"));
}

xnode *import_copy(importer *im, const xnode *src)
{
	const word_rule *rule = vocab_element(im->d->words, src->space, src->text);
	if (!rule || passed_by(src)) {
		import_leave(im, ASIDE_OTHER, src);
		return NULL;
	}
	xnode *out = xml_element(im->mem, src->space, src->text);
	bool whole = copy_attributes(im, rule, src, out);
	for (const xnode *c = src->child; c; c = c->next) {
		if (c->is_text) {
			if (holds_numbers(src) && vocab_value_fits(VALUE_TOKEN, str_trim(c->text)))
				xml_append(out, xml_text(im->mem, str_trim(c->text)));
			else
				import_leave_words(im, ASIDE_OTHER, c->text);
		} else if (xml_is(c, NS_W, "headerReference") || xml_is(c, NS_W, "footerReference")) {
			import_section_reference(im, out, c);
		} else if (xml_is(c, NS_MC, "AlternateContent")) {
			import_leave(im, ASIDE_FALLBACK, c);
		} else {
			xnode *copy = import_copy(im, c);
			if (copy)
				xml_append(out, copy);
		}
	}
	return lost_its_point(im, out) || (!whole && !out->child) ? NULL : out;
}

/* ---- sections -------------------------------------------------------------------------------- */

static story *story_of(docx *d, int part, unit_kind kind)
{
	uint32_t same = 1;
	for (size_t i = 0; i < d->nstories; i++) {
		if (d->stories[i]->part == part && d->stories[i]->kind == kind)
			return d->stories[i];
		same += d->stories[i]->kind == kind;
	}
	return docx_story(d, part, str_fmt(d->mem, "word/%s%u.xml",
	                  kind == UNIT_HEADER ? "header" : "footer", same), kind, true);
}

static void import_section_reference(importer *im, xnode *to, const xnode *src)
{
	const rel *r = rels_by_id(&im->s->source_rels, xml_value(src, NS_R, "id"));
	bool header = str_is(src->text, "headerReference");
	str type = xml_value(src, NS_W, "type");
	if (!str_is(type, "first") && !str_is(type, "even"))
		type = STR("default");
	for (const xnode *c = to->child; c; c = c->next)
		if (str_eq(c->text, src->text) && str_eq(xml_value(c, NS_W, "type"), type))
			return;
	if (im->s->kind != UNIT_BODY || !r || r->part == OPC_NONE ||
	    !str_is(r->type, header ? "header" : "footer"))
		return;
	story *s = story_of(im->d, r->part, header ? UNIT_HEADER : UNIT_FOOTER);
	xnode *out = xml_element(im->mem, NS_W, header ? STR("headerReference") : STR("footerReference"));
	xml_set(im->mem, out, NS_W, "type", type);
	xml_set(im->mem, out, NS_R, "id",
	        docx_rel(im->d, im->s, header ? "header" : "footer", str_sub(s->name, 5, s->name.n)));
	xml_append(to, out);
}

/* ---- paragraphs ------------------------------------------------------------------------------ */

static void import_paragraph(importer *im, xnode *to, const xnode *p)
{
	xnode *out = xml_element(im->mem, NS_W, STR("p"));
	const xnode *props = xml_find(p, NS_W, "pPr");
	xnode *kept = props ? import_properties(im, props) : NULL;
	if (kept && kept->child)
		xml_append(out, kept);
	im->style_hides = docx_paragraph_hides(im->d, xml_value(xml_find(props, NS_W, "pStyle"), NS_W, "val"),
	                                       im->around_hides);
	places_flush(im, out);
	import_inlines(im, out, p);
	import_end_paragraph(im, out);
	xml_append(to, out);
}

/* ---- tables ---------------------------------------------------------------------------------- */

/* Elements that carry no content and no formatting of ours. */
static bool is_marker(const xnode *n)
{
	static const char *const names[] = {
		"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr",
		"permStart", "permEnd", "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart",
		"moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
		"customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart",
		"customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
		"sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "subDoc",
	};
	return XML_IS_ONE_OF(n, NS_W, names);
}

/* Tells of what takes part in no structure: true when n has been dealt with. `go` is called for
 * wrappers, whose children stand where the wrapper stood. */
bool import_peel(importer *im, const xnode *n, void (*go)(importer *, void *, const xnode *), void *to)
{
	if (n->is_text) {
		import_leave_stray(im, n);
		return true;
	}
	if (is_marker(n)) {
		places_marker(im, NULL, n);
		if (xml_is(n, NS_W, "subDoc"))
			docx_drop(im->d, "linked document", 1);
		import_leave(im, ASIDE_NAMES, n);
		return true;
	}
	if (xml_is(n, NS_MC, "AlternateContent")) {
		const xnode *chosen = import_chosen(im, n);
		if (chosen)
			go(im, to, chosen);
		return true;
	}
	if (xml_is(n, NS_W, "sdt"))
		docx_drop(im->d, "content control", 1);
	else if (vocab_element(im->d->words, n->space, n->text))
		return false;
	for (const xattr *a = n->attrs; a; a = a->next)
		leave_attribute(im, a);
	go(im, to, n);
	return true;
}

static void import_cells(importer *im, void *to, const xnode *from)
{
	for (const xnode *c = from->child; c; c = c->next) {
		if (xml_is(c, NS_W, "tc")) {
			xnode *cell = xml_element(im->mem, NS_W, STR("tc"));
			const xnode *props = xml_find(c, NS_W, "tcPr");
			xnode *kept = props ? import_copy(im, props) : NULL;
			if (kept)
				xml_append(cell, kept);
			import_blocks(im, cell, c);
			if (!cell->last || !xml_is(cell->last, NS_W, "p"))
				xml_append(cell, xml_element(im->mem, NS_W, STR("p")));
			xml_append(to, cell);
		} else if (import_comment_anchor(im, to, c)) {
			continue;
		} else if (!xml_is(c, NS_W, "trPr") && !xml_is(c, NS_W, "tblPrEx") &&
		           !import_peel(im, c, import_cells, to)) {
			import_leave(im, ASIDE_OTHER, c);
		}
	}
}

static void import_rows(importer *im, void *to, const xnode *from)
{
	for (const xnode *c = from->child; c; c = c->next) {
		if (xml_is(c, NS_W, "tr")) {
			const xnode *props = xml_find(c, NS_W, "trPr");
			xnode *row = xml_element(im->mem, NS_W, STR("tr"));
			const xnode *except = xml_find(c, NS_W, "tblPrEx");
			xnode *kept = except ? import_copy(im, except) : NULL;
			if (kept)
				xml_append(row, kept);
			if (props && (kept = import_copy(im, props)))
				xml_append(row, kept);
			import_cells(im, row, c);
			if (xml_find(row, NS_W, "tc"))
				xml_append(to, row);
		} else if (import_comment_anchor(im, to, c)) {
			continue;
		} else if (!xml_is(c, NS_W, "tblPr") && !xml_is(c, NS_W, "tblGrid") &&
		           !import_peel(im, c, import_rows, to)) {
			import_leave(im, ASIDE_OTHER, c);
		}
	}
}

static void import_table(importer *im, xnode *to, const xnode *t)
{
	xnode *out = xml_element(im->mem, NS_W, STR("tbl"));
	const xnode *props = xml_find(t, NS_W, "tblPr"), *grid = xml_find(t, NS_W, "tblGrid");
	xnode *kept = props ? import_copy(im, props) : NULL;
	xml_append(out, kept ? kept : xml_element(im->mem, NS_W, STR("tblPr")));
	kept = grid ? import_copy(im, grid) : NULL;
	xml_append(out, kept ? kept : xml_element(im->mem, NS_W, STR("tblGrid")));
	bool outer = im->around_hides;
	int hides = docx_style_hides(im->d, xml_value(xml_find(props, NS_W, "tblStyle"), NS_W, "val"));
	im->around_hides = hides < 0 ? outer : hides == 1;
	import_rows(im, out, t);
	im->around_hides = outer;
	if (xml_find(out, NS_W, "tr"))
		xml_append(to, out);
}

/* ---- blocks ---------------------------------------------------------------------------------- */

static void walk_blocks(importer *im, void *to, const xnode *from)
{
	for (const xnode *c = from->child; c; c = c->next)
		import_block(im, to, c);
}

void import_block(importer *im, xnode *to, const xnode *c)
{
	if (xml_is(c, NS_W, "p")) {
		import_paragraph(im, to, c);
	} else if (xml_is(c, NS_W, "tbl")) {
		import_table(im, to, c);
	} else if (xml_is(c, NS_W, "sectPr") || xml_is(c, NS_W, "tcPr")) {
		return;  /* whoever owns the blocks takes these over */
	} else if (xml_is(c, NS_W, "altChunk")) {
		xnode *p = xml_element(im->mem, NS_W, STR("p")), *r = xml_element(im->mem, NS_W, STR("r"));
		import_chunk(im, r, c);
		xml_append(p, r);
		xml_append(to, p);
	} else if (xml_is(c, NS_W, "r") || xml_is(c, NS_M, "oMath") || xml_is(c, NS_M, "oMathPara")) {
		/* not where it belongs; Word reads it as a paragraph of its own */
		xnode *p = xml_element(im->mem, NS_W, STR("p"));
		xnode one = { .space = NS_W, .text = STR("p") }, child = *c;
		child.next = NULL;
		one.child = one.last = &child;
		im->style_hides = docx_paragraph_hides(im->d, STR(""), im->around_hides);
		places_flush(im, p);
		import_inlines(im, p, &one);
		import_end_paragraph(im, p);
		xml_append(to, p);
	} else if (!import_comment_anchor(im, to, c) && !import_peel(im, c, walk_blocks, to)) {
		import_leave(im, ASIDE_OTHER, c);
	}
}

void import_blocks(importer *im, xnode *to, const xnode *from)
{
	bool outer = im->style_hides;
	uint32_t scope = fields_enter(im);
	walk_blocks(im, to, from);
	fields_leave(im, scope);
	im->style_hides = outer;
}
