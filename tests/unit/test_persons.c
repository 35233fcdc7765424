/* Names that nobody listed: what is proposed, and what is left alone. */
#include "patterns/people/census.h"
#include "patterns/people/people.h"
#include "patterns/people/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_drop(*state);
	return 0;
}

/* What is proposed in a text, parted by bars. */
static str proposed(arena *mem, unit_kind kind, const char *words)
{
	text t = { .mem = mem };
	findings f = { .mem = mem };
	text_add_string(&t, kind, STR("unit"), str_of(words), true);
	people_propose(people_shipped(), &t, &f);
	str all = STR("");
	for (size_t i = 0; i < f.n; i++) {
		str one = str_sub(t.units[0].text, f.list[i].beg, f.list[i].end);
		assert_true(str_is(f.list[i].rule, "person") && f.list[i].rank > 0 && f.list[i].rank < 100);
		all = str_fmt(mem, STR_FMT "%s" STR_FMT, STR_ARG(all), all.n ? "|" : "", STR_ARG(one));
	}
	return all;
}

static void expect(arena *mem, const char *words, const char *names)
{
	str got = proposed(mem, UNIT_BODY, words);
	if (!str_is(got, names))
		fail_msg("'%s': '" STR_FMT "', not '%s'", words, STR_ARG(got), names);
}

static void a_full_name_in_a_sentence_is_proposed(void **state)
{
	expect(*state, "On Friday the witness, Margaret Dunleavy, called the office in Denver.", "Margaret Dunleavy");
}

static void a_title_is_no_part_of_the_name(void **state)
{
	expect(*state, "I spoke with Mr. Castellano yesterday.", "Castellano");
}

static void a_possessive_ending_is_no_part_of_the_name(void **state)
{
	expect(*state, "That is Mr. Hargrove's signature.", "Hargrove");
}

static void a_name_in_capitals_is_proposed(void **state)
{
	expect(*state, "DEPOSITION OF\nMARGARET DUNLEAVY\n\nTaken in Denver.", "MARGARET DUNLEAVY");
}

static void a_family_name_first_is_proposed_whole(void **state)
{
	expect(*state, "Patient Name: Dunleavy, Margaret A.\nMRN: 48813", "Dunleavy, Margaret A.");
}

static void heads_of_letters_name_people(void **state)
{
	expect(*state, "From: Thomas Reyes\nTo: Julia Brandt\nSubject: Invoice for May\n", "Thomas Reyes|Julia Brandt");
}

static void whoever_was_named_in_full_is_proposed_by_one_name_too(void **state)
{
	str got = proposed(*state, UNIT_BODY, "Counsel: Margaret Dunleavy.\n\nThe valve was shut by Dunleavy at noon.");
	assert_true(str_is(got, "Margaret Dunleavy|Dunleavy"));
}

static void months_courts_and_firms_are_left_alone(void **state)
{
	expect(*state, "The hearing in May was moved to the District Court in Houston, Texas.", "");
	expect(*state, "Invoice No. 4411 is payable to Harbor Freight Company by June 30, 2024.", "");
	expect(*state, "Pursuant to Section 12 of the Agreement, Lender may accelerate the Note.", "");
}

static void names_of_files_are_not_guessed_at(void **state)
{
	assert_int_equal(proposed(*state, UNIT_NAME, "Margaret Dunleavy.pdf").n, 0);
}

static void nothing_in_nothing(void **state)
{
	expect(*state, "", "");
	expect(*state, " \n\t ", "");
	expect(*state, "\xe4\xbd\xa0\xe5\xa5\xbd", "");
}

static void a_long_line_costs_no_more_than_its_length(void **state)
{
	arena *mem = *state;
	char *p = arena_alloc(mem, 600001);
	for (size_t i = 0; i < 600000; i += 6)
		memcpy(p + i, "Smith ", 6);
	assert_true(proposed(mem, UNIT_BODY, p).n > 0);
}

static void the_list_knows_common_names_from_rare_ones(void **state)
{
	(void)state;
	str list = people_shipped().names;
	assert_int_equal(census_rank(list, STR("smith")).family, 15);
	assert_int_equal(census_rank(list, STR("mary")).given, 15);
	assert_true(census_rank(list, STR("dunleavy")).family > 0);
	assert_true(census_rank(list, STR("dunleavy")).family < 8);
	assert_int_equal(census_rank(list, STR("hereinafter")).given, 0);
	assert_int_equal(census_rank(STR(""), STR("smith")).family, 0);
}

static void words_keep_their_hyphens_and_initials_their_points(void **state)
{
	arena *mem = *state;
	str source = STR("Dr. A. O'Brien-Smith,\n\nDenver\tTexas");
	folded f = fold(source, FOLD_MARKS, mem);
	tokens t = tokens_of(&f, source, mem);
	static const struct { const char *word; token_shape shape; token_gap gap; } right[] = {
		{ "Dr.", SHAPE_CAPITAL, GAP_IS_PARAGRAPH }, { "A.", SHAPE_INITIAL, GAP_IS_BLANK }, { "O'Brien-Smith", SHAPE_CAPITAL, GAP_IS_BLANK },
		{ ",", SHAPE_SIGN, GAP_IS_NONE }, { "Denver", SHAPE_CAPITAL, GAP_IS_PARAGRAPH }, { "Texas", SHAPE_CAPITAL, GAP_IS_CELL },
	};
	assert_int_equal(t.n, sizeof right / sizeof *right);
	for (size_t i = 0; i < t.n; i++) {
		assert_true(str_is(str_sub(f.text, t.list[i].beg, t.list[i].end), right[i].word));
		assert_int_equal(t.list[i].shape, right[i].shape);
		assert_int_equal(t.list[i].gap, right[i].gap);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_full_name_in_a_sentence_is_proposed),
		TEST(a_title_is_no_part_of_the_name),
		TEST(a_possessive_ending_is_no_part_of_the_name),
		TEST(a_name_in_capitals_is_proposed),
		TEST(a_family_name_first_is_proposed_whole),
		TEST(heads_of_letters_name_people),
		TEST(whoever_was_named_in_full_is_proposed_by_one_name_too),
		TEST(months_courts_and_firms_are_left_alone),
		TEST(names_of_files_are_not_guessed_at),
		TEST(nothing_in_nothing),
		TEST(a_long_line_costs_no_more_than_its_length),
		TEST(the_list_knows_common_names_from_rare_ones),
		TEST(words_keep_their_hyphens_and_initials_their_points),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
