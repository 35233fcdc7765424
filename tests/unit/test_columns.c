#include "patterns/detectors.h"
#include "patterns/rules.h"
#include "tests/unit/arena_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A page on which every cell begins where `at` says: one number a cell, in the order of the text; 5 points a letter. */
static void add_page(text *t, uint32_t number, const char *words, const int *at)
{
	unit *u = text_add(t, UNIT_PAGE, str_fmt(mem, "page %u", number));
	u->text = str_of(words);
	u->page = number;
	u->spans = arena_array(mem, span, u->text.n);
	float x = (float)*at, y = 100;
	for (uint32_t i = 0; i < u->text.n; i++) {
		if (words[i] == '\n' || words[i] == '\t') {
			x = (float)*++at;
			y += words[i] == '\n' ? 12 : 0;
			continue;
		}
		u->spans[u->nspans++] = (span){ i, i + 1, { x, y, x + 5, y + 10 } };
		x += 5;
	}
}

static void add_words(text *t, const char *words)
{
	unit *u = text_add(t, UNIT_BODY, STR("body"));
	u->text = str_of(words);
}

/* The values that are found, with blanks between them. */
static const char *found(const char *rule, const text *t)
{
	err e = ERR_INIT;
	request want = { .rules = str_of(rule) };
	detectors d = { .n = 0 };
	findings f = { .mem = mem };
	str out = STR("");

	assert_true(patterns_open(&want, mem, &d, &e));
	for (size_t i = 0; i < d.n; i++)
		assert_true(d.list[i].detect(d.list[i].state, t, &f, &e));
	findings_sort(&f);
	findings_merge(&f);
	for (size_t i = 0; i < f.n; i++)
		out = str_fmt(mem, STR_FMT "%s" STR_FMT, STR_ARG(out), i ? " " : "", STR_ARG(finding_value(t, &f.list[i], mem)));
	detectors_close(&d);
	return str_z(out, mem);
}

static const char *in_words(const char *rule, const char *words)
{
	text t = { .mem = mem };
	add_words(&t, words);
	return found(rule, &t);
}

static void a_head_speaks_for_its_column_some_rows_down(void **state)
{
	(void)state;
	assert_string_equal(in_words("ssn", "Name\tSSN\tOrder\nLee\t536904399\t312904399\nQuist\t219099999\t412904399\n"
	                                    "Ng\t078051120\t512904399"), "536904399 219099999 078051120");
}

static void a_head_of_two_lines_speaks(void **state)
{
	(void)state;
	assert_string_equal(in_words("ssn", "\tSocial Security\t\nName\tNumber\tOrder\nLee\t536904399\t1\nNg\t219099999\t2"),
	                    "536904399 219099999");
}

static void rows_that_say_there_is_nothing_are_no_head(void **state)
{
	(void)state;
	assert_string_equal(in_words("ssn", "Name\tSSN\nLee\tN/A\nQuist\twithheld\nNg\t219099999"), "219099999");
}

static void a_second_head_ends_the_first(void **state)
{
	(void)state;
	assert_string_equal(in_words("ssn", "Name\tSSN\nLee\t536904399\nCarrier\tTracking\nBlue\t312904399"), "536904399");
}

static void prose_ends_a_table(void **state)
{
	(void)state;
	assert_string_equal(in_words("ssn", "Name\tSSN\nLee\t536904399\n"
	                                    "The following shipments left the yard on the day that the parties have agreed upon.\n"
	                                    "Blue\t312904399"), "536904399");
}

static void on_a_page_the_head_is_the_one_above(void **state)
{
	(void)state;
	static const int at[] = { 72, 200, 330, 72, 330, 72, 200, 330 };
	text t = { .mem = mem };
	/* Lee has no number: the order stands in the second cell of its row, but not below the second head. */
	add_page(&t, 1, "Name\tSSN\tOrder\nLee\t312904399\nNg\t219099999\t412904399", at);
	assert_string_equal(found("ssn", &t), "219099999");
}

static void a_head_may_be_set_left_and_its_figures_right(void **state)
{
	(void)state;
	static const int at[] = { 72, 200, 330, 72, 230, 345 };
	text t = { .mem = mem };
	add_page(&t, 1, "Name\tSSN\tOrder\nLee\t536904399\t312904399", at);
	assert_string_equal(found("ssn", &t), "536904399");
}

static void a_table_goes_on_overleaf_without_its_head(void **state)
{
	(void)state;
	static const int first[] = { 72, 200, 330, 72, 200, 330 }, more[] = { 72, 200, 330, 72, 200, 330 };
	text t = { .mem = mem };
	add_page(&t, 1, "Name\tSSN\tOrder\nLee\t536904399\t312904399", first);
	add_page(&t, 2, "Ng\t219099999\t412904399\nAda\t078051120\t512904399", more);
	add_page(&t, 3, "Xu\t512334455\t612904399", more);
	assert_string_equal(found("ssn", &t), "536904399 219099999 078051120 512334455");
}

static void what_is_overleaf_below_words_is_another_table(void **state)
{
	(void)state;
	static const int first[] = { 72, 200, 72, 200 }, more[] = { 72, 200, 72, 200 };
	text t = { .mem = mem };
	add_page(&t, 1, "Name\tSSN\nLee\t536904399", first);
	add_page(&t, 2, "Carrier\tTracking\nBlue\t312904399", more);
	assert_string_equal(found("ssn", &t), "536904399");
}

static void a_label_in_front_of_a_row_speaks_for_all_of_it(void **state)
{
	(void)state;
	assert_string_equal(in_words("ssn", "Party\tLee\tNg\nSSN\t536904399\t219099999\nOrder\t312904399\t412904399"),
	                    "536904399 219099999");
}

static void a_whole_number_takes_nothing_from_the_cell_before(void **state)
{
	(void)state;
	assert_string_equal(in_words("phone", "No.\tPhone\n1\t5035550101\n2\t5035550102"), "5035550101 5035550102");
}

static void a_number_in_boxes_is_found_from_its_label(void **state)
{
	(void)state;
	assert_string_equal(in_words("ssn", "Social Security Number\n5\t3\t6\t9\t0\t4\t3\t9\t9"), "5\t3\t6\t9\t0\t4\t3\t9\t9");
	assert_string_equal(in_words("ssn", "SSN\t5\t3\t6\t9\t0\t4\t3\t9\t9"), "5\t3\t6\t9\t0\t4\t3\t9\t9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_speaks_for_its_column_some_rows_down),
		cmocka_unit_test(a_head_of_two_lines_speaks),
		cmocka_unit_test(rows_that_say_there_is_nothing_are_no_head),
		cmocka_unit_test(a_second_head_ends_the_first),
		cmocka_unit_test(prose_ends_a_table),
		cmocka_unit_test(on_a_page_the_head_is_the_one_above),
		cmocka_unit_test(a_head_may_be_set_left_and_its_figures_right),
		cmocka_unit_test(a_table_goes_on_overleaf_without_its_head),
		cmocka_unit_test(what_is_overleaf_below_words_is_another_table),
		cmocka_unit_test(a_label_in_front_of_a_row_speaks_for_all_of_it),
		cmocka_unit_test(a_whole_number_takes_nothing_from_the_cell_before),
		cmocka_unit_test(a_number_in_boxes_is_found_from_its_label),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
