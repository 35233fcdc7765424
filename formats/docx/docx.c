#include "formats/docx/docx.h"
#include "formats/docx/inner.h"
#include "formats/docx/picture/see.h"
#include "formats/lib/zip.h"

#include <string.h>

static bool is_compound(str bytes)
{
	return bytes.n >= 8 && memcmp(bytes.p, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

static bool holds(str bytes, const char *what)
{
	return memmem(bytes.p, bytes.n, what, strlen(what)) != NULL;
}

/* Names of streams, in UTF-16: of an old .doc, and of a document with a password. */
static bool is_word_compound(str bytes)
{
	static const char old[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t";
	static const char locked[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	return memmem(bytes.p, bytes.n, old, sizeof old - 1) || memmem(bytes.p, bytes.n, locked, sizeof locked - 1);
}

/* Names stand in clear in a zip's headers. Compound files are claimed to be refused by name: they
 * are encrypted documents, or the old .doc. So is RTF, which Word saves under .doc as well. */
static int probe(str bytes)
{
	if (is_compound(bytes))
		return is_word_compound(bytes) ? 90 : 10;
	if (str_starts(bytes, "{\\rtf"))
		return 40;
	if (!str_starts(bytes, "PK\3\4") && !str_starts(bytes, "PK\5\6"))
		return zipdoor_ends(bytes) && holds(bytes, "word/document") ? 50 : 0;  /* something stands before it */
	if (holds(bytes, "word/document"))
		return 100;
	return holds(bytes, "word/") ? 90 : holds(bytes, "[Content_Types].xml") ? 20 : 0;
}

static void close_docx(doc *opaque)
{
	docx *d = (docx *)opaque;
	if (!d)
		return;
	opc_close(&d->package);
	import_forget_properties(d);
	for (size_t i = 0; i < d->nstories; i++) {
		buf_free(&d->stories[i]->map);
		for (int k = 0; k < ASIDE_KINDS; k++)
			buf_free(&d->stories[i]->asides[k]);
	}
}

static doc *open_docx(const source *src, arena *mem, err *e)
{
	if (is_compound(src->bytes) || str_starts(src->bytes, "{\\rtf")) {
		err_set(e, ERR_REFUSED, STR_FMT ": %s", STR_ARG(src->name), is_compound(src->bytes) ?
		        "an old .doc or a document with a password" : "an RTF document");
		err_hint(e, "save it as .docx without a password");
		return NULL;
	}
	docx *d = arena_alloc(mem, sizeof *d);
	d->mem = mem;
	d->src = src;
	d->name = src->name;
	d->words = vocab_new(mem);
	if (!docx_load(d, e)) {
		err_wrap(e, STR_FMT, STR_ARG(src->name));
		close_docx((doc *)d);
		return NULL;
	}
	return (doc *)d;
}

static const char *const suffixes[] = { ".docx", ".docm", ".dotx", ".dotm", ".doc", NULL };
static const char *const can[] = {
	"body, tables, headers, footers, footnotes, endnotes and text boxes; words split over runs, line ends, cells and paragraphs",
	"tracked changes are accepted, or rejected (--changes reject), without their history; comments, hidden text, field codes and metadata are left out and counted",
	"tables of contents, references, numbers of pages and captions go on working (--keep jumps), with names of ours; links to web addresses without a value on request (--keep links)",
	"the file is written anew from what is understood; pictures stay, without what surrounds their pixels; rare kinds, and SVG that has no bitmap beside it, become PNG",
	"words in pictures (PNG, JPEG, GIF, BMP, TIFF, JPEG 2000) are read by OCR, whichever way up or in a mirror, and blackened in every use of the picture, with all other pixels as they were",
	"comments stay when asked for (--keep comments): redacted as the body is, their authors called Reviewer 1, 2, their dates gone",
	".docm and .dotx come out as .docx, without macros",
	NULL,
};
static const char *const cannot[] = {
	"keep charts, diagrams, embedded files (PDF and Word documents in them come out beside it with --attachments extract), EMF and WMF drawings that are more than one bitmap: words in brackets stand in for them",
	"old .doc files, RTF, and documents with a password: they are refused",
	"boxes on pages: the document has no fixed pages",
	NULL,
};

const format format_docx = {
	.name = "docx",
	.title = "Word document",
	.suffixes = suffixes,
	.can = can,
	.cannot = cannot,
	.probe = probe,
	.open = open_docx,
	.extract = docx_extract,
	.ocr = docx_see,
	.apply = docx_apply,
	.rebuild = docx_rebuild,
	.save = docx_save,
	.carriers = docx_carriers,
	.attachments = docx_attachments,
	.inspect = docx_inspect,
	.compare_reads_text = true,
	.compare = docx_compare,
	.close = close_docx,
};
