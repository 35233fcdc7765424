#include "formats/docx/embed/embedded.h"
#include "formats/docx/embed/cfb.h"

#include <string.h>
#include <strings.h>

enum { PDF_HEADER_WITHIN = 1024 };

static bool holds(str bytes, const char *what)
{
	return memmem(bytes.p, bytes.n, what, strlen(what)) != NULL;
}

/* Names stand in clear in a zip's headers. */
static embedded_kind kind_of_zip(str bytes)
{
	return holds(bytes, "word/document") ? EMBEDDED_DOCX
	     : holds(bytes, "xl/") ? EMBEDDED_WORKBOOK
	     : holds(bytes, "ppt/") ? EMBEDDED_SLIDES
	     : holds(bytes, "visio/") ? EMBEDDED_DRAWING
	     : holds(bytes, "word/") ? EMBEDDED_DOCX
	     : holds(bytes, "opendocument.spreadsheet") ? EMBEDDED_WORKBOOK
	     : holds(bytes, "opendocument.presentation") ? EMBEDDED_SLIDES : EMBEDDED_OBJECT;
}

static bool is_text(str bytes)
{
	str head = str_sub(bytes, 0, 4096);
	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];
		if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f')
			return false;
	}
	return head.n > 0;
}

static embedded_kind kind_of_plain(str bytes)
{
	if (holds(str_sub(bytes, 0, PDF_HEADER_WITHIN), "%PDF-"))
		return EMBEDDED_PDF;
	if (str_starts(bytes, "PK\3\4"))
		return kind_of_zip(bytes);
	return is_text(bytes) ? EMBEDDED_TEXT : EMBEDDED_OBJECT;
}

/* ---- compound files -------------------------------------------------------------------------- */

static uint32_t le32(str s, size_t at)
{
	uint32_t v = 0;
	for (int i = 4; i-- > 0 && s.n >= 4 && at <= s.n - 4;)
		v = v << 8 | (unsigned char)s.p[at + (size_t)i];
	return v;
}

/* A string that ends in a zero; what follows it. */
static bool take_name(str *rest, str *name)
{
	const char *end = rest->n ? memchr(rest->p, '\0', rest->n) : NULL;
	if (!end)
		return false;
	*name = str_sub(*rest, 0, (size_t)(end - rest->p));
	*rest = str_sub(*rest, name->n + 1, rest->n);
	return true;
}

/* Size; flags, label, path, what it was, path again; size and bytes of the file. Programs that keep
 * their own format there leave all that out: then the file follows the first size. */
static void unwrap_native(str s, embedded *out)
{
	str rest = str_sub(s, 6, s.n), label, path, again;
	out->bytes = str_sub(s, 4, s.n);
	if (!take_name(&rest, &label) || !take_name(&rest, &path) || rest.n < 8)
		return;
	uint32_t len = le32(rest, 4);
	if (len > rest.n - 8)
		return;
	again = str_sub(rest, 8 + (size_t)len, rest.n);
	uint32_t size = le32(again, 0);
	if (again.n < 4 || size > again.n - 4)
		return;
	out->bytes = str_sub(again, 4, 4 + (size_t)size);
	out->name = label;
}

struct looking {
	embedded out;
	arena *mem;
	bool nested;  /* in a compound file within another: as deep as it goes */
};

static embedded look_into(str bytes, arena *mem, bool nested);

static bool look_at_stream(void *arg, const cfb_stream *s)
{
	static const struct { const char *stream; embedded_kind kind; } native[] = {
		{ "WordDocument", EMBEDDED_OLD_WORD }, { "Workbook", EMBEDDED_WORKBOOK }, { "Book", EMBEDDED_WORKBOOK },
		{ "PowerPoint Document", EMBEDDED_SLIDES }, { "Equation Native", EMBEDDED_EQUATION },
		{ "VisioDocument", EMBEDDED_DRAWING },
	};
	struct looking *l = arg;
	for (size_t i = 0; i < sizeof native / sizeof *native; i++)
		if (str_is(s->name, native[i].stream))
			l->out.kind = native[i].kind;
	bool wrapped = str_is(s->name, "\1Ole10Native");
	embedded inner = { .bytes = s->bytes };
	if (wrapped)
		unwrap_native(s->bytes, &inner);
	inner.kind = cfb_is(inner.bytes) && !l->nested ? look_into(inner.bytes, l->mem, true).kind : kind_of_plain(inner.bytes);
	/* A file of a kind that we know counts in any stream, whatever its name; text and the unknown only
	 * where files are kept. */
	if ((inner.kind != EMBEDDED_OBJECT && inner.kind != EMBEDDED_TEXT) || (wrapped && l->out.kind == EMBEDDED_OBJECT))
		l->out = inner;
	return !embedded_is_document(l->out.kind);
}

static embedded look_into(str bytes, arena *mem, bool nested)
{
	struct looking l = { .out = { .kind = EMBEDDED_OBJECT, .bytes = bytes }, .mem = mem, .nested = nested };
	cfb_streams(bytes, mem, look_at_stream, &l);
	return l.out;
}

embedded embedded_in(str bytes, arena *mem)
{
	return cfb_is(bytes) ? look_into(bytes, mem, false)
	                     : (embedded){ .kind = kind_of_plain(bytes), .bytes = bytes };
}

/* ---- names ----------------------------------------------------------------------------------- */

embedded_kind embedded_by_program(str program)
{
	static const struct { const char *head; embedded_kind kind; } known[] = {
		{ "Excel.", EMBEDDED_WORKBOOK }, { "opendocument.Calc", EMBEDDED_WORKBOOK }, { "Word.Document.8", EMBEDDED_OLD_WORD },
		{ "Word.Document.6", EMBEDDED_OLD_WORD }, { "Word.", EMBEDDED_DOCX }, { "PowerPoint.", EMBEDDED_SLIDES },
		{ "Equation", EMBEDDED_EQUATION }, { "MathType", EMBEDDED_EQUATION }, { "Visio.", EMBEDDED_DRAWING },
		{ "Acro", EMBEDDED_PDF }, { "MSGraph", EMBEDDED_DRAWING },
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (program.n >= strlen(known[i].head) && strncasecmp(program.p, known[i].head, strlen(known[i].head)) == 0)
			return known[i].kind;
	return EMBEDDED_OBJECT;
}

static const struct { const char *what, *suffix; } kinds[] = {
	[EMBEDDED_OBJECT] = { "object", "" }, [EMBEDDED_PDF] = { "PDF document", ".pdf" },
	[EMBEDDED_DOCX] = { "Word document", ".docx" }, [EMBEDDED_OLD_WORD] = { "old Word document", "" },
	[EMBEDDED_WORKBOOK] = { "workbook", "" }, [EMBEDDED_SLIDES] = { "presentation", "" },
	[EMBEDDED_EQUATION] = { "equation", "" }, [EMBEDDED_DRAWING] = { "drawing", "" },
	[EMBEDDED_TEXT] = { "text", "" },
};

const char *embedded_what(embedded_kind kind)
{
	return kinds[kind].what;
}

bool embedded_is_document(embedded_kind kind)
{
	return *kinds[kind].suffix != '\0';
}

const char *embedded_suffix(embedded_kind kind)
{
	return kinds[kind].suffix;
}
