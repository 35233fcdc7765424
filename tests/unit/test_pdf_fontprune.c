/* Font dictionaries that speak of the codes that are left, and of nothing else. */
#include "formats/pdf/font/fontprune.h"
#include "tests/unit/pdf_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static fz_context *ctx;

static int open_context(void **state)
{
	(void)state;
	ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	fz_set_error_callback(ctx, NULL, NULL);
	fz_set_warning_callback(ctx, NULL, NULL);
	return ctx ? 0 : -1;
}

static int drop_context(void **state)
{
	(void)state;
	fz_drop_context(ctx);
	return 0;
}

/* ---- dictionaries ------------------------------------------------------------------------------------ */

#define HELVETICA_WITH(more) "<</Type/Font/Subtype/Type1/BaseFont/Helvetica" more ">>"
#define MAP "stream:<< >>|begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n" \
	"3 beginbfchar <41> <0041> <42> <0042> <43> <005300450043005200450054> endbfchar endcmap"

struct page { pdf_document *pdf; proof *report; };

static void prune_inner(fz_context *c, void *arg)
{
	struct page *p = arg;
	rpdf_prune_fonts(c, p->pdf, p->report);
}

/* A page with that content, whose fonts /F1 and /F2 are objects 4 and 5, pruned. */
static pdf_document *pruned(const char *content, const char *f1, const char *f2, const char *six, const char *seven)
{
	char stream[500];
	snprintf(stream, sizeof stream, "stream:<< >>|%s", content);
	buf b = MAKE_PDF("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
	                 "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 8 0 R/Resources<</Font<</F1 4 0 R/F2 5 0 R>>"
	                 "/XObject<</X 7 0 R>>/ExtGState<</G<</Font[5 0 R 12]>>>>>>>>", f1, f2, six, seven, stream);
	fz_buffer *bytes = fz_new_buffer_from_copied_data(ctx, (const unsigned char *)b.p, b.n);
	fz_stream *in = fz_open_buffer(ctx, bytes);
	pdf_document *pdf = pdf_open_document_with_stream(ctx, in);
	arena *mem = arena_new();
	proof report = { .mem = mem };
	err e = ERR_INIT;
	struct page p = { pdf, &report };
	if (!mu_call(ctx, prune_inner, &p, &e))
		fail_msg("%s", e.text);
	fz_drop_stream(ctx, in);
	fz_drop_buffer(ctx, bytes);
	arena_drop(mem);
	buf_free(&b);
	return pdf;
}

static pdf_obj *object(pdf_document *pdf, int num)
{
	return pdf_load_object(ctx, pdf, num);
}

static bool map_holds(pdf_document *pdf, int font, const char *word)
{
	pdf_obj *obj = object(pdf, font);
	fz_buffer *b = pdf_load_stream(ctx, pdf_dict_get(ctx, obj, PDF_NAME(ToUnicode)));
	bool holds = memmem(b->data, b->len, word, strlen(word)) != NULL;
	fz_drop_buffer(ctx, b);
	pdf_drop_obj(ctx, obj);
	return holds;
}

static void tounicode_keeps_used_codes_alone(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("BT /F1 12 Tf (A\\102) Tj ET", HELVETICA_WITH("/ToUnicode 6 0 R"), HELVETICA_WITH(""), MAP, "null");
	assert_true(map_holds(pdf, 4, "<41> <0041>"));
	assert_true(map_holds(pdf, 4, "<42> <0042>"));
	assert_false(map_holds(pdf, 4, "<43>"));
	assert_false(map_holds(pdf, 4, "0053"));
	pdf_drop_document(ctx, pdf);
}

static void tounicode_goes_where_no_code_is_used(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("BT /F1 12 Tf ET", HELVETICA_WITH("/ToUnicode 6 0 R"), HELVETICA_WITH(""), MAP, "null");
	pdf_obj *font = object(pdf, 4);
	assert_null(pdf_dict_get(ctx, font, PDF_NAME(ToUnicode)));
	pdf_drop_obj(ctx, font);
	pdf_drop_document(ctx, pdf);
}

static void widths_of_unused_codes_go(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("BT /F1 12 Tf [(B) -200 <44>] TJ ET",
		"<</Type/Font/Subtype/Type1/BaseFont/Nobody/FirstChar 65/LastChar 70/Widths[1 2 3 4 5 6]"
		"/FontDescriptor<</Type/FontDescriptor/FontFile3 6 0 R>>>>", HELVETICA_WITH(""), "stream:<< >>|nothing", "null");
	pdf_obj *font = object(pdf, 4), *widths = pdf_dict_get(ctx, font, PDF_NAME(Widths));
	assert_int_equal(pdf_dict_get_int(ctx, font, PDF_NAME(FirstChar)), 66);
	assert_int_equal(pdf_dict_get_int(ctx, font, PDF_NAME(LastChar)), 68);
	assert_int_equal(pdf_array_get_int(ctx, widths, 0), 2);
	assert_int_equal(pdf_array_get_int(ctx, widths, 1), 0);
	assert_int_equal(pdf_array_get_int(ctx, widths, 2), 4);
	pdf_drop_obj(ctx, font);
	pdf_drop_document(ctx, pdf);
}

static void differences_name_used_codes_alone(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("BT /F1 12 Tf (B) Tj ET",
		HELVETICA_WITH("/Encoding<</Type/Encoding/Differences[65/Mar/B 70/garet]>>"), HELVETICA_WITH(""), "null", "null");
	pdf_obj *font = object(pdf, 4);
	pdf_obj *list = pdf_dict_get(ctx, pdf_dict_get(ctx, font, PDF_NAME(Encoding)), PDF_NAME(Differences));
	assert_int_equal(pdf_array_len(ctx, list), 2);
	assert_int_equal(pdf_array_get_int(ctx, list, 0), 66);
	assert_string_equal(pdf_to_name(ctx, pdf_array_get(ctx, list, 1)), "B");
	pdf_drop_obj(ctx, font);
	pdf_drop_document(ctx, pdf);
}

/* The form has no font of its own: it shows C in the page's. */
static void a_form_goes_on_in_the_font_of_its_page(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("BT /F1 12 Tf (A) Tj ET /X Do", HELVETICA_WITH("/ToUnicode 6 0 R"), HELVETICA_WITH(""), MAP,
	                           "stream:<</Type/XObject/Subtype/Form/BBox[0 0 9 9] >>|BT (C) Tj ET");
	assert_true(map_holds(pdf, 4, "<43>"));
	assert_false(map_holds(pdf, 4, "<42>"));
	pdf_drop_document(ctx, pdf);
}

static void a_state_sets_the_font_and_q_gives_it_back(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("/F1 12 Tf q /G gs BT (B) Tj ET Q BT (A) Tj ET", HELVETICA_WITH("/ToUnicode 6 0 R"),
	                           HELVETICA_WITH("/ToUnicode 6 0 R"), MAP, "null");
	assert_true(map_holds(pdf, 4, "<41>"));
	assert_false(map_holds(pdf, 4, "<42>"));
	assert_true(map_holds(pdf, 5, "<42>"));
	assert_false(map_holds(pdf, 5, "<41>"));
	pdf_drop_document(ctx, pdf);
}

#define TYPE3 "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65/LastChar 66/Widths[9 9]" \
	"/Encoding<</Differences[65/a/b]>>/CharProcs<</a 7 0 R/b 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"

static void glyph_procedures_nobody_shows_go_with_what_they_show(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("BT /F1 12 Tf (A) Tj ET", TYPE3, HELVETICA_WITH("/Encoding<</Differences[65/A/B]>>"),
	                           "stream:<< >>|9 0 d0 BT /F 9 Tf (B) Tj ET", "stream:<< >>|9 0 d0 BT /F 9 Tf (A) Tj ET");
	pdf_obj *font = object(pdf, 4), *other = object(pdf, 5);
	pdf_obj *procs = pdf_dict_get(ctx, font, PDF_NAME(CharProcs));
	assert_non_null(pdf_dict_gets(ctx, procs, "a"));
	assert_null(pdf_dict_gets(ctx, procs, "b"));
	pdf_obj *list = pdf_dict_get(ctx, pdf_dict_get(ctx, other, PDF_NAME(Encoding)), PDF_NAME(Differences));
	assert_int_equal(pdf_array_len(ctx, list), 2);
	assert_string_equal(pdf_to_name(ctx, pdf_array_get(ctx, list, 1)), "A");
	pdf_drop_obj(ctx, font);
	pdf_drop_obj(ctx, other);
	pdf_drop_document(ctx, pdf);
}

static void runs_of_widths_keep_used_cids(void **state)
{
	(void)state;
	pdf_document *pdf = pruned("BT /F1 12 Tf <00050008> Tj ET",
		"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]>>", HELVETICA_WITH(""),
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
		"/W[4[40 50 60] 7 9 80]/W2[5 8 1 2 3]>>", "null");
	pdf_obj *font = object(pdf, 6), *w = pdf_dict_get(ctx, font, PDF_NAME(W)), *w2 = pdf_dict_get(ctx, font, PDF_NAME(W2));
	assert_int_equal(pdf_array_len(ctx, w), 4);
	assert_int_equal(pdf_array_get_int(ctx, w, 0), 5);
	assert_int_equal(pdf_array_get_int(ctx, pdf_array_get(ctx, w, 1), 0), 50);
	assert_int_equal(pdf_array_get_int(ctx, w, 2), 8);
	assert_int_equal(pdf_array_get_int(ctx, pdf_array_get(ctx, w, 3), 0), 80);
	assert_int_equal(pdf_array_len(ctx, w2), 4);
	assert_int_equal(pdf_array_get_int(ctx, pdf_array_get(ctx, w2, 3), 2), 3);
	pdf_drop_obj(ctx, font);
	pdf_drop_document(ctx, pdf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tounicode_keeps_used_codes_alone),
		cmocka_unit_test(tounicode_goes_where_no_code_is_used),
		cmocka_unit_test(widths_of_unused_codes_go),
		cmocka_unit_test(differences_name_used_codes_alone),
		cmocka_unit_test(a_form_goes_on_in_the_font_of_its_page),
		cmocka_unit_test(a_state_sets_the_font_and_q_gives_it_back),
		cmocka_unit_test(glyph_procedures_nobody_shows_go_with_what_they_show),
		cmocka_unit_test(runs_of_widths_keep_used_cids),
	};
	return cmocka_run_group_tests(tests, open_context, drop_context);
}
