/*
 * Comments that stay (--keep comments), without their authors.
 *
 * A comment hangs on three anchors among the words: where its range starts, where it ends, and the
 * reference itself. Anchors are copied as they are met, under their old numbers. Once all words are
 * imported it is known which references are left: their comments are imported, in that order, and
 * numbered anew; anchors of the others go, as does a range that has lost one of its ends. What
 * hangs on a deletion, on hidden words or on a header goes with it.
 *
 * People become "Reviewer 1", "Reviewer 2", so that it can be told who answers whom. Dates go.
 * Replies and what is resolved stand in a part of their own, which names comments by the numbers
 * of their paragraphs; it is written anew, and only where it has something to say.
 */
#include "formats/docx/inner.h"

#include "redact/base/hash.h"

#include <stdlib.h>

/* A comment that the source's part holds, by its place there. */
struct comment {
	const xnode *source;
	const story *where;          /* of the reference                                */
	xnode *start, *end, *ref;    /* its anchors; no ref: it goes                    */
	xnode *fresh;
	size_t number;               /* in order of reference                           */
	size_t parent;               /* an index; its own for one that is no reply      */
	bool done;
};

struct comments {
	docx *d;
	struct comment *list; size_t n, room;
	number_map by_id;            /* gives places in list                            */
	number_map paragraphs;       /* numbers of paragraphs ...                       */
	size_t *owners; size_t nowners, owners_room;  /* ... and whose they are         */
	size_t *order; size_t nkept, order_room;
	number_map people;
};

/* ---- anchors --------------------------------------------------------------------------------- */

bool docx_keeps_comments(const docx *d)
{
	return d->src->how.keep & KEEP_COMMENTS;
}

bool import_comment_anchor(importer *im, xnode *to, const xnode *n)
{
	static const char *const names[] = { "commentReference", "commentRangeStart", "commentRangeEnd" };
	if (n->space != NS_W || !docx_keeps_comments(im->d))
		return false;
	if (im->s->kind == UNIT_COMMENT && str_is(n->text, "annotationRef")) {
		xml_append(to, xml_element(im->mem, NS_W, STR("annotationRef")));
		return true;
	}
	if (im->s->kind != UNIT_BODY && im->s->kind != UNIT_NOTE)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(n->text, names[i])) {
			xnode *out = xml_element(im->mem, NS_W, str_of(names[i]));
			xml_set(im->mem, out, NS_W, "id", xml_value(n, NS_W, "id"));
			xml_append(to, out);
			return true;
		}
	return false;
}

static bool is_anchor(const xnode *n)
{
	return n->space == NS_W && (str_is(n->text, "commentReference") || str_is(n->text, "commentRangeStart") ||
	                            str_is(n->text, "commentRangeEnd"));
}

/* Words of an id as a number that is its own; ids are numbers, but need not be. */
static int64_t key_of(str s)
{
	return (int64_t)hash64(s);
}

static struct comment *comment_of(struct comments *all, const xnode *anchor)
{
	size_t at = number_find(&all->by_id, key_of(str_trim(xml_value(anchor, NS_W, "id"))));
	return at == SIZE_MAX ? NULL : &all->list[at];
}

static void meet_anchor(struct comments *all, const story *s, xnode *n)
{
	struct comment *c = comment_of(all, n);
	if (!c)
		return;
	if (str_is(n->text, "commentReference")) {
		if (c->ref)
			return;  /* a second reference is nothing that Word writes */
		c->ref = n;
		if (c->where != s)
			c->start = c->end = NULL;
		c->where = s;
		*ARENA_PUSH(all->d->mem, all->order, all->nkept, all->order_room) = (size_t)(c - all->list);
	} else if (str_is(n->text, "commentRangeStart")) {
		if (!c->start && !c->ref)
			c->start = n, c->where = s;
	} else if (c->start && !c->end && c->where == s) {
		c->end = n;
	}
}

/* Properties bear no anchors, and runs may share them. */
static bool may_bear(const xnode *n)
{
	return !n->is_text && !(n->space == NS_W && str_ends(n->text, "Pr"));
}

static void meet_anchors(struct comments *all, const story *s, xnode *n)
{
	for (xnode *c = n->child; c; c = c->next) {
		if (!may_bear(c))
			continue;
		if (is_anchor(c))
			meet_anchor(all, s, c);
		meet_anchors(all, s, c);
	}
}

static bool anchor_stays(struct comments *all, const xnode *n)
{
	const struct comment *c = comment_of(all, n);
	if (!c || !c->ref)
		return false;
	return n == c->ref || (c->start && c->end && (n == c->start || n == c->end));
}

/* New numbers for the anchors that stay; the others go, with the run that held nothing else. */
static void settle_anchors(struct comments *all, xnode *n)
{
	xnode *list = n->child, *next;
	n->child = n->last = NULL;
	for (xnode *c = list; c; c = next) {
		next = c->next;
		if (!c->is_text && is_anchor(c)) {
			if (!anchor_stays(all, c))
				continue;
			size_t number = comment_of(all, c)->number;
			c->attrs = NULL;
			xml_set(all->d->mem, c, NS_W, "id", str_fmt(all->d->mem, "%zu", number));
		} else if (may_bear(c)) {
			bool held = c->last && is_anchor(c->last);
			settle_anchors(all, c);
			if (held && xml_is(c, NS_W, "r") && (!c->last || xml_is(c->last, NS_W, "rPr")))
				continue;
		}
		xml_append(n, c);
	}
}

static bool bears_anchors(const story *s)
{
	return s->kind == UNIT_BODY || s->kind == UNIT_NOTE;
}

/* ---- what the source says of them ------------------------------------------------------------ */

static void list_comments(struct comments *all, const xnode *root)
{
	for (const xnode *n = root->child; n; n = n->next) {
		int64_t key = key_of(str_trim(xml_value(n, NS_W, "id")));
		if (!xml_is(n, NS_W, "comment") || number_find(&all->by_id, key) != SIZE_MAX)
			continue;
		number_add(&all->by_id, key, all->d->mem);
		struct comment *c = ARENA_PUSH(all->d->mem, all->list, all->n, all->room);
		*c = (struct comment){ .source = n, .parent = (size_t)(c - all->list) };
	}
}

static void list_paragraphs(struct comments *all, size_t owner, const xnode *n)
{
	for (const xnode *c = n->child; c; c = c->next) {
		str id = xml_value(c, NS_W14, "paraId");
		if (c->is_text)
			continue;
		if (xml_is(c, NS_W, "p") && id.n && number_find(&all->paragraphs, key_of(id)) == SIZE_MAX) {
			number_add(&all->paragraphs, key_of(id), all->d->mem);
			*ARENA_PUSH(all->d->mem, all->owners, all->nowners, all->owners_room) = owner;
		}
		list_paragraphs(all, owner, c);
	}
}

static size_t owner_of(const struct comments *all, str paragraph)
{
	size_t at = paragraph.n ? number_find(&all->paragraphs, key_of(paragraph)) : SIZE_MAX;
	return at == SIZE_MAX ? SIZE_MAX : all->owners[at];
}

static void read_threads(struct comments *all, const xnode *root)
{
	for (const xnode *n = root->child; n; n = n->next) {
		size_t own = owner_of(all, xml_value(n, NS_W15, "paraId"));
		size_t parent = owner_of(all, xml_value(n, NS_W15, "paraIdParent"));
		if (!xml_is(n, NS_W15, "commentEx") || own == SIZE_MAX)
			continue;
		str done = xml_value(n, NS_W15, "done");
		all->list[own].done = str_is(done, "1") || str_is(done, "true") || str_is(done, "on");
		if (parent != SIZE_MAX)
			all->list[own].parent = parent;
	}
}

/* The comment that a thread begins with, of those that stay. Replies to replies are replies to the
 * first; a ring of them has no first. */
static size_t first_of(const struct comments *all, size_t at)
{
	size_t first = at;
	for (int hops = 0; hops < 64; hops++) {
		size_t parent = all->list[first].parent;
		if (parent == first || !all->list[parent].ref)
			return first;
		first = parent;
	}
	return at;
}

/* ---- writing them ---------------------------------------------------------------------------- */

static void leave_comment(importer *im, const struct comment *c)
{
	docx_drop(im->d, "comment", 1);
	import_leave(im, ASIDE_HIDDEN, c->source);
}

static void name_author(struct comments *all, importer *im, struct comment *c)
{
	xnode history = *c->source;
	history.child = history.last = NULL;
	import_leave(im, ASIDE_NAMES, &history);
	int64_t who = key_of(xml_value(c->source, NS_W, "author"));
	size_t at = number_find(&all->people, who);
	if (at == SIZE_MAX) {
		at = all->people.n;
		number_add(&all->people, who, im->mem);
	}
	xml_set(im->mem, c->fresh, NS_W, "author", str_fmt(im->mem, "Reviewer %zu", at + 1));
	xml_set(im->mem, c->fresh, NS_W, "initials", str_fmt(im->mem, "R%zu", at + 1));
}

static void import_comment(struct comments *all, importer *im, struct comment *c)
{
	c->fresh = xml_element(im->mem, NS_W, STR("comment"));
	xml_set(im->mem, c->fresh, NS_W, "id", str_fmt(im->mem, "%zu", c->number));
	name_author(all, im, c);
	import_blocks(im, c->fresh, c->source);
	import_end_fields(im);
	if (!c->fresh->last || !xml_is(c->fresh->last, NS_W, "p"))
		xml_append(c->fresh, xml_element(im->mem, NS_W, STR("p")));
	xml_append(im->s->root, c->fresh);
}

/* Numbers of paragraphs are below 0x80000000; ours are of no document. */
static str paragraph_number(const struct comments *all, size_t number)
{
	return str_fmt(all->d->mem, "7C%06X", (unsigned)(number + 1) & 0xffffffu);
}

static void ignorable(arena *mem, xnode *root, const char *prefix)
{
	xml_set(mem, root, NS_MC, "Ignorable", str_of(prefix));
}

static void write_threads(struct comments *all, story *comments, int part)
{
	docx *d = all->d;
	bool any = false;
	for (size_t i = 0; i < all->nkept; i++)
		any |= all->list[all->order[i]].done || first_of(all, all->order[i]) != all->order[i];
	if (!any)
		return;
	story *s = docx_story(d, part, STR("word/commentsExtended.xml"), UNIT_STRUCTURE, true);
	s->root = xml_element(d->mem, NS_W15, STR("commentsEx"));
	ignorable(d->mem, s->root, "w15");
	ignorable(d->mem, comments->root, "w14");
	for (size_t i = 0; i < all->nkept; i++) {
		const struct comment *c = &all->list[all->order[i]];
		size_t first = first_of(all, all->order[i]);
		xml_set(d->mem, c->fresh->last, NS_W14, "paraId", paragraph_number(all, c->number));
		xnode *ex = xml_element(d->mem, NS_W15, STR("commentEx"));
		xml_set(d->mem, ex, NS_W15, "paraId", paragraph_number(all, c->number));
		if (first != all->order[i])
			xml_set(d->mem, ex, NS_W15, "paraIdParent", paragraph_number(all, all->list[first].number));
		xml_set(d->mem, ex, NS_W15, "done", c->done ? STR("1") : STR("0"));
		xml_append(s->root, ex);
	}
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void settle_threads(struct comments *all, story *comments)
{
	docx *d = all->d;
	const rel *r = rels_by_type(&d->stories[0]->source_rels, "commentsExtended");
	arena *nodes = arena_new();
	xml_tree tree;
	if (r && r->part != OPC_NONE && opc_parse(&d->package, r->part, NULL, nodes, &tree, NULL)) {
		read_threads(all, tree.root);
		write_threads(all, comments, r->part);
	}
	arena_drop(nodes);
}

/* Called for the comments' story, once the words that bear anchors have been imported. */
void import_kept_comments(importer *im, const xnode *src)
{
	docx *d = im->d;
	struct comments all = { .d = d };
	list_comments(&all, src);
	for (size_t i = 0; i < all.n; i++)
		list_paragraphs(&all, i, all.list[i].source);
	for (size_t i = 0; i < d->nstories; i++)
		if (bears_anchors(d->stories[i]))
			meet_anchors(&all, d->stories[i], d->stories[i]->root);
	for (size_t i = 0; i < all.nkept; i++)
		all.list[all.order[i]].number = i;
	for (size_t i = 0; i < d->nstories; i++)
		if (bears_anchors(d->stories[i]))
			settle_anchors(&all, d->stories[i]->root);
	for (size_t i = 0; i < all.nkept; i++)
		import_comment(&all, im, &all.list[all.order[i]]);
	for (size_t i = 0; i < all.n; i++)
		if (!all.list[i].ref)
			leave_comment(im, &all.list[i]);
	settle_threads(&all, im->s);
}

/* A document whose anchors lead nowhere. */
void import_no_comments(docx *d)
{
	struct comments none = { .d = d };
	for (size_t i = 0; i < d->nstories; i++)
		if (bears_anchors(d->stories[i]))
			settle_anchors(&none, d->stories[i]->root);
}
