/* Numbers by name. */
#include "redact/base/strmap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

static void an_empty_map_has_nothing(void **state)
{
	strmap m = { .mem = *state };
	assert_false(strmap_has(&m, STR("a")));
}

static void each_of_many_names_has_its_number(void **state)
{
	strmap m = { .mem = *state };
	size_t number = 0;
	for (size_t i = 0; i < 5000; i++)
		strmap_put(&m, str_fmt(*state, "name %zu", i), i);
	assert_int_equal(m.n, 5000);
	for (size_t i = 0; i < 5000; i++) {
		assert_true(strmap_get(&m, str_fmt(*state, "name %zu", i), &number));
		assert_int_equal(number, i);
	}
	assert_false(strmap_has(&m, STR("name 5000")));
}

static void a_name_has_the_last_number(void **state)
{
	strmap m = { .mem = *state };
	size_t number = 0;
	strmap_put(&m, STR("a"), 1);
	strmap_put(&m, STR("a"), 2);
	assert_true(strmap_get(&m, STR("a"), &number));
	assert_int_equal(number, 2);
	assert_int_equal(m.n, 1);
}

static void nothing_is_a_name_too(void **state)
{
	strmap m = { .mem = *state };
	assert_false(strmap_has(&m, (str){ 0 }));
	strmap_put(&m, (str){ 0 }, 7);
	assert_true(strmap_has(&m, STR("")));
	assert_false(strmap_has(&m, STR("a")));
}

static void names_go_by_all_their_bytes(void **state)
{
	strmap m = { .mem = *state };
	strmap_put(&m, (str){ "a\0b", 3 }, 1);
	assert_false(strmap_has(&m, (str){ "a\0c", 3 }));
	assert_false(strmap_has(&m, STR("a")));
	assert_true(strmap_has(&m, (str){ "a\0b", 3 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_empty_map_has_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_of_many_names_has_its_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_name_has_the_last_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_is_a_name_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_go_by_all_their_bytes, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
