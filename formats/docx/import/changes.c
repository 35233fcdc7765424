/*
 * Tracked changes (ECMA-376 Part 1, 17.13.5): a source's tree as if somebody had pressed "accept
 * all" or "reject all" before we came. What the decision takes away becomes an aside, what it keeps
 * stands without its history, and the importer never hears that there was one.
 *
 * Both decisions are one walk: of insertions and deletions the one kind goes and the other loses
 * its wrapper. A paragraph whose own end goes joins the next, which gives the properties (a
 * word processor keeps them in the end).
 */
#include "formats/docx/import/changes.h"

static bool has_changes(const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text && (change_of(c) != NO_CHANGE || has_changes(c)))
			return true;
	return false;
}

static bool note_change(void *has, const xml_event *event)
{
	const xnode n = { .space = event->space, .text = event->name };
	*(bool *)has |= event->kind == XML_ELEMENT && change_of(&n) != NO_CHANGE;
	return !*(bool *)has;
}

bool import_has_changes(docx *d, int part, bool *has, err *e)
{
	*has = false;
	return !changes_may_be_in(d, part) || opc_walk(&d->package, part, note_change, has, e);
}

/* ---- what goes, and what loses its wrapper --------------------------------------------------- */

static void take_away(struct changes *c, xnode *to, const xnode *n)
{
	changes_count(c);
	if (c->nspared && (xml_is(n, NS_W, "r") || xml_find(n, NS_W, "r")))
		changes_keep_spared(c, to, n);
	changes_leave(c, n);
}

static void settle(struct changes *c, xnode *n);
static void settle_list(struct changes *c, xnode *to, xnode *list);

/* ---- paragraphs ------------------------------------------------------------------------------ */

/* Whether a paragraph shows anything, if only a field or a picture. */
static bool shows(const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next) {
		if (c->is_text || xml_is(c, NS_W, "pPr") || xml_is(c, NS_W, "rPr") ||
		    xml_is(c, NS_W, "lastRenderedPageBreak"))
			continue;
		if (xml_is(n, NS_W, "r") || xml_is(c, NS_M, "oMath") || xml_is(c, NS_M, "oMathPara") || shows(c))
			return true;
	}
	return false;
}

static bool is_anchor(const xnode *n)
{
	return n->space == NS_W && (str_ends(n->text, "Start") || str_ends(n->text, "End"));
}

static const xnode *last_block(const xnode *home)
{
	const xnode *block = NULL;
	for (const xnode *n = home->child; n; n = n->next)
		if (!n->is_text && !is_anchor(n))
			block = n;
	return block;
}

/* No paragraph follows that could take the words: they keep their own. Of one that is left empty
 * the anchors stay, unless a paragraph must stand there. */
static void settle_carry(struct changes *c, bool at_end)
{
	xnode *p = c->carry, *home = c->home;
	c->carry = c->home = NULL;
	if (!p)
		return;
	const xnode *before = last_block(home);
	if (shows(p) || (at_end && before && !xml_is(before, NS_W, "p"))) {
		xml_append(home, p);
		return;
	}
	for (xnode *n = p->child, *next; n; n = next) {
		next = n->next;
		if (is_anchor(n))
			xml_append(home, n);
		else if (!n->is_text)
			changes_leave(c, n);
	}
}

static void take_properties(struct changes *c, xnode *p, xnode *from)
{
	if (p->child && xml_is(p->child, NS_W, "pPr")) {
		changes_leave(c, p->child);
		xml_remove(p->child);
	}
	xnode *props = xml_find(from, NS_W, "pPr");
	if (!props)
		return;
	xml_remove(props);
	props->parent = p;
	props->next = p->child;
	p->child = props;
	p->last = p->last ? p->last : props;
}

/* The second's content goes to the end of the first, so that a thousand joined paragraphs do not
 * move their words a thousand times. */
static void join(struct changes *c, xnode *first, xnode *second)
{
	take_properties(c, first, second);
	first->attrs = second->attrs;
	for (xnode *n = second->child, *next; n; n = next) {
		next = n->next;
		xml_append(first, n);
	}
}

static void settle_paragraph(struct changes *c, xnode *to, xnode *p)
{
	xnode *first = c->carry, *props = xml_find(p, NS_W, "pPr");
	bool ends = !changes_mark(c, xml_find(props, NS_W, "rPr"));
	c->carry = c->home = NULL;
	settle(c, p);
	if (!ends) {
		/* the end of a paragraph that ends a section ends it, too */
		xnode *section = xml_find(props, NS_W, "sectPr");
		if (section) {
			changes_leave(c, section);
			xml_remove(section);
		}
	}
	if (first) {
		join(c, first, p);
		p = first;
	}
	if (ends) {
		xml_append(to, p);
		return;
	}
	c->carry = p;
	c->home = to;
}

/* ---- formulas -------------------------------------------------------------------------------- */

static bool is_math_property(const xnode *n)
{
	return n->space == NS_M && n->text.n > 2 && str_ends(n->text, "Pr");
}

/* A fraction that came when its parts were there already: its control character says so. */
static bool structure_goes(const struct changes *c, const xnode *n)
{
	if (n->space != NS_M || is_math_property(n))
		return false;
	for (const xnode *p = n->child; p; p = p->next)
		if (is_math_property(p) && changes_mark(c, xml_find(p, NS_M, "ctrlPr")))
			return true;
	return false;
}

static void unwrap_structure(struct changes *c, xnode *to, xnode *n)
{
	changes_count(c);
	for (xnode *part = n->child; part; part = part->next) {
		if (is_math_property(part))
			changes_leave(c, part);
		else if (xml_is(part, NS_M, "mr"))
			unwrap_structure(c, to, part);
		else
			settle_list(c, to, part->child);
	}
}

static bool is_empty_formula(const xnode *n)
{
	if (!xml_is(n, NS_M, "oMath") && !xml_is(n, NS_M, "oMathPara"))
		return false;
	for (const xnode *c = n->child; c; c = c->next)
		if (!c->is_text && !is_math_property(c))
			return false;
	return true;
}

/* ---- the walk -------------------------------------------------------------------------------- */

static bool has_below(const xnode *n, const char *name)
{
	for (const xnode *c = n->child; c; c = c->next)
		if (xml_is(c, NS_W, name) || (!c->is_text && !xml_is(c, NS_W, "tc") && has_below(c, name)))
			return true;
	return false;
}

/* What is left of a table without rows, of a row without cells. */
static bool is_hollow(const xnode *n)
{
	return (xml_is(n, NS_W, "tbl") && !has_below(n, "tr")) || (xml_is(n, NS_W, "tr") && !has_below(n, "tc")) ||
	       is_empty_formula(n);
}

/* A paragraph's words never run over the edge of these. */
static bool is_region(const xnode *n)
{
	static const char *const names[] = { "body", "hdr", "ftr", "footnote", "endnote", "comment", "tc", "txbxContent" };
	return xml_is(n, NS_MC, "Choice") || xml_is(n, NS_MC, "Fallback") || XML_IS_ONE_OF(n, NS_W, names);
}

static bool is_barrier(const xnode *n)
{
	return xml_is(n, NS_W, "tbl") || xml_is(n, NS_W, "altChunk") || xml_is(n, NS_MC, "AlternateContent");
}

static void settle_element(struct changes *c, xnode *to, xnode *n)
{
	xnode *carry = c->carry, *home = c->home;
	bool was_hollow = is_hollow(n), apart = is_region(n) || is_barrier(n);
	if (apart)
		c->carry = c->home = NULL;
	settle(c, n);
	if (apart) {
		settle_carry(c, true);
		c->carry = carry;
		c->home = home;
	}
	if (!was_hollow && is_hollow(n)) {
		changes_leave(c, n);
		return;
	}
	if (is_barrier(n))
		settle_carry(c, false);
	xml_append(to, n);
}

static void settle_one(struct changes *c, xnode *to, xnode *n)
{
	if (changes_take(c, n)) {
		take_away(c, to, n);
		return;
	}
	switch (change_of(n)) {
	case INSERTION:
	case DELETION:
		changes_count(c);
		changes_leave_history(c, n);
		settle_list(c, to, n->child);
		return;
	case OLD_PROPERTIES:
	case OLD_NUMBER:
	case CELL_INSERTION:
	case CELL_DELETION:
	case CELL_MERGE:
		changes_count(c);
		changes_leave(c, n);
		return;
	case DELETED_TEXT:
		n->text = STR("t");
		break;
	case DELETED_CODE:
		n->text = STR("instrText");
		break;
	case NO_CHANGE:
		break;
	}
	if (xml_is(n, NS_W, "p"))
		settle_paragraph(c, to, n);
	else if (structure_goes(c, n))
		unwrap_structure(c, to, n);
	else
		settle_element(c, to, n);
}

static void settle_list(struct changes *c, xnode *to, xnode *list)
{
	for (xnode *n = list, *next; n; n = next) {
		next = n->next;
		if (n->is_text)
			xml_append(to, n);
		else
			settle_one(c, to, n);
	}
}

static void settle(struct changes *c, xnode *n)
{
	changes_settle_properties(c, n);
	xnode *list = n->child;
	n->child = n->last = NULL;
	settle_list(c, n, list);
}

void import_settle_changes(importer *im, xnode *root)
{
	struct changes c = { .im = im, .reject = im->d->src->how.changes == CHANGES_REJECT };
	if (!has_changes(root))
		return;
	changes_find_cut_fields(&c, root);
	settle(&c, root);
	settle_carry(&c, true);
}
