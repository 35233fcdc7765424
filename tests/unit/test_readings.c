/* What stands in no unit as such is found where a reader would put it together. */
#include "patterns/detectors.h"
#include "redact/model/json.h"
#include "redact/planned.h"
#include "redact/readings.h"
#include "redact/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

static detectors look; /* findings lend their words from it */

static int set_up(void **state)
{
	err e = ERR_INIT;
	*state = arena_new();
	look = (detectors){ 0 };
	return patterns_open(&(request){ .rules = STR("ssn") }, *state, &look, &e) ? 0 : -1;
}

static int tear_down(void **state)
{
	detectors_close(&look);
	arena_drop(*state);
	return 0;
}

static unit *add_page(text *t, uint32_t number, const char *words)
{
	unit *u = text_add(t, UNIT_PAGE, str_fmt(t->mem, "page %u", number));
	u->page = number;
	u->stays = true;
	u->text = str_of(words);
	u->nspans = u->text.n;
	u->spans = arena_array(t->mem, span, u->nspans);
	for (size_t i = 0; i < u->nspans; i++)
		u->spans[i] = (span){ (uint32_t)i, (uint32_t)i + 1, { 10 * (float)i, 0, 10 * (float)i + 10, 12 } };
	return u;
}

static text pages(arena *mem, const char *one, const char *two, const char *three)
{
	text t = { .mem = mem };
	const char *all[] = { one, two, three };
	for (uint32_t i = 0; i < 3 && all[i]; i++)
		add_page(&t, i + 1, all[i]);
	return t;
}

static findings scan(arena *mem, const text *t)
{
	findings f = { .mem = mem };
	err e = ERR_INIT;
	assert_true(scan_document(&look, t, &f, &e));
	return f;
}

static void a_value_that_meets_the_next_word_without_a_gap_is_found_alone(void **state)
{
	text t = pages(*state, "Her number 536-90-4399\xe2\x80\x8b" "0042 follows\nand nothing else", NULL, NULL);
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 1);
	assert_true(str_is(finding_value(&t, &f.list[0], *state), "536-90-4399"));
}

static void a_value_that_goes_on_overleaf_is_one_finding(void **state)
{
	text t = pages(*state, "the number 123-45-", "6789 was hers", NULL);
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].unit, 0);
	assert_int_equal(f.list[0].beg, 11);
	assert_int_equal(f.list[0].end, 18);
	assert_int_equal(f.list[0].rest.unit, 1);
	assert_int_equal(f.list[0].rest.beg, 0);
	assert_int_equal(f.list[0].rest.end, 4);
}

static void margins_between_its_halves_are_read_over(void **state)
{
	text t = pages(*state, "Smith v. Jones\nthe number 123-45-\nPage 1 of 2\nSJ0017",
	               "Smith v. Jones\n6789 was hers\nPage 2 of 2\nSJ0018", NULL);
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].rest.beg, 15);
}

static void footnotes_between_its_halves_are_read_over(void **state)
{
	text t = pages(*state, "the number 123-45-\n7 See there.\n8 As above,\nand so on.", "6789 was hers", NULL);
	assert_int_equal(scan(*state, &t).n, 1);
}

static void a_blank_page_between_its_halves_is_read_over(void **state)
{
	text t = pages(*state, "the number 123-45-", "2", "6789 was hers");
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].rest.unit, 2);
}

static void half_of_a_value_is_no_value(void **state)
{
	text t = pages(*state, "the number 123-45-", "6789 was hers", "6789 of them, and 123-45-");
	assert_int_equal(scan(*state, &t).n, 1);
}

static void a_value_in_two_parts_is_hunted_as_a_whole(void **state)
{
	text t = pages(*state, "the number 123-45-", "6789 was hers", NULL);
	text_add_string(&t, UNIT_METADATA, STR("info"), STR("ref 123456789"), false);
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 2);
	assert_true(str_is(f.list[1].rule, "hunt"));
	assert_int_equal(f.list[1].unit, 2);
}

static plan proposed(arena *mem, const text *t)
{
	plan p = { .mem = mem };
	memset(p.sha256, '0', 64);
	findings f = scan(mem, t);
	plan_propose(&p, t, &f, MARK_ACCEPTED, STR("now"));
	return p;
}

static void its_mark_has_boxes_on_both_pages_and_counts_once(void **state)
{
	text t = pages(*state, "the number 123-45-", "6789 was hers", NULL);
	plan p = proposed(*state, &t);
	assert_int_equal(p.n, 1);
	assert_int_equal(plan_count(&p), 1);
	assert_int_equal(p.marks[0].nboxes, 1);
	assert_int_equal(p.marks[0].rest->page, 2);
	assert_int_equal(p.marks[0].rest->nboxes, 1);
	assert_true(str_is(p.marks[0].value, "123-45-\n6789"));
}

static void a_format_sees_a_mark_on_each_page(void **state)
{
	text t = pages(*state, "the number 123-45-", "6789 was hers", NULL);
	plan p = proposed(*state, &t), own = plan_by_page(&p, *state);
	assert_int_equal(own.n, 2);
	assert_int_equal(own.marks[1].page, 2);
	assert_true(str_is(own.marks[1].unit, "page 2"));
	assert_int_equal(own.marks[1].end, 4);
	assert_null(own.marks[0].rest);
}

static void a_plan_file_keeps_both_parts(void **state)
{
	text t = pages(*state, "the number 123-45-", "6789 was hers", NULL);
	plan p = proposed(*state, &t), back;
	err e = ERR_INIT;
	json_t *o = plan_json(&p, false);
	assert_true(plan_of_json(o, *state, &back, &e));
	json_decref(o);
	assert_true(planned_bind(&back, &t, STR(""), &e));
	assert_int_equal(back.n, 1);
	assert_int_equal(back.marks[0].rest->nboxes, 1);
	assert_true(str_is(back.marks[0].value, "123-45-\n6789"));
}

static void what_a_person_rejected_in_one_part_stays_in_both(void **state)
{
	text t = pages(*state, "the number 123-45-", "6789 was hers", NULL);
	plan p = proposed(*state, &t);
	p.marks[0].state = MARK_REJECTED;
	findings f = scan(*state, &t);
	planned_respect(&p, &t, &f);
	assert_int_equal(f.n, 0);
}

/* ---- letters apart, letters for digits -------------------------------------------------------- */

static size_t found_in(arena *mem, const char *words)
{
	text t = { .mem = mem };
	text_add_string(&t, UNIT_BODY, STR("body"), str_of(words), true);
	return scan(mem, &t).n;
}

static void a_number_with_blanks_between_its_digits_is_found(void **state)
{
	text t = { .mem = *state };
	text_add_string(&t, UNIT_BODY, STR("body"), STR("and so 5 3 6 - 9 0 - 4 3 9 9."), true);
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].beg, 7);
	assert_int_equal(f.list[0].end, 28);
}

static void blanks_may_be_of_any_kind(void **state)
{
	assert_int_equal(found_in(*state, "SSN 5\xC2\xA0" "3\xC2\xA0" "6\xC2\xA0-\xC2\xA0" "9\xC2\xA0" "0\xC2\xA0-\xC2\xA0" "4\xC2\xA0"
	                                  "3\xC2\xA0" "9\xC2\xA0" "9"), 1);
	assert_int_equal(found_in(*state, "SSN 5\t3\t6\t9\t0\t4\t3\t9\t9"), 1);
	assert_int_equal(found_in(*state, "SSN 5 3 6   9 0   4 3 9 9"), 1);
	assert_int_equal(found_in(*state, "SSN | 5 | 3 | 6 | 9 | 0 | 4 | 3 | 9 | 9 |"), 1);
}

static void digits_in_cells_of_a_table_are_no_number(void **state)
{
	assert_int_equal(found_in(*state, "Yes No Yes\n1\t0\t1\t9\t2\t3\t4\t1\t1\n4\t0\t1\t9\t2\t3\t4\t1\t1\n"), 0);
	assert_int_equal(found_in(*state, "on a scale of 1 2 3 4 5 6 7 8 9 10"), 0);
}

static void letters_that_look_like_digits_are_read_as_such_beside_a_word_that_speaks_for_it(void **state)
{
	text t = { .mem = *state };
	text_add_string(&t, UNIT_BODY, STR("body"), STR("her SSN: S36-9O-4399"), true);
	findings f = scan(*state, &t);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list[0].beg, 9);
	assert_int_equal(f.list[0].end, 20);
	assert_int_equal(found_in(*state, "SSN\n536 9O 4399"), 1);
}

static void letters_among_digits_alone_make_no_number(void **state)
{
	assert_int_equal(found_in(*state, "part S36-9O-4399 of the kit"), 0);
	assert_int_equal(found_in(*state, "SSN withheld; see B0S-1l-GgOQ"), 0);
}

static size_t hunted_in(arena *mem, const char *value, const char *words)
{
	text t = { .mem = mem };
	text_add_string(&t, UNIT_BODY, STR("body"), str_of(words), true);
	text_add_string(&t, UNIT_METADATA, STR("info"), str_of(value), true);
	plan p = { .mem = mem };
	findings f = { .mem = mem };
	err e = ERR_INIT;
	mark *m = plan_add(&p);
	*m = (mark){ .kind = MARK_TEXT, .unit = STR("info"), .end = (uint32_t)strlen(value), .state = MARK_ACCEPTED };
	assert_true(planned_bind(&p, &t, STR(""), &e));
	assert_true(planned_rest(&p, &t, &f, &e));
	return f.n;
}

static void a_value_whose_letters_stand_apart_is_hunted(void **state)
{
	assert_int_equal(hunted_in(*state, "Margaret Okonjo", "so M a r g a r e t  O k o n j o, that is"), 1);
	assert_int_equal(hunted_in(*state, "Margaret Okonjo", "so M a r g a r e t O k o n j o said"), 1);
	assert_int_equal(hunted_in(*state, "Margaret Okonjo", "so M a r g a r e t O k o n k w o said"), 0);
}

static void a_value_one_letter_below_the_other_is_hunted(void **state)
{
	assert_int_equal(hunted_in(*state, "Okonjo", "so\nO\nk\no\nn\nj\no\nsaid"), 1);
}

static void digits_are_read_as_the_letters_they_look_like(void **state)
{
	assert_int_equal(hunted_in(*state, "Margaret Okonjo", "so Margaret 0konj0 said"), 1);
	assert_int_equal(hunted_in(*state, "Wilson", "so Wi1son said"), 1);
	assert_int_equal(hunted_in(*state, "Diane", "so D1ane said"), 1);
	assert_int_equal(hunted_in(*state, "Diane", "so D7ane said"), 0);
}

static void a_footnotes_mark_inside_a_value_is_read_over(void **state)
{
	assert_int_equal(hunted_in(*state, "Margaret Okonjo", "so Margaret3 Okonjo said"), 1);
	assert_int_equal(hunted_in(*state, "Margaret Okonjo", "so Margaret\xC2\xB9\xC2\xB2 Okonjo said"), 1);
	assert_int_equal(hunted_in(*state, "Margaret Okonjo", "so Margaret* Okonjo said"), 1);
	assert_int_equal(hunted_in(*state, "536-90-4399", "so 536-90\xC2\xB9-4399 is"), 1);
}

static void lines_apart_are_not_read_on(void **state)
{
	assert_int_equal(found_in(*state, "a1b SSN 536-9O-\n\n\nmany\nlines of\nwords\n\n4399 2Ol9O18 c"), 0);
}

/* Whatever a page holds, reading it once more costs about as much as reading it. */
static void text_made_to_be_read_every_way_takes_no_time_to_speak_of(void **state)
{
	enum { SIZE = 1 << 20, MOST_SECONDS = 5 };
	static const char *const letters[] = { "a ", "1 0O", "5 ", "0 O\n", "1\n", "a1*\xC2\xB9 -.,|\t0O5S", "1O1O1O", "x3" };
	for (size_t k = 0; k < sizeof letters / sizeof *letters; k++) {
		char *p = arena_alloc(*state, SIZE + 1);
		size_t n = strlen(letters[k]);
		uint32_t seed = 1;
		for (size_t i = 0; i < SIZE; i++) {
			seed = seed * 1664525 + 1013904223;
			p[i] = letters[k][n > 6 ? (seed >> 16) % n : i % n];
		}
		text t = { .mem = *state };
		unit *u = text_add(&t, UNIT_PAGE, STR("page 1"));
		u->page = 1;
		u->text = (str){ p, SIZE };
		text_add_string(&t, UNIT_METADATA, STR("info"), STR("Okonjo"), true);
		clock_t start = clock();
		readings r = readings_of(&t, *state);
		assert_true(clock() - start < MOST_SECONDS * CLOCKS_PER_SEC);
		(void)r;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_value_that_meets_the_next_word_without_a_gap_is_found_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_value_that_goes_on_overleaf_is_one_finding, set_up, tear_down),
		cmocka_unit_test_setup_teardown(margins_between_its_halves_are_read_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(footnotes_between_its_halves_are_read_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_blank_page_between_its_halves_is_read_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(half_of_a_value_is_no_value, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_value_in_two_parts_is_hunted_as_a_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(its_mark_has_boxes_on_both_pages_and_counts_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_format_sees_a_mark_on_each_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_plan_file_keeps_both_parts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_a_person_rejected_in_one_part_stays_in_both, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_number_with_blanks_between_its_digits_is_found, set_up, tear_down),
		cmocka_unit_test_setup_teardown(blanks_may_be_of_any_kind, set_up, tear_down),
		cmocka_unit_test_setup_teardown(digits_in_cells_of_a_table_are_no_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(letters_that_look_like_digits_are_read_as_such_beside_a_word_that_speaks_for_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(letters_among_digits_alone_make_no_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lines_apart_are_not_read_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_value_whose_letters_stand_apart_is_hunted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_value_one_letter_below_the_other_is_hunted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(digits_are_read_as_the_letters_they_look_like, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_footnotes_mark_inside_a_value_is_read_over, set_up, tear_down),
		cmocka_unit_test_setup_teardown(text_made_to_be_read_every_way_takes_no_time_to_speak_of, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
