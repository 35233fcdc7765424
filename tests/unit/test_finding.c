#include "redact/model/finding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static findings f;

static int setup(void **state)
{
	(void)state;
	f = (findings){ .mem = arena_new() };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_drop(f.mem);
	return 0;
}

static void add(uint32_t in, uint32_t beg, uint32_t end, const char *rule, int rank)
{
	findings_add(&f, (finding){ .unit = in, .beg = beg, .end = end, .rule = str_of(rule), .rank = rank });
}

static void is(size_t i, uint32_t in, uint32_t beg, uint32_t end, const char *rule)
{
	assert_true(i < f.n);
	assert_int_equal(f.list[i].unit, in);
	assert_int_equal(f.list[i].beg, beg);
	assert_int_equal(f.list[i].end, end);
	assert_true(str_is(f.list[i].rule, rule));
}

static void sorting_goes_by_unit_then_place_then_the_longer_first(void **state)
{
	(void)state;
	add(1, 0, 4, "d", 1);
	add(0, 5, 6, "c", 1);
	add(0, 2, 3, "b", 1);
	add(0, 2, 9, "a", 1);
	findings_sort(&f);
	is(0, 0, 2, 9, "a");
	is(1, 0, 2, 3, "b");
	is(2, 0, 5, 6, "c");
	is(3, 1, 0, 4, "d");
}

static void overlapping_findings_become_their_union(void **state)
{
	(void)state;
	add(0, 0, 5, "a", 90);
	add(0, 3, 9, "b", 50);
	findings_merge(&f);
	assert_int_equal(f.n, 1);
	is(0, 0, 0, 9, "a");
}

static void the_higher_rank_names_the_union(void **state)
{
	(void)state;
	add(0, 0, 9, "a", 50);
	add(0, 3, 5, "b", 90);
	findings_merge(&f);
	assert_int_equal(f.n, 1);
	is(0, 0, 0, 9, "b");
}

static void at_equal_rank_the_longer_names_it(void **state)
{
	(void)state;
	add(0, 0, 3, "a", 50);
	add(0, 2, 8, "b", 50);
	add(0, 7, 11, "c", 50);
	findings_merge(&f);
	assert_int_equal(f.n, 1);
	is(0, 0, 0, 11, "b");
}

static void touching_findings_stay_two(void **state)
{
	(void)state;
	add(0, 0, 4, "a", 50);
	add(0, 4, 8, "b", 50);
	findings_merge(&f);
	assert_int_equal(f.n, 2);
}

static void findings_of_two_units_stay_two(void **state)
{
	(void)state;
	add(0, 0, 4, "a", 50);
	add(1, 2, 8, "b", 50);
	findings_merge(&f);
	assert_int_equal(f.n, 2);
}

static void merging_nothing_is_nothing(void **state)
{
	(void)state;
	findings_sort(&f);
	findings_merge(&f);
	assert_int_equal(f.n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void a_finding_is_covered_by_one_that_holds_all_of_it(void **state)
{
	(void)state;
	finding list[] = { { .unit = 0, .beg = 2, .end = 9 }, { .unit = 1, .beg = 5, .end = 9 }, { .unit = 1, .beg = 20, .end = 30 } };
	findings own = { .list = list, .n = 3 };
	assert_true(findings_cover(&own, 3, &(finding){ .unit = 1, .beg = 20, .end = 30 }));
	assert_true(findings_cover(&own, 3, &(finding){ .unit = 1, .beg = 6, .end = 8 }));
	assert_false(findings_cover(&own, 3, &(finding){ .unit = 1, .beg = 4, .end = 8 }));
	assert_false(findings_cover(&own, 3, &(finding){ .unit = 1, .beg = 6, .end = 10 }));
	assert_false(findings_cover(&own, 3, &(finding){ .unit = 2, .beg = 6, .end = 8 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_finding_is_covered_by_one_that_holds_all_of_it),
		TEST(sorting_goes_by_unit_then_place_then_the_longer_first),
		TEST(overlapping_findings_become_their_union),
		TEST(the_higher_rank_names_the_union),
		TEST(at_equal_rank_the_longer_names_it),
		TEST(touching_findings_stay_two),
		TEST(findings_of_two_units_stay_two),
		TEST(merging_nothing_is_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
