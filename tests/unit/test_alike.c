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
	assert_true(alike_find(f.text, value, 0, 0, &beg, &end));
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
	assert_true(alike_find(STR("xx123456789yy"), STR("123456789"), 1, 0, &beg, &end));
	assert_int_equal(beg, 2);
	assert_int_equal(end, 11);
	assert_true(alike_find(STR("xx123466789yy"), STR("123456789"), 1, 0, &beg, &end));
	assert_int_equal(beg, 2);
	assert_int_equal(end, 11);
	assert_false(alike_find(STR("xx123466788yy"), STR("123456789"), 1, 0, &beg, &end));
}

static void search_goes_on_behind_what_was_found(void **state)
{
	(void)state;
	size_t beg, end;
	assert_true(alike_find(STR("abcab abcde abcde"), STR("abcde"), 0, 0, &beg, &end));
	assert_int_equal(beg, 6);
	assert_true(alike_find(STR("abcab abcde abcde"), STR("abcde"), 0, end, &beg, &end));
	assert_int_equal(beg, 12);
	assert_false(alike_find(STR("abcab abcde abcde"), STR("abcde"), 0, end, &beg, &end));
	assert_false(alike_find(STR("abc"), STR(""), 0, 0, &beg, &end));
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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
