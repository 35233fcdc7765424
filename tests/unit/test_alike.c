#include "redact/base/alike.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void same(const char *a, const char *b)
{
	arena *mem = arena_new();
	str x = alike_fold(str_of(a), mem).text, y = alike_fold(str_of(b), mem).text;
	assert_int_equal(x.n, y.n);
	assert_memory_equal(x.p, y.p, x.n);
	arena_drop(mem);
}

static void letters_and_digits_that_look_alike_are_the_same(void **state)
{
	(void)state;
	same("Okonjo", "0konj0");
	same("William", "WiIl|am");
	same("536-90-4399", "S36-9O-4399");
	same("Bellamy", "8eIlamy");
	same("Zielinski", "2ie1inski");
}

static void two_letters_that_look_like_one_are_the_same(void **state)
{
	(void)state;
	same("Burnside", "Bumside");
	same("McClure", "McDure");
	same("Whitfield", "VVhitfield");
}

static void words_joined_or_split_and_lost_hyphens_are_the_same(void **state)
{
	(void)state;
	same("Margaret Okonjo", "MargaretOkonjo");
	same("Margaret Okonjo", "Mar garet Ok onjo");
	same("536-90-4399", "536904399");
	same("Smith-Jones", "Smith\u2014Jones");
}

static void specks_read_as_signs_are_nothing(void **state)
{
	(void)state;
	same("410924441415", "\u2022410924\u20AC441415\u00BB");
}

static void what_does_not_look_alike_differs(void **state)
{
	(void)state;
	arena *mem = arena_new();
	str a = alike_fold(STR("536-90-4399"), mem).text, b = alike_fold(STR("536-90-4377"), mem).text;
	assert_false(str_eq(a, b));
	arena_drop(mem);
}

static void a_place_in_folded_text_leads_back_to_its_source(void **state)
{
	(void)state;
	arena *mem = arena_new();
	str source = STR("seen by Bumside, A.");
	folded f = alike_fold(source, mem);
	str value = alike_fold(STR("Burnside"), mem).text;
	size_t beg, end;
	assert_true(alike_find(f.text, value, (alike_slack){ 0, false }, 0, &beg, &end));
	assert_true(str_is(fold_source(&f, source, beg, end), "Bumside"));
	arena_drop(mem);
}

static void distance_counts_signs_wrong_lost_and_too_many(void **state)
{
	(void)state;
	assert_int_equal(alike_distance(STR("5369"), STR("5369"), 3), 0);
	assert_int_equal(alike_distance(STR("5369"), STR("5389"), 3), 1);
	assert_int_equal(alike_distance(STR("5369"), STR("569"), 3), 1);
	assert_int_equal(alike_distance(STR("5369"), STR("53169"), 3), 1);
	assert_int_equal(alike_distance(STR("5369"), STR("4258"), 3), 4);
	assert_int_equal(alike_distance(STR(""), STR("12345"), 3), 4);
}

static void a_value_is_found_despite_a_misreading(void **state)
{
	(void)state;
	size_t beg, end;
	assert_true(alike_find(STR("xx123456789yy"), STR("123456789"), (alike_slack){ 1, false }, 0, &beg, &end));
	assert_int_equal(beg, 2);
	assert_int_equal(end, 11);
	assert_true(alike_find(STR("xx123466789yy"), STR("123456789"), (alike_slack){ 1, false }, 0, &beg, &end));
	assert_int_equal(beg, 2);
	assert_int_equal(end, 11);
	assert_false(alike_find(STR("xx123466788yy"), STR("123456789"), (alike_slack){ 1, false }, 0, &beg, &end));
}

static void search_goes_on_behind_what_was_found(void **state)
{
	(void)state;
	size_t beg, end;
	assert_true(alike_find(STR("abcab abcde abcde"), STR("abcde"), (alike_slack){ 0, false }, 0, &beg, &end));
	assert_int_equal(beg, 6);
	assert_true(alike_find(STR("abcab abcde abcde"), STR("abcde"), (alike_slack){ 0, false }, end, &beg, &end));
	assert_int_equal(beg, 12);
	assert_false(alike_find(STR("abcab abcde abcde"), STR("abcde"), (alike_slack){ 0, false }, end, &beg, &end));
	assert_false(alike_find(STR("abc"), STR(""), (alike_slack){ 0, false }, 0, &beg, &end));
}

/* Whether the value stands in the text by what signs in words may be. */
static bool read_as(const char *text, const char *value, size_t signs)
{
	arena *mem = arena_new();
	bool any;
	size_t beg, end;
	folded f = alike_read(str_of(text), mem, &any);
	bool found = alike_find(f.text, alike_fold(str_of(value), mem).text, (alike_slack){ signs, true }, 0, &beg, &end);
	arena_drop(mem);
	return found;
}

static void a_sign_among_digits_may_be_any_digit(void **state)
{
	(void)state;
	assert_true(read_as("no. 410924\u20AC44415 of", "410924644415", 1));
	assert_true(read_as("no. 410924?44415", "410924644415", 1));
	assert_true(read_as("410924$44415", "410924644415", 1));
	assert_true(read_as("410924{44415", "410924644415", 1));
	assert_false(read_as("410924\u20AC44415", "410924644415", 0));
	assert_false(read_as("410924\u20AC44416", "410924644415", 1));
	assert_false(read_as("410\u20AC24\u20AC44415", "410924644415", 1));
}

static void a_sign_among_digits_may_be_nothing_as_well(void **state)
{
	(void)state;
	assert_true(read_as("\u2022410924\u20AC441415\u00BB", "410924441415", 0));
	assert_true(read_as("(410) 924%441415", "410924441415", 0));
}

static void a_sign_at_the_rim_of_a_long_number_may_be_a_digit(void **state)
{
	(void)state;
	assert_true(read_as("no. \u20AC10924644415", "410924644415", 1));
	assert_true(read_as("41092464441\u00A7", "410924644415", 1));
	assert_false(read_as("$120000", "7120000", 1));
	assert_false(read_as("\u20AC 10924644415", "410924644415", 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_and_digits_that_look_alike_are_the_same),
		cmocka_unit_test(two_letters_that_look_like_one_are_the_same),
		cmocka_unit_test(words_joined_or_split_and_lost_hyphens_are_the_same),
		cmocka_unit_test(specks_read_as_signs_are_nothing),
		cmocka_unit_test(what_does_not_look_alike_differs),
		cmocka_unit_test(a_place_in_folded_text_leads_back_to_its_source),
		cmocka_unit_test(distance_counts_signs_wrong_lost_and_too_many),
		cmocka_unit_test(a_value_is_found_despite_a_misreading),
		cmocka_unit_test(search_goes_on_behind_what_was_found),
		cmocka_unit_test(a_sign_among_digits_may_be_any_digit),
		cmocka_unit_test(a_sign_among_digits_may_be_nothing_as_well),
		cmocka_unit_test(a_sign_at_the_rim_of_a_long_number_may_be_a_digit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
