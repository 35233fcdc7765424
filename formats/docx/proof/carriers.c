/*
 * Every place of a written file that can carry words, found without the importer: entry by entry,
 * and in each part every text, every attribute, every name that the file format does not itself
 * prescribe. What lies between the entries is listed too.
 */
#include "formats/docx/import/codes.h"
#include "formats/docx/inner.h"
#include "formats/docx/vocab/known.h"

#include <stdlib.h>
#include <string.h>

struct lister {
	docx *d;
	carrier_sink *sink;
	void *arg;
	bool stopped;
};

static void tell(struct lister *l, const char *kind, str where, str bytes, bool utf8)
{
	if (l->stopped || bytes.n == 0)
		return;
	carrier c = { kind, where, bytes, utf8 };
	l->stopped = !l->sink(l->arg, &c);
}

/* ---- one part -------------------------------------------------------------------------------- */

struct part_words {
	buf text;    /* all text of the part, a line per stretch    */
	buf values;  /* attributes, a line each                     */
	buf odd;     /* names and addresses nobody prescribed       */
	buf asides;  /* comments and processing instructions        */
	const vocab *words;
	bool code;            /* in a field's code */
	uint32_t formatting;  /* how deep below run properties: they split no word */
};

static void line(buf *b, str s)
{
	buf_str(b, s);
	buf_byte(b, '\n');
}

/* Elements over whose edges a word goes on, as it does in the text that is searched (text/words.c): what
 * is one word to one of them and two to the other could neither be removed nor proven. */
static bool joins(const xml_event *event)
{
	static const char *const names[] = {
		"t", "r", "softHyphen", "ins", "moveTo", "hyperlink", "smartTag", "sdt",
		"sdtContent", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak",
		"commentRangeStart", "commentRangeEnd", "commentReference", "fldChar", "instrText",
		"footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef",
	};
	for (size_t i = 0; event->space == NS_W && i < sizeof names / sizeof *names; i++)
		if (str_is(event->name, names[i]))
			return true;
	return event->space == NS_M && (str_is(event->name, "t") || str_is(event->name, "r"));
}

static bool is_formatting(const xml_event *event)
{
	return (event->space == NS_W || event->space == NS_M) && str_is(event->name, "rPr");
}

/* A name that the file format does not prescribe. Short ones in a known language are left alone;
 * the long ones named here are written outside the vocabulary. */
static bool is_odd(const struct part_words *w, const xml_event *event)
{
	static const char *const written[] = { "Relationships", "headerReference", "footerReference",
	                                       "footnoteReference", "endnoteReference", "AlternateContent",
	                                       "commentReference", "commentRangeStart", "commentRangeEnd",
	                                       "annotationRef" };
	for (size_t i = 0; i < sizeof written / sizeof *written; i++)
		if (event->space != NS_NONE && str_is(event->name, written[i]))
			return false;
	return event->space == NS_NONE ||
	       (event->name.n > 12 && !vocab_element(w->words, event->space, event->name));
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c | 0x20) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* An address can spell a word in escapes (RFC 3986, 2.1), and another address in it those in escapes
 * of its own: such a value is listed as it is and once more with each layer of them undone. */
static void line_of_value(buf *b, str value)
{
	size_t from = b->n, n = value.n, escapes = value.n && memchr(value.p, '%', value.n);
	line(b, value);
	for (int layer = 0; layer < 3 && escapes; layer++) {
		size_t to = b->n;
		escapes = 0;
		for (size_t i = 0; i < n; i++) {
			char c = b->p[from + i];
			int high = c == '%' && i + 2 < n ? hex_digit(b->p[from + i + 1]) : -1;
			int low = high >= 0 ? hex_digit(b->p[from + i + 2]) : -1;
			buf_byte(b, low >= 0 ? high * 16 + low : c == '+' ? ' ' : c);
			i += low >= 0 ? 2 : 0;
			escapes += low >= 0;
		}
		from = to;
		n = b->n - to;
		buf_byte(b, '\n');
	}
}

static void end_stretch(struct part_words *w)
{
	if (w->text.n && w->text.p[w->text.n - 1] != '\n')
		buf_byte(&w->text, '\n');
}

static bool take(void *arg, const xml_event *event)
{
	struct part_words *w = arg;
	switch (event->kind) {
	case XML_ELEMENT:
		w->code = event->space == NS_W && str_is(event->name, "instrText");
		if (is_odd(w, event))
			line(&w->odd, event->name);
		if (w->formatting || is_formatting(event))
			w->formatting++;
		else if (event->space == NS_W && str_is(event->name, "noBreakHyphen"))
			buf_byte(&w->text, '-');
		else if (!joins(event))
			end_stretch(w);
		break;
	case XML_END:
		w->code = false;
		if (w->formatting)
			w->formatting--;
		else if (!joins(event) && !str_is(event->name, "noBreakHyphen"))
			end_stretch(w);
		break;
	case XML_ATTRIBUTE:
		if (event->name.n > 24)
			line(&w->odd, event->name);
		if (!known_value(event->value) && !(str_is(event->name, "instr") && code_is_ours(event->value)))
			line_of_value(&w->values, event->value);
		break;
	case XML_SPACE:
		if (!known_address(event->value))
			line(&w->odd, event->value);
		if (event->name.n > 6)
			line(&w->odd, event->name);
		break;
	case XML_TEXT:
		if (!w->code)
			buf_str(&w->text, event->value);
		else if (!code_is_ours(event->value))
			line(&w->values, event->value);
		break;
	case XML_ASIDE:
		line(&w->asides, event->name);
		line(&w->asides, event->value);
		break;
	}
	return true;
}

/* XML is looked at as it is unpacked; what is none, or none that can be read, is unpacked whole. */
static bool list_part(struct lister *l, str where, size_t part, err *e)
{
	struct part_words w = { .words = l->d->words };
	bool xml = str_ends(where, ".xml") || str_ends(where, ".rels"), ok = true;
	if (!xml || !opc_walk(&l->d->package, (int)part, take, &w, NULL)) {
		arena *mem = arena_new();
		str bytes;
		ok = zipdoor_load(l->d->package.zip, part, mem, &bytes, e);
		if (ok)
			tell(l, "part", where, bytes, false);
		arena_drop(mem);
	} else {
		tell(l, "text", where, buf_view(&w.text), true);
		tell(l, "attributes", where, buf_view(&w.values), true);
		tell(l, "names", where, buf_view(&w.odd), true);
		tell(l, "asides", where, buf_view(&w.asides), true);
	}
	buf_free(&w.text);
	buf_free(&w.values);
	buf_free(&w.odd);
	buf_free(&w.asides);
	return ok;
}

/* ---- between the entries --------------------------------------------------------------------- */

struct stretch {
	size_t beg, end;
};

static uint32_t le(str s, size_t at, int n)
{
	uint32_t v = 0;
	for (int i = n; i-- > 0;)
		v = v << 8 | (unsigned char)s.p[at + (size_t)i];
	return v;
}

static int by_beg(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;
	return (x->beg > y->beg) - (x->beg < y->beg);
}

/* The packed contents and the prescribed names, by the zip's own table; the rest is listed. A
 * table that does not add up covers nothing, so that everything is listed. */
static size_t covered(str file, size_t at, size_t n, struct stretch *out)
{
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		if (at > file.n || file.n - at < 46 || le(file, at, 4) != 0x02014b50)
			break;
		size_t name = le(file, at + 28, 2), extra = le(file, at + 30, 2), comment = le(file, at + 32, 2);
		size_t packed = le(file, at + 20, 4), local = le(file, at + 42, 4);
		if (name > file.n - at - 46)
			break;
		bool plain = known_part(str_sub(file, at + 46, at + 46 + name));
		if (plain)
			out[used++] = (struct stretch){ at + 46, at + 46 + name };
		if (local < file.n && file.n - local >= 30 && le(file, local, 4) == 0x04034b50) {
			size_t local_name = le(file, local + 26, 2), local_extra = le(file, local + 28, 2);
			size_t data = local + 30 + local_name + local_extra;
			if (data <= file.n && packed <= file.n - data) {
				if (known_part(str_sub(file, local + 30, local + 30 + local_name)))
					out[used++] = (struct stretch){ local + 30, local + 30 + local_name };
				out[used++] = (struct stretch){ data, data + packed };
			}
		}
		at += 46 + name + extra + comment;
	}
	return used;
}

static void list_between(struct lister *l)
{
	str file = l->d->src->bytes;
	size_t end = file.n;
	while (end >= 22 && le(file, end - 22, 4) != 0x06054b50)
		end--;
	size_t n = end >= 22 ? le(file, end - 22 + 10, 2) : 0;
	size_t table = end >= 22 ? le(file, end - 22 + 16, 4) : 0;
	struct stretch *known = arena_array(l->d->mem, struct stretch, 3 * n);
	size_t used = covered(file, table, n, known), at = 0;
	if (used)
		qsort(known, used, sizeof *known, by_beg);
	buf rest = { 0 };
	for (size_t i = 0; i <= used; i++) {
		size_t next = i < used ? known[i].beg : file.n;
		if (next > at) {
			buf_str(&rest, str_sub(file, at, next));
			buf_byte(&rest, 0);
		}
		if (i < used && known[i].end > at)
			at = known[i].end;
	}
	tell(l, "raw bytes", STR("between the parts"), buf_view(&rest), false);
	buf_free(&rest);
}

bool docx_carriers(doc *opaque, carrier_sink *sink, void *arg, err *e)
{
	docx *d = (docx *)opaque;
	struct lister l = { .d = d, .sink = sink, .arg = arg };
	for (size_t i = 0; i < d->package.n && !l.stopped; i++) {
		const zip_entry *entry = zipdoor_entry(d->package.zip, i);
		str where = known_part(entry->name) ? entry->name : str_fmt(d->mem, "part %zu", i + 1);
		if (!known_part(entry->name))
			tell(&l, "name", where, entry->name, true);
		tell(&l, "comment", where, entry->comment, false);
		if (!list_part(&l, str_ends(entry->name, ".xml") || str_ends(entry->name, ".rels") ? entry->name : where, i, e))
			return false;
	}
	tell(&l, "comment", STR("package"), zipdoor_comment(d->package.zip), false);
	list_between(&l);
	return true;
}
