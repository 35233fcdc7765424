/* Words and numbers that the end of a line, a cell or a paragraph breaks. */
#include "patterns/detectors.h"
#include "redact/planned.h"
#include "redact/readings.h"
#include "redact/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

/* How often a value stands in the words of a body, beside the place that tells of it. */
static size_t hunted(unit_kind kind, const char *value, const char *words)
{
	arena *mem = arena_new();
	text t = { .mem = mem };
	plan p = { .mem = mem };
	findings f = { .mem = mem };
	err e = ERR_INIT;
	text_add_string(&t, kind, STR("body"), str_of(words), true);
	text_add_string(&t, UNIT_METADATA, STR("info"), str_of(value), true);
	mark *m = plan_add(&p);
	*m = (mark){ .kind = MARK_TEXT, .unit = STR("info"), .end = (uint32_t)strlen(value), .state = MARK_ACCEPTED };
	assert_true(planned_bind(&p, &t, STR(""), &e));
	assert_true(planned_rest(&p, &t, &f, &e));
	size_t n = f.n;
	arena_drop(mem);
	return n;
}

static size_t in_body(const char *value, const char *words)
{
	return hunted(UNIT_BODY, value, words);
}

static findings ruled(arena *mem, const char *words)
{
	text t = { .mem = mem };
	detectors look = { 0 };
	findings f = { .mem = mem };
	err e = ERR_INIT;
	assert_true(patterns_open(&(request){ .rules = STR("ssn") }, mem, &look, &e));
	text_add_string(&t, UNIT_BODY, STR("body"), str_of(words), true);
	assert_true(scan_document(&look, &t, &f, &e));
	detectors_close(&look);
	return f;
}

static void a_word_goes_on_over_one_break(void **state)
{
	(void)state;
	assert_int_equal(in_body("Okonjo", "by Ms. Oko\nnjo in person"), 1);
	assert_int_equal(in_body("Okonjo", "by Ms. Oko\tnjo in person"), 1);
	assert_int_equal(in_body("Okonjo", "by Ms. Oko \n\n njo in person"), 1);
	assert_int_equal(in_body("Okonjo", "by Ms. Oko-\tnjo in person"), 1);
}

static void a_word_goes_on_over_several_breaks(void **state)
{
	(void)state;
	assert_int_equal(in_body("Okonjo", "by Ms. Ok\non\tjo in person"), 1);
	assert_int_equal(in_body("Smith", "Name\tS\tm\ti\tt\th\tborn"), 1);
}

static void a_word_between_other_cells_is_found(void **state)
{
	(void)state;
	assert_int_equal(in_body("Okonjo", "Name\tOko\tnjo\tborn"), 1);
}

static void small_words_side_by_side_are_two(void **state)
{
	(void)state;
	assert_int_equal(in_body("heron", "he saw her\non Monday"), 0);
	assert_int_equal(in_body("heron", "her\ton"), 0);
}

static void a_small_word_is_half_of_one_unless_the_rest_is_a_word_too(void **state)
{
	(void)state;
	assert_int_equal(in_body("Anders", "Mr. An\nders said"), 1);
	assert_int_equal(in_body("forty", "it is for\nty said"), 1);
	assert_int_equal(in_body("foray", "it is for\nRay, and Ray, said"), 0);
	assert_int_equal(in_body("forRay", "it is for\nRay, and so is Ray said"), 0);
}

static void pages_have_lines_of_their_own(void **state)
{
	(void)state;
	assert_int_equal(hunted(UNIT_PAGE, "Okonjo", "by Ms. Oko\tnjo in person"), 0);
}

static void a_number_goes_on_where_a_half_has_a_dash(void **state)
{
	arena *mem = arena_new();
	(void)state;
	findings f = ruled(mem, "SSN: 123-45-67\n89 and so on");
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].beg, 5);
	assert_int_equal(f.list[0].end, 17);
	assert_int_equal(ruled(mem, "SSN\t123-45-6\t789\tx").n, 1);
	arena_drop(mem);
}

static void figures_side_by_side_are_two(void **state)
{
	(void)state;
	assert_int_equal(in_body("12345", "sums of 12\t345 each"), 0);
	assert_int_equal(in_body("12-345", "sums of 12-3\t45 each"), 1);
	assert_int_equal(in_body("12-345", "sums of 12-3\t45,00 each"), 0);
}

static void a_number_that_is_whole_does_not_take_the_next_cell_along(void **state)
{
	arena *mem = arena_new();
	(void)state;
	findings f = ruled(mem, "SSN\t123-45-6789\t12\t");
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].end, 15);
	arena_drop(mem);
}

static void a_value_found_over_a_break_is_hunted_without_it(void **state)
{
	arena *mem = arena_new();
	(void)state;
	text t = { .mem = mem };
	findings f = { .mem = mem };
	plan p = { .mem = mem };
	err e = ERR_INIT;
	text_add_string(&t, UNIT_BODY, STR("body"), STR("by Ms. Oko\tnjo in person"), true);
	text_add_string(&t, UNIT_HEADER, STR("header"), STR("In re Okonjo"), true);
	*plan_add(&p) = (mark){ .kind = MARK_TEXT, .unit = STR("body"), .beg = 7, .end = 14, .state = MARK_ACCEPTED };
	assert_true(planned_bind(&p, &t, STR(""), &e));
	assert_true(planned_rest(&p, &t, &f, &e));
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].unit, 1);
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_goes_on_over_one_break),
		cmocka_unit_test(a_word_goes_on_over_several_breaks),
		cmocka_unit_test(a_word_between_other_cells_is_found),
		cmocka_unit_test(small_words_side_by_side_are_two),
		cmocka_unit_test(a_small_word_is_half_of_one_unless_the_rest_is_a_word_too),
		cmocka_unit_test(pages_have_lines_of_their_own),
		cmocka_unit_test(a_number_goes_on_where_a_half_has_a_dash),
		cmocka_unit_test(figures_side_by_side_are_two),
		cmocka_unit_test(a_number_that_is_whole_does_not_take_the_next_cell_along),
		cmocka_unit_test(a_value_found_over_a_break_is_hunted_without_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
