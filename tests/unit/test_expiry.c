/* Dates of expiry, and the sizes that say little. */
#include "share/expiry.h"
#include "share/padme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define NOW 1790000000 /* 2026-09-21T14:13:20Z */

static const char *parsed(const char *typed)
{
	static char text[EXPIRY_TEXT];
	int64_t when;
	err e = ERR_INIT;
	if (!expiry_parse(str_of(typed), NOW, &when, &e)) {
		assert_int_equal(e.kind, ERR_USAGE);
		assert_true(e.hint[0]);
		return NULL;
	}
	expiry_print(text, when);
	return text;
}

static void spans_count_from_now(void **state)
{
	(void)state;
	assert_string_equal(parsed("12h"), "2026-09-22T02:13:20Z");
	assert_string_equal(parsed("30d"), "2026-10-21T14:13:20Z");
	assert_string_equal(parsed("6w"), "2026-11-02T14:13:20Z");
	assert_string_equal(parsed("1h"), "2026-09-21T15:13:20Z");
}

static void a_date_ends_with_its_day(void **state)
{
	(void)state;
	assert_string_equal(parsed("2026-12-31"), "2026-12-31T23:59:59Z");
	assert_string_equal(parsed("2026-09-21"), "2026-09-21T23:59:59Z");
	assert_string_equal(parsed("2028-02-29"), "2028-02-29T23:59:59Z");
	assert_string_equal(parsed("2026-12-31T17:00Z"), "2026-12-31T17:00:00Z");
	assert_string_equal(parsed("2026-12-31T17:00:30Z"), "2026-12-31T17:00:30Z");
}

static void what_is_no_date_is_refused(void **state)
{
	(void)state;
	const char *const bad[] = {
		"", "d", "30", "30m", "-1d", "+1d", "1.5d", " 30d", "30d ", "30 d", "30D", "0d", "9999999d",
		"2026", "2026-13-01", "2026-00-10", "2027-02-29", "2100-02-29", "2026-12-32", "2026-12-00",
		"26-12-31", "2026/12/31", "31.12.2026", "2026-12-31T", "2026-12-31T17:00", "2026-12-31T24:00Z",
		"2026-12-31T17:60Z", "2026-12-31T17:00+01:00", "2026-12-31T17:00:60Z", "2026-12-31 17:00Z",
		"2026-12-31x", "tomorrow",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (parsed(bad[i]))
			fail_msg("%s became %s", bad[i], parsed(bad[i]));
}

static void the_past_and_the_far_future_are_refused(void **state)
{
	(void)state;
	assert_null(parsed("2026-09-20"));
	assert_null(parsed("1970-01-01"));
	assert_null(parsed("2026-09-21T14:13:20Z"));
	assert_non_null(parsed("2026-09-21T14:13:21Z"));
	assert_null(parsed("2037-01-01"));
	assert_null(parsed("999999d"));
	assert_non_null(parsed("3650d"));
}

static void a_written_time_reads_back(void **state)
{
	(void)state;
	const int64_t times[] = { 0, 1, NOW, 951782400, 4102444799, 68169600 };
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		char text[EXPIRY_TEXT];
		int64_t back;
		expiry_print(text, times[i]);
		assert_true(expiry_read(str_of(text), &back));
		assert_int_equal(back, times[i]);
	}
}

static void only_a_written_time_reads_back(void **state)
{
	(void)state;
	int64_t back;
	assert_false(expiry_read(STR("2026-12-31"), &back));
	assert_false(expiry_read(STR("2026-12-31T17:00Z"), &back));
	assert_false(expiry_read(STR("2026-12-31T17:00:00"), &back));
	assert_false(expiry_read(STR("2026-12-31T17:00:00Z "), &back));
	assert_false(expiry_read(STR(""), &back));
}

static void padding_is_small_and_hides_the_low_bits(void **state)
{
	(void)state;
	for (uint64_t n = 2; n < (uint64_t)1 << 40; n += n / 37 + 1) {
		uint64_t to = padme_size(n);
		assert_true(to >= n && to - n <= n * 12 / 100);
		assert_int_equal(padme_size(to), to);
	}
	/* The worked example of the paper: 2^L sizes share few results. */
	assert_int_equal(padme_size(9), 10);
	assert_int_equal(padme_size(1000), 1024);
	assert_int_equal(padme_size(100000), 100352);
	assert_int_equal(padme_size(1000001), 1015808);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans_count_from_now),
		cmocka_unit_test(a_date_ends_with_its_day),
		cmocka_unit_test(what_is_no_date_is_refused),
		cmocka_unit_test(the_past_and_the_far_future_are_refused),
		cmocka_unit_test(a_written_time_reads_back),
		cmocka_unit_test(only_a_written_time_reads_back),
		cmocka_unit_test(padding_is_small_and_hides_the_low_bits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
