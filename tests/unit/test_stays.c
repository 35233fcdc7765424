/* Phrases that stay: in text, in bytes, as findings and in plans. */
#include "redact/hunt.h"
#include "redact/stays.h"
#include "tests/unit/arena_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static stays *phrases(const char *a, const char *b)
{
	stay *list = arena_array(mem, stay, 2);
	err e = ERR_INIT;
	list[0] = (stay){ str_of(a), STR("line 1 of x") };
	list[1] = (stay){ str_of(b), STR("line 2 of x") };
	stays *s = stays_new(list, 2, &e);
	assert_non_null(s);
	return s;
}

/* Whether the [value] in a text stays by one of two phrases. */
static bool holds(const char *a, const char *b, const char *marked)
{
	char text[256];
	size_t n = 0, beg = 0, end = 0, from, to;
	for (const char *p = marked; *p; p++) {
		if (*p == '[')
			beg = n;
		else if (*p == ']')
			end = n;
		else
			text[n++] = *p;
	}
	stays *s = phrases(a, b);
	const stay *by = stays_at(s, (str){ text, n }, beg, end, &from, &to);
	if (by)
		assert_true(from <= beg && to >= end);
	stays_drop(s);
	return by != NULL;
}

static void a_value_inside_a_phrase_stays(void **state)
{
	(void)state;
	assert_true(holds("Lee County", "x y", "in [Lee] County, and"));
	assert_true(holds("x y", "Lee County", "the LEE [COUNTY] roads"));
	assert_true(holds("Lee County", "x y", "in [Lee]\nCounty"));
	assert_true(holds("Lee County", "x y", "[Lee County]"));
}

static void a_value_elsewhere_does_not(void **state)
{
	(void)state;
	assert_false(holds("Lee County", "x y", "[Lee] of Lee County"));
	assert_false(holds("Lee County", "x y", "[Lee]. County roads"));
	assert_false(holds("Lee County", "x y", "[Lee], County"));
	assert_false(holds("Lee County", "x y", "[Lee] Countyman"));
	assert_false(holds("Lee County", "x y", "Blee County [Lee] Co"));
}

static void a_value_that_only_overlaps_a_phrase_does_not(void **state)
{
	(void)state;
	assert_false(holds("Lee County", "x y", "[Tobias Lee] County"));
	assert_false(holds("Lee County", "x y", "Lee [County of] Mass"));
}

static bool near(const char *bytes, const char *value)
{
	stays *s = phrases("Washington Street", "Old \xC3\x89glise Road");
	const char *at = strstr(bytes, value);
	bool yes = stays_near(s, str_of(bytes), (size_t)(at - bytes), (size_t)(at - bytes) + strlen(value));
	stays_drop(s);
	return yes;
}

static void in_bytes_other_things_may_stand_between_its_words(void **state)
{
	(void)state;
	assert_true(near("[(washington) -250 (street)] TJ", "washington"));
	assert_true(near("(washington) Tj 0 -14 Td (street) Tj", "street"));
	assert_true(near("washington street", "washington street"));
	assert_false(near("(washington) Tj 0 -14 Td (avenue) Tj", "washington"));
	assert_false(near("(street) Tj (washington) Tj", "washington"));
	assert_false(near("(washingtonian) (street)", "washington"));
	assert_true(near("old \xC9glise road", "road"));
}

static bool count(void *arg, size_t value, size_t beg, size_t end)
{
	(void)value, (void)beg, (void)end;
	++*(size_t *)arg;
	return true;
}

static void a_hunt_does_not_tell_what_stays(void **state)
{
	(void)state;
	err e = ERR_INIT;
	str value = STR("Washington");
	stays *s = phrases("Washington Street", "x y");
	hunt *h = hunt_new(&value, 1, mem, &e);
	size_t n = 0;
	hunt_except(h, s);
	assert_true(hunt_text(h, STR("WASHINGTON STREET, Washington Street"), count, &n, &e));
	assert_true(hunt_bytes(h, STR("(Washington) Tj (Street) Tj"), count, &n, &e));
	assert_int_equal(n, 0);
	assert_true(hunt_text(h, STR("Washington on Washington Street"), count, &n, &e));
	assert_int_equal(n, 1);
	hunt_drop(h);
	stays_drop(s);
}

static bool told_in_bytes(const char *value, const char *phrase, const char *bytes)
{
	err e = ERR_INIT;
	str v = str_of(value);
	stays *s = phrases(phrase, "x y");
	hunt *h = hunt_new(&v, 1, mem, &e);
	size_t n = 0;
	hunt_except(h, s);
	assert_true(hunt_bytes(h, str_of(bytes), count, &n, &e));
	hunt_drop(h);
	stays_drop(s);
	return n > 0;
}

static void a_phrase_stays_in_bytes_that_have_lost_its_blanks(void **state)
{
	(void)state;
	assert_false(told_in_bytes("Okonjo", "Ann A. Okonjo", "Company, andAnnA.Okonjo, residing"));
	assert_false(told_in_bytes("Okonjo", "Okonjo, Margaret", "says\nOkonjo,Margaretsaid"));
	assert_true(told_in_bytes("Okonjo", "Ann A. Okonjo", "Company, andB.Okonjo, residing"));
	assert_true(told_in_bytes("Okonjo", "Ann A. Okonjo", "JoannA.Okonjo, residing"));
	assert_true(told_in_bytes("Okonjo", "Okonjo, Margaret", "Okonjo,Daniel"));
}

static void words_that_a_person_lets_stay_are_phrases_where_they_hold_what_goes(void **state)
{
	(void)state;
	err e = ERR_INIT;
	plan p = { .mem = mem };
	str values[] = { STR("Okonjo") };
	size_t from, to;
	*plan_add(&p) = (mark){ .unit = STR("text"), .beg = 0, .end = 15, .state = MARK_REJECTED, .value = STR("Margaret Okonjo"), .by = STR("J. Ruiz") };
	*plan_add(&p) = (mark){ .unit = STR("text"), .beg = 20, .end = 33, .state = MARK_PROPOSED, .value = STR("Daniel Okonjo") };
	*plan_add(&p) = (mark){ .unit = STR("text"), .beg = 40, .end = 52, .state = MARK_REJECTED, .value = STR("James Okonjo"), .by = STR("J. Ruiz") };
	*plan_add(&p) = (mark){ .unit = STR("text"), .beg = 46, .end = 52, .state = MARK_ACCEPTED, .value = STR("Okonjo"), .by = STR("J. Ruiz") };
	stays *s = stays_of_plan(&p, values, 1, mem, &e);
	assert_non_null(stays_at(s, STR("by Margaret Okonjo"), 12, 18, &from, &to));
	assert_non_null(stays_at(s, STR("by Daniel Okonjo"), 10, 16, &from, &to));
	assert_null(stays_at(s, STR("by James Okonjo"), 9, 15, &from, &to));
	assert_null(stays_at(s, STR("by Mrs. Okonjo"), 8, 14, &from, &to));
	stays_drop(s);
}

static void what_stays_is_a_mark_that_an_exception_rejected(void **state)
{
	(void)state;
	text t = { .mem = mem };
	findings f = { .mem = mem }, kept = { .mem = mem };
	plan p = { .mem = mem };
	err e = ERR_INIT;
	stays *s = phrases("Lee County", "x y");
	text_add_string(&t, UNIT_BODY, STR("body"), STR("Lee of Lee County"), true);
	findings_add(&f, (finding){ .beg = 0, .end = 3, .rule = STR("term"), .code = STR("NAME"), .rank = 100 });
	findings_add(&f, (finding){ .beg = 7, .end = 10, .rule = STR("term"), .code = STR("NAME"), .rank = 100 });
	stays_take(s, &t, &f, &kept);
	stays_take(s, &t, &f, &kept);
	assert_int_equal(f.n, 1);
	assert_int_equal(kept.n, 1);
	plan_propose(&p, &t, &f, MARK_ACCEPTED, STR(""));
	stays_propose(&p, &t, &kept, STR(""));
	stays_propose(&p, &t, &kept, STR(""));
	assert_int_equal(p.n, 2);
	assert_true(mark_is_exception(&p.marks[1]));
	assert_string_equal(p.marks[1].reason.p, "kept by exception: line 1 of x");

	/* The value is sought all the same, but where the phrase is. */
	str *values;
	assert_int_equal(plan_values(&p, mem, &values), 1);
	assert_true(str_is(values[0], "Lee"));
	stays *again = stays_of_plan(&p, NULL, 0, mem, &e);
	size_t from, to;
	assert_non_null(stays_at(again, STR("LEE COUNTY"), 0, 3, &from, &to));
	assert_null(stays_at(again, STR("LEE COUNTIES"), 0, 3, &from, &to));
	stays_drop(again);
	stays_drop(s);
}

static void no_phrases_keep_nothing(void **state)
{
	(void)state;
	size_t from, to;
	assert_null(stays_at(NULL, STR("Lee"), 0, 3, &from, &to));
	assert_false(stays_near(NULL, STR("Lee"), 0, 3));
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, arena_set_up, arena_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(a_value_inside_a_phrase_stays),
		WITH_MEMORY(a_value_elsewhere_does_not),
		WITH_MEMORY(a_value_that_only_overlaps_a_phrase_does_not),
		WITH_MEMORY(in_bytes_other_things_may_stand_between_its_words),
		WITH_MEMORY(a_hunt_does_not_tell_what_stays),
		WITH_MEMORY(a_phrase_stays_in_bytes_that_have_lost_its_blanks),
		WITH_MEMORY(words_that_a_person_lets_stay_are_phrases_where_they_hold_what_goes),
		WITH_MEMORY(what_stays_is_a_mark_that_an_exception_rejected),
		WITH_MEMORY(no_phrases_keep_nothing),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
