/*
 * Fields of which a tracked change takes only a part.
 *
 * Where a field begins among what goes and ends among what stays, its marks stay, lest its code be
 * taken for words or its words for a code.
 */
#include "formats/docx/import/changes.h"

#include <stdlib.h>

struct open_field {
	const xnode *chars[3];  /* begin, separate, end */
	bool goes[3];
};

struct open_fields {
	struct open_field *list; size_t n, room;
};

/* Marks of a field that neither goes nor stays whole. */
static void spare(struct changes *c, const struct open_field *f)
{
	bool all = true;
	for (int i = 0; i < 3; i++)
		all &= !f->chars[i] || f->goes[i];
	for (int i = 0; !all && i < 3; i++)
		if (f->chars[i] && f->goes[i])
			*ARENA_PUSH(c->im->mem, c->spared, c->nspared, c->spared_room) = f->chars[i];
}

static void meet_field_char(struct changes *c, struct open_fields *open, const xnode *n, bool going)
{
	str type = xml_value(n, NS_W, "fldCharType");
	if (str_is(type, "begin"))
		*ARENA_PUSH(c->im->mem, open->list, open->n, open->room) = (struct open_field){ 0 };
	if (open->n == 0)
		return;
	struct open_field *top = &open->list[open->n - 1];
	int which = str_is(type, "begin") ? 0 : str_is(type, "separate") ? 1 : str_is(type, "end") ? 2 : 3;
	if (which == 3)
		return;
	top->chars[which] = n;
	top->goes[which] = going;
	if (which == 2) {
		spare(c, top);
		open->n--;
	}
}

static void find_cut_fields(struct changes *c, struct open_fields *open, const xnode *n, bool going)
{
	if (xml_is(n, NS_W, "fldChar"))
		meet_field_char(c, open, n, going);
	for (const xnode *k = n->child; k; k = k->next)
		if (!k->is_text)
			find_cut_fields(c, open, k, going || changes_take(c, k));
}

static int by_address(const void *a, const void *b)
{
	const xnode *x = *(const xnode *const *)a, *y = *(const xnode *const *)b;
	return ((uintptr_t)x > (uintptr_t)y) - ((uintptr_t)x < (uintptr_t)y);
}

static bool is_spared(const struct changes *c, const xnode *n)
{
	return c->nspared && bsearch(&n, c->spared, c->nspared, sizeof *c->spared, by_address);
}

void changes_keep_spared(struct changes *c, xnode *to, const xnode *n)
{
	for (const xnode *k = n->child; k; k = k->next) {
		if (k->is_text)
			continue;
		if (is_spared(c, k)) {
			xnode *run = xml_element(c->im->mem, NS_W, STR("r"));
			xml_append(run, xml_copy(k, c->im->mem));
			xml_append(to, run);
		} else {
			changes_keep_spared(c, to, k);
		}
	}
}

void changes_find_cut_fields(struct changes *c, const xnode *root)
{
	struct open_fields open = { 0 };
	find_cut_fields(c, &open, root, false);
	if (c->nspared)
		qsort(c->spared, c->nspared, sizeof *c->spared, by_address);
}
