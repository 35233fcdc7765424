#include "redact/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void every_scalar_value_goes_out_and_back(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		char bytes[4];
		str s = { bytes, (size_t)utf8_put(bytes, c) };
		size_t at = 0;
		assert_int_equal(utf8_next(s, &at), c);
		assert_int_equal(at, s.n);
		assert_true(utf8_valid(s));
	}
}

static void surrogates_and_beyond_are_written_as_replacement(void **state)
{
	(void)state;
	char bytes[4];
	assert_int_equal(utf8_put(bytes, 0xD800), 3);
	assert_memory_equal(bytes, "\uFFFD", 3);
	assert_int_equal(utf8_put(bytes, 0x110000), 3);
	assert_memory_equal(bytes, "\uFFFD", 3);
}

static void replaced(str s, size_t bytes)
{
	size_t at = 0;
	assert_false(utf8_valid(s));
	assert_int_equal(utf8_next(s, &at), 0xFFFD);
	assert_int_equal(at, bytes);
}

static void bad_bytes_yield_replacement_one_at_a_time(void **state)
{
	(void)state;
	replaced(STR("\x80"), 1);
	replaced(STR("\xC0\xAF"), 1);         /* overlong */
	replaced(STR("\xE0\x80\xAF"), 1);     /* overlong */
	replaced(STR("\xF0\x80\x80\xAF"), 1); /* overlong */
	replaced(STR("\xED\xA0\x80"), 1);     /* surrogate */
	replaced(STR("\xF4\x90\x80\x80"), 1); /* above U+10FFFF */
	replaced(STR("\xE2\x82"), 1);         /* cut short */
	replaced(STR("\xF5\x80\x80\x80"), 1);
	replaced(STR("\xE2\x82z"), 1);
}

static void a_cut_sequence_is_not_read_past_the_end(void **state)
{
	(void)state;
	size_t at = 0;
	assert_int_equal(utf8_next((str){ "\xC3\xA9", 1 }, &at), 0xFFFD);
	assert_int_equal(at, 1);
}

static void a_name_is_seen_and_hides_nothing(void **state)
{
	(void)state;
	assert_true(utf8_is_name(STR("J. Ruiz")));
	assert_true(utf8_is_name(STR("\xd9\x85\xdb\x8c\xe2\x80\x8c\xd9\x85"))); /* a joiner within a Persian word */
	assert_false(utf8_is_name(STR("")));
	assert_false(utf8_is_name(STR(" \xc2\xa0")));
	assert_false(utf8_is_name(STR("\xe2\x80\x8c")));
	assert_false(utf8_is_name(STR("\xe2\x80\x8b")));
	assert_false(utf8_is_name(STR("J. \xe2\x80\xaeRuiz")));
	assert_false(utf8_is_name(STR("J.\nRuiz")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_scalar_value_goes_out_and_back),
		cmocka_unit_test(surrogates_and_beyond_are_written_as_replacement),
		cmocka_unit_test(bad_bytes_yield_replacement_one_at_a_time),
		cmocka_unit_test(a_cut_sequence_is_not_read_past_the_end),
		cmocka_unit_test(a_name_is_seen_and_hides_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
