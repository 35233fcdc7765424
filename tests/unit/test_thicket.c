/* Long lists of words: found as a slow and plain search finds them. */
#include "redact/base/needles.h"
#include "redact/base/thicket.h"
#include "redact/hunt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static bool add_up(void *arg, size_t word, size_t beg, size_t end)
{
	uint64_t *sum = arg;
	*sum += (word + 1) * 1000003 + (beg + 7) * 7919 + end * 31;
	return true;
}

static uint64_t plainly(const str *words, size_t n, str hay)
{
	uint64_t sum = 0;
	for (size_t at = 0; at < hay.n; at++)
		for (size_t i = 0; i < n; i++)
			if (words[i].n <= hay.n - at && memcmp(words[i].p, hay.p + at, words[i].n) == 0)
				add_up(&sum, i, at, at + words[i].n);
	return sum;
}

/* Few different letters, so that words lie in and over one another. */
static str random_word(arena *mem, unsigned *seed, size_t most)
{
	size_t n = 1 + (size_t)rand_r(seed) % most;
	char *p = arena_alloc(mem, n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)("ab\0\xC3"[rand_r(seed) % 4]);
	return (str){ p, n };
}

static void every_place_of_every_word_is_told(void **state)
{
	unsigned seed = 7;
	for (int round = 0; round < 40; round++) {
		str words[60];
		for (size_t i = 0; i < 60; i++)
			words[i] = random_word(*state, &seed, round % 2 ? 5 : 40);
		str hay = random_word(*state, &seed, 4000);
		uint64_t sum = 0;
		thicket_scan(thicket_new(words, 60, *state), hay, add_up, &sum);
		assert_int_equal(sum, plainly(words, 60, hay));
	}
}

static void a_word_longer_than_the_filter_counts_is_found(void **state)
{
	char *p = arena_alloc(*state, 3001);
	memset(p, 'x', 3000);
	str words[] = { { p, 1500 }, { p, 254 }, { p, 255 }, { p, 256 } }, hay = { p, 3000 };
	uint64_t sum = 0;
	thicket_scan(thicket_new(words, 4, *state), hay, add_up, &sum);
	assert_int_equal(sum, plainly(words, 4, hay));
}

static bool stop(void *arg, size_t word, size_t beg, size_t end)
{
	(void)word, (void)beg, (void)end;
	++*(size_t *)arg;
	return false;
}

static void the_first_hit_can_be_the_last(void **state)
{
	str words[] = { STR("aa"), STR("a"), STR("aaaa") };
	size_t hits = 0;
	thicket_scan(thicket_new(words, 3, *state), STR("aaaaaaa"), stop, &hits);
	assert_int_equal(hits, 1);
}

static void a_long_list_is_searched_as_a_short_one_is(void **state)
{
	str words[2000];
	for (size_t i = 0; i < 2000; i++)
		words[i] = str_fmt(*state, "Person %zu Name", i);
	str hay = STR("person 7 name, PERSON 1234 NAME and Person 2000 Name; Person\n1999 Name");
	err e = ERR_INIT;
	hunt *h = hunt_new(words, 2000, *state, &e);
	uint64_t sum = 0, wanted = 0;
	assert_true(hunt_text(h, hay, add_up, &sum, &e));
	add_up(&wanted, 7, 0, 13);
	add_up(&wanted, 1234, 15, 31);
	add_up(&wanted, 1999, 54, 70);
	assert_int_equal(sum, wanted);
	hunt_drop(h);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(every_place_of_every_word_is_told),
		WITH_MEMORY(a_word_longer_than_the_filter_counts_is_found),
		WITH_MEMORY(the_first_hit_can_be_the_last),
		WITH_MEMORY(a_long_list_is_searched_as_a_short_one_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
