/* Where in a sorted list something no longer holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "redact/base/bound.h"

static const int sorted[] = { 2, 3, 3, 3, 7, 9, 9, 12 };
enum { N = sizeof sorted / sizeof *sorted };

static size_t first_from(int value, bound b)
{
	while (bound_asks(&b))
		bound_told(&b, sorted[b.at] < value);
	return b.at;
}

static void every_value_of_every_length_is_found_where_counting_finds_it(void **state)
{
	(void)state;
	for (size_t n = 0; n <= N; n++)
		for (int value = 0; value <= 13; value++) {
			size_t counted = 0;
			while (counted < n && sorted[counted] < value)
				counted++;
			assert_int_equal(first_from(value, (bound){ .high = n }), counted);
		}
}

static void of_equals_the_first_is_found(void **state)
{
	(void)state;
	assert_int_equal(first_from(3, (bound){ .high = N }), 1);
	assert_int_equal(first_from(9, (bound){ .high = N }), 5);
}

static void a_search_within_bounds_stays_there(void **state)
{
	(void)state;
	assert_int_equal(first_from(0, (bound){ .low = 4, .high = 6 }), 4);
	assert_int_equal(first_from(9, (bound){ .low = 4, .high = 6 }), 5);
	assert_int_equal(first_from(99, (bound){ .low = 4, .high = 6 }), 6);
}

static void the_longest_list_does_not_overflow(void **state)
{
	(void)state;
	bound b = { .high = SIZE_MAX };
	int asked = 0;
	while (bound_asks(&b)) {
		bound_told(&b, b.at < SIZE_MAX - 1);
		asked++;
	}
	assert_int_equal(b.at, SIZE_MAX - 1);
	assert_true(asked <= 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_of_every_length_is_found_where_counting_finds_it),
		cmocka_unit_test(of_equals_the_first_is_found),
		cmocka_unit_test(a_search_within_bounds_stays_there),
		cmocka_unit_test(the_longest_list_does_not_overflow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
