#include "patterns/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

struct hits {
	size_t n, beg[32], end[32];
	bool refuse;
};

static bool note(void *arg, size_t beg, size_t end)
{
	struct hits *h = arg;
	if (h->n < 32) {
		h->beg[h->n] = beg;
		h->end[h->n] = end;
	}
	h->n++;
	return !h->refuse;
}

static bool scan(const regex *re, str text, struct hits *h, err *e)
{
	return regex_scan(re, text, note, h, e);
}

static regex *compiled(const char *pattern)
{
	err e = ERR_INIT;
	size_t offset;
	regex *re = regex_new(str_of(pattern), &offset, &e);
	assert_non_null(re);
	return re;
}

static struct hits look(const char *pattern, str text, bool refuse)
{
	err e = ERR_INIT;
	struct hits h = { .refuse = refuse };
	regex *re = compiled(pattern);
	assert_true(scan(re, text, &h, &e));
	regex_drop(re);
	return h;
}

static void refused(const char *pattern, size_t wanted)
{
	err e = ERR_INIT;
	size_t offset = 999;
	assert_null(regex_new(str_of(pattern), &offset, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(offset, wanted);
}

static void every_match_is_told_in_order(void **state)
{
	(void)state;
	struct hits h = look("[0-9]+", STR("a1 22 b333"), false);
	assert_int_equal(h.n, 3);
	assert_int_equal(h.beg[1], 3);
	assert_int_equal(h.end[1], 5);
	assert_int_equal(h.end[2], 10);
}

static void blanks_in_the_pattern_mean_nothing(void **state)
{
	(void)state;
	assert_int_equal(look(" a  b [ ] c # comment\n d", STR("ab cd"), false).n, 1);
}

static void letters_match_in_either_case(void **state)
{
	(void)state;
	assert_int_equal(look("okonjo", STR("Okonjo OKONJO"), false).n, 2);
	assert_int_equal(look("(?-i:O)konjo", STR("Okonjo okonjo"), false).n, 1);
}

static void a_group_named_value_is_what_is_told(void **state)
{
	(void)state;
	struct hits h = look("no\\. [ ] (?<value> [0-9]+ )", STR("No. 42"), false);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.beg[0], 4);
	assert_int_equal(h.end[0], 6);
}

static void a_value_that_took_no_part_is_not_told(void **state)
{
	(void)state;
	assert_int_equal(look("a (?<value> b )?", STR("a ab"), false).n, 1);
}

static void the_search_goes_on_behind_a_taken_match(void **state)
{
	(void)state;
	assert_int_equal(look("[0-9]{2}", STR("12345"), false).n, 2);
	assert_int_equal(look("[0-9]{2}", STR("12345"), true).n, 4);
}

static void characters_are_not_cut(void **state)
{
	(void)state;
	struct hits h = look(".", STR("é\u00E9x"), true);
	assert_int_equal(h.n, 3);
	assert_int_equal(h.beg[1], 2);
}

static void matches_over_the_windows_are_told_once(void **state)
{
	(void)state;
	static char text[20000];
	memset(text, '.', sizeof text);
	for (size_t i = 0; i < 5; i++)
		memcpy(text + (i + 1) * 2048 - 3, "okonjo", 6);
	memcpy(text + 19994, "okonjo", 6);
	struct hits h = look("okonjo", (str){ text, sizeof text }, false);
	assert_int_equal(h.n, 6);
	memset(text, 'x', sizeof text);
	memcpy(text + 4094, "\u20AC\u20AC\u20AC", 9);
	assert_int_equal(look("\u20AC", (str){ text, sizeof text }, false).n, 3);
}

static void wrong_patterns_say_where(void **state)
{
	(void)state;
	refused("(a", 2);
	refused("ab[c", 4);
	refused("a{2,1}", 5);
	refused("(?<value>a)(?<value>b)", 20);
}

static void patterns_that_match_nothing_are_refused(void **state)
{
	(void)state;
	refused("a*", 0);
	refused("\\b", 0);
}

static void a_runaway_match_is_an_error(void **state)
{
	(void)state;
	arena *mem = arena_new();
	char *p = arena_alloc(mem, 100000);
	memset(p, 'a', 100000);
	err e = ERR_INIT;
	struct hits h = { 0 };
	regex *re = compiled("(?:a+)+ [bc]");
	clock_t start = clock();
	assert_false(scan(re, (str){ p, 100000 }, &h, &e));
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 20);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_true(e.hint[0] != 0);
	regex_drop(re);
	arena_drop(mem);
}

/* Each place stays within its limit of steps, but there are many places. */
static void a_slow_pattern_in_a_long_text_is_an_error(void **state)
{
	(void)state;
	arena *mem = arena_new();
	size_t n = 4000000;
	char *p = arena_alloc(mem, n);
	memset(p, 'a', n);
	for (size_t i = 0; i < n; i += 5000)
		p[i] = '\n';
	err e = ERR_INIT;
	struct hits h = { 0 };
	regex *re = compiled("[ab]{1,4000} [cd]");
	clock_t start = clock();
	assert_false(scan(re, (str){ p, n }, &h, &e));
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 30);
	assert_int_equal(e.kind, ERR_USAGE);
	regex_drop(re);
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_match_is_told_in_order),
		cmocka_unit_test(blanks_in_the_pattern_mean_nothing),
		cmocka_unit_test(letters_match_in_either_case),
		cmocka_unit_test(a_group_named_value_is_what_is_told),
		cmocka_unit_test(a_value_that_took_no_part_is_not_told),
		cmocka_unit_test(the_search_goes_on_behind_a_taken_match),
		cmocka_unit_test(characters_are_not_cut),
		cmocka_unit_test(matches_over_the_windows_are_told_once),
		cmocka_unit_test(wrong_patterns_say_where),
		cmocka_unit_test(patterns_that_match_nothing_are_refused),
		cmocka_unit_test(a_runaway_match_is_an_error),
		cmocka_unit_test(a_slow_pattern_in_a_long_text_is_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
