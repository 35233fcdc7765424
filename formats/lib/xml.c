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

/* libxml2 compares each attribute of an element with all before it, so they are counted before it
 * sees them: by the '=' in an element's tag outside quotes. No tag holds a '<' of another, so that the
 * count is right again at the next one, whatever stood before. */
enum { MOST_ATTRIBUTES = 20000 };

struct meter {
	xml_input in;
	enum { BETWEEN, OPENED, IN_TAG, IN_QUOTES } at;
	char quote;
	size_t attributes;   /* of this tag */
	bool crowded;
	enum { UNKNOWN, BYTES, PAIRS_LITTLE, PAIRS_BIG } units;
	int pending;         /* the first byte of a pair, or -1 */
};

static void measure(struct meter *m, char c)
{
	if (c == '<') {
		m->at = OPENED;
		m->attributes = 0;
		return;
	}
	switch (m->at) {
	case BETWEEN:
		break;
	case OPENED:
		m->at = c == '!' || c == '?' ? BETWEEN : IN_TAG;
		break;
	case IN_TAG:
		if (c == '>') {
			m->at = BETWEEN;
		} else if (c == '"' || c == '\'') {
			m->at = IN_QUOTES;
			m->quote = c;
		} else if (c == '=' && ++m->attributes > MOST_ATTRIBUTES) {
			m->crowded = true;
		}
		break;
	case IN_QUOTES:
		if (c == m->quote)
			m->at = IN_TAG;
		break;
	}
}

/* The other half of UTF-16's letters beyond Latin-1 is no sign of XML. */
static void measure_half(struct meter *m, char half)
{
	if (m->pending < 0) {
		m->pending = (unsigned char)half;
		return;
	}
	char first = (char)m->pending, low = m->units == PAIRS_LITTLE ? first : half;
	char high = m->units == PAIRS_LITTLE ? half : first;
	measure(m, high ? 'x' : low);
	m->pending = -1;
}

/* A part is in UTF-8 or UTF-16 (ECMA-376 Part 2, 9.1.2), and begins with a mark or a '<'. */
static void find_units(struct meter *m, const char *p, int n)
{
	if (m->units != UNKNOWN || n < 2)
		return;
	bool little = (p[0] == '\xff' && p[1] == '\xfe') || (p[0] == '<' && p[1] == 0);
	bool big = (p[0] == '\xfe' && p[1] == '\xff') || (p[0] == 0 && p[1] == '<');
	m->units = little ? PAIRS_LITTLE : big ? PAIRS_BIG : BYTES;
}

static int read_metered(void *arg, char *to, int room)
{
	struct meter *m = arg;
	int n = m->crowded ? -1 : m->in.read(m->in.arg, to, room);
	find_units(m, to, n);
	for (int i = 0; i < n; i++) {
		if (m->units == PAIRS_LITTLE || m->units == PAIRS_BIG)
			measure_half(m, to[i]);
		else
			measure(m, to[i]);
	}
	return m->crowded ? -1 : n;
}

bool xml_walk(xml_input in, const xml_space *spaces, xml_sink *sink, void *arg, err *e)
{
	struct meter meter = { .in = in, .pending = -1 };
	xmlParserCtxtPtr ctxt = xmlCreateIOParserCtxt(NULL, NULL, read_metered, NULL, &meter, XML_CHAR_ENCODING_NONE);
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
	if (meter.crowded)
		err_set(e, ERR_REFUSED, "an element has more attributes than this program takes");
	else if (w.refused)
		err_set(e, ERR_REFUSED, "%s", w.refused);
	else if (!whole && !w.stopped)
		err_set(e, ERR_INPUT, "a part is not well-formed XML");
	else
		return true;
	return err_hint(e, "if a word processor can open the file, save it again as .docx");
}

static int read_bytes(void *arg, char *to, int room)
{
	str *rest = arg;
	size_t n = rest->n < (size_t)room ? rest->n : (size_t)room;
	if (n)
		memcpy(to, rest->p, n);
	*rest = str_sub(*rest, n, rest->n);
	return (int)n;
}

bool xml_walk_bytes(str bytes, const xml_space *spaces, xml_sink *sink, void *arg, err *e)
{
	if (bytes.n == 0)
		return err_set(e, ERR_INPUT, "a part is empty");
	return xml_walk((xml_input){ read_bytes, &bytes }, spaces, sink, arg, e);
}

bool xml_parse_bytes(str bytes, const xml_space *spaces, arena *mem, xml_tree *out, err *e)
{
	if (bytes.n == 0)
		return err_set(e, ERR_INPUT, "a part is empty");
	return xml_parse((xml_input){ read_bytes, &bytes }, spaces, NULL, mem, mem, out, e);
}
