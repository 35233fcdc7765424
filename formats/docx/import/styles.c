/*
 * The parts that format: styles, numbering, settings, theme. Names that people gave are replaced
 * by names of ours, everywhere in the document, since a style called after a client is a leak.
 */
#include "formats/docx/inner.h"

#include <stdlib.h>
#include <string.h>

static bool load(docx *d, story *s, const char *root, xml_tree *tree, err *e)
{
	if (!opc_parse(&d->package, s->part, NULL, d->formatting, tree, e))
		return err_wrap(e, STR_FMT, STR_ARG(s->name));
	if (!str_is(tree->root->text, root)) {
		err_set(e, ERR_INPUT, STR_FMT ": not the kind of part that it claims to be", STR_ARG(s->name));
		return err_hint(e, "open it in a word processor and save it again as .docx");
	}
	return true;
}

/* ---- styles ---------------------------------------------------------------------------------- */

static int by_old_id(const void *a, const void *b)
{
	return str_cmp(((const style *)a)->old_id, ((const style *)b)->old_id);
}

const style *docx_style(const docx *d, str old_id)
{
	style want = { .old_id = old_id };
	return d->nstyles && old_id.n ? bsearch(&want, d->style_list, d->nstyles, sizeof want, by_old_id) : NULL;
}

int docx_style_hides(docx *d, str old_id)
{
	for (int depth = 0; depth < 32; depth++) {
		const style *s = docx_style(d, old_id);
		if (!s)
			return -1;
		if (s->hidden >= 0)
			return s->hidden;
		old_id = s->base;
	}
	return -1;
}

bool docx_paragraph_hides(docx *d, str old_id, bool around)
{
	int own = docx_style_hides(d, old_id.n ? old_id : d->plain_style);
	return own < 0 ? around : own == 1;
}

static void list_styles(docx *d, const xnode *root)
{
	const xnode *defaults = xml_find(xml_find(root, NS_W, "docDefaults"), NS_W, "rPrDefault");
	d->hides_all = import_is_on(xml_find(xml_find(defaults, NS_W, "rPr"), NS_W, "vanish"));
	for (const xnode *n = root->child; n; n = n->next) {
		str id = xml_value(n, NS_W, "styleId");
		if (!xml_is(n, NS_W, "style") || id.n == 0)
			continue;
		const xnode *vanish = xml_find(xml_find(n, NS_W, "rPr"), NS_W, "vanish");
		*ARENA_PUSH(d->mem, d->style_list, d->nstyles, d->styles_room) = (style){
			.old_id = id, .base = xml_value(xml_find(n, NS_W, "basedOn"), NS_W, "val"),
			.hidden = vanish ? (signed char)import_is_on(vanish) : -1,
		};
		if (str_is(xml_value(n, NS_W, "type"), "paragraph") && import_is_set(n, "default"))
			d->plain_style = id;
		style *s = &d->style_list[d->nstyles - 1];
		const char *known = vocab_style(str_trim(xml_value(xml_find(n, NS_W, "name"), NS_W, "val")));
		for (size_t i = 0; known && i + 1 < d->nstyles; i++)
			if (str_is(d->style_list[i].name, known))
				known = NULL;
		if (known) {
			s->name = str_of(known);
			char fresh[64];
			vocab_style_id_of(known, fresh);
			s->new_id = str_dup(str_of(fresh), d->mem);
		} else {
			s->name = str_fmt(d->mem, "Style %zu", d->nstyles);
			s->new_id = str_fmt(d->mem, "Style%zu", d->nstyles);
		}
	}
	if (d->nstyles)
		qsort(d->style_list, d->nstyles, sizeof *d->style_list, by_old_id);
}

static xnode *import_style(importer *im, const xnode *n, const style *s)
{
	xnode *out = xml_element(im->mem, NS_W, STR("style"));
	static const char *const kept[] = { "type", "default" };
	for (size_t i = 0; i < 2; i++) {
		str v = xml_value(n, NS_W, kept[i]);
		if (v.n && vocab_value_fits(VALUE_TOKEN, v))
			xml_set(im->mem, out, NS_W, kept[i], v);
	}
	if (!vocab_style(s->name))
		xml_set(im->mem, out, NS_W, "customStyle", STR("1"));
	xml_set(im->mem, out, NS_W, "styleId", s->new_id);
	xnode *name = xml_element(im->mem, NS_W, STR("name"));
	xml_set(im->mem, name, NS_W, "val", s->name);
	xml_append(out, name);
	for (const xnode *c = n->child; c; c = c->next) {
		xnode *copy;
		if (c->is_text || xml_is(c, NS_W, "name")) {
			if (!c->is_text)
				import_leave(im, ASIDE_NAMES, c);
		} else if ((copy = import_copy(im, c))) {
			xml_append(out, copy);
		}
	}
	return out;
}

bool docx_load_styles(docx *d, int part, err *e)
{
	d->style_story = docx_story(d, part, STR("word/styles.xml"), UNIT_STRUCTURE, true);
	xml_tree tree;
	if (!load(d, d->style_story, "styles", &tree, e))
		return false;
	importer im = { .d = d, .s = d->style_story, .mem = d->mem };
	import_leave_words(&im, ASIDE_OTHER, tree.asides);
	import_settle_changes(&im, tree.root);
	list_styles(d, tree.root);
	d->style_source = tree.root;
	return true;
}

void docx_build_styles(docx *d)
{
	story *s = d->style_story;
	if (!s)
		return;
	importer im = { .d = d, .s = s, .mem = d->mem };
	s->root = xml_element(d->mem, NS_W, STR("styles"));
	bool *seen = arena_array(d->mem, bool, d->nstyles);
	for (const xnode *n = d->style_source->child; n; n = n->next) {
		xnode *kept = NULL;
		const style *known = docx_style(d, xml_value(n, NS_W, "styleId"));
		if (xml_is(n, NS_W, "docDefaults"))
			kept = import_copy(&im, n);
		else if (xml_is(n, NS_W, "style") && known && !seen[known - d->style_list]) {
			seen[known - d->style_list] = true;
			kept = import_style(&im, n, known);
		}
		if (kept)
			xml_append(s->root, kept);
	}
}

static int by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

bool docx_num_exists(const docx *d, str id)
{
	return d->nnums && bsearch(&id, d->nums, d->nnums, sizeof id, by_bytes);
}

/* ---- numbering ------------------------------------------------------------------------------- */

bool docx_load_numbering(docx *d, int part, err *e)
{
	story *s = docx_story(d, part, STR("word/numbering.xml"), UNIT_STRUCTURE, true);
	xml_tree tree;
	if (!load(d, s, "numbering", &tree, e))
		return false;
	importer im = { .d = d, .s = s, .mem = d->mem };
	import_leave_words(&im, ASIDE_OTHER, tree.asides);
	import_settle_changes(&im, tree.root);
	s->root = xml_element(d->mem, NS_W, STR("numbering"));
	for (const xnode *n = tree.root->child; n; n = n->next) {
		bool is_num = xml_is(n, NS_W, "num");
		if (!is_num && !xml_is(n, NS_W, "abstractNum")) {
			if (!n->is_text)
				import_leave(&im, ASIDE_OTHER, n);
			continue;
		}
		xnode *kept = import_copy(&im, n);
		if (!kept)
			continue;
		xml_append(s->root, kept);
		if (is_num)
			*ARENA_PUSH(d->mem, d->nums, d->nnums, d->nums_room) = xml_value(kept, NS_W, "numId");
	}
	if (d->nnums)
		qsort(d->nums, d->nnums, sizeof *d->nums, by_bytes);
	return true;
}

/* ---- settings -------------------------------------------------------------------------------- */

static const char *const settings_kept[] = {
	"mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
	"bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop", "autoHyphenation",
	"consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders",
	"bookFoldRevPrinting", "bookFoldPrinting", "bookFoldPrintingSheets", "displayBackgroundShape",
	"printTwoOnOne", "strictFirstAndLastChars", "characterSpacingControl", "compat",
	"drawingGridHorizontalSpacing", "drawingGridVerticalSpacing", "themeFontLang",
	"clrSchemeMapping",
};

/* How notes are numbered, and which notes are the separators: ours have the numbers -1 and 0. */
static xnode *note_settings(importer *im, const xnode *n, const rels *main)
{
	bool foot = str_is(n->text, "footnotePr");
	const char *name = foot ? "footnote" : "endnote";
	xnode *out = xml_element(im->mem, NS_W, n->text);
	for (const xnode *c = n->child; c; c = c->next) {
		xnode *kept = c->is_text || xml_is(c, NS_W, name) ? NULL : import_copy(im, c);
		if (kept)
			xml_append(out, kept);
	}
	const rel *r = rels_by_type(main, foot ? "footnotes" : "endnotes");
	for (int i = -1; r && r->part != OPC_NONE && i <= 0; i++) {
		xnode *ref = xml_element(im->mem, NS_W, str_of(name));
		xml_set(im->mem, ref, NS_W, "id", i ? STR("-1") : STR("0"));
		xml_append(out, ref);
	}
	return out;
}

bool docx_load_settings(docx *d, int part, err *e)
{
	story *s = docx_story(d, part, STR("word/settings.xml"), UNIT_STRUCTURE, true);
	xml_tree tree;
	if (!load(d, s, "settings", &tree, e))
		return false;
	importer im = { .d = d, .s = s, .mem = d->mem };
	import_leave_words(&im, ASIDE_OTHER, tree.asides);
	s->root = xml_element(d->mem, NS_W, STR("settings"));
	for (const xnode *n = tree.root->child; n; n = n->next) {
		xnode *kept = NULL;
		bool wanted = false;
		if (n->is_text)
			continue;
		for (size_t i = 0; i < sizeof settings_kept / sizeof *settings_kept; i++)
			wanted |= xml_is(n, NS_W, settings_kept[i]);
		if (wanted)
			kept = import_copy(&im, n);
		else if (xml_is(n, NS_W, "footnotePr") || xml_is(n, NS_W, "endnotePr"))
			kept = note_settings(&im, n, &d->stories[0]->source_rels);
		else if (!xml_is(n, NS_W, "rsids"))
			import_leave(&im, ASIDE_OTHER, n);
		if (kept)
			xml_append(s->root, kept);
	}
	return true;
}

/* ---- theme ----------------------------------------------------------------------------------- */

/* The schema wants three of each list, and a name on each scheme. */
static void complete_theme(arena *mem, xnode *n)
{
	static const char *const named[] = { "theme", "clrScheme", "fontScheme", "fmtScheme" };
	static const char *const fills[] = { "fillStyleLst", "bgFillStyleLst" };
	for (size_t i = 0; i < 4; i++)
		if (xml_is(n, NS_A, named[i]))
			xml_set(mem, n, NS_NONE, "name", STR("Office"));
	for (size_t i = 0; i < 2; i++) {
		size_t have = 0;
		for (const xnode *c = n->child; c; c = c->next)
			have++;
		for (; xml_is(n, NS_A, fills[i]) && have < 3; have++) {
			xnode *fill = xml_element(mem, NS_A, STR("solidFill"));
			xnode *colour = xml_element(mem, NS_A, STR("schemeClr"));
			xml_set(mem, colour, NS_NONE, "val", STR("phClr"));
			xml_append(fill, colour);
			xml_append(n, fill);
		}
	}
	if (xml_is(n, NS_A, "effectStyle") && !n->child)
		xml_append(n, xml_element(mem, NS_A, STR("effectLst")));
	for (xnode *c = n->child; c; c = c->next)
		if (!c->is_text)
			complete_theme(mem, c);
}

bool docx_load_theme(docx *d, int part, err *e)
{
	story *s = docx_story(d, part, STR("word/theme/theme1.xml"), UNIT_STRUCTURE, true);
	xml_tree tree;
	if (!load(d, s, "theme", &tree, e))
		return false;
	importer im = { .d = d, .s = s, .mem = d->mem };
	import_leave_words(&im, ASIDE_OTHER, tree.asides);
	s->root = xml_element(d->mem, NS_A, STR("theme"));
	const xnode *elements = xml_find(tree.root, NS_A, "themeElements");
	xnode *kept = elements ? import_copy(&im, elements) : NULL;
	if (kept)
		xml_append(s->root, kept);
	complete_theme(d->mem, s->root);
	return true;
}
