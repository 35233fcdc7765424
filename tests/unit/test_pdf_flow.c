/* Letters put together into text, in drawing order and by place. */
#include "formats/pdf/read/flow.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { SIZE = 10 };

/* One letter, 6 points wide, whose origin is at (x, y) and which runs in the direction of degrees
 * (clockwise, 0 to the right). */
static void put(flow *f, int ucs, float x, float y, float degrees)
{
	float angle = degrees * 0.01745329f;
	rpdf_glyph g = { .number = (uint32_t)f->n, .ucs = { ucs }, .nucs = 1, .from = { x, y },
		.to = { x + 6 * cosf(angle), y + 6 * sinf(angle) }, .size = SIZE };
	flow_add(f, &g);
}

/* A word, letter by letter from its last to its first, along a line that starts at (x, y). */
static void put_backwards(flow *f, const char *word, float x, float y, float degrees)
{
	float angle = degrees * 0.01745329f;
	for (size_t i = strlen(word); i-- > 0;)
		put(f, word[i], x + 6 * (float)i * cosf(angle), y + 6 * (float)i * sinf(angle), degrees);
}

static void assert_reads(flow *f, const char *by_place)
{
	flow placed;
	bool other = flow_by_place(f, &placed);
	char got[256];
	snprintf(got, sizeof got, "%.*s", (int)placed.text.n, placed.text.n ? placed.text.p : "");
	flow_free(&placed);
	flow_free(f);
	assert_true(other);
	assert_string_equal(got, by_place);
}

static void assert_read_on_a_slant(float degrees)
{
	flow f;
	flow_begin(&f);
	put_backwards(&f, "Okonjo", 300, 400, degrees);
	assert_reads(&f, "Okonjo");
}

static void letters_drawn_backwards_are_read_by_place_in_every_direction(void **state)
{
	(void)state;
	for (int degrees = 0; degrees < 360; degrees += 15)
		assert_read_on_a_slant((float)degrees);
	assert_read_on_a_slant(-1.5f);
	assert_read_on_a_slant(91);
}

enum { MEET, KERNED };

static void assert_runs(const char *first, const char *second, int how, const char *reads)
{
	flow f;
	flow_begin(&f);
	const char *strings[] = { first, second };
	float x = 100;
	for (int i = 0; i < 2; i++) {
		for (const char *p = strings[i]; *p; p++, x += 6) {
			rpdf_glyph g = { .number = (uint32_t)f.n, .ucs = { *p }, .nucs = 1, .from = { x, 100 }, .to = { x + 6, 100 },
				.size = SIZE, .opens = p == strings[i] ? (int)strlen(p) : 0, .set_off = how == KERNED && i };
			flow_add(&f, &g);
		}
	}
	bool same = str_is(buf_view(&f.text), reads);
	flow_free(&f);
	assert_true(same);
}

#define SEAM "\xe2\x80\x8b"

static void strings_that_touch_part_where_a_capital_follows_a_small_letter(void **state)
{
	(void)state;
	assert_runs("Okonjo", "Smith", MEET, "Okonjo" SEAM "Smith");
	assert_runs("Mc", "Donald", KERNED, "McDonald");
	assert_runs("Robert", "son", MEET, "Robertson");
	assert_runs("Rob", "ertson", KERNED, "Robertson");
}

static void strings_of_capitals_that_touch_part_where_both_are_words(void **state)
{
	(void)state;
	assert_runs("OKONJO", "MARGARET", MEET, "OKONJO" SEAM "MARGARET");
	assert_runs("OKONJO", "MARGARET", KERNED, "OKONJO" SEAM "MARGARET");
	assert_runs("MARGARET OKONJO", "spoke", MEET, "MARGARET OKONJO" SEAM "spoke");
	assert_runs("MAR", "YANN", KERNED, "MARYANN");
	assert_runs("O", "KONJO", MEET, "OKONJO");
	assert_runs("MARGARET O", "KONJO", MEET, "MARGARET OKONJO");
	assert_runs("O", "konjo", MEET, "Okonjo");
	assert_runs("OKONJ", "O", MEET, "OKONJO");
}

static void strings_of_digits_that_touch_part_where_both_are_long(void **state)
{
	(void)state;
	assert_runs("536-90-4399", "0042", MEET, "536-90-4399" SEAM "0042");
	assert_runs("536-90-43", "99", MEET, "536-90-4399");
	assert_runs("5369", "0439", KERNED, "53690439");
}

/* Two letters that say nothing, a glyph that says all three, another that says nothing, and a letter. */
static void a_glyph_that_says_a_word_speaks_for_those_beside_it_that_say_nothing(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put(&f, 'a', 94, 100, 0);
	put(&f, 0xfffd, 100, 100, 0);
	put(&f, 0xfffd, 106, 100, 0);
	rpdf_glyph word = { .number = 3, .ucs = { 'O', 'k', 'o' }, .nucs = 3, .from = { 112, 100 }, .to = { 118, 100 }, .size = SIZE };
	flow_add(&f, &word);
	put(&f, 0xfffd, 118, 100, 0);
	put(&f, 'b', 124, 100, 0);
	bool reads = str_is(buf_view(&f.text), "aOko\xef\xbf\xbd" "b");
	bool together = f.glyphs[1].beg == 1 && f.glyphs[2].beg == 1 && f.glyphs[1].end == 4 && f.glyphs[3].end == 4;
	flow_free(&f);
	assert_true(reads && together);

	flow_begin(&f);
	rpdf_glyph first = { .ucs = { 'O', 'k' }, .nucs = 2, .from = { 100, 100 }, .to = { 106, 100 }, .size = SIZE };
	flow_add(&f, &first);
	put(&f, 0xfffd, 106, 100, 0);
	put(&f, 'b', 112, 100, 0);
	reads = str_is(buf_view(&f.text), "Okb") && f.glyphs[1].beg == 0 && f.glyphs[1].end == 2;
	flow_free(&f);
	assert_true(reads);
}

static void lines_of_text_on_its_side_follow_from_left_to_right(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_backwards(&f, "second", 120, 400, -90);
	put_backwards(&f, "first", 100, 400, -90);
	assert_reads(&f, "first\nsecond");
}

/* U+05D0 to U+05D3 as they look: the first letter stands rightmost. */
static void hebrew_drawn_as_it_looks_is_read_from_the_right(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	const int looks[] = { 0x5d3, 0x5d2, ' ', 0x5d1, 0x5d0 };
	for (int i = 0; i < 5; i++)
		put(&f, looks[i], 100 + 6 * (float)i, 100, 0);
	assert_reads(&f, "\u05d0\u05d1 \u05d2\u05d3");
}

static void hebrew_drawn_from_the_right_reads_the_same(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	const int said[] = { 0x5d0, 0x5d1, ' ', 0x5d2, 0x5d3 };
	for (int i = 0; i < 5; i++)
		put(&f, said[i], 124 - 6 * (float)i, 100, 0);
	assert_reads(&f, "\u05d0\u05d1 \u05d2\u05d3");
}

static void numbers_and_names_keep_their_order_within_hebrew(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	const int looks[] = { 'A', 'b', ' ', '1', '-', '2', ' ', 0x5d2, 0x5d1, 0x5d0 };
	for (int i = 0; i < 10; i++)
		put(&f, looks[i], 100 + 6 * (float)i, 100, 0);
	assert_reads(&f, "\u05d0\u05d1\u05d2 Ab 1-2");
}

static void a_hebrew_word_within_english_is_turned_alone(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	const int looks[] = { 'a', 'b', 'c', 'd', ' ', 0x5d1, 0x5d0, ' ', 'e' };
	for (int i = 0; i < 9; i++)
		put(&f, looks[i], 100 + 6 * (float)i, 100, 0);
	assert_reads(&f, "abcd \u05d0\u05d1 e");
}

/* 0.12 em: a word space to some readers, kerning to others. */
static void a_gap_that_may_be_a_blank_is_read_both_ways(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put(&f, 'a', 100, 100, 0);
	put(&f, 'b', 107.2f, 100, 0);
	put(&f, 'c', 113.2f, 100, 0);
	assert_int_equal(f.text.n, 3);
	assert_memory_equal(f.text.p, "abc", 3);
	assert_reads(&f, "a bc");
}

static void put_word(flow *f, const char *word, float x, float y)
{
	for (size_t i = 0; word[i]; i++)
		put(f, word[i], x + 6 * (float)i, y, 0);
}

static void put_sized(flow *f, const char *word, float x, float y, float size)
{
	for (size_t i = 0; word[i]; i++) {
		float at = x + 0.6f * size * (float)i;
		rpdf_glyph g = { .number = (uint32_t)f->n, .ucs = { word[i] }, .nucs = 1, .from = { at, y },
			.to = { at + 0.6f * size, y }, .size = size };
		flow_add(f, &g);
	}
}

static void assert_drawn(flow *f, const char *words)
{
	char got[256];
	snprintf(got, sizeof got, "%.*s", (int)f->text.n, f->text.p);
	flow_free(f);
	assert_string_equal(got, words);
}

static void a_capital_that_hangs_down_begins_its_word(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_sized(&f, "M", 100, 124, 40);
	put_sized(&f, "argaret", 126, 104, 12);
	put_sized(&f, "of", 126, 118, 12);
	assert_drawn(&f, "Margaret\nof");
}

static void a_large_capital_above_a_line_is_no_part_of_it(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_sized(&f, "M", 100, 100, 40);
	put_sized(&f, "argaret", 126, 124, 12);
	assert_drawn(&f, "M\nargaret");
}

static void a_raised_digit_is_a_footnotes_mark(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_sized(&f, "4399", 100, 100, 10);
	put_sized(&f, "12", 124, 96, 6);
	put_sized(&f, "x", 131.2f, 100, 10);
	assert_drawn(&f, "4399\u00B9\u00B2x");
}

static void digits_of_one_size_are_one_number(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_sized(&f, "43", 100, 100, 10);
	put_sized(&f, "99", 112, 98, 10);
	assert_drawn(&f, "4399");
}

static void a_blank_under_a_letter_parts_nothing(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_word(&f, "Ok  jo", 100, 100);
	put_word(&f, "  on  ", 100, 100);
	assert_reads(&f, "Okonjo");
}

static void assert_reads_by_column(flow *f, const char *by_column)
{
	flow down;
	bool other = flow_by_column(f, &down);
	char got[256];
	snprintf(got, sizeof got, "%.*s", (int)down.text.n, down.text.n ? down.text.p : "");
	flow_free(&down);
	flow_free(f);
	assert_true(other);
	assert_string_equal(got, by_column);
}

static void a_value_in_a_column_goes_on_below_and_not_beside(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_word(&f, "536-90-", 100, 100);
	put_word(&f, "other", 200, 100);
	put_word(&f, "4399", 100, 112);
	put_word(&f, "words", 200, 112);
	assert_reads_by_column(&f, "536-90-\n4399\nother\nwords");
}

static void numbers_of_lines_do_not_come_between_the_lines(void **state)
{
	(void)state;
	flow f;
	flow_begin(&f);
	put_word(&f, "1", 100, 100);
	put_word(&f, "Mar-", 130, 100);
	put_word(&f, "2", 100, 124);
	put_word(&f, "garet", 130, 124);
	assert_reads_by_column(&f, "1\n2\nMar-\ngaret");
}

static void rows_far_apart_are_no_column(void **state)
{
	(void)state;
	flow f, down;
	flow_begin(&f);
	put_word(&f, "a", 100, 100);
	put_word(&f, "b", 200, 100);
	put_word(&f, "c", 100, 200);
	put_word(&f, "d", 200, 200);
	bool other = flow_by_column(&f, &down);
	flow_free(&f);
	assert_false(other); /* reads as it was drawn */
}

static void a_header_with_its_page_number_makes_no_columns(void **state)
{
	(void)state;
	flow f, down;
	flow_begin(&f);
	put_word(&f, "Title", 100, 100);
	put_word(&f, "7", 300, 100);
	put_word(&f, "text", 100, 112);
	bool other = flow_by_column(&f, &down);
	flow_free(&f);
	assert_false(other);
}

static void text_without_wide_gaps_has_no_columns(void **state)
{
	(void)state;
	flow f, down;
	flow_begin(&f);
	put_word(&f, "ab", 100, 100);
	put_word(&f, "cd", 115, 100);
	bool other = flow_by_column(&f, &down);
	flow_free(&f);
	assert_false(other);
}

static void text_that_reads_alike_by_place_is_read_once(void **state)
{
	(void)state;
	flow f, placed;
	flow_begin(&f);
	put(&f, 'a', 100, 100, 0);
	put(&f, 'b', 106, 100, 0);
	bool other = flow_by_place(&f, &placed);
	flow_free(&f);
	assert_false(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings_that_touch_part_where_a_capital_follows_a_small_letter),
		cmocka_unit_test(strings_of_capitals_that_touch_part_where_both_are_words),
		cmocka_unit_test(a_glyph_that_says_a_word_speaks_for_those_beside_it_that_say_nothing),
		cmocka_unit_test(strings_of_digits_that_touch_part_where_both_are_long),
		cmocka_unit_test(letters_drawn_backwards_are_read_by_place_in_every_direction),
		cmocka_unit_test(lines_of_text_on_its_side_follow_from_left_to_right),
		cmocka_unit_test(hebrew_drawn_as_it_looks_is_read_from_the_right),
		cmocka_unit_test(hebrew_drawn_from_the_right_reads_the_same),
		cmocka_unit_test(numbers_and_names_keep_their_order_within_hebrew),
		cmocka_unit_test(a_hebrew_word_within_english_is_turned_alone),
		cmocka_unit_test(a_gap_that_may_be_a_blank_is_read_both_ways),
		cmocka_unit_test(a_value_in_a_column_goes_on_below_and_not_beside),
		cmocka_unit_test(numbers_of_lines_do_not_come_between_the_lines),
		cmocka_unit_test(rows_far_apart_are_no_column),
		cmocka_unit_test(a_header_with_its_page_number_makes_no_columns),
		cmocka_unit_test(text_without_wide_gaps_has_no_columns),
		cmocka_unit_test(text_that_reads_alike_by_place_is_read_once),
		cmocka_unit_test(a_capital_that_hangs_down_begins_its_word),
		cmocka_unit_test(a_large_capital_above_a_line_is_no_part_of_it),
		cmocka_unit_test(a_raised_digit_is_a_footnotes_mark),
		cmocka_unit_test(digits_of_one_size_are_one_number),
		cmocka_unit_test(a_blank_under_a_letter_parts_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
