/*
 * fuzz_docx.c - hostile packages and hostile paragraphs.
 *
 * The first byte says how the rest is taken: 0 is a whole package; anything else makes it the
 * content of a body, and says which bytes of the text are marked. Besides memory errors it checks
 * the promise: whatever is accepted is written, opens again, says the same outside the marks, and
 * has no reference that leads nowhere. The name that the fixtures hide is marked wherever the text
 * says it, and must then stand in no place of the written file. Looking for failed redactions and
 * listing what is attached must get through whatever can be opened.
 */
#include "tests/saved.h"
#include "fixtures/pieces.h"
#include "formats/docx/docx.h"
#include "redact/base/file.h"
#include "redact/base/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OOXML "http://schemas.openxmlformats.org/"

static const char head[] = "<w:document xmlns:w=\"" OOXML "wordprocessingml/2006/main\" xmlns:m=\"" OOXML
	"officeDocument/2006/math\" xmlns:r=\"" OOXML "officeDocument/2006/relationships\" xmlns:wp=\"" OOXML
	"drawingml/2006/wordprocessingDrawing\" xmlns:a=\"" OOXML "drawingml/2006/main\" xmlns:pic=\"" OOXML
	"drawingml/2006/picture\" xmlns:mc=\"" OOXML "markup-compatibility/2006\" xmlns:wps=\"http://schemas.microsoft.com"
	"/office/word/2010/wordprocessingShape\" xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-"
	"microsoft-com:office:office\"><w:body>";
static const char tail[] = "</w:body></w:document>";
static const char top[] = "<Relationships xmlns=\"" OOXML "package/2006/relationships\"><Relationship Id=\"rId1\" Type=\""
	OOXML "officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

static void add(buf *file, buf *table, const char *name, str bytes)
{
	size_t at = file->n;
	buf common = { 0 };
	le(&common, 20, 2), le(&common, 0, 4), le(&common, 0, 4);
	le(&common, crc32(0, (const unsigned char *)bytes.p, (uInt)bytes.n), 4);
	le(&common, bytes.n, 4), le(&common, bytes.n, 4), le(&common, strlen(name), 2), le(&common, 0, 2);
	le(file, 0x04034b50, 4);
	buf_str(file, buf_view(&common));
	buf_z(file, name);
	buf_str(file, bytes);
	le(table, 0x02014b50, 4), le(table, 20, 2);
	buf_str(table, buf_view(&common));
	le(table, 0, 6), le(table, 0, 4), le(table, at, 4);
	buf_z(table, name);
	buf_free(&common);
}

static void wrap(buf *file, str content)
{
	buf table = { 0 }, body = { 0 };
	buf_z(&body, head);
	buf_str(&body, content);
	buf_z(&body, tail);
	add(file, &table, "_rels/.rels", STR(top));
	add(file, &table, "word/document.xml", buf_view(&body));
	size_t at = file->n;
	buf_str(file, buf_view(&table));
	le(file, 0x06054b50, 4), le(file, 0, 4), le(file, 2, 2), le(file, 2, 2);
	le(file, table.n, 4), le(file, at, 4), le(file, 0, 2);
	buf_free(&table);
	buf_free(&body);
}

/* Every so many bytes of what stays, a mark over a few of them, cut to whole characters. */
static void mark_some(const text *t, unsigned every, plan *p)
{
	for (size_t i = 0; i < t->n; i++) {
		str s = t->units[i].text;
		for (size_t beg = every; t->units[i].stays && beg < s.n; beg += every + 3) {
			size_t end = beg + 1 + every % 5;
			while (beg < s.n && (s.p[beg] & 0xc0) == 0x80)
				beg++;
			while (end < s.n && (s.p[end] & 0xc0) == 0x80)
				end++;
			if (end <= s.n && beg < end)
				*plan_add(p) = (mark){ .kind = MARK_TEXT, .state = MARK_ACCEPTED, .unit = t->units[i].id,
				                       .beg = (uint32_t)beg, .end = (uint32_t)end };
		}
	}
}

/* ---- the name that must be gone -------------------------------------------------------------- */

#define SECRET "okonjo"

/* Where the folded text says the name next, from *at on; false when it does not. */
static bool next_secret(const folded *f, size_t *at)
{
	const char *hit = memmem(f->text.p + *at, f->text.n - *at, SECRET, strlen(SECRET));
	if (hit)
		*at = (size_t)(hit - f->text.p);
	return hit != NULL;
}

static size_t mark_secret(const text *t, plan *p, arena *mem)
{
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++) {
		const unit *u = &t->units[i];
		folded f = fold(u->text, FOLD_WORDS, mem);
		for (size_t at = 0; u->stays && next_secret(&f, &at); at += strlen(SECRET), n++) {
			str s = fold_source(&f, u->text, at, at + strlen(SECRET));
			*plan_add(p) = (mark){ .kind = MARK_TEXT, .state = MARK_ACCEPTED, .unit = u->id, .value = STR("Okonjo"),
			                       .beg = (uint32_t)(s.p - u->text.p), .end = (uint32_t)(s.p - u->text.p + s.n) };
		}
	}
	return n;
}

static bool look_for_secret(void *arg, const carrier *c)
{
	folded f = fold(c->bytes, FOLD_WORDS, arg);
	for (size_t at = 0; next_secret(&f, &at); at += strlen(SECRET))
		if (fold_edge(&f, c->bytes, at) && fold_edge(&f, c->bytes, at + strlen(SECRET))) {
			fprintf(stderr, "a removed value is in %s of " STR_FMT "\n", c->kind, STR_ARG(c->where));
			abort();
		}
	return true;
}

static bool take_attachment(void *arg, const attachment *a, err *e)
{
	(void)e;
	*(size_t *)arg += a->bytes.n;
	return true;
}

/* ---- the promise ----------------------------------------------------------------------------- */

static void check_promise(const source *in, doc *from, const text *was, unsigned every, arena *mem)
{
	err e = ERR_INIT;
	plan p = { .mem = mem };
	proof report = { .mem = mem };
	text again = { .mem = mem }, now = { .mem = mem };
	char path[64];
	snprintf(path, sizeof path, "/dev/shm/underseal-fuzz-%d.docx", (int)getpid());
	unlink(path);
	size_t secrets = mark_secret(was, &p, mem);
	mark_some(was, every ? every : 29, &p);
	doc *d = format_docx.open(in, mem, &e), *back = NULL;
	source out = { .name = STR("written") };
	if (!d || !format_docx.extract(d, &again, &e) || !format_docx.apply(d, &p, &report, &e) ||
	    !format_docx.rebuild(d, &report, &e) || !save_as(&format_docx, d, path, &e) ||
	    !file_read(path, 1 << 26, mem, &out.bytes, &e) || !(back = format_docx.open(&out, mem, &e)) ||
	    !format_docx.extract(back, &now, &e) ||
	    !format_docx.compare(from, was, back, &now, &p, false, &report, &e)) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
	for (size_t i = 0; i < report.nchecks; i++)
		if (report.checks[i].is == CHECK_FAIL) {
			fprintf(stderr, STR_FMT ": " STR_FMT "\n", STR_ARG(report.checks[i].name), STR_ARG(report.checks[i].detail));
			abort();
		}
	if (secrets && !format_docx.carriers(back, look_for_secret, mem, &e)) {
		fprintf(stderr, "%s\n", e.text);
		abort();
	}
	format_docx.close(d);
	format_docx.close(back);
	unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	str rest = { (const char *)data + 1, size - 1 };
	buf file = { 0 };
	if (data[0])
		wrap(&file, rest);
	arena *mem = arena_new();
	err e = ERR_INIT;
	source in = { .name = STR("fuzz"), .bytes = data[0] ? buf_view(&file) : rest };
	doc *d = format_docx.open(&in, mem, &e);
	text was = { .mem = mem };
	if (d && format_docx.extract(d, &was, &e)) {
		proof report = { .mem = mem };
		size_t attached = 0;
		err told = ERR_INIT;
		format_docx.inspect(d, &report, &told);
		told = (err)ERR_INIT;
		format_docx.attachments(d, take_attachment, &attached, &told);
		check_promise(&in, d, &was, data[0], mem);
	}
	format_docx.close(d);
	arena_drop(mem);
	buf_free(&file);
	return 0;
}
