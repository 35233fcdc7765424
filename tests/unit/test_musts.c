#include "patterns/landing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void digits(const char *pattern, unsigned least, size_t before, size_t width)
{
	musts m = musts_of(str_of(pattern));
	assert_int_equal(m.digits, least);
	if (least)
		assert_int_equal(m.before_digit, before);
	assert_int_equal(m.width, width);
}

static void sign(const char *pattern, char wanted, size_t before)
{
	musts m = musts_of(str_of(pattern));
	assert_int_equal(m.sign, wanted);
	if (wanted)
		assert_int_equal(m.before_sign, before);
}

/* Where a match may begin, as "beg-last" pairs. */
static void lands(const char *pattern, const char *words, const char *wanted)
{
	arena *mem = arena_new();
	musts m = musts_of(str_of(pattern));
	landing l = landing_of(str_of(words), mem);
	str got = STR("");
	size_t state = 0, beg, last, at = 0;
	for (; landing_next(&l, &m, at, &state, &beg, &last); at = last + 1)
		got = str_fmt(mem, STR_FMT "%zu-%zu ", STR_ARG(got), beg, last);
	assert_string_equal(str_z(got, mem), wanted);
	arena_drop(mem);
}

static void digits_are_counted_in_classes_and_as_themselves(void **state)
{
	(void)state;
	digits("[0-9]{3}-[0-9]{2}-[0-9]{4}", 9, 0, 11);
	digits("[ ]? 4[1-9]", 2, 1, 3);
	digits("[0-9a-f]{4} 7", 1, 12, 13);
	digits("[^0-9]7", 1, 4, 5);
	digits("[-0-9]7", 1, 3, 4);   /* a sign may stand there */
	digits("\\d\\d", 0, 0, 8);    /* also those of other scripts */
	digits("\\x37", 1, 0, 1);
}

static void the_least_of_choices_and_repeats_counts(void **state)
{
	(void)state;
	digits("12|345", 2, 0, 3);
	digits("(?: 1 | [ ][ ]22 ) 3", 2, 2, 5);
	digits("1?[0-9]{0,3}2", 1, 4, 5);
	digits("[0-9]*2", 0, 0, SIZE_MAX); /* which may stand anywhere */
	digits("(12){2,3}", 4, 0, 6);
	digits("1{2,}", 2, 0, SIZE_MAX);
	digits("1 + +", 0, 0, SIZE_MAX); /* not known: which of the signs it belongs to */
}

static void what_is_only_looked_at_is_not_held(void **state)
{
	(void)state;
	digits("(?<![0-9]) (?<= [0-9]{5} ) [a]", 0, 0, 3);
	digits("(?!12) 3 \\b", 1, 0, 1);
	digits("1 # 2 3 4\n5", 2, 0, 2);
}

static void digits_that_are_looked_ahead_for_tell_where_to_begin(void **state)
{
	(void)state;
	digits("(?= [ ]{0,2}[0-9]{2} ) [ 0-9]{4}", 2, 2, 4);
	digits("[ ] (?: (?= [0-9] ) . | 2 )", 1, 1, 5);
	digits("(?: (?= [0-9] ) . )?", 0, 0, 4);
	lands("(?= [ ][0-9] ) ..", "ab c 7", "4-5 ");
}

static void groups_may_be_called_before_they_are_written(void **state)
{
	(void)state;
	digits("1 (?&two) (?(DEFINE) (?<two> [0-9][0-9] ) )", 1, 0, 3);
	digits("1 (?&self) (?<self> 2 (?&self)? )", 2, 0, SIZE_MAX);
}

static void signs_tell_where_to_look(void **state)
{
	(void)state;
	sign("[a-z]{1,4}@[a-z]", '@', 12);
	sign("(?: a: | bb:/ )", ':', 6);
	sign("(?: a: | b/ )", 0, 0);
	sign("a:?", 0, 0);
	sign("[a-z]*@", 0, 0);   /* it may stand anywhere */
}

static void what_is_not_known_is_not_said(void **state)
{
	(void)state;
	digits("(a)(?(1)1|2)", 0, 0, SIZE_MAX);
	digits("(*UTF)1", 0, 0, SIZE_MAX);
	digits("\\Q12\\E", 0, 0, SIZE_MAX);
	digits("(?-x: 1 2)", 0, 0, SIZE_MAX);
	digits("[[:digit:]]1", 0, 0, SIZE_MAX);
	digits("1\\K2", 0, 0, SIZE_MAX);
	digits("(?R)?1", 0, 0, SIZE_MAX);
}

static void only_digits_that_lie_close_enough_are_landed_on(void **state)
{
	(void)state;
	lands("[0-9]{2}-[0-9]{2}", "in 1999, 12-34 and 5", "3-3 9-9 ");
	lands("-[0-9]{3}", "a -123 b", "2-3 ");
	lands("[0-9]{4}", "12 34", "");
	lands("[a-z]@", "to a@b", "1-4 ");
	lands("[a-z]", "abc", "0-2 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_are_counted_in_classes_and_as_themselves),
		cmocka_unit_test(the_least_of_choices_and_repeats_counts),
		cmocka_unit_test(what_is_only_looked_at_is_not_held),
		cmocka_unit_test(digits_that_are_looked_ahead_for_tell_where_to_begin),
		cmocka_unit_test(groups_may_be_called_before_they_are_written),
		cmocka_unit_test(signs_tell_where_to_look),
		cmocka_unit_test(what_is_not_known_is_not_said),
		cmocka_unit_test(only_digits_that_lie_close_enough_are_landed_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
