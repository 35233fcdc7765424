/*
 * Inside a paragraph: runs, their text, links and notes.
 */
#include "formats/docx/import/fields.h"
#include "formats/docx/import/places.h"
#include "formats/docx/import/links.h"
#include "formats/docx/inner.h"
#include "formats/docx/text/symbols.h"

#include <stdlib.h>
#include <string.h>

/* ---- notes ----------------------------------------------------------------------------------- */

static void note_reference(importer *im, const xnode *n, xnode *run)
{
	bool foot = str_is(n->text, "footnoteReference");
	const rel *r = rels_by_type(&im->s->source_rels, foot ? "footnotes" : "endnotes");
	str id = xml_value(n, NS_W, "id");
	if (im->s->kind != UNIT_BODY || !r || r->part == OPC_NONE || id.n == 0 || id.n > 9 ||
	    !vocab_value_fits(VALUE_TOKEN, id))
		return;
	number_map *map = foot ? &im->d->footnotes : &im->d->endnotes;
	int64_t old = strtoll(str_z(id, im->mem), NULL, 10);
	if (number_find(map, old) != SIZE_MAX)
		return;  /* a second reference to one note is nothing that Word writes */
	number_add(map, old, im->mem);
	xnode *out = xml_element(im->mem, NS_W, foot ? STR("footnoteReference") : STR("endnoteReference"));
	str follows = xml_value(n, NS_W, "customMarkFollows");
	if (vocab_value_fits(VALUE_TOKEN, follows) && follows.n)
		xml_set(im->mem, out, NS_W, "customMarkFollows", follows);
	xml_set(im->mem, out, NS_W, "id", str_fmt(im->mem, "%zu", map->n));
	xml_append(run, out);
}

/* ---- runs ------------------------------------------------------------------------------------ */

static bool run_is_hidden(importer *im, const xnode *r)
{
	const xnode *props = xml_find(r, NS_W, "rPr");
	const xnode *own = xml_find(props, NS_W, "vanish");
	if (own)
		return import_is_on(own);
	int by_style = docx_style_hides(im->d, xml_value(xml_find(props, NS_W, "rStyle"), NS_W, "val"));
	return by_style >= 0 ? by_style == 1 : im->style_hides;
}

static str words_of(const xnode *n, arena *mem)
{
	if (n->child && n->child->is_text && !n->child->next)
		return n->child->text;
	buf b = { 0 };
	for (const xnode *c = n->child; c; c = c->next)
		if (c->is_text)
			buf_str(&b, c->text);
	str out = str_dup(buf_view(&b), mem);
	buf_free(&b);
	return out;
}

static void leave_inner(importer *im, const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text)
			import_leave(im, ASIDE_OTHER, c);
}

static void put_text(importer *im, xnode *run, str words)
{
	if (words.n == 0)
		return;
	xnode *t = xml_element(im->mem, NS_W, STR("t"));
	if (str_trim(words).n != words.n)
		docx_preserve(im->d, t);
	xml_append(t, xml_text(im->mem, words));
	xml_append(run, t);
}

/* A character that names a glyph of the run's face becomes a symbol, which is what it is. */
static void put_symbol(importer *im, xnode *run, uint32_t code)
{
	const xnode *fonts = xml_find(xml_find(run, NS_W, "rPr"), NS_W, "rFonts");
	str font = xml_value(fonts, NS_W, "ascii");
	xnode *n = xml_element(im->mem, NS_W, STR("sym"));
	if (font.n)
		xml_set(im->mem, n, NS_W, "font", font);
	xml_set(im->mem, n, NS_W, "char", str_fmt(im->mem, "%04X", code));
	xml_append(run, n);
}

static void import_text(importer *im, const xnode *n, xnode *run)
{
	str words = words_of(n, im->mem);
	leave_inner(im, n);
	if (words.n == 0)
		return;
	/* A line break or tab between the tags is a blank to a word processor. */
	if (strcspn(words.p, "\n\r\t") < words.n) {
		char *plain = str_z(words, im->mem);
		for (size_t i = 0; i < words.n; i++)
			if (plain[i] == '\n' || plain[i] == '\r' || plain[i] == '\t')
				plain[i] = ' ';
		words.p = plain;
	}
	size_t beg, end, at = 0;
	for (uint32_t code; (code = symbol_in_text(words, at, &beg, &end)) != 0; at = end) {
		put_text(im, run, str_sub(words, at, beg));
		put_symbol(im, run, code);
	}
	put_text(im, run, str_sub(words, at, words.n));
}

static void import_ruby(importer *im, const xnode *ruby, xnode *run)
{
	xnode *out = xml_element(im->mem, NS_W, STR("ruby"));
	for (const xnode *c = ruby->child; c; c = c->next) {
		xnode *kept = NULL;
		if (xml_is(c, NS_W, "rubyPr")) {
			kept = import_copy(im, c);
		} else if (xml_is(c, NS_W, "rt") || xml_is(c, NS_W, "rubyBase")) {
			kept = xml_element(im->mem, NS_W, c->text);
			import_inlines(im, kept, c);
		} else if (!c->is_text) {
			import_leave(im, ASIDE_OTHER, c);
		}
		if (kept)
			xml_append(out, kept);
	}
	xml_append(run, out);
}

static bool is_plain(const xnode *n)
{
	static const char *const names[] = {
		"tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "ptab", "footnoteRef",
		"endnoteRef", "separator", "continuationSeparator", "pgNum",
	};
	return XML_IS_ONE_OF(n, NS_W, names);
}

static void import_run_children(importer *im, void *arg, const xnode *from);

void import_run_child(importer *im, const xnode *c, xnode *run)
{
	if (xml_is(c, NS_W, "fldChar")) {
		fields_char(im, c, run);
		return;
	}
	if (xml_is(c, NS_W, "instrText")) {
		fields_code(im, words_of(c, im->mem));
		leave_inner(im, c);
		return;
	}
	if (fields_in_code(im)) {
		fields_swallow(im, xml_is(c, NS_W, "t") ? words_of(c, im->mem) : STR(""));
		import_leave(im, ASIDE_CODES, c);
		return;
	}
	if (!xml_is(c, NS_W, "lastRenderedPageBreak") && (c->child || !xml_is(c, NS_W, "t")))
		fields_fill(im);
	if (xml_is(c, NS_W, "t"))
		import_text(im, c, run);
	else if (xml_is(c, NS_W, "footnoteReference") || xml_is(c, NS_W, "endnoteReference"))
		note_reference(im, c, run);
	else if (xml_is(c, NS_W, "drawing"))
		import_drawing(im, run, c);
	else if (xml_is(c, NS_W, "pict"))
		import_vml(im, run, c);
	else if (xml_is(c, NS_MC, "AlternateContent"))
		import_choice(im, run, c);
	else if (xml_is(c, NS_W, "ruby"))
		import_ruby(im, c, run);
	else if (xml_is(c, NS_W, "object") || xml_is(c, NS_W, "control"))
		import_object(im, run, c);
	else if (xml_is(c, NS_W, "contentPart")) {
		docx_drop(im->d, "ink", 1);
		import_leave(im, ASIDE_OTHER, c);
		import_placeholder(im, run, "[ink removed]");
	} else if (is_plain(c)) {
		xnode *kept = import_copy(im, c);
		if (kept)
			xml_append(run, kept);
	} else if (import_comment_anchor(im, run, c) || xml_is(c, NS_W, "lastRenderedPageBreak") ||
	           xml_is(c, NS_W, "annotationRef") || xml_is(c, NS_W, "commentReference")) {
		return;
	} else if (vocab_element(im->d->words, c->space, c->text) || c->space == NS_W) {
		import_leave(im, ASIDE_OTHER, c);
	} else {
		import_run_children(im, run, c);  /* unknown: its runs' content, if there is any, stays */
	}
}

static void import_run_children(importer *im, void *arg, const xnode *from)
{
	for (const xnode *c = from->child; c; c = c->next) {
		if (c->is_text)
			import_leave_stray(im, c);
		else if (!xml_is(c, NS_W, "rPr"))
			import_run_child(im, c, arg);
	}
}

static void hidden_run(importer *im, const xnode *r)
{
	/* Fields may begin hidden and end in sight: the machine runs on. */
	xnode *nowhere = xml_element(im->mem, NS_W, STR("r"));
	bool words = false;
	for (const xnode *c = r->child; c; c = c->next) {
		if (c->is_text || xml_is(c, NS_W, "rPr"))
			continue;
		if (xml_is(c, NS_W, "fldChar") || xml_is(c, NS_W, "instrText")) {
			im->nowhere = true;
			import_run_child(im, c, nowhere);
			im->nowhere = false;
		} else {
			words |= !xml_is(c, NS_W, "commentReference") && !xml_is(c, NS_W, "lastRenderedPageBreak");
			import_leave(im, ASIDE_HIDDEN, c);
		}
	}
	if (words)
		docx_drop(im->d, "hidden text", 1);
}

static void import_run(importer *im, xnode *to, const xnode *r)
{
	if (run_is_hidden(im, r)) {
		hidden_run(im, r);
		return;
	}
	xnode *out = xml_element(im->mem, NS_W, STR("r"));
	const xnode *props = xml_find(r, NS_W, "rPr");
	xnode *kept = props ? import_properties(im, props) : NULL;
	if (kept && kept->child)
		xml_append(out, kept);
	xnode *before = out->last;
	import_run_children(im, out, r);
	if (out->last != before)
		xml_append(to, out);
}

/* ---- formulas -------------------------------------------------------------------------------- */

static xnode *import_math(importer *im, const xnode *n)
{
	if (xml_is(n, NS_W, "rPr") || (n->space == NS_M && n->text.n > 2 && str_ends(n->text, "Pr")))
		return import_copy(im, n);
	if (!vocab_element(im->d->words, n->space, n->text) || n->space != NS_M) {
		import_leave(im, ASIDE_OTHER, n);
		return NULL;
	}
	xnode *out = xml_element(im->mem, NS_M, n->text);
	if (str_is(n->text, "t")) {
		str words = words_of(n, im->mem);
		if (words.n)
			xml_append(out, xml_text(im->mem, words));
		if (str_trim(words).n != words.n)
			xml_set(im->mem, out, NS_XML, "space", STR("preserve"));
		return out;
	}
	if (str_is(n->text, "r") && run_is_hidden(im, n)) {
		docx_drop(im->d, "hidden text", 1);
		import_leave(im, ASIDE_HIDDEN, n);
		return NULL;
	}
	for (const xnode *c = n->child; c; c = c->next) {
		xnode *kept;
		if (c->is_text) {
			import_leave_words(im, ASIDE_OTHER, c->text);
		} else if ((kept = import_math(im, c))) {
			xml_append(out, kept);
		}
	}
	return out;
}

/* ---- what a paragraph holds ------------------------------------------------------------------ */

/* A link stays where it leads to a place in the document; without its tooltip. */
static void import_link(importer *im, xnode *to, const xnode *c)
{
	const rel *r = rels_by_id(&im->s->source_rels, xml_value(c, NS_R, "id"));
	str anchor = xml_value(c, NS_W, "anchor");
	bool inner = !r && anchor.n && im->d->src->how.keep & KEEP_JUMPS;
	if (r)
		docx_aside(im->d, UNIT_LINK, str_fmt(im->mem, "link %zu", im->d->nasides + 1),
		           links_may_stay(im, r) ? links_words(r->target, im->mem) : r->target);
	xnode bare = *c;
	bare.child = NULL;
	import_leave(im, ASIDE_NAMES, &bare);
	if (!xml_is(to, NS_W, "p") || fields_in_code(im) || !(inner || links_may_stay(im, r))) {
		docx_drop(im->d, "link", 1);
		import_inlines(im, to, c);
		return;
	}
	xnode *out = xml_element(im->mem, NS_W, STR("hyperlink"));
	uint32_t outer = fields_enter(im);
	import_inlines(im, out, c);
	fields_leave(im, outer);
	if (!out->child)
		return;
	xml_append(to, out);
	if (inner)
		places_lead(im->d, &(field_code){ .place = anchor }, out);
	else
		links_keep(im, out, r->target);
}

static void walk_inlines(importer *im, void *to, const xnode *from)
{
	import_inlines(im, to, from);
}

void import_inlines(importer *im, xnode *to, const xnode *from)
{
	for (const xnode *c = from->child; c; c = c->next) {
		if (xml_is(c, NS_W, "r")) {
			import_run(im, to, c);
		} else if (xml_is(c, NS_W, "pPr") || xml_is(c, NS_W, "fldData")) {
			continue;
		} else if (xml_is(c, NS_W, "fldSimple")) {
			fields_simple(im, to, c);
		} else if (xml_is(c, NS_W, "hyperlink")) {
			import_link(im, to, c);
		} else if (xml_is(c, NS_W, "bookmarkStart") || xml_is(c, NS_W, "bookmarkEnd")) {
			import_leave(im, ASIDE_NAMES, c);
			places_marker(im, to, c);
		} else if (xml_is(c, NS_M, "oMath") || xml_is(c, NS_M, "oMathPara")) {
			xnode *kept = fields_in_code(im) ? NULL : import_math(im, c);
			if (kept)
				xml_append(to, kept);
		} else if (!import_comment_anchor(im, to, c) && !import_peel(im, c, walk_inlines, to)) {
			import_leave(im, ASIDE_OTHER, c);
		}
	}
}
