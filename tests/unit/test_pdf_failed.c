/* Redactions that failed: words below boxes, marks never carried out, earlier versions that say more. */
#include "tests/unit/failed_kit.h"

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
		cmocka_unit_test(a_redact_annotation_was_never_applied),
		cmocka_unit_test(an_earlier_version_that_says_more_fails),
		cmocka_unit_test(an_earlier_version_that_says_less_passes),
		cmocka_unit_test(what_lies_beside_the_pages_is_a_note),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
