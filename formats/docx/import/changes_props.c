/*
 * Properties that a tracked change altered: they stay as they are, or become what they were.
 */
#include "formats/docx/import/changes.h"

/* What properties hold beside formatting: their old version does not tell of it. */
static bool outlives(const xnode *props, const xnode *n)
{
	if (xml_is(props, NS_W, "pPr"))
		return xml_is(n, NS_W, "rPr") || xml_is(n, NS_W, "sectPr");
	return xml_is(props, NS_W, "sectPr") &&
	       (xml_is(n, NS_W, "headerReference") || xml_is(n, NS_W, "footerReference"));
}

static void append_old(xnode *props, const xnode *old)
{
	for (xnode *n = old ? old->child : NULL, *next; n; n = next) {
		next = n->next;
		if (!outlives(props, n))
			xml_append(props, n);
	}
}

/* The properties as they were before. References stand first in a section, and the properties of a
 * paragraph's end last in its own. */
static void put_back(struct changes *c, xnode *props, const xnode *history)
{
	const xnode *old = history->child;
	while (old && old->is_text)
		old = old->next;
	bool section = xml_is(props, NS_W, "sectPr");
	xnode *list = props->child, *next;
	props->child = props->last = NULL;
	if (!section)
		append_old(props, old);
	for (xnode *n = list; n; n = next) {
		next = n->next;
		if (outlives(props, n))
			xml_append(props, n);
		else if (n != history)
			changes_leave(c, n);
	}
	if (section)
		append_old(props, old);
	changes_leave_history(c, history);
	changes_count(c);
}

/* Cells that grew together or apart, told as an attribute: "cont" for one that goes on the cell
 * above, "rest" for one that begins anew. */
static void settle_merge(struct changes *c, xnode *props, const xnode *merge)
{
	static const char *const before[] = { "cnfStyle", "tcW", "gridSpan", "hMerge" };
	str now = xml_value(merge, NS_W, c->reject ? "vMergeOrig" : "vMerge");
	xnode *has = xml_find(props, NS_W, "vMerge"), *place = NULL;
	if (now.n == 0) {
		if (c->reject && has)
			xml_remove(has);
		return;
	}
	if (!has) {
		has = xml_element(c->im->mem, NS_W, STR("vMerge"));
		for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
			xnode *one = xml_find(props, NS_W, before[i]);
			place = one ? one : place;
		}
		if (place) {
			xml_insert_after(place, has);
		} else {
			has->parent = props;
			has->next = props->child;
			props->child = has;
			props->last = props->last ? props->last : has;
		}
	}
	has->attrs = NULL;
	xml_set(c->im->mem, has, NS_W, "val", str_is(now, "cont") ? STR("continue") : STR("restart"));
}

void changes_settle_properties(struct changes *c, xnode *props)
{
	const xnode *history = NULL, *merge = NULL;
	for (const xnode *n = props->child; n; n = n->next) {
		change is = change_of(n);
		if (is == OLD_PROPERTIES && str_starts(n->text, str_z(props->text, c->im->mem)))
			history = n;
		else if (is == CELL_MERGE)
			merge = n;
	}
	if (merge && !(c->reject && history))
		settle_merge(c, props, merge);
	if (history && c->reject)
		put_back(c, props, history);
}
