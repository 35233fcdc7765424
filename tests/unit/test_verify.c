/* The proof itself: what it looks at, and what it may say. */
#include "redact/verify.h"
#include "tests/unit/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static opened open_plain(arena *mem, const char *bytes, const char *name)
{
	opened o;
	err e = ERR_INIT;
	assert_true(engine_open(&plain_kit, &(source){ .name = str_of(name), .bytes = str_of(bytes) }, mem, &o, &e));
	return o;
}

static proof gone(arena *mem, opened *o, const char *value)
{
	proof p = { .mem = mem };
	err e = ERR_INIT;
	sought one = { .value = str_of(value), .rule = STR("term") };
	hunt *h = verify_hunt(&one, 1, NULL, mem, &e);
	assert_true(verify_gone(o, VERIFY_BOTH, &one, 1, h, NULL, &p, &e));
	hunt_drop(h);
	return p;
}

static const check *named(const proof *p, const char *name)
{
	for (size_t i = 0; i < p->nchecks; i++)
		if (str_is(p->checks[i].name, name))
			return &p->checks[i];
	return NULL;
}

static void a_clean_file_passes_both_checks(void **state)
{
	opened o = open_plain(*state, "PLAIN\n\n\nnothing here\n", "a.plain");
	proof p = gone(*state, &o, "Okonjo");
	assert_int_equal(named(&p, "values-gone")->is, CHECK_PASS);
	assert_int_equal(named(&p, "carriers-clean")->is, CHECK_PASS);
	engine_close(&o);
}

static void a_value_in_any_unit_fails_and_is_not_quoted(void **state)
{
	opened o = open_plain(*state, "PLAIN\nauthor: OKONJO\n\nnothing here\n", "a.plain");
	proof p = gone(*state, &o, "Okonjo");
	assert_int_equal(named(&p, "values-gone")->is, CHECK_FAIL);
	assert_string_equal(named(&p, "values-gone")->detail.p, "a removed value is still there: head (rule term)");
	engine_close(&o);
}

static void the_files_own_name_is_looked_at(void **state)
{
	opened o = open_plain(*state, "PLAIN\n\n\nnothing here\n", "for Okonjo/a.plain");
	proof p = gone(*state, &o, "Okonjo");
	assert_int_equal(named(&p, "values-gone")->is, CHECK_FAIL);
	engine_close(&o);
}

static void a_format_that_lists_no_carriers_proves_nothing(void **state)
{
	opened o = open_plain(*state, "PLAIN\n\n\nnothing here\n", "a.plain");
	format blind = plain_format;
	blind.carriers = NULL;
	o.is = &blind;
	proof p = gone(*state, &o, "Okonjo");
	proof_check(&p, "opens", CHECK_PASS, "%s", "");
	assert_int_equal(named(&p, "carriers-clean")->is, CHECK_SKIP);
	assert_false(proof_holds(&p));
	engine_close(&o);
}

static void a_format_that_cannot_compare_is_a_skip(void **state)
{
	opened o = open_plain(*state, "PLAIN\n\n\nnothing here\n", "a.plain");
	format blind = plain_format;
	proof p = { .mem = *state };
	plan none = { .mem = *state };
	err e = ERR_INIT;
	blind.compare = NULL;
	o.is = &blind;
	assert_true(verify_kept(&o, &o, &none, false, &p, &e));
	assert_int_equal(named(&p, "text-kept")->is, CHECK_SKIP);
	engine_close(&o);
}

static void values_too_short_for_bytes_are_told(void **state)
{
	opened o = open_plain(*state, "PLAIN\n\n\nnothing here\n", "a.plain");
	proof p = gone(*state, &o, "Ann");
	assert_int_equal(p.nnotes, 1);
	engine_close(&o);
}

static void terms_that_a_person_rejected_are_not_sought(void **state)
{
	plan p = { .mem = *state };
	sought *list;
	const sought terms[] = { { STR("Okonjo"), STR("term"), STR(""), STR("") }, { STR("Vance"), STR("term"), STR(""), STR("") } };
	mark *m = plan_add(&p);
	m->state = MARK_REJECTED;
	m->value = STR("OKONJO");
	assert_int_equal(verify_sought(&p, terms, 2, *state, &list), 1);
	assert_true(str_is(list[0].value, "Vance"));
}

static void a_report_that_quotes_a_value_is_scrubbed(void **state)
{
	proof p = { .mem = *state };
	sought one = { .value = STR("Okonjo"), .rule = STR("term") };
	err e = ERR_INIT;
	proof_check(&p, "values-gone", CHECK_FAIL, "%s", "in word/okonjo.xml");
	proof_note(&p, "%s", "font OKONJO Sans");
	proof_drop(&p, "part Okonjo", 1);
	err_set(&e, ERR_INPUT, "part okonjo is broken");
	hunt *h = verify_hunt(&one, 1, NULL, *state, NULL);
	verify_scrub(h, &p, &e);
	hunt_drop(h);
	assert_null(strcasestr(p.checks[0].detail.p, "okonjo"));
	assert_null(strcasestr(p.notes[0].p, "okonjo"));
	assert_null(strcasestr(p.drops[0].what.p, "okonjo"));
	assert_null(strcasestr(e.text, "okonjo"));
}

static void what_detectors_find_fails_by_kind(void **state)
{
	opened o = open_plain(*state, "PLAIN\n\n\nsee 123-45-6789\n", "a.plain");
	detectors look;
	proof p = { .mem = *state };
	err e = ERR_INIT;
	assert_true(plain_open_detectors(&(request){ 0 }, *state, &look, &e));
	assert_true(verify_detect(&o, &look, &p, &e));
	assert_int_equal(named(&p, "terms-gone")->is, CHECK_PASS);
	assert_int_equal(named(&p, "rules-find-nothing")->is, CHECK_FAIL);
	engine_close(&o);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(a_clean_file_passes_both_checks),
		WITH_MEMORY(a_value_in_any_unit_fails_and_is_not_quoted),
		WITH_MEMORY(the_files_own_name_is_looked_at),
		WITH_MEMORY(a_format_that_lists_no_carriers_proves_nothing),
		WITH_MEMORY(a_format_that_cannot_compare_is_a_skip),
		WITH_MEMORY(values_too_short_for_bytes_are_told),
		WITH_MEMORY(terms_that_a_person_rejected_are_not_sought),
		WITH_MEMORY(a_report_that_quotes_a_value_is_scrubbed),
		WITH_MEMORY(what_detectors_find_fails_by_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
