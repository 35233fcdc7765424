#include "formats/pdf/read/docunits.h"
#include "formats/pdf/read/doctext.h"
#include "tests/unit/pdf_make.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct run {
	fz_context *ctx;
	arena *mem;
	text found;
	str in;
	err e;
};

static void list_inner(fz_context *ctx, void *arg)
{
	struct run *r = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)r->in.p, r->in.n);
	pdf_document *doc = NULL;
	fz_var(doc);
	fz_try(ctx) {
		doc = pdf_open_document_with_stream(ctx, in);
		rpdf_document_units(ctx, doc, NULL, &r->found);
	}
	fz_always(ctx) {
		pdf_drop_document(ctx, doc);
		fz_drop_stream(ctx, in);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static struct run list(buf file)
{
	struct run r = { .in = buf_view(&file), .mem = arena_new() };
	r.found.mem = r.mem;
	r.ctx = mu_open_context(&r.e);
	assert_non_null(r.ctx);
	assert_true(mu_call(r.ctx, list_inner, &r, &r.e));
	return r;
}

static void done(struct run *r, buf *file)
{
	mu_close_context(r->ctx);
	arena_drop(r->mem);
	buf_free(file);
}

static void assert_unit(const struct run *r, const char *id, unit_kind kind, const char *words)
{
	const unit *u = text_lookup(&r->found, str_of(id));
	assert_non_null(u);
	assert_int_equal(u->kind, kind);
	assert_int_equal(u->text.n, strlen(words));
	assert_memory_equal(u->text.p, words, u->text.n);
	assert_false(u->stays);
}

#define CATALOG "<< /Type /Catalog /Pages 2 0 R >>"
#define TREE    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
#define PAGE(more) "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] " more " >>"

static void document_information_is_listed_with_keys_a_person_made(void **state)
{
	(void)state;
	buf f = MAKE_PDF("/Info << /Author (Okonjo) /CreationDate (D:20240131093000Z) /Client#20Name (Adaeze) >>", CATALOG, TREE, PAGE(""));
	struct run r = list(f);
	assert_unit(&r, "info Author", UNIT_METADATA, "Okonjo");
	assert_unit(&r, "info #2", UNIT_METADATA, "Adaeze");
	assert_unit(&r, "info #2 key", UNIT_METADATA, "Client Name");
	assert_null(text_lookup(&r.found, STR("info CreationDate")));
	done(&r, &f);
}

static void an_annotation_tells_its_page_and_what_it_draws(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Annots [4 0 R]"),
		"<< /Type /Annot /Subtype /FreeText /Rect [0 0 90 90] /Contents (Okonjo) /AP << /N 5 0 R >> >>",
		"stream:<< /Subtype /Form /BBox [0 0 90 90] /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
		"|BT /F1 10 Tf 5 5 Td (drawn here) Tj ET");
	struct run r = list(f);
	assert_unit(&r, "annotation 4 /Contents", UNIT_ANNOTATION, "Okonjo");
	assert_unit(&r, "annotation 4 /AP/N drawn", UNIT_ANNOTATION, "drawn here");
	assert_int_equal(text_lookup(&r.found, STR("annotation 4 /Contents"))->page, 1);
	done(&r, &f);
}

static void bookmarks_fields_links_scripts_and_structure_are_told_apart(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R /AcroForm << /Fields [6 0 R] >> /StructTreeRoot << /K 7 0 R >>"
		" /OpenAction << /S /JavaScript /JS 8 0 R >> /Dests << /Okonjo [3 0 R /Fit] >> >>", TREE,
		PAGE("/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://example.com/okonjo) >> >>]"),
		"<< /First 5 0 R >>", "<< /Title (About Okonjo) /Parent 4 0 R >>", "<< /FT /Tx /T (name) /V (Adaeze) >>",
		"<< /Type /StructElem /S /P /ActualText (spoken) >>", "stream:<< >>|app.alert('Okonjo')");
	struct run r = list(f);
	assert_unit(&r, "bookmark 5 /Title", UNIT_BOOKMARK, "About Okonjo");
	assert_unit(&r, "bookmark 1 /Dests/#1 key", UNIT_BOOKMARK, "Okonjo");
	assert_unit(&r, "field 6 /V", UNIT_FIELD, "Adaeze");
	assert_unit(&r, "link 3 /Annots[0]/A/URI", UNIT_LINK, "http://example.com/okonjo");
	assert_unit(&r, "structure 7 /ActualText", UNIT_STRUCTURE, "spoken");
	assert_unit(&r, "script 8 stream", UNIT_SCRIPT, "app.alert('Okonjo')");
	done(&r, &f);
}

static void a_string_in_a_place_nobody_listed_is_a_unit(void **state)
{
	(void)state;
	buf f = MAKE_PDF("/Acme << /Deep [ [ << /Note (Okonjo) >> ] ] >>", CATALOG, TREE, PAGE("/PieceInfo << /Acme << /Private (Adaeze) >> >>"));
	struct run r = list(f);
	assert_unit(&r, "metadata trailer /#1/#1[0][0]/#1", UNIT_METADATA, "Okonjo");
	assert_unit(&r, "metadata 3 /PieceInfo/#1/Private", UNIT_METADATA, "Adaeze");
	done(&r, &f);
}

static void objects_that_nothing_leads_to_are_listed_too(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE(""), "<< /Left (Okonjo) >>");
	struct run r = list(f);
	assert_unit(&r, "metadata 4 /#1", UNIT_METADATA, "Okonjo");
	done(&r, &f);
}

static void xmp_is_words_without_tags(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R >>", TREE, PAGE(""),
		"stream:<< /Type /Metadata /Subtype /XML >>|<?xpacket id='W5M0'?><x:xmpmeta><dc:creator>Okonjo &amp; Co</dc:creator><r x='Adaeze'/></x:xmpmeta>");
	struct run r = list(f);
	assert_unit(&r, "metadata 4 stream", UNIT_METADATA, "Okonjo & Co\nAdaeze");
	done(&r, &f);
}

static void text_strings_are_read_in_every_encoding(void **state)
{
	(void)state;
	arena *mem = arena_new();
	assert_true(str_is(rpdf_string_text(STR("caf\xE9"), mem), "caf\xC3\xA9"));
	assert_true(str_is(rpdf_string_text((str){ "\xFE\xFF\0A\xD8\x3D\xDE\0", 8 }, mem), "A\xF0\x9F\x98\x80"));
	assert_true(str_is(rpdf_string_text((str){ "\xFF\xFE" "A\0B\0", 6 }, mem), "AB"));
	assert_true(str_is(rpdf_string_text(STR("\xEF\xBB\xBF" "caf\xC3\xA9"), mem), "caf\xC3\xA9"));
	assert_true(str_is(rpdf_string_text(STR("caf\xC3\xA9"), mem), "caf\xC3\xA9"));
	/* A NUL must not hide what follows. */
	assert_true(str_is(rpdf_string_text(STR("a\0Okonjo"), mem), "a Okonjo"));
	arena_drop(mem);
}

static void language_marks_are_no_text(void **state)
{
	(void)state;
	arena *mem = arena_new();
	assert_true(str_is(rpdf_string_text((str){ "\xFE\xFF\0\x1B\0e\0n\0\x1B\0A", 12 }, mem), "A"));
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(document_information_is_listed_with_keys_a_person_made),
		cmocka_unit_test(an_annotation_tells_its_page_and_what_it_draws),
		cmocka_unit_test(bookmarks_fields_links_scripts_and_structure_are_told_apart),
		cmocka_unit_test(a_string_in_a_place_nobody_listed_is_a_unit),
		cmocka_unit_test(objects_that_nothing_leads_to_are_listed_too),
		cmocka_unit_test(xmp_is_words_without_tags),
		cmocka_unit_test(text_strings_are_read_in_every_encoding),
		cmocka_unit_test(language_marks_are_no_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
