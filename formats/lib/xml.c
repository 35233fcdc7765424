#include "formats/lib/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* ---- reading: libxml2's SAX2 callbacks onto the events of xml.h ------------------------------ */

struct walk {
	xmlParserCtxtPtr ctxt;
	const xml_space *spaces;
	xml_sink *sink;
	void *arg;
	arena *mem;          /* decoded attribute values live here     */
	int depth;
	const char *refused; /* why, when the document must not be read */
	bool stopped;        /* by the sink                             */
	const xmlChar *uri_seen[4]; unsigned char uri_number[4];
};

static unsigned char space_number(struct walk *w, const xmlChar *uri)
{
	if (!uri)
		return 0;
	for (size_t i = 0; i < 4; i++)
		if (w->uri_seen[i] == uri)  /* libxml2 interns them: one pointer a document */
			return w->uri_number[i];
	unsigned char number = 0;
	for (const xml_space *s = w->spaces; s->uri; s++)
		if (strcmp(s->uri, (const char *)uri) == 0)
			number = s->number;
	memmove(w->uri_seen + 1, w->uri_seen, 3 * sizeof *w->uri_seen);
	memmove(w->uri_number + 1, w->uri_number, 3);
	w->uri_seen[0] = uri;
	w->uri_number[0] = number;
	return number;
}

static void halt(struct walk *w, const char *refused)
{
	if (refused && !w->refused)
		w->refused = refused;
	w->stopped = true;
	xmlStopParser(w->ctxt);
}

static void tell(struct walk *w, xml_kind kind, unsigned char space, str name, str value)
{
	xml_event event = { kind, space, name, value };
	if (!w->stopped && !w->sink(w->arg, &event))
		halt(w, NULL);
}

static str of_x(const xmlChar *x)
{
	return str_of((const char *)x);
}

static void on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int nspaces, const xmlChar **spaces, int nattrs, int ndefault,
                     const xmlChar **attrs)
{
	struct walk *w = arg;
	(void)prefix;
	(void)ndefault;
	if (++w->depth > XML_DEPTH) {
		halt(w, "elements are nested too deep");
		return;
	}
	tell(w, XML_ELEMENT, space_number(w, uri), of_x(name), STR(""));
	for (int i = 0; i < nspaces; i++)
		tell(w, XML_SPACE, 0, of_x(spaces[2 * i]), of_x(spaces[2 * i + 1]));
	for (int i = 0; i < nattrs; i++, attrs += 5)
		tell(w, XML_ATTRIBUTE, space_number(w, attrs[2]), of_x(attrs[0]),
		     (str){ (const char *)attrs[3], (size_t)(attrs[4] - attrs[3]) });
}

static void on_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct walk *w = arg;
	(void)prefix;
	w->depth--;
	tell(w, XML_END, space_number(w, uri), of_x(name), STR(""));
}

static void on_text(void *arg, const xmlChar *p, int n)
{
	tell(arg, XML_TEXT, 0, STR(""), (str){ (const char *)p, n < 0 ? 0 : (size_t)n });
}

static void on_comment(void *arg, const xmlChar *value)
{
	tell(arg, XML_ASIDE, 0, STR(""), of_x(value));
}

static void on_instruction(void *arg, const xmlChar *target, const xmlChar *data)
{
	tell(arg, XML_ASIDE, 0, of_x(target), of_x(data));
}

static void on_subset(void *arg, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	halt(arg, "a part holds a document type declaration");
}

static void on_reference(void *arg, const xmlChar *name)
{
	(void)name;
	halt(arg, "a part refers to an entity");
}

static xmlParserInputPtr no_entity(void *arg, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)arg;
	(void)public_id;
	(void)system_id;
	return NULL;
}

/* libxml2 quotes the document in its messages: they go nowhere. */
static void on_trouble(void *arg, xmlErrorPtr trouble)
{
	(void)arg;
	(void)trouble;
}

bool xml_walk(str bytes, const xml_space *spaces, xml_sink *sink, void *arg, err *e)
{
	if (bytes.n == 0 || bytes.n > INT32_MAX)
		return err_set(e, ERR_INPUT, bytes.n ? "a part is too large" : "a part is empty");
	xmlParserCtxtPtr ctxt = xmlCreateMemoryParserCtxt(bytes.p, (int)bytes.n);
	if (!ctxt)
		return err_set(e, ERR_SYSTEM, "out of memory");
	struct walk w = { .ctxt = ctxt, .spaces = spaces, .sink = sink, .arg = arg };
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start, .endElementNs = on_end, .characters = on_text,
		.ignorableWhitespace = on_text, .cdataBlock = on_text, .comment = on_comment,
		.processingInstruction = on_instruction, .internalSubset = on_subset,
		.reference = on_reference, .resolveEntity = no_entity, .serror = on_trouble,
	};
	xmlSAXHandler *own = ctxt->sax;
	ctxt->sax = &sax;
	ctxt->userData = &w;
	/* HUGE lifts libxml2's own limits on depth and on one text's length; ours are the walk's depth
	 * and the size of the part, which the package limits. NOENT sounds dangerous and is not: with
	 * document types refused there is nothing to load, and without it "&amp;" in an attribute
	 * arrives as "&#38;". */
	xmlCtxtUseOptions(ctxt, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT |
	                        XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	int failed = xmlParseDocument(ctxt);
	bool whole = failed == 0 && ctxt->wellFormed;
	ctxt->sax = own;
	xmlFreeParserCtxt(ctxt);
	if (w.refused)
		err_set(e, ERR_REFUSED, "%s", w.refused);
	else if (!whole && !w.stopped)
		err_set(e, ERR_INPUT, "a part is not well-formed XML");
	else
		return true;
	return err_hint(e, "if a word processor can open the file, save it again as .docx");
}

/* ---- the tree -------------------------------------------------------------------------------- */

enum { NAMES = 256 };

struct builder {
	arena *mem;
	xnode *at;
	xattr **next_attr;
	xml_tree *out;
	buf asides, words;
	str names[NAMES];   /* a small cache: element and attribute names repeat without end */
};

static str keep_name(struct builder *b, str name)
{
	unsigned h = (unsigned)name.n;
	for (size_t i = 0; i < name.n; i++)
		h = h * 31 + (unsigned char)name.p[i];
	str *slot = &b->names[h % NAMES];
	if (!str_eq(*slot, name))
		*slot = str_dup(name, b->mem);
	return *slot;
}

/* Text arrives in pieces and is joined here, at the next tag. */
static void settle_words(struct builder *b)
{
	if (b->words.n == 0)
		return;
	if (b->at)
		xml_append(b->at, xml_text(b->mem, str_dup(buf_view(&b->words), b->mem)));
	buf_clear(&b->words);
}

static bool build(void *arg, const xml_event *event)
{
	struct builder *b = arg;
	xattr *attr;
	if (event->kind == XML_ELEMENT || event->kind == XML_END)
		settle_words(b);
	switch (event->kind) {
	case XML_ELEMENT: {
		xnode *n = xml_element(b->mem, event->space, keep_name(b, event->name));
		if (b->at)
			xml_append(b->at, n);
		else
			b->out->root = n;
		b->at = n;
		b->next_attr = &n->attrs;
		break;
	}
	case XML_ATTRIBUTE:
		attr = arena_alloc(b->mem, sizeof *attr);
		attr->space = event->space;
		attr->name = keep_name(b, event->name);
		attr->value = str_dup(event->value, b->mem);
		*b->next_attr = attr;
		b->next_attr = &attr->next;
		break;
	case XML_END:
		b->at = b->at->parent;
		break;
	case XML_TEXT:
		buf_str(&b->words, event->value);
		break;
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

bool xml_parse(str bytes, const xml_space *spaces, arena *mem, xml_tree *out, err *e)
{
	struct builder b = { .mem = mem, .out = out };
	*out = (xml_tree){ 0 };
	bool ok = xml_walk(bytes, spaces, build, &b, e);
	out->asides = str_dup(buf_view(&b.asides), mem);
	buf_free(&b.asides);
	buf_free(&b.words);
	return ok && (out->root || err_set(e, ERR_INPUT, "a part is empty"));
}

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

/* ---- writing --------------------------------------------------------------------------------- */

static void write_escaped(buf *out, str s, bool attribute)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *as = NULL;
		switch (s.p[i]) {
		case '&': as = "&amp;"; break;
		case '<': as = "&lt;"; break;
		case '>': as = "&gt;"; break;
		case '"': as = attribute ? "&quot;" : NULL; break;
		case '\r': as = "&#13;"; break;
		case '\n': as = attribute ? "&#10;" : NULL; break;
		case '\t': as = attribute ? "&#9;" : NULL; break;
		default: break;
		}
		if (as) {
			buf_str(out, str_sub(s, from, i));
			buf_z(out, as);
			from = i + 1;
		}
	}
	buf_str(out, str_sub(s, from, s.n));
}

static const xml_space *space_row(const xml_space *spaces, unsigned char number)
{
	for (; spaces->uri; spaces++)
		if (spaces->number == number)
			return spaces;
	return NULL;
}

static void write_name(buf *out, const xml_space *spaces, unsigned char space, str name)
{
	const xml_space *row = space ? space_row(spaces, space) : NULL;
	if (row && *row->prefix) {
		buf_z(out, row->prefix);
		buf_byte(out, ':');
	}
	buf_str(out, name);
}

static void mark_used(const xnode *n, bool used[static 256])
{
	if (n->is_text)
		return;
	used[n->space] = true;
	for (const xattr *a = n->attrs; a; a = a->next)
		used[a->space] = true;
	for (const xnode *c = n->child; c; c = c->next)
		mark_used(c, used);
}

static void write_node(buf *out, const xnode *n, const xml_space *spaces, const bool *declare)
{
	if (n->is_text) {
		write_escaped(out, n->text, false);
		return;
	}
	buf_byte(out, '<');
	write_name(out, spaces, n->space, n->text);
	for (int i = 1; declare && i < 256; i++) {
		const xml_space *row = declare[i] ? space_row(spaces, (unsigned char)i) : NULL;
		if (row && strcmp(row->prefix, "xml") != 0)
			buf_fmt(out, " xmlns%s%s=\"%s\"", *row->prefix ? ":" : "", row->prefix, row->uri);
	}
	for (const xattr *a = n->attrs; a; a = a->next) {
		buf_byte(out, ' ');
		write_name(out, spaces, a->space, a->name);
		buf_z(out, "=\"");
		write_escaped(out, a->value, true);
		buf_byte(out, '"');
	}
	if (!n->child) {
		buf_z(out, "/>");
		return;
	}
	buf_byte(out, '>');
	for (const xnode *c = n->child; c; c = c->next)
		write_node(out, c, spaces, NULL);
	buf_z(out, "</");
	write_name(out, spaces, n->space, n->text);
	buf_byte(out, '>');
}

void xml_write(const xnode *root, const xml_space *spaces, buf *out)
{
	bool used[256] = { false };
	mark_used(root, used);
	buf_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
	write_node(out, root, spaces, used);
}
