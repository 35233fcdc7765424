/*
 * Every place of a written file that can carry words, found without the importer: entry by entry,
 * and in each part every text, every attribute, every name that the file format does not itself
 * prescribe. What lies between the entries is listed too.
 */
#include "formats/docx/inner.h"

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

/* ---- what the file format prescribes --------------------------------------------------------- */

/* Keywords of the schemas that are words people use too: "center" says nothing about a Mr. Center. */
static bool is_keyword(str v)
{
	static const char words[] =
		" none auto left right center both start end distribute single double thick dotted dashed dash"
		" clear nil default first even odd page margin column text paragraph character table line"
		" top bottom middle inside outside inline exact atLeast continuous nextPage evenPage oddPage"
		" preserve minor major minorHAnsi majorHAnsi minorBidi majorBidi minorEastAsia majorEastAsia"
		" minorAscii majorAscii eastAsia decimal bullet lowerLetter upperLetter lowerRoman upperRoman"
		" ordinal cardinalText ordinalText arabicAbic space nothing tab dot hyphen underscore"
		" accent1 accent2 accent3 accent4 accent5 accent6 dark1 dark2 light1 light2 text1 text2"
		" background1 background2 hyperlink followedHyperlink separator continuationSeparator begin"
		" separate superscript subscript baseline black blue cyan green magenta red yellow white"
		" darkBlue darkCyan darkGreen darkMagenta darkRed darkYellow darkGray lightGray portrait"
		" landscape around square tight through topAndBottom horizontal vertical fixed autofit"
		" lines linesAndChars true false restart continue multilevel hybridMultilevel singleLevel"
		" rect line round solid Office image styles numbering settings theme header footer footnotes"
		" endnotes officeDocument any whole firstRow lastRow firstCol lastCol band1Vert band2Vert"
		" band1Horz band2Horz neCell nwCell seCell swCell drop block dxa pct ";
	char with[64];
	if (v.n == 0 || v.n > 40)
		return v.n == 0;
	with[0] = ' ';
	memcpy(with + 1, v.p, v.n);
	with[v.n + 1] = ' ';
	with[v.n + 2] = '\0';
	return strstr(words, with) != NULL;
}

/* Lengths, colours and flags: at most six digits tell of nobody. */
static bool is_small_number(str v)
{
	size_t digits = 0;
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] >= '0' && v.p[i] <= '9')
			digits++;
		else if (v.p[i] != '-' && v.p[i] != '.')
			return false;
	}
	return digits <= 6;
}

static bool is_known_address(str uri)
{
	for (const xml_space *s = docx_spaces; s->uri; s++)
		if (str_is(uri, s->uri))
			return true;
	return false;
}

static bool digits_then(str s, const char *tail)
{
	size_t i = 0;
	while (i < s.n && i < 5 && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return str_is(str_sub(s, i, s.n), tail);
}

/* Names of parts as every word processor writes them. */
static bool is_plain_name(str name)
{
	static const char *const whole[] = {
		"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml",
		"word/numbering.xml", "word/settings.xml", "word/theme/theme1.xml", "word/footnotes.xml",
		"word/endnotes.xml", "word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels",
		"word/_rels/endnotes.xml.rels", "word/fontTable.xml", "word/webSettings.xml",
		"docProps/core.xml", "docProps/app.xml",
	};
	static const struct { const char *head, *tail; } numbered[] = {
		{ "word/header", ".xml" }, { "word/footer", ".xml" }, { "word/_rels/header", ".xml.rels" },
		{ "word/_rels/footer", ".xml.rels" }, { "word/media/image", ".png" },
		{ "word/media/image", ".jpeg" },
	};
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (str_is(name, whole[i]))
			return true;
	for (size_t i = 0; i < sizeof numbered / sizeof *numbered; i++)
		if (str_starts(name, numbered[i].head) &&
		    digits_then(str_sub(name, strlen(numbered[i].head), name.n), numbered[i].tail))
			return true;
	return false;
}

/* A value of relationships and content types that is made of nothing but prescribed words. */
static bool is_package_value(str v)
{
	if (str_starts(v, "/") && is_plain_name(str_sub(v, 1, v.n)))
		return true;
	static const char *const heads[] = {
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
		"application/vnd.openxmlformats-officedocument.", "application/vnd.openxmlformats-package.",
	};
	static const char *const tails[] = {
		"styles", "numbering", "settings", "theme", "header", "footer", "footnotes", "endnotes",
		"image", "officeDocument", "wordprocessingml.document.main+xml", "wordprocessingml.styles+xml",
		"wordprocessingml.numbering+xml", "wordprocessingml.settings+xml", "theme+xml",
		"wordprocessingml.header+xml", "wordprocessingml.footer+xml", "wordprocessingml.footnotes+xml",
		"wordprocessingml.endnotes+xml", "relationships+xml",
	};
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		for (size_t k = 0; str_starts(v, heads[i]) && k < sizeof tails / sizeof *tails; k++)
			if (str_is(str_sub(v, strlen(heads[i]), v.n), tails[k]))
				return true;
	return str_is(v, "application/xml") || str_is(v, "image/png") || str_is(v, "image/jpeg");
}

/* ---- one part -------------------------------------------------------------------------------- */

struct part_words {
	buf text;    /* all text of the part, a line per paragraph  */
	buf pieces;  /* the same, a line per text node              */
	buf values;  /* attributes, a line each                     */
	buf odd;     /* names and addresses nobody prescribed       */
	buf asides;  /* comments and processing instructions        */
	const vocab *words;
};

static void line(buf *b, str s)
{
	buf_str(b, s);
	buf_byte(b, '\n');
}

static bool take(void *arg, const xml_event *event)
{
	struct part_words *w = arg;
	switch (event->kind) {
	case XML_ELEMENT:
		if (event->space == NS_NONE)
			line(&w->odd, event->name);
		if (event->space == NS_W && (str_is(event->name, "p") || str_is(event->name, "tc")))
			buf_byte(&w->text, '\n');
		else if (event->space == NS_W && (str_is(event->name, "tab") || str_is(event->name, "br")))
			buf_byte(&w->text, ' ');
		if (event->space != NS_NONE && !vocab_element(w->words, event->space, event->name) &&
		    event->name.n > 12)
			line(&w->odd, event->name);
		break;
	case XML_END:
		if (w->pieces.n && w->pieces.p[w->pieces.n - 1] != '\n')
			buf_byte(&w->pieces, '\n');
		break;
	case XML_ATTRIBUTE:
		if (event->name.n > 24)
			line(&w->odd, event->name);
		if (!is_keyword(event->value) && !is_small_number(event->value) &&
		    !is_known_address(event->value) && !is_package_value(event->value))
			line(&w->values, event->value);
		break;
	case XML_SPACE:
		if (!is_known_address(event->value))
			line(&w->odd, event->value);
		if (event->name.n > 6)
			line(&w->odd, event->name);
		break;
	case XML_TEXT:
		buf_str(&w->text, event->value);
		buf_str(&w->pieces, event->value);
		break;
	case XML_ASIDE:
		line(&w->asides, event->name);
		line(&w->asides, event->value);
		break;
	}
	return true;
}

static void list_part(struct lister *l, str where, str bytes)
{
	struct part_words w = { .words = l->d->words };
	bool xml = str_ends(where, ".xml") || str_ends(where, ".rels");
	if (!xml || !xml_walk(bytes, docx_spaces, take, &w, NULL)) {
		tell(l, "part", where, bytes, false);
	} else {
		tell(l, "text", where, buf_view(&w.text), true);
		tell(l, "text nodes", where, buf_view(&w.pieces), true);
		tell(l, "attributes", where, buf_view(&w.values), true);
		tell(l, "names", where, buf_view(&w.odd), true);
		tell(l, "asides", where, buf_view(&w.asides), true);
	}
	buf_free(&w.text);
	buf_free(&w.pieces);
	buf_free(&w.values);
	buf_free(&w.odd);
	buf_free(&w.asides);
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
		bool plain = is_plain_name(str_sub(file, at + 46, at + 46 + name));
		if (plain)
			out[used++] = (struct stretch){ at + 46, at + 46 + name };
		if (local < file.n && file.n - local >= 30 && le(file, local, 4) == 0x04034b50) {
			size_t local_name = le(file, local + 26, 2), local_extra = le(file, local + 28, 2);
			size_t data = local + 30 + local_name + local_extra;
			if (data <= file.n && packed <= file.n - data) {
				if (is_plain_name(str_sub(file, local + 30, local + 30 + local_name)))
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
		str where = is_plain_name(entry->name) ? entry->name : str_fmt(d->mem, "part %zu", i + 1);
		if (!is_plain_name(entry->name))
			tell(&l, "name", where, entry->name, true);
		tell(&l, "comment", where, entry->comment, false);
		arena *mem = arena_new();
		str bytes;
		bool ok = zipdoor_load(d->package.zip, i, mem, &bytes, e);
		if (ok)
			list_part(&l, str_ends(entry->name, ".xml") || str_ends(entry->name, ".rels") ? entry->name : where, bytes);
		arena_drop(mem);
		if (!ok)
			return false;
	}
	tell(&l, "comment", STR("package"), zipdoor_comment(d->package.zip), false);
	list_between(&l);
	return true;
}
