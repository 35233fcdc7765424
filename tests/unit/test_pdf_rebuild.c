#include "formats/pdf/vocab/fontnames.h"
#include "formats/pdf/read/pagetree.h"
#include "formats/pdf/rebuild/pstext.h"
#include "formats/pdf/rebuild/rebuild.h"
#include "formats/pdf/rebuild/schema.h"
#include "tests/unit/pdf_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- rebuilding a PDF given as bytes ---------------------------------------------------------------- */

struct run {
	fz_context *ctx;
	arena *mem;
	proof report;
	str in, out;     /* the bytes before and after */
	err e;
	bool ok, unmended;
	int pages;
};

static void write_and_read(fz_context *ctx, struct run *r, pdf_document *fresh)
{
	char path[] = "/tmp/underseal-test-XXXXXX";
	int fd = mkstemp(path);
	rpdf_write(ctx, fresh, fd);
	close(fd);
	fz_buffer *written = fz_read_file(ctx, path);
	r->out = str_dup(mu_buffer_str(ctx, written), r->mem);
	fz_drop_buffer(ctx, written);
	unlink(path);
}

static void rebuild_inner(fz_context *ctx, void *arg)
{
	struct run *r = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)r->in.p, r->in.n);
	pdf_document *src = NULL, *fresh = NULL;
	fz_var(src);
	fz_var(fresh);
	fz_try(ctx) {
		src = pdf_open_document_with_stream(ctx, in);
		if (!r->unmended)
			rpdf_mend_pages(ctx, src);
		fresh = rpdf_rebuild(ctx, src, NULL, NULL, false, &r->report);
		r->pages = pdf_count_pages(ctx, fresh);
		write_and_read(ctx, r, fresh);
	}
	fz_always(ctx) {
		pdf_drop_document(ctx, fresh);
		pdf_drop_document(ctx, src);
		fz_drop_stream(ctx, in);
	}
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static struct run rebuild_as(buf file, bool unmended)
{
	struct run r = { .in = buf_view(&file), .mem = arena_new(), .unmended = unmended };
	r.report.mem = r.mem;
	r.ctx = mu_open_context(&r.e);
	assert_non_null(r.ctx);
	r.ok = mu_call(r.ctx, rebuild_inner, &r, &r.e);
	return r;
}

static struct run rebuild(buf file)
{
	return rebuild_as(file, false);
}

static void done(struct run *r, buf *file)
{
	mu_close_context(r->ctx);
	arena_drop(r->mem);
	buf_free(file);
}

static bool holds(str hay, const char *needle)
{
	return memmem(hay.p, hay.n, needle, strlen(needle)) != NULL;
}

static uint32_t dropped(const struct run *r, const char *what)
{
	for (size_t i = 0; i < r->report.ndrops; i++)
		if (str_is(r->report.drops[i].what, what))
			return r->report.drops[i].count;
	return 0;
}

/* The decoded stream behind a path from the first page of the written file. */
struct peek { struct run *r; const char *path; str bytes; };

static void peek_inner(fz_context *ctx, void *arg)
{
	struct peek *p = arg;
	fz_stream *in = fz_open_memory(ctx, (const unsigned char *)p->r->out.p, p->r->out.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, in);
	pdf_obj *obj = pdf_dict_getp(ctx, pdf_lookup_page_obj(ctx, doc, 0), p->path);
	fz_buffer *b = pdf_is_stream(ctx, obj) ? pdf_load_stream(ctx, obj) : NULL;
	p->bytes = str_dup(b ? mu_buffer_str(ctx, b) : mu_string_str(ctx, obj), p->r->mem);
	if (pdf_is_name(ctx, obj))
		p->bytes = str_dup(str_of(pdf_to_name(ctx, obj)), p->r->mem);
	fz_drop_buffer(ctx, b);
	pdf_drop_document(ctx, doc);
	fz_drop_stream(ctx, in);
}

static str peek(struct run *r, const char *path)
{
	struct peek p = { r, path, STR("") };
	assert_true(mu_call(r->ctx, peek_inner, &p, &r->e));
	return p.bytes;
}

#define CATALOG "<< /Type /Catalog /Pages 2 0 R >>"
#define TREE    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
#define PAGE(more) "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] " more " >>"

/* ---- what goes ---------------------------------------------------------------------------------------- */

static void keys_nobody_knows_are_left_behind(void **state)
{
	(void)state;
	buf f = MAKE_PDF("/Okonjo (Okonjo)", "<< /Type /Catalog /Pages 2 0 R /X.Okonjo (Okonjo) >>", TREE,
		PAGE("/Okonjo (Okonjo) /Contents 4 0 R"), "stream:<< /Okonjo (Okonjo) >>|0 0 m 10 10 l S");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_false(holds(r.out, "Okonjo"));
	assert_int_equal(dropped(&r, "other key"), 3);
	done(&r, &f);
}

static void document_information_is_left_behind_and_counted(void **state)
{
	(void)state;
	buf f = MAKE_PDF("/Info 4 0 R", CATALOG, TREE, PAGE(""), "<< /Author (Okonjo) /Title (Okonjo) >>");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_false(holds(r.out, "Okonjo"));
	assert_false(holds(r.out, "/Info"));
	assert_int_equal(dropped(&r, "document information"), 2);
	done(&r, &f);
}

static void whole_negative_reals_keep_their_value(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Resources << /XObject << /Fm 4 0 R >> >>"),
		"stream:<< /Subtype /Form /BBox [-20.0 -1.0 30 30] /Matrix [0 1.0 -1.0 0 0 0] >>|0 0 9 9 re f");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_true(holds(r.out, "[-20 -1 30 30]"));
	assert_true(holds(r.out, "[0 1 -1 0 0 0]"));
	done(&r, &f);
}

static void a_form_field_is_left_behind_and_counted(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>", TREE,
		PAGE("/Annots [4 0 R]"), "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Okonjo) /Rect [0 0 9 9] >>");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_false(holds(r.out, "Okonjo"));
	assert_int_equal(dropped(&r, "form field"), 1);
	done(&r, &f);
}

static void bookmarks_scripts_and_attachments_are_counted(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
		" /Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) /EF << >> >>] >> >> >>", TREE, PAGE(""),
		"<< /First 5 0 R /Last 5 0 R >>", "<< /Title (Okonjo) /Parent 4 0 R >>");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_int_equal(dropped(&r, "bookmark"), 1);
	assert_int_equal(dropped(&r, "script"), 1);
	assert_int_equal(dropped(&r, "attachment"), 1);
	assert_false(holds(r.out, "Okonjo"));
	assert_false(holds(r.out, "JavaScript"));
	done(&r, &f);
}

static void bytes_behind_a_streams_end_are_gone(void **state)
{
	(void)state;
	/* ASCIIHex ends at '>' */
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Contents 4 0 R"), "stream:<< /Filter /ASCIIHexDecode >>|71 20 51>Okonjo");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_false(holds(r.out, "Okonjo"));
	str content = peek(&r, "Contents");
	assert_true(str_eq(str_trim(content), STR("q Q")));
	done(&r, &f);
}

static void a_value_of_the_wrong_type_is_dropped(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE,
		PAGE("/Rotate (Okonjo) /Resources << /ExtGState << /GS0 << /Type /Okonjo /LW (Okonjo) /CA 0.5 /BM /Okonjo >> >> >>"));
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_false(holds(r.out, "Okonjo"));
	assert_true(holds(r.out, "/CA .5"));
	done(&r, &f);
}

static void spot_colours_lose_their_names_alike_everywhere(void **state)
{
	(void)state;
#define TINT "/DeviceRGB << /FunctionType 2 /Domain [0 1] /C0 [1 1 1] /C1 [0 0 1] /N 1 >>]"
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Resources << /ColorSpace << /CS0 [/Separation /Okonjo#20Blue " TINT
		" /CS1 [/Separation /Okonjo#20Blue " TINT " /CS2 [/Separation /Black " TINT " >> >>"));
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_false(holds(r.out, "Okonjo"));
	assert_true(holds(r.out, "/CS0[/Separation/Spot1"));
	assert_true(holds(r.out, "/CS1[/Separation/Spot1"));
	assert_false(holds(r.out, "Spot2"));
	assert_true(holds(r.out, "/Separation/Black"));
	done(&r, &f);
}

static void comments_and_names_in_a_tounicode_map_are_gone(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE,
		PAGE("/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >> >> >>"),
		"stream:<< /CMapName /Okonjo >>|% Okonjo\n/CMapName /Okonjo def\n1 beginbfchar\n<41> <0042>\nendbfchar\n(Okonjo) pop");
	struct run r = rebuild(f);
	str map = peek(&r, "Resources/Font/F1/ToUnicode");
	assert_true(r.ok);
	assert_false(holds(map, "Okonjo"));
	assert_true(holds(map, "1 beginbfchar\n<41><0042>\nendbfchar"));
	assert_false(holds(r.out, "Okonjo"));
	done(&r, &f);
}

static void glyph_names_that_select_no_glyph_are_gone(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
		" /Encoding << /Differences [1 /Okonjo /eacute] >> >> >> >>"));
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_true(holds(r.out, "/Differences[1/.notdef/eacute]"));
	assert_false(holds(r.out, "Okonjo"));
	done(&r, &f);
}

static void what_a_hidden_layer_holds_does_not_come_to_light(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R] /D << /OFF [5 0 R] >> >> >>", TREE,
		PAGE("/Resources << /XObject << /Fm0 4 0 R >> >> /Contents 6 0 R"),
		"stream:<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /OC 5 0 R >>|(Okonjo) Tj",
		"<< /Type /OCG /Name (Okonjo) >>", "stream:<< >>|/Fm0 Do");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_int_equal(dropped(&r, "object of a hidden layer"), 1);
	assert_int_equal(peek(&r, "Resources/XObject/Fm0").n, 0);
	assert_false(holds(r.out, "Okonjo"));
	done(&r, &f);
}

/* Masks and glyphs are rewritten where a content stream sets them. These two are set elsewhere. */
static void content_that_no_content_stream_sets_is_left_behind(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Resources << /ExtGState << /GS0 << /CA 1 /Font [4 0 R 12] >> >>"
		" /Pattern << /P0 << /PatternType 2 /Shading << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] >>"
		" /ExtGState << /CA 1 /SMask << /S /Alpha /G 6 0 R >> >> >> >> >>"),
		"<< /Type /Font /Subtype /Type3 /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 5 0 R >>"
		" /Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [1] >>",
		"stream:<< >>|(Okonjo) Tj", "stream:<< /Subtype /Form /BBox [0 0 9 9] >>|(Okonjo) Tj");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_true(holds(r.out, "/CA 1"));
	assert_false(holds(r.out, "/CharProcs"));
	assert_false(holds(r.out, "/SMask"));
	done(&r, &f);
}

static void a_stream_of_unknown_filter_is_not_passed_through(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Contents 4 0 R"), "stream:<< /Filter /OkonjoDecode >>|Okonjo");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_false(holds(r.out, "Okonjo"));
	assert_int_equal(dropped(&r, "unreadable stream"), 1);
	done(&r, &f);
}

/* ---- what stays ---------------------------------------------------------------------------------------- */

static void inherited_boxes_and_resources_stand_on_the_page(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 123 456] /Rotate 90"
		" /Resources << /ExtGState << /GS0 << /CA 0.25 >> >> >> >>", "<< /Type /Page /Parent 2 0 R >>");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_true(holds(r.out, "/MediaBox[0 0 123 456]"));
	assert_true(holds(r.out, "/Rotate 90"));
	assert_true(holds(r.out, "/CA .25"));
	done(&r, &f);
}

static void shared_objects_stay_shared(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", PAGE("/Contents 5 0 R"), PAGE("/Contents 5 0 R"),
		"stream:<< >>|0 0 m 10 10 l S");
	struct run r = rebuild(f);
	size_t streams = 0;
	assert_true(r.ok);
	assert_int_equal(r.pages, 2);
	for (const char *p = r.out.p; (p = memmem(p, (size_t)(r.out.p + r.out.n - p), "endstream", 9)); p++)
		streams++;
	assert_int_equal(streams, 1);
	done(&r, &f);
}

static void forms_that_contain_each_other_end(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, TREE, PAGE("/Resources << /XObject << /Fm0 4 0 R >> >>"),
		"stream:<< /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm1 5 0 R >> >> >>|/Fm1 Do",
		"stream:<< /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm0 4 0 R >> >> >>|/Fm0 Do");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_true(str_eq(str_trim(peek(&r, "Resources/XObject/Fm0/Resources/XObject/Fm1/Resources/XObject/Fm0")), STR("/Fm1 Do")));
	done(&r, &f);
}

static void pages_are_found_where_the_count_lies(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 1 >>", PAGE(""), PAGE(""));
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_int_equal(r.pages, 2);
	done(&r, &f);
}

/* Redaction sees the pages that are counted; a page beyond them would come out unredacted. */
static void a_tree_whose_count_lies_is_refused_unless_mended(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 1 >>", PAGE(""), PAGE(""));
	struct run r = rebuild_as(f, true);
	assert_false(r.ok);
	assert_int_equal(r.e.kind, ERR_REFUSED);
	done(&r, &f);
}

static void what_loops_back_in_a_page_tree_is_passed_over(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>", PAGE(""));
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_int_equal(r.pages, 1);
	done(&r, &f);
}

static void a_page_that_stands_twice_becomes_two(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>", PAGE("/Contents 4 0 R"), "stream:<< >>|q Q");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_int_equal(r.pages, 2);
	done(&r, &f);
}

static void nodes_above_that_loop_do_not_lose_the_page(void **state)
{
	(void)state;
	buf f = MAKE_PDF("", CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>", "<< /Type /Page /Parent 2 0 R >>");
	struct run r = rebuild(f);
	assert_true(r.ok);
	assert_true(holds(r.out, "/MediaBox[0 0 612 792]"));
	done(&r, &f);
}

static void a_file_is_one_revision_with_an_id_of_its_own(void **state)
{
	(void)state;
	buf f = MAKE_PDF("/ID [(0123456789abcdef) (0123456789abcdef)]", CATALOG, TREE, PAGE(""));
	struct run r = rebuild(f), again = rebuild(f);
	size_t ends = 0;
	assert_true(r.ok && again.ok);
	assert_true(str_starts(r.out, "%PDF-1.7\n"));
	assert_true(str_ends(r.out, "%%EOF\n"));
	for (const char *p = r.out.p; (p = memmem(p, (size_t)(r.out.p + r.out.n - p), "%%EOF", 5)); p++)
		ends++;
	assert_int_equal(ends, 1);
	assert_true(holds(r.out, "/ID["));
	assert_false(holds(r.out, "0123456789abcdef"));
	assert_false(str_eq(r.out, again.out));
	mu_close_context(again.ctx);
	arena_drop(again.mem);
	done(&r, &f);
}

/* ---- names --------------------------------------------------------------------------------------------- */

static void common_font_names_stay_and_others_become_neutral(void **state)
{
	(void)state;
	arena *mem = arena_new();
	assert_true(str_is(rpdf_font_name(STR("Helvetica-Bold"), 1, mem), "Helvetica-Bold"));
	assert_true(str_is(rpdf_font_name(STR("TimesNewRomanPS-BoldMT"), 1, mem), "TimesNewRomanPS-BoldMT"));
	assert_true(str_is(rpdf_font_name(STR("SECRET+Arial"), 1, mem), "AAAAAB+Arial"));
	assert_true(str_is(rpdf_font_name(STR("OkonjoSans-BoldItalic"), 7, mem), "Font7-BoldItalic"));
	assert_true(str_is(rpdf_font_name(STR("Arial-Okonjo"), 7, mem), "Font7"));
	assert_true(str_is(rpdf_font_name(STR("Arial5551234567"), 7, mem), "Font7"));
	arena_drop(mem);
}

static void a_calculator_function_is_written_from_its_tokens(void **state)
{
	(void)state;
	buf out = { 0 };
	err e = ERR_INIT;
	assert_true(rpdf_rewrite_calculator(STR("{ % Okonjo\n dup 0.5 gt {pop 1}{2 mul} ifelse } Okonjo"), &out, &e));
	assert_string_equal(out.p, "{ dup 0.5 gt { pop 1 } { 2 mul } ifelse } ");
	buf_clear(&out);
	assert_true(rpdf_rewrite_calculator(STR("{0 index}"), &out, &e)); /* a single 0 is no 0x */
	assert_string_equal(out.p, "{ 0 index } ");
	buf_clear(&out);
	assert_false(rpdf_rewrite_calculator(STR("{ Okonjo }"), &out, &e));
	buf_free(&out);
}

static void a_cmap_keeps_ranges_of_every_kind(void **state)
{
	(void)state;
	buf out = { 0 };
	rpdf_rewrite_cmap(STR("/Okonjo usecmap /Identity-H usecmap /WMode 1 def 1 begincodespacerange <00> <FF> endcodespacerange "
		"2 beginbfrange <01> <02> [<0041> <0042>] <03> <04> <0043> endbfrange 1 begincidrange <05> <06> 7 endcidrange "
		"1 beginbfchar <08> /Okonjo <09> <0044> endbfchar"), rpdf_standard_cmap, &out);
	str s = buf_view(&out);
	assert_true(holds(s, "/Identity-H usecmap"));
	assert_true(holds(s, "/WMode 1 def"));
	assert_true(holds(s, "<00><FF>"));
	assert_true(holds(s, "<01><02>[<0041><0042>]"));
	assert_true(holds(s, "<03><04><0043>"));
	assert_true(holds(s, "<05><06> 7"));
	assert_true(holds(s, "<09><0044>"));
	assert_false(holds(s, "Okonjo"));
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_nobody_knows_are_left_behind),
		cmocka_unit_test(document_information_is_left_behind_and_counted),
		cmocka_unit_test(a_form_field_is_left_behind_and_counted),
		cmocka_unit_test(whole_negative_reals_keep_their_value),
		cmocka_unit_test(bookmarks_scripts_and_attachments_are_counted),
		cmocka_unit_test(bytes_behind_a_streams_end_are_gone),
		cmocka_unit_test(a_value_of_the_wrong_type_is_dropped),
		cmocka_unit_test(spot_colours_lose_their_names_alike_everywhere),
		cmocka_unit_test(comments_and_names_in_a_tounicode_map_are_gone),
		cmocka_unit_test(glyph_names_that_select_no_glyph_are_gone),
		cmocka_unit_test(what_a_hidden_layer_holds_does_not_come_to_light),
		cmocka_unit_test(content_that_no_content_stream_sets_is_left_behind),
		cmocka_unit_test(a_stream_of_unknown_filter_is_not_passed_through),
		cmocka_unit_test(inherited_boxes_and_resources_stand_on_the_page),
		cmocka_unit_test(shared_objects_stay_shared),
		cmocka_unit_test(forms_that_contain_each_other_end),
		cmocka_unit_test(pages_are_found_where_the_count_lies),
		cmocka_unit_test(a_tree_whose_count_lies_is_refused_unless_mended),
		cmocka_unit_test(what_loops_back_in_a_page_tree_is_passed_over),
		cmocka_unit_test(a_page_that_stands_twice_becomes_two),
		cmocka_unit_test(nodes_above_that_loop_do_not_lose_the_page),
		cmocka_unit_test(a_file_is_one_revision_with_an_id_of_its_own),
		cmocka_unit_test(common_font_names_stay_and_others_become_neutral),
		cmocka_unit_test(a_calculator_function_is_written_from_its_tokens),
		cmocka_unit_test(a_cmap_keeps_ranges_of_every_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
