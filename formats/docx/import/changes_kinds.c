/*
 * Which elements are tracked changes, and which of them a decision takes.
 */
#include "formats/docx/import/changes.h"

change change_of(const xnode *n)
{
	static const struct { unsigned char space; const char *name; change is; } names[] = {
		{ NS_W, "ins", INSERTION }, { NS_W, "moveTo", INSERTION }, { NS_W14, "conflictIns", INSERTION },
		{ NS_W, "del", DELETION }, { NS_W, "moveFrom", DELETION }, { NS_W14, "conflictDel", DELETION },
		{ NS_W, "delText", DELETED_TEXT }, { NS_W, "delInstrText", DELETED_CODE },
		{ NS_W, "cellIns", CELL_INSERTION }, { NS_W, "cellDel", CELL_DELETION },
		{ NS_W, "cellMerge", CELL_MERGE }, { NS_W, "numberingChange", OLD_NUMBER },
	};
	if (n->is_text || (n->space != NS_W && n->space != NS_W14))
		return NO_CHANGE;
	if (n->space == NS_W && str_ends(n->text, "Change"))
		return str_is(n->text, "numberingChange") ? OLD_NUMBER : OLD_PROPERTIES;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (n->space == names[i].space && str_is(n->text, names[i].name))
			return names[i].is;
	return NO_CHANGE;
}

/* Whether the properties of something say that it came or went, so that this decision takes it. */
bool changes_mark(const struct changes *c, const xnode *props)
{
	for (const xnode *n = props ? props->child : NULL; n; n = n->next) {
		change is = change_of(n);
		if (c->reject ? is == INSERTION || is == CELL_INSERTION : is == DELETION || is == CELL_DELETION)
			return true;
	}
	return false;
}

bool changes_take(const struct changes *c, const xnode *n)
{
	switch (change_of(n)) {
	case INSERTION:    return c->reject;
	case DELETION:     return !c->reject;
	case DELETED_TEXT:
	case DELETED_CODE: return !c->reject;
	case NO_CHANGE:    break;
	default:           return false;
	}
	if (xml_is(n, NS_W, "r") || xml_is(n, NS_M, "r"))
		return changes_mark(c, xml_find(n, NS_W, "rPr"));
	if (xml_is(n, NS_W, "tr"))
		return changes_mark(c, xml_find(n, NS_W, "trPr"));
	if (xml_is(n, NS_W, "tc"))
		return changes_mark(c, xml_find(n, NS_W, "tcPr"));
	return xml_is(n, NS_W, "numPr") && changes_mark(c, n);
}

/* ---- what is left of it ---------------------------------------------------------------------- */

void changes_count(struct changes *c)
{
	docx_drop(c->im->d, "tracked change", 1);
}

void changes_leave(struct changes *c, const xnode *n)
{
	import_leave(c->im, ASIDE_DELETED, n);
}

/* Who did it and when. */
void changes_leave_history(struct changes *c, const xnode *n)
{
	xnode bare = *n;
	bare.child = bare.last = NULL;
	import_leave(c->im, ASIDE_NAMES, &bare);
}
