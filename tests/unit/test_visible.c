#include "redact/model/visible.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static int begin(void **state)
{
	*state = arena_new();
	return 0;
}

static int end(void **state)
{
	arena_drop(*state);
	return 0;
}

/* The value with a # for every stretch that goes. */
static const char *left(visible how, const char *value, arena *mem)
{
	visible_part *parts;
	size_t n = visible_goes(how, str_of(value), mem, &parts);
	str out = STR("");
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		out = str_fmt(mem, STR_FMT STR_FMT "#", STR_ARG(out), STR_ARG(str_sub(str_of(value), at, parts[i].beg)));
		at = parts[i].end;
	}
	return str_fmt(mem, STR_FMT "%s", STR_ARG(out), value + at).p;
}

#define LEFT(how, value, wanted) assert_string_equal(left(how, value, *state), wanted)

static void nothing_shows_nothing(void **state)
{
	LEFT(VISIBLE_NOTHING, "536-90-4399", "#");
}

static void last_four_stay_in_any_shape(void **state)
{
	LEFT(VISIBLE_LAST_4, "536-90-4399", "#4399");
	LEFT(VISIBLE_LAST_4, "536904399", "#4399");
	LEFT(VISIBLE_LAST_4, "536 90 4399", "# 4399");
	LEFT(VISIBLE_LAST_4, "536\xe2\x80\x93" "90\xe2\x80\x93" "4399", "#4399");
	LEFT(VISIBLE_LAST_4, "GB29NWBK60161331926819", "#6819");
}

static void last_four_stay_over_a_line_end(void **state)
{
	LEFT(VISIBLE_LAST_4, "536-90-\n4399", "#\n4399");
	LEFT(VISIBLE_LAST_4, "536-90-43\n99", "#43\n99");
}

static void last_four_stay_of_digits_set_apart(void **state)
{
	LEFT(VISIBLE_LAST_4, "5 3 6 - 9 0 - 4 3 9 9", "# 4 3 9 9");
}

static void last_four_stay_of_wide_digits(void **state)
{
	LEFT(VISIBLE_LAST_4, "５３６-９０-４３９９", "#４３９９");
}

static void short_numbers_keep_nothing(void **state)
{
	LEFT(VISIBLE_LAST_4, "4399", "#");
	LEFT(VISIBLE_LAST_4, "1234567", "#");
	LEFT(VISIBLE_LAST_4, "12345678", "#5678");
}

static void the_year_of_a_date_stays(void **state)
{
	LEFT(VISIBLE_YEAR, "March 14, 1962", "# 1962");
	LEFT(VISIBLE_YEAR, "03/14/1962", "#1962");
	LEFT(VISIBLE_YEAR, "1962-03-14", "1962#");
	LEFT(VISIBLE_YEAR, "14th day of March, 1962", "# 1962");
	LEFT(VISIBLE_YEAR, "March 14,\n1962", "#\n1962");
	LEFT(VISIBLE_YEAR, "14 mars 1962 (Paris)", "# 1962 #");
}

static void a_short_year_stays_only_where_it_can_be_nothing_else(void **state)
{
	LEFT(VISIBLE_YEAR, "3/14/62", "#62");
	LEFT(VISIBLE_YEAR, "03/14/05", "#05");
	LEFT(VISIBLE_YEAR, "62-03-14", "62#");
	LEFT(VISIBLE_YEAR, "03/04/05", "#");
	LEFT(VISIBLE_YEAR, "14/03/05", "#");
	LEFT(VISIBLE_YEAR, "March 14, '62", "#62");
}

static void a_date_with_two_years_or_none_keeps_nothing(void **state)
{
	LEFT(VISIBLE_YEAR, "1962 or 1963", "#");
	LEFT(VISIBLE_YEAR, "19620314", "#");
	LEFT(VISIBLE_YEAR, "March 14", "#");
	LEFT(VISIBLE_YEAR, "0314 1962", "#");
}

static void a_bare_year_stays_whole(void **state)
{
	LEFT(VISIBLE_YEAR, "1962", "1962");
}

static void initials_stay(void **state)
{
	LEFT(VISIBLE_INITIALS, "Tobias Lee", "T# L#");
	LEFT(VISIBLE_INITIALS, "Lee, Tobias", "L#, T#");
	LEFT(VISIBLE_INITIALS, "T. Lee", "T. L#");
	LEFT(VISIBLE_INITIALS, "Mr. Lee", "Mr. L#");
	LEFT(VISIBLE_INITIALS, "MS LEE", "MS L#");
	LEFT(VISIBLE_INITIALS, "Drew Lee", "D# L#");
	LEFT(VISIBLE_INITIALS, "TOBIAS LEE", "T# L#");
	LEFT(VISIBLE_INITIALS, "tobias lee", "t# l#");
	LEFT(VISIBLE_INITIALS, "Tobias Lee-Okonjo", "T# L#");
	LEFT(VISIBLE_INITIALS, "Tobias\nLee", "T#\nL#");
	LEFT(VISIBLE_INITIALS, "Tobias\xc2\xa0Lee", "T#\xc2\xa0L#");
}

static void an_initial_keeps_its_accent(void **state)
{
	LEFT(VISIBLE_INITIALS, "\xc3\x89lodie Lee", "\xc3\x89# L#");
	LEFT(VISIBLE_INITIALS, "E\xcc\x81lodie Lee", "E\xcc\x81# L#");
}

static void a_word_broken_over_a_line_has_one_initial(void **state)
{
	LEFT(VISIBLE_INITIALS, "Mar-\ngaret Lee", "M# L#");
	LEFT(VISIBLE_INITIALS, "Marga\nret Lee", "M#\n# L#");
	LEFT(VISIBLE_INITIALS, "marga\nret lee", "m#\n# l#");
}

static void letters_set_apart_keep_nothing(void **state)
{
	LEFT(VISIBLE_INITIALS, "T o b i a s L e e", "#");
}

static void one_sign_for_two_letters_is_no_initial(void **state)
{
	LEFT(VISIBLE_INITIALS, "\xef\xac\x81nn Lee", "# L#");
}

static void names_without_capitals_of_ours_keep_nothing(void **state)
{
	LEFT(VISIBLE_INITIALS, "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e", "#");
}

static void city_and_state_stay(void **state)
{
	LEFT(VISIBLE_CITY_STATE, "12 Main Street, Springfield, IL 62701", "# Springfield, IL #");
	LEFT(VISIBLE_CITY_STATE, "12 Main St., Apt. 4B, St. Louis, Missouri 63101-1234", "# St. Louis, Missouri #");
	LEFT(VISIBLE_CITY_STATE, "12 Main Street\nSpringfield, IL 62701", "#\nSpringfield, IL #");
	LEFT(VISIBLE_CITY_STATE, "12 Main Street, Wheeling, West Virginia", "# Wheeling, West Virginia");
}

static void a_city_that_no_comma_parts_from_its_street_goes(void **state)
{
	LEFT(VISIBLE_CITY_STATE, "12 Main Street Springfield, IL 62701", "# IL #");
}

static void an_address_without_a_state_keeps_nothing(void **state)
{
	LEFT(VISIBLE_CITY_STATE, "12 Main Street", "#");
	LEFT(VISIBLE_CITY_STATE, "12 Main Street, Springfield", "#");
	LEFT(VISIBLE_CITY_STATE, "", "");
}

static void the_state_alone_may_stay(void **state)
{
	LEFT(VISIBLE_STATE, "12 Main Street, Springfield, IL 62701", "# IL #");
}

static void every_way_has_a_name(void **state)
{
	(void)state;
	for (int i = 0; i < VISIBLES; i++)
		assert_int_equal(visible_of(str_of(visible_name(i))), i);
	assert_int_equal(visible_of(STR("half")), VISIBLES);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(nothing_shows_nothing), TEST(last_four_stay_in_any_shape), TEST(last_four_stay_over_a_line_end),
		TEST(last_four_stay_of_digits_set_apart), TEST(last_four_stay_of_wide_digits), TEST(short_numbers_keep_nothing),
		TEST(the_year_of_a_date_stays), TEST(a_short_year_stays_only_where_it_can_be_nothing_else),
		TEST(a_date_with_two_years_or_none_keeps_nothing), TEST(a_bare_year_stays_whole), TEST(initials_stay),
		TEST(an_initial_keeps_its_accent), TEST(a_word_broken_over_a_line_has_one_initial),
		TEST(letters_set_apart_keep_nothing), TEST(one_sign_for_two_letters_is_no_initial),
		TEST(names_without_capitals_of_ours_keep_nothing), TEST(city_and_state_stay),
		TEST(a_city_that_no_comma_parts_from_its_street_goes), TEST(an_address_without_a_state_keeps_nothing),
		TEST(the_state_alone_may_stay), TEST(every_way_has_a_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
