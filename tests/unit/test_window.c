/* Long texts, part by part: every place once, with what is around it in sight. */
#include "redact/base/window.h"
#include "redact/hunt.h"
#include "patterns/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LONG = 3 << 20 };

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static str filled(arena *mem, const char *with)
{
	size_t n = strlen(with);
	char *p = arena_alloc(mem, LONG + 1);
	for (size_t i = 0; i + n <= LONG; i += n)
		memcpy(p + i, with, n);
	return (str){ p, LONG / n * n };
}

static void every_place_is_told_once_and_has_its_surroundings(void **state)
{
	str whole = filled(*state, "word ");
	window w = { 0 };
	size_t told = 0;
	while (window_next(&w, whole, 100)) {
		assert_int_equal(w.beg, told);
		assert_true(w.end > w.beg);
		size_t from = (size_t)(w.part.p - whole.p), to = from + w.part.n;
		assert_true(from == 0 || w.beg - from >= 100);
		assert_true(to == whole.n || to - w.end >= 100);
		told = w.end;
	}
	assert_int_equal(told, whole.n);
}

static void a_part_is_of_whole_characters(void **state)
{
	str whole = filled(*state, "\xe4\xb8\xad\xe2\x80\x8b\xc3\xa9");
	window w = { 0 };
	size_t windows = 0;
	for (; window_next(&w, whole, 1); windows++) {
		assert_int_not_equal(w.part.p[0] & 0xc0, 0x80);
		const char *end = w.part.p + w.part.n;
		assert_true(end == whole.p + whole.n || (*end & 0xc0) != 0x80);
	}
	assert_true(windows > 2);
}

static void what_folds_to_nothing_is_no_surrounding(void **state)
{
	str whole = filled(*state, " ");
	window w = { 0 };
	assert_true(window_next(&w, whole, 1));
	assert_int_equal(w.part.n, whole.n);
}

static void a_short_text_is_one_window(void **state)
{
	(void)state;
	window w = { 0 };
	assert_true(window_next(&w, STR("John"), SIZE_MAX / 2));
	assert_int_equal(w.part.n, 4);
	assert_false(window_next(&w, STR("John"), SIZE_MAX / 2));
}

static bool add_up(void *arg, size_t value, size_t beg, size_t end)
{
	size_t *sum = arg;
	assert_int_equal(value, 0);
	assert_int_equal(end - beg, 15);
	sum[0]++;
	sum[1] += beg;
	return true;
}

/* So many that some lie on every seam between windows. */
static str with_names(arena *mem, size_t *n, size_t *places)
{
	str whole = filled(mem, "word ");
	char *p = (char *)whole.p;
	*n = *places = 0;
	for (size_t at = 0; at + 17 <= whole.n; at += 17) {
		memcpy(p + at, " Margaret Okonjo.", 17);
		++*n;
		*places += at + 1;
	}
	return whole;
}

static void a_hunt_tells_every_place_of_a_long_text_once(void **state)
{
	size_t n, places, sum[2] = { 0 };
	str whole = with_names(*state, &n, &places), name = STR("Margaret Okonjo");
	hunt *h = hunt_new(&name, 1, *state, NULL);
	assert_true(hunt_text(h, whole, add_up, sum, NULL));
	assert_int_equal(sum[0], n);
	assert_int_equal(sum[1], places);
	hunt_drop(h);
}

static void terms_are_found_in_every_place_of_a_long_text_once(void **state)
{
	size_t n, places, sum[2] = { 0 };
	str whole = with_names(*state, &n, &places);
	terms_file file = { .name = STR("list"), .bytes = STR("Margaret Okonjo\n") };
	terms *t = terms_new(&file, 1, NULL);
	findings f = { .mem = *state };
	assert_true(terms_find(t, whole, 0, &f, NULL));
	findings_sort(&f);
	findings_merge(&f);  /* as words, and as a person's name */
	for (size_t i = 0; i < f.n; i++)
		add_up(sum, 0, f.list[i].beg, f.list[i].end);
	assert_int_equal(sum[0], n);
	assert_int_equal(sum[1], places);
	terms_drop(t);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(every_place_is_told_once_and_has_its_surroundings),
		WITH_MEMORY(a_part_is_of_whole_characters),
		WITH_MEMORY(what_folds_to_nothing_is_no_surrounding),
		WITH_MEMORY(a_short_text_is_one_window),
		WITH_MEMORY(a_hunt_tells_every_place_of_a_long_text_once),
		WITH_MEMORY(terms_are_found_in_every_place_of_a_long_text_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
