#include "redact/base/needles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct hits {
	size_t n;
	struct { size_t word, beg, end; } list[64];
	size_t stop_after;
};

static bool note(void *arg, size_t word, size_t beg, size_t end)
{
	struct hits *h = arg;
	if (h->n < 64) {
		h->list[h->n].word = word;
		h->list[h->n].beg = beg;
		h->list[h->n].end = end;
	}
	h->n++;
	return h->n != h->stop_after;
}

static struct hits look(const str *words, size_t n, str hay)
{
	struct hits h = { 0 };
	err e = ERR_INIT;
	needles *set = needles_new(words, n, &e);
	assert_non_null(set);
	assert_true(needles_scan(set, hay, note, &h, &e));
	needles_drop(set);
	return h;
}

static bool has(const struct hits *h, size_t word, size_t beg, size_t end)
{
	for (size_t i = 0; i < h->n && i < 64; i++)
		if (h->list[i].word == word && h->list[i].beg == beg && h->list[i].end == end)
			return true;
	return false;
}

static void no_words_find_nothing(void **state)
{
	(void)state;
	assert_int_equal(look(NULL, 0, STR("anything")).n, 0);
}

static void an_empty_hay_holds_nothing(void **state)
{
	(void)state;
	str w[] = { STR("a") };
	assert_int_equal(look(w, 1, STR("")).n, 0);
}

static void an_empty_word_is_an_error(void **state)
{
	(void)state;
	str w[] = { STR("a"), STR("") };
	err e = ERR_INIT;
	assert_null(needles_new(w, 2, &e));
	assert_int_equal(e.kind, ERR_INTERNAL);
}

static void one_word_is_found_wherever_it_stands(void **state)
{
	(void)state;
	str w[] = { STR("lee") };
	struct hits h = look(w, 1, STR("lee fleece lee"));
	assert_int_equal(h.n, 3);
	assert_true(has(&h, 0, 0, 3) && has(&h, 0, 5, 8) && has(&h, 0, 11, 14));
}

static void overlapping_words_are_all_found(void **state)
{
	(void)state;
	str w[] = { STR("aa"), STR("aaa"), STR("ab") };
	struct hits h = look(w, 3, STR("aaab"));
	assert_int_equal(h.n, 4);
	assert_true(has(&h, 0, 0, 2) && has(&h, 0, 1, 3) && has(&h, 1, 0, 3) && has(&h, 2, 2, 4));
}

static void a_word_listed_twice_is_told_twice(void **state)
{
	(void)state;
	str w[] = { STR("okonjo"), STR("lee"), STR("okonjo") };
	struct hits h = look(w, 3, STR("x okonjo"));
	assert_int_equal(h.n, 2);
	assert_true(has(&h, 0, 2, 8) && has(&h, 2, 2, 8));
}

static void any_byte_may_stand_in_a_word(void **state)
{
	(void)state;
	str w[] = { { "\0\xFF\n", 3 }, STR(".*"), STR("(?i)\\Q") };
	struct hits h = look(w, 3, (str){ "a\0\xFF\n.*(?i)\\Q", 12 });
	assert_int_equal(h.n, 3);
	assert_true(has(&h, 0, 1, 4) && has(&h, 1, 4, 6) && has(&h, 2, 6, 12));
}

static void very_long_words_are_compared_to_their_end(void **state)
{
	(void)state;
	arena *mem = arena_new();
	char *hay = arena_alloc(mem, 50001);
	memset(hay, 'x', 50000);
	hay[49999] = 'z';
	str w[] = { { hay + 1, 49999 }, { hay, 40000 }, { "y", 1 } };
	struct hits h = look(w, 1, (str){ hay, 50000 });
	assert_int_equal(h.n, 1);
	assert_true(has(&h, 0, 1, 50000));
	str near[] = { { hay, 50000 } };
	hay[50000] = 'z';
	assert_int_equal(look(near, 1, (str){ hay + 1, 50000 }).n, 0);
	arena_drop(mem);
}

static void a_word_over_the_seam_of_two_pieces_is_found_once(void **state)
{
	(void)state;
	enum { SEAM = 16 << 20 };
	arena *mem = arena_new();
	char *hay = arena_alloc(mem, SEAM + 1000);
	memset(hay, '.', SEAM + 1000);
	memcpy(hay + SEAM - 3, "okonjo", 6);
	memcpy(hay + SEAM - 20, "lee", 3);
	memcpy(hay + SEAM, "me", 2);
	memcpy(hay + SEAM + 500, "okonjo", 6);
	str w[] = { STR("okonjo"), STR("lee"), STR("onj"), STR("jo") };
	memcpy(hay + SEAM, "njo", 3);
	struct hits h = look(w, 4, (str){ hay, SEAM + 1000 });
	assert_int_equal(h.n, 7);
	assert_true(has(&h, 0, SEAM - 3, SEAM + 3) && has(&h, 1, SEAM - 20, SEAM - 17));
	arena_drop(mem);
}

static void the_caller_can_stop(void **state)
{
	(void)state;
	str w[] = { STR("a") };
	err e = ERR_INIT;
	struct hits h = { .stop_after = 2 };
	needles *set = needles_new(w, 1, &e);
	assert_true(needles_scan(set, STR("aaaaaa"), note, &h, &e));
	assert_int_equal(h.n, 2);
	needles_drop(set);
}

struct again { const needles *set; struct hits inner; };

static bool look_again(void *arg, size_t word, size_t beg, size_t end)
{
	struct again *a = arg;
	err e = ERR_INIT;
	(void)word, (void)beg, (void)end;
	return needles_scan(a->set, STR("xa"), note, &a->inner, &e);
}

static void a_hit_may_search_with_the_same_words(void **state)
{
	(void)state;
	str w[] = { STR("a"), STR("xa") };
	err e = ERR_INIT;
	struct again a = { .set = needles_new(w, 2, &e) };
	assert_true(needles_scan(a.set, STR("a"), look_again, &a, &e));
	assert_int_equal(a.inner.n, 2);
	needles_drop((needles *)a.set);
}

/* Against the plain way of searching, with words that share heads, tails and middles. */
static void finds_what_plain_search_finds(void **state)
{
	(void)state;
	enum { WORDS = 300, HAY = 4000 };
	uint32_t seed = 12345;
	char hay[HAY], text[WORDS][8];
	str w[WORDS];
	for (size_t i = 0; i < HAY; i++)
		hay[i] = (char)('a' + (seed = seed * 1664525 + 1013904223, seed >> 24) % 3);
	for (size_t i = 0; i < WORDS; i++) {
		size_t n = 1 + i % 8;
		for (size_t k = 0; k < n; k++)
			text[i][k] = (char)('a' + (seed = seed * 1664525 + 1013904223, seed >> 24) % 3);
		w[i] = (str){ text[i], n };
	}
	size_t wanted = 0;
	for (size_t i = 0; i < WORDS; i++)
		for (size_t at = 0; at + w[i].n <= HAY; at++)
			wanted += memcmp(hay + at, w[i].p, w[i].n) == 0;
	assert_int_equal(look(w, WORDS, (str){ hay, HAY }).n, wanted);
}

static void fifty_thousand_words_are_found(void **state)
{
	(void)state;
	enum { WORDS = 50000 };
	arena *mem = arena_new();
	str *w = arena_array(mem, str, WORDS);
	for (unsigned i = 0; i < WORDS; i++)
		w[i] = str_fmt(mem, "%c%cname%05u", 'a' + i % 26, 'a' + i / 26 % 26, i);
	str hay = str_fmt(mem, "x " STR_FMT " y " STR_FMT, STR_ARG(w[7]), STR_ARG(w[49999]));
	struct hits h = look(w, WORDS, hay);
	assert_int_equal(h.n, 2);
	assert_int_equal(h.list[0].word, 7);
	assert_int_equal(h.list[1].word, 49999);
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_words_find_nothing),
		cmocka_unit_test(an_empty_hay_holds_nothing),
		cmocka_unit_test(an_empty_word_is_an_error),
		cmocka_unit_test(one_word_is_found_wherever_it_stands),
		cmocka_unit_test(overlapping_words_are_all_found),
		cmocka_unit_test(a_word_listed_twice_is_told_twice),
		cmocka_unit_test(any_byte_may_stand_in_a_word),
		cmocka_unit_test(very_long_words_are_compared_to_their_end),
		cmocka_unit_test(a_word_over_the_seam_of_two_pieces_is_found_once),
		cmocka_unit_test(the_caller_can_stop),
		cmocka_unit_test(a_hit_may_search_with_the_same_words),
		cmocka_unit_test(finds_what_plain_search_finds),
		cmocka_unit_test(fifty_thousand_words_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
