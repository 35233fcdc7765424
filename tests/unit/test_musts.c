#include "patterns/gate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void digit(const char *pattern, size_t before, size_t width)
{
	musts m = musts_of(str_of(pattern));
	assert_true(m.digit);
	assert_int_equal(m.before_digit, before);
	assert_int_equal(m.width, width);
}

static void no_digit(const char *pattern, size_t width)
{
	musts m = musts_of(str_of(pattern));
	assert_false(m.digit);
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
static void opens(const char *pattern, const char *words, const char *wanted)
{
	arena *mem = arena_new();
	musts m = musts_of(str_of(pattern));
	gate g = { .always = false };
	gate_add(&g, &m);
	openings open = gate_open(&g, str_of(words), mem);
	str got = STR("");
	for (size_t i = 0; i < open.n; i++)
		got = str_fmt(mem, STR_FMT "%u-%u ", STR_ARG(got), open.list[i].beg, open.list[i].end);
	assert_string_equal(str_z(got, mem), wanted);
	arena_drop(mem);
}

static void opens_for_word(const char *word, const char *words, const char *wanted)
{
	arena *mem = arena_new();
	word_gate *g = arena_alloc(mem, sizeof *g);
	word_gate_add(g, str_of(word));
	openings open = word_gate_open(g, str_of(words), mem);
	str got = STR("");
	for (size_t i = 0; i < open.n; i++)
		got = str_fmt(mem, STR_FMT "%u-%u ", STR_ARG(got), open.list[i].beg, open.list[i].end);
	assert_string_equal(str_z(got, mem), wanted);
	arena_drop(mem);
}

static void digits_are_counted_in_classes_and_as_themselves(void **state)
{
	(void)state;
	digit("[0-9]{3}-[0-9]{2}-[0-9]{4}", 0, 11);
	digit("[ ]? 4[1-9]", 1, 3);
	digit("[0-9a-f]{4} 7", 4, 5);
	digit("[^0-9]7", 4, 5);
	digit("[-0-9]7", 1, 2);   /* a sign may stand there */
	no_digit("\\d\\d", 8);    /* also those of other scripts */
	digit("\\x37", 0, 1);
}

static void the_least_of_choices_and_repeats_counts(void **state)
{
	(void)state;
	digit("12|345", 0, 3);
	digit("(?: 1 | [ ][ ]22 ) 3", 2, 5);
	digit("1?[0-9]{0,3}2", 4, 5);
	no_digit("[0-9]*2", SIZE_MAX); /* which may stand anywhere */
	digit("(12){2,3}", 0, 6);
	digit("1{2,}", 0, SIZE_MAX);
	no_digit("1 + +", SIZE_MAX); /* not known: which of the signs it belongs to */
}

static void what_is_only_looked_at_is_not_held(void **state)
{
	(void)state;
	no_digit("(?<![0-9]) (?<= [0-9]{5} ) [a]", 1);
	digit("(?!12) 3 \\b", 0, 1);
	digit("1 # 2 3 4\n5", 0, 2);
}

static void digits_that_are_looked_ahead_for_tell_where_to_begin(void **state)
{
	(void)state;
	digit("(?= [ ]{0,2}[0-9]{2} ) [ 0-9]{4}", 2, 4);
	digit("[ ] (?: (?= [0-9] ) . | 2 )", 1, 5);
	no_digit("(?: (?= [0-9] ) . )?", 4);
}

static void groups_may_be_called_before_they_are_written(void **state)
{
	(void)state;
	digit("1 (?&two) (?(DEFINE) (?<two> [0-9][0-9] ) )", 0, 3);
	digit("1 (?&self) (?<self> 2 (?&self)? )", 0, SIZE_MAX);
}

static void signs_tell_where_to_look(void **state)
{
	(void)state;
	sign("[a-z]{1,4}@[a-z]", '@', 4);
	sign("(?: a: | bb:/ )", ':', 2);
	sign("(?: a: | b/ )", 0, 0);
	sign("a:?", 0, 0);
	sign("[a-z]*@", 0, 0);   /* it may stand anywhere */
}

static void what_is_not_known_is_not_said(void **state)
{
	(void)state;
	no_digit("(a)(?(1)1|2)", SIZE_MAX);
	no_digit("(*UTF)1", SIZE_MAX);
	no_digit("\\Q12\\E", SIZE_MAX);
	no_digit("(?-x: 1 2)", SIZE_MAX);
	no_digit("[[:digit:]]1", SIZE_MAX);
	no_digit("1\\K2", SIZE_MAX);
	no_digit("(?R)?1", SIZE_MAX);
}

static void a_gate_is_open_before_what_must_be_held(void **state)
{
	(void)state;
	opens("[a-z]{2}-[0-9]{2}", "in 1999, 12-34 and 5", "0-13 16-19 ");
	opens("-[0-9]{3}", "a -123 b", "2-5 ");
	opens("[0-9]{4}", "none here", "");
	opens("[a-z]@", "to a@b", "3-4 ");
	opens("[a-z]@[0-9]", "to a@b 1", "3-4 ");
	opens("[a-z]", "abc", "0-2 ");
	opens("(?= [ ][0-9] ) ..", "ab c 7", "4-5 ");
}

static void a_gate_of_words_is_open_where_they_begin(void **state)
{
	(void)state;
	opens_for_word("ssn", "no SSN, assn", "3-3 9-9 ");
	opens_for_word("dl", "DL", "0-0 ");
	opens_for_word("dl", "a d", "");
	opens_for_word("n\xC2\xB0", "x N\xC2\xB0" "1", "2-2 ");
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
		cmocka_unit_test(a_gate_is_open_before_what_must_be_held),
		cmocka_unit_test(a_gate_of_words_is_open_where_they_begin),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
