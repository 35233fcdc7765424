/*
 * Stories: each part that holds paragraphs, from its source to a fresh tree of its own.
 */
#include "formats/docx/import/field_links.h"
#include "formats/docx/import/places.h"
#include "formats/docx/inner.h"

/* ---- stories --------------------------------------------------------------------------------- */

static xnode *import_background(importer *im, const xnode *ground)
{
	xnode plain = *ground;
	plain.child = plain.last = NULL;  /* a picture or texture behind everything */
	if (ground->child) {
		docx_drop(im->d, "page background", 1);
		for (const xnode *c = ground->child; c; c = c->next)
			import_leave(im, ASIDE_OTHER, c);
	}
	return import_copy(im, &plain);
}

/* The body's blocks, which come one by one while it is read or all at once after it. */
struct body {
	importer *im;
	xnode *to;
	xnode *section;  /* the last one's properties */
	/* blocks that tracked changes may tie together, in an arena of their own */
	arena *nodes;
	xnode *held;
	uint32_t open;   /* fields that began among them and did not end */
};

static void take_block(void *arg, const xnode *block)
{
	struct body *b = arg;
	xnode *section = xml_is(block, NS_W, "sectPr") ? import_copy(b->im, block) : NULL;
	if (section)
		b->section = section;
	else
		import_block(b->im, b->to, block);
}

/* ---- blocks with tracked changes ------------------------------------------------------------- */

static void count_fields(struct body *b, const xnode *n)
{
	str type = xml_is(n, NS_W, "fldChar") ? xml_value(n, NS_W, "fldCharType") : STR("");
	b->open += str_is(type, "begin");
	b->open -= str_is(type, "end") && b->open;
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text)
			count_fields(b, c);
}

/* A paragraph whose end nobody tracked goes on in none that follows. */
static bool ends_for_good(const xnode *block)
{
	const xnode *mark = xml_find(xml_find(block, NS_W, "pPr"), NS_W, "rPr");
	static const char *const tracked[] = { "ins", "del", "moveFrom", "moveTo" };
	for (size_t i = 0; i < sizeof tracked / sizeof *tracked; i++)
		if (xml_find(mark, NS_W, tracked[i]))
			return false;
	return xml_is(block, NS_W, "p");
}

static void release_blocks(struct body *b)
{
	if (!b->held)
		return;
	import_settle_changes(b->im, b->held);
	for (const xnode *c = b->held->child; c; c = c->next)
		take_block(b, c);
	arena_drop(b->nodes);
	b->nodes = NULL;
	b->held = NULL;
}

/* Tracked changes and fields run over the edges of blocks: they are settled together up to where no change
 * and no field goes on. A thousand pages are never held at once. */
static void hold_block(void *arg, const xnode *block)
{
	struct body *b = arg;
	if (!b->held) {
		b->nodes = arena_new();
		b->held = xml_element(b->nodes, NS_W, STR("body"));
	}
	xml_append(b->held, xml_copy(block, b->nodes));
	count_fields(b, block);
	if (!b->open && ends_for_good(block))
		release_blocks(b);
}

static void import_body(struct body *b, xnode *root, const xnode *src)
{
	importer *im = b->im;
	release_blocks(b);
	const xnode *ground = xml_find(src, NS_W, "background"), *body = xml_find(src, NS_W, "body");
	for (const xnode *c = body ? body->child : NULL; c; c = c->next)
		take_block(b, c);
	if (b->section)
		xml_append(b->to, b->section);
	if (!b->to->child)
		xml_append(b->to, xml_element(im->mem, NS_W, STR("p")));
	xnode *kept = ground ? import_background(im, ground) : NULL;
	if (kept)
		xml_append(root, kept);
	xml_append(root, b->to);
}

static int64_t number_of(str s)
{
	int64_t v = 0;
	size_t i = s.n && s.p[0] == '-';
	if (s.n == i || s.n > 12)
		return INT64_MIN;
	for (size_t k = i; k < s.n; k++) {
		if (s.p[k] < '0' || s.p[k] > '9')
			return INT64_MIN;
		v = v * 10 + (s.p[k] - '0');
	}
	return i ? -v : v;
}

/* Notes in the order in which they are referred to, the separators first; nobody refers to the
 * rest, so nobody is shown it. */
static void import_notes(importer *im, xnode *root, const xnode *src, bool foot)
{
	const number_map *map = foot ? &im->d->footnotes : &im->d->endnotes;
	const char *name = foot ? "footnote" : "endnote";
	const xnode **by_number = arena_array(im->mem, const xnode *, map->n + 3);
	for (const xnode *n = src->child; n; n = n->next) {
		if (!xml_is(n, NS_W, name))
			continue;
		str type = xml_value(n, NS_W, "type");
		size_t at = SIZE_MAX;
		if (str_is(type, "separator") || str_is(type, "continuationSeparator"))
			at = str_is(type, "separator") ? 0 : 1;
		else if ((type.n == 0 || str_is(type, "normal")) &&
		         (at = number_find(map, number_of(xml_value(n, NS_W, "id")))) != SIZE_MAX)
			at += 2;
		if (at != SIZE_MAX && !by_number[at]) {
			by_number[at] = n;
		} else {
			if (type.n == 0 || str_is(type, "normal"))
				docx_drop(im->d, "note nobody refers to", 1);
			import_leave(im, ASIDE_HIDDEN, n);
		}
	}
	for (size_t i = 0; i < map->n + 2; i++) {
		xnode *out = xml_element(im->mem, NS_W, str_of(name));
		if (i < 2)
			xml_set(im->mem, out, NS_W, "type", i ? STR("continuationSeparator") : STR("separator"));
		xml_set(im->mem, out, NS_W, "id", str_fmt(im->mem, "%d", (int)i - 1));
		if (by_number[i])
			import_blocks(im, out, by_number[i]);
		if (!out->child) {
			xnode *p = xml_element(im->mem, NS_W, STR("p")), *r = xml_element(im->mem, NS_W, STR("r"));
			if (i < 2)
				xml_append(r, xml_element(im->mem, NS_W, i ? STR("continuationSeparator") : STR("separator")));
			xml_append(p, r);
			xml_append(out, p);
		}
		xml_append(root, out);
	}
}

static void import_comments(importer *im, xnode *root, const xnode *src)
{
	if (docx_keeps_comments(im->d)) {
		import_kept_comments(im, src);
		return;
	}
	for (const xnode *n = src->child; n; n = n->next) {
		if (!xml_is(n, NS_W, "comment"))
			continue;
		docx_drop(im->d, "comment", 1);
		xnode empty = *n;
		empty.child = NULL;
		import_leave(im, ASIDE_NAMES, &empty);
		import_blocks(im, root, n);
	}
}

static const char *root_of(const story *s)
{
	static const struct { unit_kind kind; const char *root; } roots[] = {
		{ UNIT_BODY, "document" }, { UNIT_HEADER, "hdr" }, { UNIT_FOOTER, "ftr" },
		{ UNIT_COMMENT, "comments" },
	};
	for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
		if (roots[i].kind == s->kind)
			return roots[i].root;
	return str_is(s->name, "word/footnotes.xml") ? "footnotes" : "endnotes";
}

static void import_tree(struct body *b, story *s, xml_tree *tree)
{
	importer *im = b->im;
	import_leave_words(im, ASIDE_OTHER, tree->asides);
	import_settle_changes(im, tree->root);
	switch (s->kind) {
	case UNIT_BODY:    import_body(b, s->root, tree->root); break;
	case UNIT_NOTE:    import_notes(im, s->root, tree->root, str_is(s->name, "word/footnotes.xml")); break;
	case UNIT_COMMENT: import_comments(im, s->root, tree->root); break;
	default:
		import_blocks(im, s->root, tree->root);
		if (!s->root->child)
			xml_append(s->root, xml_element(im->mem, NS_W, STR("p")));
	}
}

static bool read_story(docx *d, story *s, struct body *b, arena *nodes, xml_tree *tree, err *e)
{
	xml_pieces blocks = { NS_W, root_of(s), "body", take_block, b };
	bool body = s->kind == UNIT_BODY, changed = false;
	if (!opc_rels(&d->package, s->part, &s->source_rels, e) ||
	    (body && !import_has_changes(d, s->part, &changed, e)))
		return err_wrap(e, STR_FMT, STR_ARG(s->name));
	if (changed)
		blocks.take = hold_block;
	if (!opc_parse(&d->package, s->part, body ? &blocks : NULL, nodes, tree, e))
		return err_wrap(e, STR_FMT, STR_ARG(s->name));
	if (xml_is(tree->root, NS_W, root_of(s)))
		return true;
	err_set(e, ERR_INPUT, STR_FMT ": not the kind of part that it claims to be", STR_ARG(s->name));
	return err_hint(e, "open it in a word processor and save it again as .docx");
}

bool import_story(docx *d, story *s, err *e)
{
	importer im = { .d = d, .s = s, .mem = d->mem, .around_hides = d->hides_all };
	struct body body = { .im = &im, .to = xml_element(d->mem, NS_W, STR("body")) };
	arena *nodes = arena_new();
	xml_tree tree;
	s->root = xml_element(d->mem, NS_W, str_of(root_of(s)));
	bool ok = read_story(d, s, &body, nodes, &tree, e);
	if (ok)
		import_tree(&body, s, &tree);
	import_end_fields(&im);
	field_links_settle(&im, NULL);
	places_end_story(&im);
	arena_drop(body.nodes);
	arena_drop(nodes);
	if (!ok || !im.endless)
		return ok;
	err_set(e, ERR_REFUSED, STR_FMT ": a field begins and never ends, so nobody can tell what is shown", STR_ARG(s->name));
	return err_hint(e, "open it in a word processor, put the field right, and save it again as .docx");
}
