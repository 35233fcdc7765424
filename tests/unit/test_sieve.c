#include "patterns/packs.h"
#include "patterns/regex.h"
#include "patterns/sieve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static openings everywhere_in(str words, arena *mem)
{
	const gate g = { .always = true };
	return gate_open(&g, words, mem);
}

struct fallen { arena *mem; str places; };

static void note(void *arg, uint32_t which, uint32_t at)
{
	struct fallen *f = arg;
	f->places = str_fmt(f->mem, STR_FMT "%u:%u ", STR_ARG(f->places), which, at);
}

/* Where a pattern falls through, as "outline:place". */
static void falls(const char *pattern, sieve_mesh mesh, const char *words, const char *wanted)
{
	arena *mem = arena_new();
	outlines all = { .mem = mem };
	struct fallen f = { mem, STR("") };
	assert_true(outline_pattern(&all, str_of(pattern)));
	sieve *s = sieve_new(&all, mesh);
	sieve_text(s, str_of(words), everywhere_in(str_of(words), mem), note, &f);
	assert_string_equal(str_z(f.places, mem), wanted);
	sieve_drop(s);
	arena_drop(mem);
}

static bool has_outline(const char *pattern)
{
	arena *mem = arena_new();
	outlines all = { .mem = mem };
	bool has = outline_pattern(&all, str_of(pattern));
	assert_true(has || (all.n == 0 && all.nsteps == 0));
	arena_drop(mem);
	return has;
}

static void only_places_that_can_match_fall_through(void **state)
{
	(void)state;
	falls("[0-9]{3}-[0-9]{2}", SIEVE_COARSE, "a 12-345-67 x", "0:5 ");
	falls("(?<![\\w]) [0-9]{2} (?!\\w)", SIEVE_COARSE, "12 345 a67 89", "0:0 0:11 ");
	falls("ab|c+d|(?:e?f){2}", SIEVE_FINE, "ab ccd eff abc", "0:0 0:3 0:4 0:7 0:8 0:11 ");
	falls("\\b of", SIEVE_FINE, "of proof Of", "0:0 0:9 ");
	falls("(?-i: A ) b", SIEVE_FINE, "AB ab Ab", "0:0 0:6 ");
}

static void a_coarse_sieve_tells_no_letter_from_another(void **state)
{
	(void)state;
	falls("[a-c][1-3]", SIEVE_FINE, "a1 z9 a9", "0:0 ");
	falls("[a-c][1-3]", SIEVE_COARSE, "a1 z9 a9", "0:0 0:3 0:6 ");
	falls("(?-i:[A-C])", SIEVE_COARSE, "aZ", "0:1 ");
	falls("1 (?![a-c])", SIEVE_COARSE, "1a1z", "0:0 0:2 "); /* a z may follow, so that a letter may */
}

static void a_character_above_ascii_is_any_of_them(void **state)
{
	(void)state;
	falls("\\w [0-9]", SIEVE_FINE, "\xC3\xA9" "1 \xE4\xB8\xAD" "2", "0:0 0:4 ");
	falls("[^a] [0-9]", SIEVE_FINE, "a1 \xC3\xA9" "1", "0:3 ");
}

static void what_is_not_known_has_no_outline(void **state)
{
	(void)state;
	assert_true(has_outline("(?=a) (\\d+) x \\g{-1}"));
	assert_false(has_outline("a \\K b"));
	assert_false(has_outline("(*UCP) a"));
	assert_false(has_outline("[[:alpha:]]"));
	assert_false(has_outline("\\p{L}"));
	assert_false(has_outline("(?|a|b)"));
	assert_false(has_outline("(a"));
	assert_false(has_outline("a)"));
	assert_false(has_outline("[a"));
	assert_false(has_outline("a{2"));
}

static void a_pattern_of_too_many_steps_lets_more_through(void **state)
{
	(void)state;
	falls("(?: (?: [0-9]{40} ){40} ){40} x", SIEVE_FINE, "1 2", "");
	assert_true(has_outline("(((((a{40}){40}){40}){40}){40}){40}"));
}

static void what_is_longer_than_is_looked_at_falls_through(void **state)
{
	(void)state;
	falls("a{60}b", SIEVE_FINE, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-", "0:0 0:1 0:2 0:3 0:4 0:5 0:6 0:7 0:8 0:9 0:10 0:11 0:12 ");
}

/* ---- never holds back a match ---------------------------------------------------------------- */

struct hits { size_t n; uint64_t sum; };

static bool count_hit(void *arg, size_t beg, size_t end)
{
	struct hits *h = arg;
	h->n++;
	h->sum = h->sum * 1000003 + beg * 31 + end;
	return true;
}

struct list { uint32_t at[4096]; size_t n; };

static void add(void *arg, uint32_t which, uint32_t at)
{
	struct list *l = arg;
	(void)which;
	if (l->n < 4096)
		l->at[l->n++] = at;
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Bits of values and what stands between them, at random. */
static str shuffle(arena *mem, uint32_t *seed)
{
	static const char *const bits[] = {
		"123", "45", "6789", "9", "-", " ", ".", "/", ":", "A", "b", "xy", "(", ")", "+1", "no. ", "CV", "mar ", "@", "www.", "a.com",
		"536-90-4399", "12 Oak St", "PO Box 4", "\xC3\xA9", "GB29", "NWBK", "TX 78701", ",", "\t", "00", "2021", "may 4, 1970",
	};
	str all = STR("");
	for (int i = 0; i < 200; i++)
		all = str_fmt(mem, STR_FMT "%s", STR_ARG(all), bits[next_random(seed) % (sizeof bits / sizeof *bits)]);
	return all;
}

static void same_matches(str pattern, str words, arena *mem)
{
	err e = ERR_INIT;
	outlines all = { .mem = mem };
	struct hits everywhere = { 0, 0 }, sieved = { 0, 0 };
	struct list at = { .n = 0 };
	size_t offset;
	assert_true(outline_pattern(&all, pattern));
	sieve *s = sieve_new(&all, SIEVE_COARSE);
	regex *scans = regex_new(pattern, &offset, &e), *tries = regex_new_at(pattern, &offset, &e);
	assert_true(regex_scan(scans, words, count_hit, &everywhere, &e));
	gate g = { .always = false };
	musts m = musts_of(pattern);
	gate_add(&g, &m);
	sieve_text(s, words, gate_open(&g, words, mem), add, &at);
	assert_true(regex_try(tries, words, at.at, at.n, count_hit, &sieved, &e));
	assert_int_equal(sieved.n, everywhere.n);
	assert_true(sieved.sum == everywhere.sum);
	regex_drop(scans);
	regex_drop(tries);
	sieve_drop(s);
}

static void no_shipped_pattern_loses_a_match(void **state)
{
	(void)state;
	arena *mem = arena_new();
	packs p = { .mem = mem };
	err e = ERR_INIT;
	uint32_t seed = 7;
	assert_true(packs_load(&p, NULL, 0, &e));
	assert_true(p.n > 30);
	for (size_t i = 0; i < p.n; i++) {
		for (size_t k = 0; k < p.rules[i].nshapes; k++) {
			for (int turn = 0; turn < 5; turn++) {
				arena *tmp = arena_new();
				same_matches(p.rules[i].shapes[k].pattern, shuffle(tmp, &seed), tmp);
				arena_drop(tmp);
			}
		}
	}
	arena_drop(mem);
}

static void a_text_that_asks_for_ever_new_states_loses_none(void **state)
{
	(void)state;
	arena *mem = arena_new();
	outlines all = { .mem = mem };
	uint32_t seed = 3;
	struct list at = { .n = 0 };
	char words[3001];
	assert_true(outline_pattern(&all, STR("(?: a | b | [ab]{3} c ){12} [ab]{4} a [ab]{12} c")));
	for (size_t i = 0; i < sizeof words - 1; i++)
		words[i] = "abc"[next_random(&seed) % 40 == 0 ? 2 : next_random(&seed) % 2];
	words[sizeof words - 1] = 0;
	sieve *s = sieve_new(&all, SIEVE_FINE);
	sieve_text(s, str_of(words), everywhere_in(str_of(words), mem), add, &at);
	err e = ERR_INIT;
	size_t offset;
	struct hits everywhere = { 0, 0 }, sieved = { 0, 0 };
	str pattern = STR("(?: a | b | [ab]{3} c ){12} [ab]{4} a [ab]{12} c");
	regex *scans = regex_new(pattern, &offset, &e), *tries = regex_new_at(pattern, &offset, &e);
	assert_true(regex_scan(scans, str_of(words), count_hit, &everywhere, &e));
	assert_true(regex_try(tries, str_of(words), at.at, at.n, count_hit, &sieved, &e));
	assert_true(everywhere.n > 0);
	assert_int_equal(sieved.n, everywhere.n);
	regex_drop(scans);
	regex_drop(tries);
	sieve_drop(s);
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_places_that_can_match_fall_through),
		cmocka_unit_test(a_coarse_sieve_tells_no_letter_from_another),
		cmocka_unit_test(a_character_above_ascii_is_any_of_them),
		cmocka_unit_test(what_is_not_known_has_no_outline),
		cmocka_unit_test(a_pattern_of_too_many_steps_lets_more_through),
		cmocka_unit_test(what_is_longer_than_is_looked_at_falls_through),
		cmocka_unit_test(no_shipped_pattern_loses_a_match),
		cmocka_unit_test(a_text_that_asks_for_ever_new_states_loses_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
