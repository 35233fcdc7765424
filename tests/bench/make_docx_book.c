/*
 * make_docx_book.c - a Word document of book length for the measurements: headings, paragraphs whose
 * words are split over runs by formatting, spelling marks and revision ids as Word splits them, a
 * table now and then; always the same text.
 *
 *     make_docx_book PAGES OUT.docx
 *
 * A page is about 500 words. "Okonjo" stands once on every page, on every third one cut over two runs.
 */
#include <zip.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM(a) (sizeof (a) / sizeof *(a))

static const char *const words[] = {
	"the", "agreement", "of", "witness", "and", "to", "invoice", "in", "that", "delivery", "counsel", "was",
	"for", "plaintiff", "as", "defendant", "with", "on", "shipment", "by", "account", "at", "ledger", "from",
	"this", "which", "motion", "or", "an", "exhibit", "are", "were", "warehouse", "his", "her", "they", "testified",
	"have", "not", "statement", "under", "between", "after", "records", "would", "payment", "when", "officer",
	"there", "about", "contract", "because", "quarter", "before", "review", "through", "material", "against",
};

static const char content_types[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
	"<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument."
	"wordprocessingml.document.main+xml\"/></Types>";

static const char relations[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
	"<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	"officeDocument\" Target=\"word/document.xml\"/></Relationships>";

struct dice { uint64_t state; };

static unsigned roll(struct dice *d, unsigned sides)
{
	d->state = d->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(d->state >> 33) % sides;
}

struct out { char *p; size_t n, room; };

static void add(struct out *o, const char *fmt, ...)
{
	va_list args;
	char piece[1024];
	va_start(args, fmt);
	int n = vsnprintf(piece, sizeof piece, fmt, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof piece)
		abort();
	if (o->n + (size_t)n > o->room) {
		o->room = 2 * o->room + sizeof piece;
		o->p = realloc(o->p, o->room);
		if (!o->p)
			abort();
	}
	memcpy(o->p + o->n, piece, (size_t)n);
	o->n += (size_t)n;
}

static void open_run(struct out *o, struct dice *d)
{
	static const char *const looks[] = { "", "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:i/></w:rPr>", "<w:rPr><w:sz w:val=\"22\"/></w:rPr>" };
	add(o, "<w:r w:rsidR=\"00%06X\">%s<w:t xml:space=\"preserve\">", roll(d, 1 << 24), looks[roll(d, ROOM(looks))]);
}

static void close_run(struct out *o)
{
	add(o, "</w:t></w:r>");
}

static void split(struct out *o, struct dice *d)
{
	close_run(o);
	if (roll(d, 4) == 0)
		add(o, "<w:proofErr w:type=\"%s\"/>", roll(d, 2) ? "spellStart" : "spellEnd");
	open_run(o, d);
}

static void open_paragraph(struct out *o, struct dice *d)
{
	add(o, "<w:p w:rsidR=\"00%06X\" w:rsidRDefault=\"005B21F0\"><w:pPr><w:spacing w:after=\"120\"/></w:pPr>", roll(d, 1 << 24));
}

/* As many words; the name stands before the word of that number, halved when asked. */
static void add_text(struct out *o, struct dice *d, int n, int name_at, int halved)
{
	open_run(o, d);
	for (int i = 0; i < n; i++) {
		if (i == name_at) {
			add(o, "Oko");
			if (halved)
				split(o, d);
			add(o, "njo ");
		}
		add(o, "%s ", words[roll(d, ROOM(words))]);
		if (roll(d, 12) == 0)
			split(o, d);
	}
	close_run(o);
}

static void add_table(struct out *o, struct dice *d)
{
	add(o, "<w:tbl><w:tblPr><w:tblW w:w=\"9000\" w:type=\"dxa\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"3000\"/>"
	       "<w:gridCol w:w=\"3000\"/><w:gridCol w:w=\"3000\"/></w:tblGrid>");
	for (int row = 0; row < 8; row++) {
		add(o, "<w:tr>");
		for (int cell = 0; cell < 3; cell++) {
			add(o, "<w:tc><w:tcPr><w:tcW w:w=\"3000\" w:type=\"dxa\"/></w:tcPr>");
			open_paragraph(o, d);
			add_text(o, d, 4, -1, 0);
			add(o, "</w:p></w:tc>");
		}
		add(o, "</w:tr>");
	}
	add(o, "</w:tbl>");
}

static void add_page(struct out *o, struct dice *d, int n)
{
	add(o, "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Chapter %d</w:t></w:r></w:p>", n + 1);
	for (int i = 0; i < 6; i++) {
		open_paragraph(o, d);
		add_text(o, d, 66, i == 3 ? (int)roll(d, 60) : -1, n % 3 == 0);
		add(o, "</w:p>");
	}
	if (n % 4 == 0) {
		add_table(o, d);
	} else {
		open_paragraph(o, d);
		add_text(o, d, 96, -1, 0);
		add(o, "</w:p>");
	}
}

static int put(zip_t *z, const char *name, const char *bytes, size_t n)
{
	zip_source_t *s = zip_source_buffer(z, bytes, n, 0);
	zip_int64_t at = s ? zip_file_add(z, name, s, 0) : -1;
	if (s && at < 0)
		zip_source_free(s);
	return at >= 0 && zip_file_set_mtime(z, (zip_uint64_t)at, 1700000000, 0) == 0;
}

int main(int argc, char **argv)
{
	if (argc != 3 || atoi(argv[1]) < 1) {
		fprintf(stderr, "usage: make_docx_book PAGES OUT.docx\n");
		return 2;
	}
	struct dice d = { 20241122 };
	struct out o = { 0 };
	add(&o, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\""
	        "http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>");
	for (int n = 0; n < atoi(argv[1]); n++)
		add_page(&o, &d, n);
	add(&o, "<w:sectPr><w:pgSz w:w=\"12240\" w:h=\"15840\"/></w:sectPr></w:body></w:document>");

	int trouble = 0;
	zip_t *z = zip_open(argv[2], ZIP_CREATE | ZIP_TRUNCATE, &trouble);
	if (!z || !put(z, "[Content_Types].xml", content_types, sizeof content_types - 1)
	 || !put(z, "_rels/.rels", relations, sizeof relations - 1)
	 || !put(z, "word/document.xml", o.p, o.n) || zip_close(z) != 0) {
		fprintf(stderr, "make_docx_book: %s: %s\n", argv[2], z ? zip_strerror(z) : "cannot be written");
		return 1;
	}
	free(o.p);
	return 0;
}
