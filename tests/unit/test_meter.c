/* The line of progress. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/meter.h"

#include <string.h>

static buf line;

static const char *drawn(progress now, double seconds, size_t width)
{
	buf_clear(&line);
	meter_line(&line, &now, seconds, width);
	return line.p ? line.p : "";
}

#define HOLDS(line, words)  assert_non_null(strstr(line, words))
#define LACKS(line, words)  assert_null(strstr(line, words))

static const progress halfway = { .all = 400000, .done = 200000, .pages = 600000, .failed = 3 };

static void it_says_how_far_how_fast_and_how_long(void **state)
{
	(void)state;
	const char *s = drawn(halfway, 7200, 120);
	HOLDS(s, "200000 of 400000 files");
	HOLDS(s, "600000 pages");
	HOLDS(s, "83.3 pages/s");
	HOLDS(s, "2 h 00 min left");
	HOLDS(s, "3 failed");
	HOLDS(s, "[###############...............]");
}

static void it_is_never_wider_than_it_may_be(void **state)
{
	(void)state;
	for (size_t width = 0; width < 140; width++)
		assert_true(strlen(drawn(halfway, 7200, width)) <= width);
}

static void in_a_narrow_window_the_count_stays_longest(void **state)
{
	(void)state;
	const char *s = drawn(halfway, 7200, 24);
	assert_string_equal(s, "200000 of 400000 files");
}

static void failures_stay_longer_than_speed(void **state)
{
	(void)state;
	const char *s = drawn(halfway, 7200, 40);
	HOLDS(s, "3 failed");
	LACKS(s, "pages/s");
}

static void nothing_is_foretold_in_the_first_moments(void **state)
{
	(void)state;
	LACKS(drawn((progress){ .all = 10, .done = 1, .pages = 1 }, 1, 80), "left");
}

static void what_an_earlier_run_did_says_nothing_of_speed(void **state)
{
	(void)state;
	HOLDS(drawn((progress){ .all = 1000, .done = 910, .kept = 900 }, 10, 80), "2 min left");
}

static void before_the_first_document_is_done_the_time_passes(void **state)
{
	(void)state;
	HOLDS(drawn((progress){ .all = 1 }, 12, 80), "0 of 1 file, 12 s");
}

static void no_documents_are_no_trouble(void **state)
{
	(void)state;
	HOLDS(drawn((progress){ .all = 0 }, 12, 80), "0 of 0 files");
}

static const char *drawn_bytes(uint64_t done, uint64_t all, double seconds, size_t width)
{
	buf_clear(&line);
	meter_bytes_line(&line, done, all, seconds, width);
	return line.p ? line.p : "";
}

static void work_on_one_file_is_told_in_bytes(void **state)
{
	(void)state;
	const char *s = drawn_bytes(2500000000, 10000000000, 5, 120);
	HOLDS(s, "2500 of 10000 MB, 500 MB/s, 15 s left");
	HOLDS(s, "[#######.......................]");
	HOLDS(drawn_bytes(0, 0, 0, 80), "0 of 0 MB");
	for (size_t width = 0; width < 100; width++)
		assert_true(strlen(drawn_bytes(2500000000, 10000000000, 5, width)) <= width);
}

static int drop(void **state)
{
	(void)state;
	buf_free(&line);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_how_far_how_fast_and_how_long),
		cmocka_unit_test(it_is_never_wider_than_it_may_be),
		cmocka_unit_test(in_a_narrow_window_the_count_stays_longest),
		cmocka_unit_test(failures_stay_longer_than_speed),
		cmocka_unit_test(nothing_is_foretold_in_the_first_moments),
		cmocka_unit_test(what_an_earlier_run_did_says_nothing_of_speed),
		cmocka_unit_test(before_the_first_document_is_done_the_time_passes),
		cmocka_unit_test(no_documents_are_no_trouble),
		cmocka_unit_test(work_on_one_file_is_told_in_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, drop);
}
