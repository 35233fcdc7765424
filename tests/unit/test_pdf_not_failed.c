/* Drawings that look like a redaction that failed, and are none. */
#include "tests/unit/failed_kit.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
