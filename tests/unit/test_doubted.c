/* Numbers in pixels with a sign in place of a digit: found, or their page is told. */
#include "redact/doubted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static bool is_doubted(const char *s)
{
	size_t beg, end = 0;
	return doubted_next(str_of(s), &beg, &end);
}

static void a_sign_between_digits_is_doubted(void **state)
{
	(void)state;
	assert_true(is_doubted("SSN 536-9\u20AC-4399"));
	assert_true(is_doubted("SSN 536-\u00A70-4399"));
	assert_true(is_doubted("no 410924\u20AC44415,"));
	assert_true(is_doubted("no 4109?4644415"));
	assert_true(is_doubted("no 4109$\u00A94644415"));
}

static void amounts_and_addresses_are_not(void **state)
{
	(void)state;
	assert_false(is_doubted("\u20AC1,234,567.00 and $1234567 and 1234567%"));
	assert_false(is_doubted("123456@163.com or a12?345678"));
	assert_false(is_doubted("$100,000-$200,000 5%-123456%"));
	assert_false(is_doubted("12\u20AC50 (555) 123-4567 03/12/1958 48\u00B012'30"));
}

static bool is_told(const char *id, const char *said, uint32_t beg, uint32_t end)
{
	arena *mem = arena_new();
	text t = { .mem = mem };
	plan p = { .mem = mem };
	text_add(&t, UNIT_PAGE, str_of(id))->text = str_of(said);
	if (end)
		*plan_add(&p) = (mark){ .kind = MARK_TEXT, .unit = t.units[0].id, .beg = beg, .end = end, .value = STR("410924644415"), .state = MARK_ACCEPTED };
	doubted_tell(&(detectors){ 0 }, &t, &p);
	bool told = t.units[0].unsearchable;
	arena_drop(mem);
	return told;
}

static void a_page_is_told_where_such_a_number_was_not_found(void **state)
{
	(void)state;
	assert_true(is_told("page 1 in pixels", "no 410924\u20AC44415", 0, 0));
	assert_true(is_told("page 1 in pixels", "no 410924\u20AC44415", 0, 2));
	assert_false(is_told("page 1 in pixels", "no 410924\u20AC44415", 3, 17));
	assert_false(is_told("page 1", "no 410924\u20AC44415", 0, 0));
	assert_true(is_told("page 1 in pixels", "no 410924\u20AC44415 or 410924\u20AC44415", 3, 17));
}

static void a_page_is_told_where_a_number_that_goes_may_stand_misread(void **state)
{
	(void)state;
	assert_true(is_told("page 1 in pixels", "no 410924644415 and 410924644475", 3, 15));
	assert_false(is_told("page 1 in pixels", "no 410924644415 and 410924644575", 3, 15));
	assert_false(is_told("page 1", "no 410924644415 and 410924644475", 3, 15));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sign_between_digits_is_doubted),
		cmocka_unit_test(amounts_and_addresses_are_not),
		cmocka_unit_test(a_page_is_told_where_such_a_number_was_not_found),
		cmocka_unit_test(a_page_is_told_where_a_number_that_goes_may_stand_misread),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
