/* Marks of which a part stays to be read, in findings, plans and their JSON; and the profiles that ask for it. */
#include "patterns/detectors.h"
#include "patterns/profiles.h"
#include "redact/model/json.h"
#include "redact/name.h"
#include "redact/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

/* A page on which each byte is ten points wide. */
static void add_page(text *t, uint32_t number, const char *words)
{
	unit *u = text_add(t, UNIT_PAGE, str_fmt(t->mem, "page %u", number));
	u->page = number;
	u->stays = true;
	u->text = str_of(words);
	u->nspans = u->text.n;
	u->spans = arena_array(t->mem, span, u->nspans);
	for (uint32_t i = 0; i < u->nspans; i++)
		u->spans[i] = (span){ i, i + 1, { (float)i * 10, 0, (float)i * 10 + 10, 12 } };
}

static plan found(text *t, const char *value, visible shows)
{
	plan p = { .mem = t->mem };
	findings f = { .mem = t->mem };
	const char *at = strstr(t->units[0].text.p, value);
	uint32_t beg = (uint32_t)(at - t->units[0].text.p);
	findings_add(&f, (finding){ .beg = beg, .end = beg + (uint32_t)strlen(value), .rule = STR("ssn"), .code = STR("SSN"), .shows = shows });
	plan_propose(&p, t, &f, MARK_ACCEPTED, STR("now"));
	return p;
}

static void a_narrowed_mark_keeps_its_value_and_names_its_parts(void **state)
{
	text t = { .mem = *state };
	add_page(&t, 1, "No 536-90-4399.");
	plan p = found(&t, "536-90-4399", VISIBLE_LAST_4);
	assert_true(str_is(p.marks[0].value, "536-90-4399"));
	assert_int_equal(p.marks[0].nparts, 1);
	assert_int_equal(p.marks[0].parts[0].beg, 3);
	assert_int_equal(p.marks[0].parts[0].end, 10);
	assert_int_equal(p.marks[0].nboxes, 1);
	assert_true(p.marks[0].boxes[0].x1 == 100);
}

static void a_value_too_short_is_an_ordinary_mark(void **state)
{
	text t = { .mem = *state };
	add_page(&t, 1, "No 4399.");
	plan p = found(&t, "4399", VISIBLE_LAST_4);
	assert_int_equal(p.marks[0].shows, VISIBLE_NOTHING);
	assert_int_equal(p.marks[0].nboxes, 1);
}

static void what_may_stay_as_a_whole_is_no_mark(void **state)
{
	text t = { .mem = *state };
	add_page(&t, 1, "born 1962");
	assert_int_equal(found(&t, "1962", VISIBLE_YEAR).n, 0);
}

static void formats_see_a_mark_for_each_part(void **state)
{
	text t = { .mem = *state };
	add_page(&t, 1, "by Tobias Lee.");
	plan p = found(&t, "Tobias Lee", VISIBLE_INITIALS), own = plan_by_page(&p, *state);
	assert_int_equal(own.n, 2);
	assert_int_equal(own.marks[0].beg, 4);
	assert_int_equal(own.marks[0].end, 9);
	assert_int_equal(own.marks[1].beg, 11);
	assert_int_equal(own.marks[1].nboxes, 1);
	assert_true(own.marks[1].boxes[0].x0 == 110);
	assert_false(own.marks[0].again);
	assert_true(own.marks[1].again);
	assert_true(str_is(own.marks[1].value, "Tobias Lee"));
}

static void a_value_over_two_pages_is_narrowed_as_one(void **state)
{
	text t = { .mem = *state };
	add_page(&t, 1, "536-90-");
	add_page(&t, 2, "4399 and");
	plan p = { .mem = *state };
	findings f = { .mem = *state };
	findings_add(&f, (finding){ .beg = 0, .end = 7, .shows = VISIBLE_LAST_4, .rest = { 1, 0, 4 } });
	plan_propose(&p, &t, &f, MARK_ACCEPTED, STR("now"));
	assert_true(str_is(p.marks[0].value, "536-90-\n4399"));
	assert_int_equal(p.marks[0].nparts, 1);
	assert_int_equal(p.marks[0].rest->nparts, 0);
	plan own = plan_by_page(&p, *state);
	assert_int_equal(own.n, 1);
	assert_int_equal(own.marks[0].page, 1);
}

static void parts_on_both_pages_are_marks_on_each(void **state)
{
	text t = { .mem = *state };
	add_page(&t, 1, "536-9");
	add_page(&t, 2, "0-4399 and");
	plan p = { .mem = *state };
	findings f = { .mem = *state };
	findings_add(&f, (finding){ .beg = 0, .end = 5, .shows = VISIBLE_LAST_4, .rest = { 1, 0, 6 } });
	plan_propose(&p, &t, &f, MARK_ACCEPTED, STR("now"));
	plan own = plan_by_page(&p, *state);
	assert_int_equal(own.n, 2);
	assert_int_equal(own.marks[1].page, 2);
	assert_int_equal(own.marks[1].end, 2);
}

static void a_narrowed_mark_survives_json(void **state)
{
	err e = ERR_INIT;
	text t = { .mem = *state };
	add_page(&t, 1, "by Tobias Lee.");
	plan p = found(&t, "Tobias Lee", VISIBLE_INITIALS), back;
	p.profile = STR("frcp-5.2");
	memset(p.sha256, 'a', 64);
	json_t *o = plan_json(&p, true);
	assert_true(plan_of_json(o, *state, &back, &e));
	json_decref(o);
	assert_true(str_is(back.profile, "frcp-5.2"));
	assert_int_equal(back.marks[0].shows, VISIBLE_INITIALS);
	assert_int_equal(plan_by_page(&back, *state).n, 2);
	assert_true(plan_by_page(&back, *state).marks[1].boxes[0].x0 == 110);
}

static void parts_that_do_not_fit_the_boxes_are_refused(void **state)
{
	err e = ERR_INIT;
	text t = { .mem = *state };
	add_page(&t, 1, "by Tobias Lee.");
	plan p = found(&t, "Tobias Lee", VISIBLE_INITIALS), back;
	memset(p.sha256, 'a', 64);
	p.marks[0].parts[0].nboxes = 7;
	json_t *o = plan_json(&p, false);
	assert_false(plan_of_json(o, *state, &back, &e));
	json_decref(o);
}

static void findings_that_show_different_parts_show_nothing_together(void **state)
{
	findings f = { .mem = *state };
	findings_add(&f, (finding){ .beg = 0, .end = 11, .shows = VISIBLE_LAST_4 });
	findings_add(&f, (finding){ .beg = 0, .end = 11, .shows = VISIBLE_YEAR });
	findings_add(&f, (finding){ .beg = 20, .end = 31, .shows = VISIBLE_LAST_4 });
	findings_add(&f, (finding){ .beg = 20, .end = 29, .shows = VISIBLE_LAST_4 });
	findings_sort(&f);
	findings_merge(&f);
	assert_int_equal(f.n, 2);
	assert_int_equal(f.list[0].shows, VISIBLE_NOTHING);
	assert_int_equal(f.list[1].shows, VISIBLE_LAST_4);
}

static void a_hunted_value_is_narrowed_in_its_own_shape(void **state)
{
	err e = ERR_INIT;
	request want = { .rules = STR("ssn"), .profile = STR("frcp-5.2") };
	detectors d = { .n = 0 };
	text t = { .mem = *state };
	findings f = { .mem = *state };
	plan p = { .mem = *state };
	add_page(&t, 1, "her SSN is 536-90-4399");
	add_page(&t, 2, "tracking 536904399");
	assert_true(patterns_open(&want, *state, &d, &e));
	assert_true(scan_document(&d, &t, &f, &e));
	plan_propose(&p, &t, &f, MARK_ACCEPTED, STR("now"));
	detectors_close(&d);
	assert_int_equal(p.n, 2);
	assert_true(str_is(p.marks[1].rule, "hunt"));
	assert_int_equal(p.marks[1].parts[0].end, 14);
}

static void a_name_of_a_file_keeps_what_stays(void **state)
{
	text t = { .mem = *state };
	name_add(&t, STR("no 536-90-4399"), NULL);
	plan p = found(&t, "536-90-4399", VISIBLE_LAST_4);
	assert_true(str_is(name_clean(STR("no 536-90-4399"), &p, *state), "no [SSN]4399"));
}

static void a_place_beside_another_ends_halfway_between_them(void **state)
{
	(void)state;
	rect own = { 10, 0, 20, 10 }, right = { 22, 0, 30, 10 }, left = { 0, 0, 10, 10 }, rim = { 8, -2, 22, 12 };
	assert_true(rect_beside(rim, own, right).x1 == 21);
	assert_true(rect_beside(rim, own, left).x0 == 10);
	assert_true(rect_beside(rim, own, (rect){ 10, 10, 20, 20 }).y1 == 10);
	assert_true(rect_beside(rim, own, (rect){ 40, 0, 50, 10 }).x1 == 22);
}

/* ---- profiles ---------------------------------------------------------------------------------- */

static const profile *one(profiles *p, const char *name)
{
	err e = ERR_INIT;
	if (!p->n)
		assert_true(profiles_load(p, NULL, 0, &e));
	return profiles_lookup(p, str_of(name), &e);
}

#define SHOWS(name, kind, wanted) assert_int_equal(profile_shows(one(&p, name), STR(kind)), wanted)

static void each_rule_of_court_lets_stay_what_it_says(void **state)
{
	profiles p = { .mem = *state };
	static const char *const federal[] = { "frcp-5.2", "frcrp-49.1", "frbp-9037", "ny-202.5" };
	for (size_t i = 0; i < 4; i++) {
		SHOWS(federal[i], "ssn", VISIBLE_LAST_4);
		SHOWS(federal[i], "itin", VISIBLE_LAST_4);
		SHOWS(federal[i], "ein", VISIBLE_LAST_4);
		SHOWS(federal[i], "account", VISIBLE_LAST_4);
		SHOWS(federal[i], "dob", VISIBLE_YEAR);
		SHOWS(federal[i], "minor", VISIBLE_INITIALS);
		SHOWS(federal[i], "address", i == 1 ? VISIBLE_CITY_STATE : VISIBLE_NOTHING);
	}
	SHOWS("ca-1.201", "ssn", VISIBLE_LAST_4);
	SHOWS("ca-1.201", "ein", VISIBLE_NOTHING);
	SHOWS("tx", "ssn", VISIBLE_NOTHING);
	SHOWS("tx", "minor", VISIBLE_NOTHING);
	SHOWS("", "ssn", VISIBLE_NOTHING);
}

static void every_shipped_profile_can_be_opened(void **state)
{
	err e = ERR_INIT;
	profiles p = { .mem = *state };
	assert_non_null(one(&p, "full"));
	for (size_t i = 0; i < p.n; i++) {
		detectors d = { .n = 0 };
		request want = { .profile = p.list[i].name };
		assert_true(patterns_open(&want, *state, &d, &e));
		detectors_close(&d);
	}
}

static void a_profile_is_told_by_line(void **state)
{
	static const struct { const char *bytes, *says; } bad[] = {
		{ "title = a\nsource = b\nssn = half\n", "own:3:" },
		{ "title = a\nsource = b\nSSN = last 4\n", "own:3:" },
		{ "title = a\nsource = b\nssn = last 4\nssn = year\n", "own:4:" },
		{ "ssn\n", "own:1:" },
		{ "ssn = last 4\n", "own: a profile needs" },
		{ "title = \xff\n", "own: not UTF-8" },
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		err e = ERR_INIT;
		profiles p = { .mem = *state };
		assert_false(profiles_read(&p, STR("x"), STR("own"), str_of(bad[i].bytes), &e));
		assert_int_equal(e.kind, ERR_USAGE);
		assert_int_equal(strncmp(e.text, bad[i].says, strlen(bad[i].says)), 0);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_narrowed_mark_keeps_its_value_and_names_its_parts), TEST(a_value_too_short_is_an_ordinary_mark),
		TEST(what_may_stay_as_a_whole_is_no_mark), TEST(formats_see_a_mark_for_each_part),
		TEST(a_value_over_two_pages_is_narrowed_as_one), TEST(parts_on_both_pages_are_marks_on_each),
		TEST(a_narrowed_mark_survives_json), TEST(parts_that_do_not_fit_the_boxes_are_refused),
		TEST(findings_that_show_different_parts_show_nothing_together), TEST(a_hunted_value_is_narrowed_in_its_own_shape),
		TEST(a_name_of_a_file_keeps_what_stays), TEST(a_place_beside_another_ends_halfway_between_them),
		TEST(each_rule_of_court_lets_stay_what_it_says),
		TEST(every_shipped_profile_can_be_opened), TEST(a_profile_is_told_by_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
