/*
 * The words of parts that do not stay: charts, properties, workbooks, slides, imported web pages, and
 * the strings in what nobody here can read. They are searched and hunted in what stays.
 */
#include "formats/docx/embed/cfb.h"
#include "formats/docx/embed/embedded.h"
#include "formats/docx/inner.h"
#include "formats/docx/picture/metafile.h"
#include "formats/docx/picture/redraw.h"
#include "formats/docx/vocab/known.h"
#include "redact/base/utf8.h"

#include <string.h>
#include <strings.h>

/* ---- XML ------------------------------------------------------------------------------------- */

struct gather {
	buf words;
	bool after_text;
};

static bool gather_word(void *arg, const xml_event *event)
{
	struct gather *g = arg;
	switch (event->kind) {
	case XML_TEXT:
		buf_str(&g->words, event->value);
		g->after_text = true;
		break;
	case XML_ATTRIBUTE:
		if (event->value.n < 3 || str_starts(event->name, "rsid") || known_value(event->value))
			break;
		if (g->words.n && g->words.p[g->words.n - 1] != '\n')
			buf_byte(&g->words, '\n');
		buf_str(&g->words, event->value);
		buf_byte(&g->words, '\n');
		break;
	case XML_ASIDE:
		buf_byte(&g->words, '\n');
		buf_str(&g->words, event->value);
		buf_byte(&g->words, '\n');
		break;
	case XML_END:
		/* runs of one paragraph stay joined, everything else stands on its own line */
		if (!(event->space == NS_W && !str_is(event->name, "p")) && g->after_text) {
			buf_byte(&g->words, '\n');
			g->after_text = false;
		}
		break;
	default:
		break;
	}
	return g->words.n < 64u << 20;
}

static void gather_xml(docx *d, unit_kind kind, str id, str bytes)
{
	struct gather g = { 0 };
	xml_walk_bytes(bytes, docx_spaces, gather_word, &g, NULL);
	docx_aside(d, kind, id, str_dup(buf_view(&g.words), d->mem));
	buf_free(&g.words);
}

/* ---- what nobody here can read --------------------------------------------------------------- */

/* A character of names and addresses, in ASCII, Latin, Greek or Cyrillic. */
static bool is_written(uint32_t c)
{
	return (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c < 0x250) || (c >= 0x370 && c < 0x530);
}

/* Runs of five and more, as one byte a character or, from byte `from` on, as two. */
static void gather_runs(buf *out, str bytes, size_t from, size_t step)
{
	enum { SHORTEST = 5 };
	size_t beg = out->n, run = 0;
	for (size_t i = from; i + step <= bytes.n; i += step) {
		uint32_t c = (unsigned char)bytes.p[i];
		if (step == 2)
			c |= (uint32_t)(unsigned char)bytes.p[i + 1] << 8;
		if (is_written(c) && (step == 2 || c < 0x7f)) {
			char one[4];
			buf_add(out, one, (size_t)utf8_put(one, c));
			run++;
			continue;
		}
		if (run >= SHORTEST)
			buf_byte(out, '\n');
		else
			buf_cut(out, beg);
		beg = out->n;
		run = 0;
	}
	if (run < SHORTEST)
		buf_cut(out, beg);
	else
		buf_byte(out, '\n');
}

static void gather_all_runs(buf *out, str bytes)
{
	gather_runs(out, bytes, 0, 1);
	gather_runs(out, bytes, 0, 2);
	gather_runs(out, bytes, 1, 2);
}

static bool gather_stream(void *arg, const cfb_stream *s)
{
	gather_all_runs(arg, s->bytes);
	return true;
}

/* Compound files stream by stream, for in the file those lie in pieces. */
static void gather_binary(docx *d, str id, str bytes)
{
	buf out = { 0 };
	if (metafile_is_emf(bytes) || metafile_is_wmf(bytes))
		metafile_words(bytes, &out);
	if (!cfb_streams(bytes, d->mem, gather_stream, &out))
		gather_all_runs(&out, bytes);
	docx_aside(d, UNIT_ATTACHMENT, id, str_dup(buf_view(&out), d->mem));
	buf_free(&out);
}

/* ---- text, plain and marked up --------------------------------------------------------------- */

static int hex_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* "&#106;", "&#x6a;" and "&amp;": how many bytes it takes, 0 when it is none. */
static size_t put_reference(buf *out, str s)
{
	str inner = str_sub(s, 1, s.n < 10 ? s.n : 10);
	const char *end = inner.n ? memchr(inner.p, ';', inner.n) : NULL;
	if (!end)
		return 0;
	inner.n = (size_t)(end - inner.p);
	uint32_t c = 0;
	if (str_is(inner, "amp"))
		c = '&';
	else if (str_is(inner, "nbsp"))
		c = ' ';
	else if (inner.n > 1 && inner.p[0] == '#') {
		bool hex = (inner.p[1] | 32) == 'x';
		for (size_t i = hex ? 2 : 1; i < inner.n; i++) {
			int v = hex_of(inner.p[i]);
			if (v < 0 || (!hex && v > 9))
				return 0;
			c = c * (hex ? 16 : 10) + (uint32_t)v;
		}
	}
	if (c < 0x20)
		return 0;
	char one[4];
	buf_add(out, one, (size_t)utf8_put(one, c));
	return inner.n + 2;
}

/* Quoted-printable, in which web archives are kept: "=6A", and "=" at the end of a broken line. */
static size_t put_quoted(buf *out, str s)
{
	if (s.n >= 2 && s.p[1] == '\n')
		return 2;
	if (s.n >= 3 && s.p[1] == '\r' && s.p[2] == '\n')
		return 3;
	if (s.n < 3 || hex_of(s.p[1]) < 0 || hex_of(s.p[2]) < 0)
		return 0;
	buf_byte(out, hex_of(s.p[1]) << 4 | hex_of(s.p[2]));
	return 3;
}

/* What a reader is shown of a web page: tags are taken off, those of blocks end a line. */
static void strip_tags(buf *out, str s)
{
	static const char *const inner[] = { "b", "i", "u", "em", "strong", "span", "font", "a", "small", "sup", "sub" };
	for (size_t at = 0; at < s.n;) {
		if (s.p[at] == '&') {
			size_t n = put_reference(out, str_sub(s, at, s.n));
			if (n) {
				at += n;
				continue;
			}
		}
		const char *end = s.p[at] == '<' ? memchr(s.p + at, '>', s.n - at) : NULL;
		if (!end) {
			buf_byte(out, s.p[at++]);
			continue;
		}
		str tag = str_sub(s, at + 1, (size_t)(end - s.p));
		if (tag.n && tag.p[0] == '/')
			tag = str_sub(tag, 1, tag.n);
		size_t n = 0;
		while (n < tag.n && ((tag.p[n] | 32) >= 'a' && (tag.p[n] | 32) <= 'z'))
			n++;
		bool joins = false;
		for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
			joins |= n == strlen(inner[i]) && strncasecmp(tag.p, inner[i], n) == 0;
		if (!joins)
			buf_byte(out, '\n');
		at = (size_t)(end - s.p) + 1;
	}
}

/* RTF: groups and control words off, "\'e9" and "\u233" to characters. */
static void strip_rtf(buf *out, str s)
{
	for (size_t at = 0; at < s.n;) {
		char c = s.p[at++];
		if (c == '{' || c == '}' || c == '\r' || c == '\n')
			continue;
		if (c != '\\' || at == s.n) {
			buf_byte(out, c);
			continue;
		}
		char one[4];
		if (s.p[at] == '\'' && at + 2 < s.n && hex_of(s.p[at + 1]) >= 0 && hex_of(s.p[at + 2]) >= 0) {
			uint32_t v = (uint32_t)(hex_of(s.p[at + 1]) << 4 | hex_of(s.p[at + 2]));
			buf_add(out, one, (size_t)utf8_put(one, v));
			at += 3;
			continue;
		}
		size_t word = at;
		while (at < s.n && (s.p[at] | 32) >= 'a' && (s.p[at] | 32) <= 'z')
			at++;
		if (at == word) {
			buf_byte(out, s.p[at] == '~' ? ' ' : s.p[at]);
			at++;
			continue;
		}
		str name = str_sub(s, word, at);
		bool minus = at < s.n && s.p[at] == '-';
		uint32_t v = 0;
		for (at += minus; at < s.n && s.p[at] >= '0' && s.p[at] <= '9'; at++)
			v = v < 1000000 ? v * 10 + (uint32_t)(s.p[at] - '0') : v;
		if (at < s.n && s.p[at] == ' ')
			at++;
		if (str_is(name, "u")) {
			buf_add(out, one, (size_t)utf8_put(one, minus ? 65536 - v : v));
			at += at < s.n && s.p[at] == '?';
		} else if (str_is(name, "par") || str_is(name, "line") || str_is(name, "cell") || str_is(name, "row")) {
			buf_byte(out, '\n');
		} else if (str_is(name, "tab")) {
			buf_byte(out, '\t');
		}
	}
}

/* Bytes of some encoding of eight bits, taken for Latin-1. */
static void widen(buf *b)
{
	buf wide = { 0 };
	for (size_t i = 0; i < b->n; i++) {
		char one[4];
		buf_add(&wide, one, (size_t)utf8_put(one, (unsigned char)b->p[i]));
	}
	buf_free(b);
	*b = wide;
}

static void gather_text(docx *d, str id, str bytes)
{
	buf out = { 0 }, plain = { 0 };
	bool quoted = memmem(bytes.p, bytes.n, "quoted-printable", 16) || memmem(bytes.p, bytes.n, "Quoted-Printable", 16);
	for (size_t at = 0; at < bytes.n;) {
		size_t n = quoted && bytes.p[at] == '=' ? put_quoted(&plain, str_sub(bytes, at, bytes.n)) : 0;
		if (n == 0)
			buf_byte(&plain, bytes.p[at]);
		at += n ? n : 1;
	}
	if (!utf8_valid(buf_view(&plain)))
		widen(&plain);
	buf_str(&out, buf_view(&plain));
	buf_byte(&out, '\n');
	if (str_starts(bytes, "{\\rtf"))
		strip_rtf(&out, buf_view(&plain));
	else if (memchr(bytes.p, '<', bytes.n))
		strip_tags(&out, buf_view(&plain));
	docx_aside(d, UNIT_ATTACHMENT, id, str_dup(buf_view(&out), d->mem));
	buf_free(&out);
	buf_free(&plain);
}

/* ---- each by its kind ------------------------------------------------------------------------ */

/* An office file in the file: its XML is read too. */
static void gather_package(docx *d, str id, str bytes)
{
	opc inner;
	if (!opc_open(bytes, d->mem, &inner, NULL))
		return;
	for (size_t i = 0; i < inner.n; i++) {
		str part;
		if ((str_ends(opc_name(&inner, (int)i), ".xml") || str_ends(opc_name(&inner, (int)i), ".rels")) &&
		    zipdoor_entry(inner.zip, i)->size < 32u << 20 && opc_load(&inner, (int)i, &part, NULL))
			gather_xml(d, UNIT_ATTACHMENT, str_fmt(d->mem, STR_FMT " part %zu", STR_ARG(id), i + 1), part);
	}
	opc_close(&inner);
}


void docx_gather(docx *d, str id, str bytes, bool xml)
{
	enum { DEEPEST = 3 };
	str id_now = id;
	bytes = picture_unpack(bytes, d->mem);
	for (int depth = 0; depth < DEEPEST; depth++) {
		if (str_starts(bytes, "PK\3\4")) {
			gather_package(d, id_now, bytes);
			return;
		}
		if (xml || str_starts(str_trim(str_sub(bytes, 0, 64)), "<?xml")) {
			gather_xml(d, UNIT_METADATA, id_now, bytes);
			return;
		}
		embedded inner = embedded_in(bytes, d->mem);
		if (inner.kind == EMBEDDED_TEXT && inner.bytes.p == bytes.p) {
			gather_text(d, id_now, bytes);
			return;
		}
		gather_binary(d, id_now, bytes);
		if (inner.bytes.p == bytes.p)
			return;
		docx_aside(d, UNIT_ATTACHMENT, str_fmt(d->mem, STR_FMT " name", STR_ARG(id_now)), inner.name);
		id_now = str_fmt(d->mem, STR_FMT " within", STR_ARG(id_now));
		bytes = inner.bytes;
	}
}
