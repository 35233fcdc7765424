#include "formats/pdf/read/doctext.h"
#include "redact/base/buf.h"
#include "redact/base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_STREAM = 4 << 20, CHUNK = 16 << 10 };

/* ---- strings ------------------------------------------------------------------------------------- */

static void put(buf *out, uint32_t c)
{
	char bytes[4];
	/* Controls separate: a NUL in the middle must not hide what follows. */
	if (c < 32 && c != '\n' && c != '\t')
		c = c == '\r' ? '\n' : ' ';
	buf_add(out, bytes, (size_t)utf8_put(bytes, c));
}

static uint32_t unit16(str s, size_t at, bool little)
{
	unsigned a = (unsigned char)s.p[at], b = (unsigned char)s.p[at + 1];
	return little ? b << 8 | a : a << 8 | b;
}

static void from_utf16(str s, bool little, buf *out)
{
	for (size_t at = 2; at + 1 < s.n; at += 2) {
		uint32_t c = unit16(s, at, little);
		if (c >= 0xD800 && c < 0xDC00 && at + 3 < s.n) {
			uint32_t low = unit16(s, at + 2, little);
			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				at += 2;
			}
		}
		if (c == 0x1B) { /* ESC, a language code, ESC */
			size_t end = at + 2;
			while (end + 1 < s.n && end < at + 12 && unit16(s, end, little) != 0x1B)
				end += 2;
			if (end + 1 < s.n && unit16(s, end, little) == 0x1B)
				at = end;
			continue;
		}
		put(out, c);
	}
}

/* Hashes and tables are full of control characters, text is not. */
static bool is_binary(str s)
{
	size_t odd = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		odd += (c < 24 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0) || c == 0x7F;
	}
	return odd * 20 > s.n;
}

static bool has_high(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

static bool begins(str s, const char *mark, size_t n)
{
	return s.n >= n && memcmp(s.p, mark, n) == 0;
}

static void decode(str s, buf *out)
{
	if (begins(s, "\xFE\xFF", 2) || begins(s, "\xFF\xFE", 2)) {
		from_utf16(s, s.p[0] == '\xFF', out);
	} else if (begins(s, "\xEF\xBB\xBF", 3) || (has_high(s) && utf8_valid(s))) {
		size_t at = begins(s, "\xEF\xBB\xBF", 3) ? 3 : 0;
		while (at < s.n)
			put(out, utf8_next(s, &at));
	} else if (!is_binary(s)) {
		for (size_t i = 0; i < s.n; i++)
			put(out, fz_unicode_from_pdf_doc_encoding[(unsigned char)s.p[i]]);
	}
}

static str take(buf *b, arena *mem)
{
	str s = str_dup(str_trim(buf_view(b)), mem);
	buf_free(b);
	return s;
}

str rpdf_string_text(str bytes, arena *mem)
{
	buf out = { 0 };
	decode(bytes, &out);
	return take(&out, mem);
}

str rpdf_object_text(fz_context *ctx, pdf_obj *string, arena *mem)
{
	return rpdf_string_text(mu_string_str(ctx, string), mem);
}

/* ---- XML ----------------------------------------------------------------------------------------- */

static void put_entity(str name, buf *out)
{
	static const struct { const char *name; char c; } known[] = {
		{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
	};
	for (size_t i = 0; i < nelem(known); i++)
		if (str_is(name, known[i].name)) {
			buf_byte(out, known[i].c);
			return;
		}
	char digits[12] = { 0 };
	if (name.n > 1 && name.n < sizeof digits && name.p[0] == '#') {
		memcpy(digits, name.p + 1, name.n - 1);
		bool hex = digits[0] == 'x' || digits[0] == 'X';
		put(out, (uint32_t)strtoul(digits + hex, NULL, hex ? 16 : 10));
	} else {
		buf_byte(out, ' ');
	}
}

/* <?xpacket ...?> and the like speak to programs. */
static size_t skip_instruction(str xml, size_t at)
{
	const char *end = memmem(xml.p + at, xml.n - at, "?>", 2);
	return end ? (size_t)(end - xml.p) + 2 : xml.n;
}

/* Inside a tag only what stands in quotes is text: XMP keeps values in attributes. */
static size_t put_tag(str xml, size_t at, buf *out)
{
	char quote = 0;
	buf_byte(out, '\n');
	for (at++; at < xml.n; at++) {
		char c = xml.p[at];
		if (quote && c == quote) {
			quote = 0;
			buf_byte(out, '\n');
		} else if (quote) {
			buf_byte(out, c);
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			return at + 1;
		}
	}
	return at;
}

/* Lines without blanks around and between them. */
static void put_lines(str all, buf *out)
{
	str line;
	while (str_cut(&all, '\n', &line)) {
		line = str_trim(line);
		if (line.n == 0 || str_starts(line, "http://ns.adobe.com/") || str_starts(line, "http://www.w3.org/") ||
		    str_starts(line, "adobe:ns:") || str_starts(line, "http://purl.org/"))
			continue; /* names of XML vocabularies */
		buf_str(out, line);
		buf_byte(out, '\n');
	}
}

str rpdf_xml_text(str xml, arena *mem)
{
	buf words = { 0 }, out = { 0 };
	for (size_t at = 0; at < xml.n; ) {
		char c = xml.p[at];
		const char *semicolon = c == '&' ? memchr(xml.p + at, ';', xml.n - at < 12 ? xml.n - at : 12) : NULL;
		if (c == '<' && at + 1 < xml.n && xml.p[at + 1] == '?') {
			at = skip_instruction(xml, at);
		} else if (c == '<') {
			at = put_tag(xml, at, &words);
		} else if (semicolon) {
			put_entity(str_sub(xml, at + 1, (size_t)(semicolon - xml.p)), &words);
			at = (size_t)(semicolon - xml.p) + 1;
		} else {
			buf_byte(&words, c);
			at++;
		}
	}
	put_lines(buf_view(&words), &out);
	buf_free(&words);
	return take(&out, mem);
}

/* ---- streams ------------------------------------------------------------------------------------- */

struct reading {
	pdf_document *doc;
	int num;
	fz_stream *in;
	buf out;
};

static void read_some(fz_context *ctx, struct reading *r)
{
	unsigned char chunk[CHUNK];
	size_t n;
	while (r->out.n < MOST_STREAM && (n = fz_read(ctx, r->in, chunk, sizeof chunk)) > 0)
		buf_add(&r->out, chunk, n);
}

str rpdf_stream_text(fz_context *ctx, pdf_document *doc, int num, arena *mem)
{
	struct reading r = { .doc = doc, .num = num };
	fz_try(ctx) {
		r.in = pdf_open_stream_number(ctx, doc, num);
		read_some(ctx, &r);
	}
	fz_always(ctx)
		fz_drop_stream(ctx, r.in);
	fz_catch(ctx) {
		/* What was read before the damage is read by others too. */
		if (fz_caught(ctx) == FZ_ERROR_MEMORY) {
			buf_free(&r.out);
			fz_rethrow(ctx);
		}
	}
	str text = rpdf_string_text(buf_view(&r.out), mem);
	buf_free(&r.out);
	if (str_starts(text, "\xEF\xBB\xBF"))
		text = str_sub(text, 3, text.n);
	return str_starts(text, "<") ? rpdf_xml_text(text, mem) : text;
}

/* ---- appearances ----------------------------------------------------------------------------------- */

struct drawing {
	fz_stext_page *page;
	fz_device *dev;
	pdf_processor *run;
	fz_buffer *text;
	fz_output *out;
};

static void draw(fz_context *ctx, pdf_document *doc, pdf_obj *form, struct drawing *d)
{
	d->page = fz_new_stext_page(ctx, fz_infinite_rect);
	d->dev = fz_new_stext_device(ctx, d->page, NULL);
	d->run = pdf_new_run_processor(ctx, d->dev, fz_identity, "View", NULL, NULL, NULL);
	pdf_process_contents(ctx, d->run, doc, pdf_dict_get(ctx, form, PDF_NAME(Resources)), form, NULL);
	pdf_close_processor(ctx, d->run);
	fz_close_device(ctx, d->dev);
	d->text = fz_new_buffer(ctx, 256);
	d->out = fz_new_output_with_buffer(ctx, d->text);
	fz_print_stext_page_as_text(ctx, d->out, d->page);
	fz_close_output(ctx, d->out);
}

str rpdf_form_text(fz_context *ctx, pdf_document *doc, pdf_obj *form, arena *mem)
{
	struct drawing d = { 0 };
	str text = STR("");
	fz_try(ctx)
		draw(ctx, doc, form, &d);
	fz_always(ctx) {
		text = str_dup(str_trim(mu_buffer_str(ctx, d.text)), mem);
		fz_drop_output(ctx, d.out);
		fz_drop_buffer(ctx, d.text);
		pdf_drop_processor(ctx, d.run);
		fz_drop_device(ctx, d.dev);
		fz_drop_stext_page(ctx, d.page);
	}
	fz_catch(ctx)
		fz_rethrow_if(ctx, FZ_ERROR_MEMORY);
	return text;
}
