/* Redactions that failed, and drawings that look like one and are none. */
#include "fixtures/pdf/raw_pdf.h"
#include "formats/pdf/proof/failed.h"
#include "tests/unit/mu_kit.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define NAME  "0 g BT /F1 12 Tf 72 700 Td (Margaret Okonjo spoke) Tj ET\n"
#define COVER "70 696 130 16 re f\n"   /* over all of NAME */

typedef struct page {
	const char *content, *page, *resources;
	const char *more[6];     /* objects from 10 on: dictionary alone, or "dictionary|stream" */
} page;

typedef struct looked {
	arena *mem;
	proof report;
} looked;

struct running { str file; proof *report; };

static void inspect_inner(fz_context *ctx, void *arg)
{
	struct running *r = arg;
	fz_stream *s = fz_open_memory(ctx, (const unsigned char *)r->file.p, r->file.n);
	pdf_document *doc = pdf_open_document_with_stream(ctx, s);
	fz_drop_stream(ctx, s);
	fz_try(ctx)
		rpdf_inspect(ctx, doc, r->file, r->report);
	fz_always(ctx)
		pdf_drop_document(ctx, doc);
	fz_catch(ctx)
		fz_rethrow(ctx);
}

static looked look_at_file(str file)
{
	looked l = { .mem = arena_new() };
	l.report.mem = l.mem;
	struct running r = { file, &l.report };
	in_mupdf(inspect_inner, &r);
	return l;
}

static void add_more(raw_pdf *r, int num, const char *body)
{
	const char *bar = strchr(body, '|');
	if (!bar) {
		raw_object(r, num, body);
		return;
	}
	buf dict = { 0 };
	buf_add(&dict, body, (size_t)(bar - body));
	buf_byte(&dict, 0);
	raw_stream(r, num, dict.p, str_of(bar + 1));
	buf_free(&dict);
}

static looked look_at(page p)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", p.page ? p.page : "", p.resources ? p.resources : "");
	raw_stream(&r, 4, "", str_of(p.content));
	for (int i = 0; i < 6 && p.more[i]; i++)
		add_more(&r, 10 + i, p.more[i]);
	raw_end(&r, "/Root 1 0 R");
	looked l = look_at_file(buf_view(&r.out));
	buf_free(&r.out);
	return l;
}

static const check *named(const looked *l, const char *name)
{
	for (size_t i = 0; i < l->report.nchecks; i++)
		if (str_is(l->report.checks[i].name, name))
			return &l->report.checks[i];
	fail_msg("no check %s", name);
	return NULL;
}

static void check_says(page p, const char *name, outcome is, const char *detail)
{
	looked l = look_at(p);
	const check *c = named(&l, name);
	outcome was = c->is;
	bool says = memmem(c->detail.p, c->detail.n, detail, strlen(detail)) != NULL;
	bool quotes = memmem(c->detail.p, c->detail.n, "Okonjo", 6) != NULL;
	if (was != is || !says)
		print_message("%s: %.*s\n", outcome_name(was), (int)c->detail.n, c->detail.p);
	arena_drop(l.mem);
	assert_int_equal(was, is);
	assert_true(says);
	assert_false(quotes);
}

static void covered_by(page p, const char *detail)
{
	check_says(p, "no-text-under-boxes", CHECK_FAIL, detail);
}

static void clean(page p)
{
	check_says(p, "no-text-under-boxes", CHECK_PASS, "1 page looked at");
}

/* ---- boxes ------------------------------------------------------------------------------------ */

static void a_box_over_words_is_told_with_page_and_count(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME COVER }, "page 1: 3 words can be read under an opaque box");
}

static void two_boxes_are_counted(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "70 696 54 16 re f 125 696 40 16 re f" }, "2 words can be read under opaque boxes");
}

static void a_white_box_covers_as_well(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "1 g " COVER }, "under an opaque box");
}

static void a_label_on_the_box_does_not_hide_the_failure(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME COVER "1 g BT /F1 8 Tf 90 700 Td (Withheld) Tj ET" }, "3 words");
}

static void a_box_in_a_form_with_a_matrix_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "/X Do", .resources = "/XObject<</X 10 0 R>>",
	                   .more = { "/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Matrix[2 0 0 2 70 696]|0 0 65 8 re f" } },
	           "3 words");
}

static void a_box_of_a_clip_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "q " "70 696 130 16 re W n 0 0 612 792 re f Q" }, "3 words");
}

static void a_thick_line_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "0 G 18 w 70 704 m 210 704 l S" }, "under a dark highlight");
}

static void words_in_the_colour_of_their_box_are_told(void **state)
{
	(void)state;
	covered_by((page){ .content = "0 g " COVER NAME }, "3 words can be read in a box of the same colour");
}

static void a_dark_multiplied_highlight_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "/G gs 0 g " COVER, .resources = "/ExtGState<</G<</BM/Multiply>>>>" }, "under a dark highlight");
}

static void a_nearly_opaque_box_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "/G gs 0 g " COVER, .resources = "/ExtGState<</G<</ca 0.97>>>>" }, "under a dark highlight");
}

static void a_black_picture_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "q 140 0 0 20 68 694 cm /I Do Q", .resources = "/XObject<</I 10 0 R>>",
	                   .more = { "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray|\1" } },
	           "under a picture of one colour");
}

static void a_square_annotation_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME, .page = "/Annots[10 0 R]",
	                   .more = { "<</Type/Annot/Subtype/Square/Rect[68 694 210 714]/F 4/AP<</N 11 0 R>>>>",
	                             "/Type/XObject/Subtype/Form/BBox[0 0 142 20]|0 g 0 0 142 20 re f" } },
	           "under an opaque box");
}

static void a_square_annotation_without_appearance_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME, .page = "/Annots[10 0 R]",
	                   .more = { "<</Type/Annot/Subtype/Square/Rect[60 690 240 720]/F 4/C[0 0 0]/IC[0 0 0]>>" } }, "3 words");
}

static void a_text_layer_over_a_blacked_out_picture_is_told(void **state)
{
	(void)state;
	covered_by((page){ .content = "q 612 0 0 792 0 0 cm /I Do Q BT 3 Tr /F1 12 Tf 72 700 Td (Margaret Okonjo) Tj ET",
	                   .resources = "/XObject<</I 10 0 R>>",
	                   .more = { "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray|\1" } },
	           "2 words can be read in the text layer");
}

static void a_text_layer_under_a_box_over_the_scan_is_told(void **state)
{
	(void)state;
	covered_by((page){ .content = "q 612 0 0 792 0 0 cm /I Do Q 0 g " COVER "BT 3 Tr /F1 12 Tf 72 700 Td (Margaret Okonjo) Tj ET",
	                   .resources = "/XObject<</I 10 0 R>>",
	                   .more = { "/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray|\377" } },
	           "2 words can be read in the text layer");
}

static void two_halves_cover_together(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "70 696 130 8.3 re f 70 704.3 130 8 re f" }, "3 words can be read under an opaque box");
}

static void ten_strips_cover_together(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "70 696 130 1.6 re f 70 697.6 130 1.6 re f 70 699.2 130 1.6 re f 70 700.8 130 1.6 re f "
	                              "70 702.4 130 1.6 re f 70 704 130 1.6 re f 70 705.6 130 1.6 re f 70 707.2 130 1.6 re f "
	                              "70 708.8 130 1.6 re f 70 710.4 130 1.6 re f" }, "3 words");
}

static void strips_thinner_than_a_stem_cover_together(void **state)
{
	(void)state;
	buf content = { 0 };
	buf_fmt(&content, "%s", NAME "1 g ");
	for (int i = 0; i < 20; i++)
		buf_fmt(&content, "70 %.1f 130 0.9 re f ", 696 + 0.8 * i);
	buf_byte(&content, 0);
	covered_by((page){ .content = content.p }, "3 words");
	buf_free(&content);
}

static void thick_lines_one_below_the_other_cover(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "0 G 6 w 70 699 m 210 699 l S 70 704 m 210 704 l S 70 709 m 210 709 l S" }, "3 words");
}

static void two_halves_within_a_frame_cover_together(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "1 g 70 696 130 8 re f 70 704 130 8 re f 0 G 50 600 400 150 re S" }, "3 words");
}

static void words_in_the_colour_of_two_halves_are_told(void **state)
{
	(void)state;
	covered_by((page){ .content = "0 g 70 696 130 8 re f 70 704 130 8 re f " NAME }, "3 words can be read in a box of the same colour");
}

static void black_of_nine_tenths_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME "/G gs 0 g " COVER, .resources = "/ExtGState<</G<</BM/Multiply/ca 0.9>>>>" }, "under a dark highlight");
}

static void a_multiplied_annotation_of_nine_tenths_covers(void **state)
{
	(void)state;
	covered_by((page){ .content = NAME, .page = "/Annots[10 0 R]",
	                   .more = { "<</Type/Annot/Subtype/Highlight/Rect[68 694 210 714]/F 4/AP<</N 11 0 R>>>>",
	                             "/Type/XObject/Subtype/Form/BBox[0 0 142 20]/Resources<</ExtGState<</G<</BM/Multiply/ca 0.9>>>>>>|"
	                             "/G gs 0 g 0 0 142 20 re f" } },
	           "3 words");
}

/* ---- and what is none ------------------------------------------------------------------------- */

static void words_alone_are_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME });
}

static void light_words_on_a_dark_heading_are_clean(void **state)
{
	(void)state;
	clean((page){ .content = "0 g " COVER "1 g BT /F1 12 Tf 72 700 Td (Margaret Okonjo) Tj ET" });
}

static void a_shade_drawn_before_the_words_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = "0.8 g " COVER NAME });
}

static void shades_side_by_side_under_light_words_are_clean(void **state)
{
	(void)state;
	clean((page){ .content = "0.1 g 70 696 60 8 re f 0.2 g 130 696 70 8 re f 0.1 g 70 704 60 8 re f 0.2 g 130 704 70 8 re f "
	                         "1 g BT /F1 12 Tf 72 700 Td (Margaret Okonjo) Tj ET" });
}

static void words_drawn_again_over_two_halves_are_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "1 g 70 696 130 8 re f 70 704 130 8 re f " NAME });
}

static void one_half_alone_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "70 696 130 7 re f" });
}

static void strips_with_gaps_are_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "0.9 g 70 696 130 2 re f 70 700.5 130 2 re f 70 705 130 2 re f 70 709.5 130 2 re f" });
}

static void a_grey_veil_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "/G gs 0 g " COVER, .resources = "/ExtGState<</G<</BM/Multiply/ca 0.7>>>>" });
}

static void a_yellow_highlight_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "/G gs 1 1 0 rg " COVER, .resources = "/ExtGState<</G<</BM/Multiply>>>>" });
}

static void a_frame_around_words_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "0 G 2 w 70 696 130 16 re S" });
}

static void a_frame_filled_by_the_even_odd_rule_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "68 690 150 30 re 70 692 146 26 re f*" });
}

static void a_box_clipped_away_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "q 300 300 10 10 re W n " COVER " Q" });
}

static void an_underline_and_a_strike_are_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "72 698 130 1 re f 72 703 130 0.8 re f" });
}

static void a_box_that_touches_a_letter_is_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "60 696 16 16 re f" });
}

static void words_drawn_again_over_their_cover_are_clean(void **state)
{
	(void)state;
	clean((page){ .content = NAME "1 g " COVER NAME });
}

static void a_box_over_the_word_redacted_hides_nothing(void **state)
{
	(void)state;
	clean((page){ .content = "BT /F1 12 Tf 72 700 Td (REDACTED) Tj ET " COVER });
}

static void a_scan_over_its_own_words_is_clean(void **state)
{
	(void)state;
	/* Stripes stand for the letters of the scan. */
	clean((page){ .content = NAME "q 612 0 0 792 0 0 cm /I Do Q", .resources = "/XObject<</I 10 0 R>>",
	              .more = { "/Type/XObject/Subtype/Image/Width 612/Height 2/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/ASCIIHexDecode|"
	                        "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
	                        "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
	                        "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
	                        "CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC>" } });
}

static void white_words_on_white_paper_are_a_note(void **state)
{
	(void)state;
	looked l = look_at((page){ .content = "1 g BT /F1 12 Tf 72 700 Td (Margaret Okonjo) Tj ET" });
	outcome was = named(&l, "no-text-under-boxes")->is;
	bool noted = l.report.nnotes == 1 && str_starts(l.report.notes[0], "2 words are drawn");
	arena_drop(l.mem);
	assert_int_equal(was, CHECK_PASS);
	assert_true(noted);
}

/* ---- marks, versions, what lies beside -------------------------------------------------------- */

static void a_redact_annotation_was_never_applied(void **state)
{
	(void)state;
	check_says((page){ .content = NAME, .page = "/Annots[<</Type/Annot/Subtype/Redact/Rect[70 696 200 712]>>]" },
	             "redactions-applied", CHECK_FAIL, "page 1: 1 area is marked for redaction");
}

static looked look_at_revised(const char *before, const char *after)
{
	raw_pdf r = { 0 };
	raw_begin(&r);
	raw_one_page(&r, "", "", "");
	raw_stream(&r, 4, "", str_of(before));
	raw_end(&r, "/Root 1 0 R");
	raw_stream(&r, 4, "", str_of(after));
	raw_end(&r, "/Root 1 0 R");
	looked l = look_at_file(buf_view(&r.out));
	buf_free(&r.out);
	return l;
}

static void an_earlier_version_that_says_more_fails(void **state)
{
	(void)state;
	looked l = look_at_revised(NAME, "BT /F1 12 Tf 72 700 Td (spoke) Tj ET");
	check c = *named(&l, "no-earlier-versions");
	bool says = memmem(c.detail.p, c.detail.n, "2 words", 7) != NULL;
	arena_drop(l.mem);
	assert_int_equal(c.is, CHECK_FAIL);
	assert_true(says);
}

static void an_earlier_version_that_says_less_passes(void **state)
{
	(void)state;
	looked l = look_at_revised("BT /F1 12 Tf 72 700 Td (spoke) Tj ET", NAME);
	outcome was = named(&l, "no-earlier-versions")->is;
	arena_drop(l.mem);
	assert_int_equal(was, CHECK_PASS);
}

static void what_lies_beside_the_pages_is_a_note(void **state)
{
	(void)state;
	looked l = look_at((page){ .content = NAME, .page = "/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)>>]/AF[10 0 R]",
	                           .more = { "<</Type/Filespec/F(a.txt)/EF<</F 11 0 R>>>>", "/Type/EmbeddedFile|x" } });
	bool noted = l.report.nnotes == 1
	             && str_is(l.report.notes[0], "beside its pages the file carries: 1 attached file, 1 comment or note");
	arena_drop(l.mem);
	assert_true(noted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_box_over_words_is_told_with_page_and_count),
		cmocka_unit_test(two_boxes_are_counted),
		cmocka_unit_test(a_white_box_covers_as_well),
		cmocka_unit_test(a_label_on_the_box_does_not_hide_the_failure),
		cmocka_unit_test(a_box_in_a_form_with_a_matrix_covers),
		cmocka_unit_test(a_box_of_a_clip_covers),
		cmocka_unit_test(a_thick_line_covers),
		cmocka_unit_test(words_in_the_colour_of_their_box_are_told),
		cmocka_unit_test(a_dark_multiplied_highlight_covers),
		cmocka_unit_test(a_nearly_opaque_box_covers),
		cmocka_unit_test(a_black_picture_covers),
		cmocka_unit_test(a_square_annotation_covers),
		cmocka_unit_test(a_square_annotation_without_appearance_covers),
		cmocka_unit_test(a_text_layer_over_a_blacked_out_picture_is_told),
		cmocka_unit_test(a_text_layer_under_a_box_over_the_scan_is_told),
		cmocka_unit_test(two_halves_cover_together),
		cmocka_unit_test(ten_strips_cover_together),
		cmocka_unit_test(strips_thinner_than_a_stem_cover_together),
		cmocka_unit_test(thick_lines_one_below_the_other_cover),
		cmocka_unit_test(two_halves_within_a_frame_cover_together),
		cmocka_unit_test(words_in_the_colour_of_two_halves_are_told),
		cmocka_unit_test(black_of_nine_tenths_covers),
		cmocka_unit_test(a_multiplied_annotation_of_nine_tenths_covers),
		cmocka_unit_test(words_alone_are_clean),
		cmocka_unit_test(light_words_on_a_dark_heading_are_clean),
		cmocka_unit_test(a_shade_drawn_before_the_words_is_clean),
		cmocka_unit_test(shades_side_by_side_under_light_words_are_clean),
		cmocka_unit_test(words_drawn_again_over_two_halves_are_clean),
		cmocka_unit_test(one_half_alone_is_clean),
		cmocka_unit_test(strips_with_gaps_are_clean),
		cmocka_unit_test(a_grey_veil_is_clean),
		cmocka_unit_test(a_yellow_highlight_is_clean),
		cmocka_unit_test(a_frame_around_words_is_clean),
		cmocka_unit_test(a_frame_filled_by_the_even_odd_rule_is_clean),
		cmocka_unit_test(a_box_clipped_away_is_clean),
		cmocka_unit_test(an_underline_and_a_strike_are_clean),
		cmocka_unit_test(a_box_that_touches_a_letter_is_clean),
		cmocka_unit_test(words_drawn_again_over_their_cover_are_clean),
		cmocka_unit_test(a_box_over_the_word_redacted_hides_nothing),
		cmocka_unit_test(a_scan_over_its_own_words_is_clean),
		cmocka_unit_test(white_words_on_white_paper_are_a_note),
		cmocka_unit_test(a_redact_annotation_was_never_applied),
		cmocka_unit_test(an_earlier_version_that_says_more_fails),
		cmocka_unit_test(an_earlier_version_that_says_less_passes),
		cmocka_unit_test(what_lies_beside_the_pages_is_a_note),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
