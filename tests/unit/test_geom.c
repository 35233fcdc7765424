/* Places of letters among their neighbours. */
#include "redact/model/geom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void a_letter_ends_in_the_middle_to_its_neighbours(void **state)
{
	(void)state;
	rect own = { 10, 0, 20, 10 }, r = rect_between(rect_grow(own, 4), own, (rect){ 0, 0, 8, 10 }, (rect){ 24, 0, 30, 10 });
	assert_true(r.x0 == 9 && r.x1 == 22 && r.y0 == -4 && r.y1 == 14);
}

static void the_first_and_the_last_letter_have_one_neighbour(void **state)
{
	(void)state;
	rect own = { 10, 0, 20, 10 }, r = rect_between(rect_grow(own, 4), own, own, (rect){ 24, 0, 30, 10 });
	assert_true(r.x0 == 6 && r.x1 == 22);
}

static void letters_seen_one_upon_the_other_keep_a_place(void **state)
{
	(void)state;
	rect own = { 10, 0, 20, 10 }, r = rect_between(rect_grow(own, 4), own, (rect){ 0, 0, 28, 10 }, (rect){ 2, 0, 30, 10 });
	assert_false(rect_empty(r));
	assert_true(r.x0 == 6 && r.x1 == 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_ends_in_the_middle_to_its_neighbours),
		cmocka_unit_test(the_first_and_the_last_letter_have_one_neighbour),
		cmocka_unit_test(letters_seen_one_upon_the_other_keep_a_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
