/* Letters of several sizes, told apart. */
#include "formats/lib/ocr/letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { LOW = 14, HIGH = 70 };

/* Letters that stand side by side, all so high. */
static void add_word(letters *l, int x, int n, int high, arena *mem)
{
	for (int i = 0; i < n; i++, x += high)
		*ARENA_PUSH(mem, l->boxes, l->n, l->room) = (ocr_box){ x, 100, x + high * 3 / 4, 100 + high };
}

static void small_print_is_a_size_of_its_own(void **state)
{
	arena *mem = *state;
	letters all = { 0 }, sizes[3] = { 0 };
	add_word(&all, 10, 5, 10, mem);
	add_word(&all, 100, 6, 30, mem);
	letters_part(&all, LOW, HIGH, sizes, mem);
	assert_int_equal(sizes[0].n, 5);
	assert_int_equal(sizes[1].n, 6);
	assert_int_equal((int)sizes[0].height, 10);
}

static void pieces_of_broken_letters_stay_with_their_words(void **state)
{
	arena *mem = *state;
	letters all = { 0 }, sizes[3] = { 0 };
	for (int i = 0; i < 4; i++) {
		add_word(&all, 10 + 400 * i, 1, 10, mem);
		add_word(&all, 30 + 400 * i, 2, 30, mem);
	}
	letters_part(&all, LOW, HIGH, sizes, mem);
	assert_int_equal(sizes[0].n, 0);
	assert_int_equal(sizes[1].n, 12);
}

static void a_headline_is_a_size_of_its_own(void **state)
{
	arena *mem = *state;
	letters all = { 0 }, sizes[3] = { 0 };
	add_word(&all, 10, 6, 30, mem);
	add_word(&all, 300, 4, 120, mem);
	letters_part(&all, LOW, HIGH, sizes, mem);
	assert_int_equal(sizes[1].n, 6);
	assert_int_equal(sizes[2].n, 4);
}

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

#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(small_print_is_a_size_of_its_own), T(pieces_of_broken_letters_stay_with_their_words), T(a_headline_is_a_size_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
