#include "formats/lib/xml.h"

#include "redact/base/hash.h"

#include <string.h>

/* ---- reading: events onto nodes -------------------------------------------------------------- */

enum { KEPT = 4096, LONGEST_KEPT = 64 };

struct builder {
	arena *strings, *nodes;
	arena *piece;        /* the nodes of the piece at hand */
	const xml_pieces *pieces;
	xnode *at;
	int depth;
	bool inside;         /* of the piece */
	bool handed_over;    /* one container's pieces are: another of its name stays in the tree */
	xattr **next_attr;
	xml_tree *out;
	buf asides, words;
	str *kept;           /* the strings last met: names and values repeat without end */
};

static str keep(struct builder *b, str s)
{
	if (s.n == 0)
		return STR("");
	if (s.n > LONGEST_KEPT)
		return str_dup(s, b->strings);
	uint32_t h = hash32(s);
	str *slot = &b->kept[(h ^ h >> 15) % KEPT];
	if (!str_eq(*slot, s))
		*slot = str_dup(s, b->strings);
	return *slot;
}

static arena *nodes_of(const struct builder *b)
{
	return b->inside ? b->piece : b->nodes;
}

/* Whether the children of the element at hand are handed over one by one. */
static bool holds_pieces(const struct builder *b)
{
	const xml_pieces *p = b->pieces;
	return p && !b->handed_over && b->depth == 2 && xml_is(b->at, p->space, p->within) &&
	       xml_is(b->at->parent, p->space, p->root);
}

static void hand_over(struct builder *b, xnode *piece)
{
	piece->parent = b->at;
	b->pieces->take(b->pieces->arg, piece);
	arena_clear(b->piece);
	b->inside = false;
}

/* Text arrives in pieces and is joined here, at the next tag. */
static void settle_words(struct builder *b)
{
	if (b->words.n == 0)
		return;
	str words = buf_view(&b->words);
	if (holds_pieces(b)) {
		b->inside = true;
		hand_over(b, xml_text(b->piece, keep(b, words)));
	} else if (b->at) {
		xml_append(b->at, xml_text(nodes_of(b), keep(b, words)));
	}
	buf_clear(&b->words);
}

static void begin_element(struct builder *b, const xml_event *event)
{
	bool is_piece = holds_pieces(b);
	b->inside |= is_piece;
	b->depth++;
	xnode *n = xml_element(nodes_of(b), event->space, keep(b, event->name));
	if (is_piece)
		n->parent = b->at;
	else if (b->at)
		xml_append(b->at, n);
	else
		b->out->root = n;
	b->at = n;
	b->next_attr = &n->attrs;
}

static void add_attribute(struct builder *b, const xml_event *event)
{
	xattr *a = arena_alloc(nodes_of(b), sizeof *a);
	*a = (xattr){ .space = event->space, .name = keep(b, event->name), .value = keep(b, event->value) };
	*b->next_attr = a;
	b->next_attr = &a->next;
}

static void end_element(struct builder *b)
{
	xnode *n = b->at;
	b->handed_over |= holds_pieces(b);
	b->at = n->parent;
	b->depth--;
	if (b->inside && b->depth == 2)
		hand_over(b, n);
}

static bool build(void *arg, const xml_event *event)
{
	struct builder *b = arg;
	if (event->kind == XML_ELEMENT || event->kind == XML_END)
		settle_words(b);
	switch (event->kind) {
	case XML_ELEMENT:   begin_element(b, event); break;
	case XML_ATTRIBUTE: add_attribute(b, event); break;
	case XML_END:       end_element(b); break;
	case XML_TEXT:      buf_str(&b->words, event->value); break;
	case XML_ASIDE:
		buf_str(&b->asides, event->name);
		buf_byte(&b->asides, ' ');
		buf_str(&b->asides, event->value);
		buf_byte(&b->asides, '\n');
		break;
	case XML_SPACE:
		break;
	}
	return true;
}

bool xml_parse(xml_input in, const xml_space *spaces, const xml_pieces *pieces, arena *strings, arena *nodes,
               xml_tree *out, err *e)
{
	arena *piece = arena_new(), *table = arena_new();
	struct builder b = { .strings = strings, .nodes = nodes, .piece = piece, .pieces = pieces, .out = out,
	                     .kept = arena_array(table, str, KEPT) };
	*out = (xml_tree){ 0 };
	bool ok = xml_walk(in, spaces, build, &b, e);
	out->asides = str_dup(buf_view(&b.asides), strings);
	buf_free(&b.asides);
	buf_free(&b.words);
	arena_drop(piece);
	arena_drop(table);
	return ok && (out->root || err_set(e, ERR_INPUT, "a part is empty"));
}

/* ---- the tree -------------------------------------------------------------------------------- */

xnode *xml_element(arena *mem, unsigned char space, str name)
{
	xnode *n = arena_alloc(mem, sizeof *n);
	n->space = space;
	n->text = name;
	return n;
}

xnode *xml_text(arena *mem, str words)
{
	xnode *n = arena_alloc(mem, sizeof *n);
	n->is_text = true;
	n->text = words;
	return n;
}

void xml_append(xnode *parent, xnode *child)
{
	child->parent = parent;
	child->next = NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->child = child;
	parent->last = child;
}

void xml_insert_after(xnode *place, xnode *fresh)
{
	fresh->parent = place->parent;
	fresh->next = place->next;
	place->next = fresh;
	if (fresh->parent && fresh->parent->last == place)
		fresh->parent->last = fresh;
}

void xml_set(arena *mem, xnode *n, unsigned char space, const char *name, str value)
{
	xattr **at = &n->attrs;
	for (; *at; at = &(*at)->next)
		if ((*at)->space == space && str_is((*at)->name, name)) {
			(*at)->value = value;
			return;
		}
	xattr *attr = arena_alloc(mem, sizeof *attr);
	attr->space = space;
	attr->name = str_of(name);
	attr->value = value;
	*at = attr;
}

bool xml_is(const xnode *n, unsigned char space, const char *name)
{
	return n && n->space == space && !n->is_text && n->text.n && n->text.p[0] == *name && str_is(n->text, name);
}

bool xml_is_one_of(const xnode *n, unsigned char space, const char *const *names, size_t count)
{
	if (!n || n->space != space)
		return false;
	for (size_t i = 0; i < count; i++)
		if (xml_is(n, space, names[i]))
			return true;
	return false;
}

xattr *xml_attr(const xnode *n, unsigned char space, const char *name)
{
	for (xattr *a = n ? n->attrs : NULL; a; a = a->next)
		if (a->space == space && str_is(a->name, name))
			return a;
	return NULL;
}

str xml_value(const xnode *n, unsigned char space, const char *name)
{
	const xattr *a = xml_attr(n, space, name);
	return a ? a->value : STR("");
}

bool xml_value_z(const xnode *n, unsigned char space, const char *name, char out[static 24])
{
	str v = xml_value(n, space, name);
	if (v.n == 0 || v.n >= 24)
		return false;
	memcpy(out, v.p, v.n);
	out[v.n] = '\0';
	return true;
}

xnode *xml_find(const xnode *n, unsigned char space, const char *name)
{
	for (xnode *c = n ? n->child : NULL; c; c = c->next)
		if (xml_is(c, space, name))
			return c;
	return NULL;
}

xnode *xml_copy(const xnode *n, arena *mem)
{
	xnode *fresh = arena_alloc(mem, sizeof *fresh);
	fresh->space = n->space;
	fresh->is_text = n->is_text;
	fresh->text = n->text;
	xattr **at = &fresh->attrs;
	for (const xattr *a = n->attrs; a; a = a->next) {
		*at = arena_alloc(mem, sizeof **at);
		**at = *a;
		(*at)->next = NULL;
		at = &(*at)->next;
	}
	for (const xnode *c = n->child; c; c = c->next)
		xml_append(fresh, xml_copy(c, mem));
	return fresh;
}

xnode *xml_share(xnode *n, arena *mem)
{
	xnode *other = arena_alloc(mem, sizeof *other);
	n->shared = true;
	*other = (xnode){
		.child = n->child, .last = n->last, .attrs = n->attrs, .text = n->text, .space = n->space,
		.is_text = n->is_text, .shared = true,
	};
	return other;
}

void xml_own(xnode *n, arena *mem)
{
	if (!n->shared)
		return;
	const xnode *fresh = xml_copy(n, mem);
	n->attrs = fresh->attrs;
	n->child = fresh->child;
	n->last = fresh->last;
	for (xnode *c = n->child; c; c = c->next)
		c->parent = n;
	n->shared = false;
}

void xml_remove(xnode *child)
{
	xnode *parent = child->parent, *before = NULL;
	if (!parent)
		return;
	for (xnode *c = parent->child; c && c != child; c = c->next)
		before = c;
	if (before)
		before->next = child->next;
	else
		parent->child = child->next;
	if (parent->last == child)
		parent->last = before;
	child->parent = child->next = NULL;
}
