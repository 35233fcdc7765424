#include "patterns/detectors.h"
#include "redact/base/file.h"
#include "tests/unit/arena_kit.h"
#include "tests/unit/marked_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char code_of_first[64];

static void add_unit(text *t, unit_kind kind, const char *words)
{
	unit *u = text_add(t, kind, str_fmt(mem, "unit %zu", t->n + 1));
	u->text = str_of(words);
}

/* What is found in one page, merged. */
static findings look(const char *names, const char *words)
{
	err e = ERR_INIT;
	request want = { .rules = str_of(names) };
	detectors d = { .n = 0 };
	text t = { .mem = mem };
	findings f = { .mem = mem };

	assert_true(patterns_open(&want, mem, &d, &e));
	add_unit(&t, UNIT_PAGE, words);
	for (size_t i = 0; i < d.n; i++)
		assert_true(d.list[i].detect(d.list[i].state, &t, &f, &e));
	findings_sort(&f);
	findings_merge(&f);
	if (f.n) /* lent by the detectors, which are about to go */
		snprintf(code_of_first, sizeof code_of_first, STR_FMT, STR_ARG(f.list[0].code));
	detectors_close(&d);
	return f;
}

/* What is found stands between { and }. */
static void finds(const char *names, const char *wanted)
{
	str source = unmarked(wanted, "{}", mem);
	findings f = look(names, source.p);
	assert_string_equal(marked(source, &f, "{}", mem), wanted);
}

static void every_specimen_is_found(void **state)
{
	(void)state;
	finds("", "{536-90-4399}");
	finds("", "{91-1144442}");
	finds("", "{021000021}");
	finds("", "{GB29NWBK60161331926819}");
	finds("", "{4111111111111111}");
}

static void nine_digits_alone_are_nobodys_number(void **state)
{
	(void)state;
	finds("", "Order 536904399 of the court");
}

static void numbers_of_court_prose_are_nothing(void **state)
{
	(void)state;
	finds("", "See 42 U.S.C. 405(c)(2)(C)(viii); Fed. R. Civ. P. 5.2(a)(1); 410 U.S. 113, 152-153 (1973).\n"
	          "No. 1:22-cv-01234-ABC, Dkt. 117-4 at 12, filed March 14, 2022. Exhibit 2019-000123, Bates ABC0001234.\n"
	          "Page 12 of 45. $1,234,567.89 on 03/14/2022; ISBN 978-0-306-40615-7; 2019 WL 1234567; 17 C.F.R. 240.10b-5.\n"
	          "Tel. (202) 555-0143; tracking 1Z999AA10123456784; invoice 20220314-001; 12:30:45; 98.6 degrees.\n"
	          "The account of the witness differs. She gave an account in 2019, at 1600 Pennsylvania Avenue, ZIP 20500-0003.");
}

static void one_label_speaks_for_one_value(void **state)
{
	(void)state;
	finds("", "SSN {536904399}. Her claim was filed under number 536904398");
	finds("", "DOB {03/14/1962}   Seen 04/02/2021   Discharged 04/05/2021");
}

static void a_label_speaks_for_a_list(void **state)
{
	(void)state;
	finds("", "SSNs {536904399}, {536904398}; and {536904397}");
}

static void a_form_has_its_labels_above(void **state)
{
	(void)state;
	finds("", "Employee's social security number\n{536904399}\n");
	finds("", "Name\tSSN\tBorn\tClaim\nOkonjo\t{536904399}\t{03/14/1962}\t536904398\n");
}

static void a_number_in_any_guise_is_found(void **state)
{
	(void)state;
	finds("", "{536\u201190\u20114399} {536\u221290\u22124399} {\uFF15\uFF13\uFF16-90-4399} {536-90-\n4399} {53\u00AD6-90-4399}");
	finds("", "SSN {536\u00A090\u00A04399}");
	finds("", "{536-90-4399}\u00B9");
}

static void the_better_rule_names_the_number(void **state)
{
	(void)state;
	static const char *const lines[] = { "x 912-70-1234", "ITIN 912-70-1234", "x 912-49-1234", "SSN 912-70-1234" };
	static const char *const codes[] = { "ITIN", "ITIN", "SSN", "SSN" };
	for (size_t i = 0; i < 4; i++) {
		findings f = look("", lines[i]);
		assert_int_equal(f.n, 1);
		assert_string_equal(code_of_first, codes[i]);
	}
}

static void rank_tells_what_speaks_for_a_value(void **state)
{
	(void)state;
	int with = look("ssn", "SSN 536-90-4399").list[0].rank, alone = look("ssn", "x 536-90-4399").list[0].rank;
	int failed = look("ssn", "x 666-90-4399").list[0].rank, failed_with = look("ssn", "SSN 666-90-4399").list[0].rank;
	assert_true(with > failed_with && failed_with > alone && alone > failed && failed > 0);
}

static void all_units_are_searched_whatever_their_kind(void **state)
{
	(void)state;
	err e = ERR_INIT;
	request want = { .rules = STR("ssn") };
	detectors d = { .n = 0 };
	text t = { .mem = mem };
	findings f = { .mem = mem };
	assert_true(patterns_open(&want, mem, &d, &e));
	for (int kind = 0; kind < UNIT_KINDS; kind++)
		add_unit(&t, (unit_kind)kind, "x 536-90-4399");
	assert_true(d.list[0].detect(d.list[0].state, &t, &f, &e));
	detectors_close(&d);
	assert_int_equal(f.n, UNIT_KINDS);
	assert_int_equal(f.list[UNIT_KINDS - 1].unit, UNIT_KINDS - 1);
}

static void none_means_terms_only(void **state)
{
	(void)state;
	err e = ERR_INIT;
	request want = { .rules = STR("none") };
	detectors d = { .n = 0 };
	assert_true(patterns_open(&want, mem, &d, &e));
	assert_int_equal(d.n, 0);
}

static void an_unknown_rule_opens_nothing(void **state)
{
	(void)state;
	err e = ERR_INIT;
	request want = { .rules = STR("sssn") };
	detectors d = { .n = 0 };
	assert_false(patterns_open(&want, mem, &d, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(d.n, 0);
}

static void terms_are_found_and_handed_out_for_the_hunt(void **state)
{
	(void)state;
	err e = ERR_INIT;
	char path[] = "/tmp/underseal-terms-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "Okonjo | NAME\nLee\n", 18), 18);
	close(fd);
	str file = str_of(path);
	request want = { .rules = STR("none"), .terms = &file, .nterms = 1 };
	detectors d = { .n = 0 };
	text t = { .mem = mem };
	findings f = { .mem = mem };
	assert_true(patterns_open(&want, mem, &d, &e));
	unlink(path);
	assert_int_equal(d.n, 1);
	add_unit(&t, UNIT_PAGE, "Ms. OKONJO of Leeds");
	assert_true(d.list[0].detect(d.list[0].state, &t, &f, &e));
	assert_int_equal(f.n, 1);
	assert_true(str_is(f.list[0].rule, "term") && str_is(f.list[0].code, "NAME"));
	assert_int_equal(f.list[0].beg, 4);
	const str *literals;
	assert_int_equal(d.list[0].literals(d.list[0].state, &literals), 2);
	assert_true(str_is(literals[0], "Okonjo") && str_is(literals[1], "Lee"));
	detectors_close(&d);
}

static void a_missing_terms_file_opens_nothing(void **state)
{
	(void)state;
	err e = ERR_INIT;
	str file = STR("/nonexistent/terms.txt");
	request want = { .terms = &file, .nterms = 1 };
	detectors d = { .n = 0 };
	assert_false(patterns_open(&want, mem, &d, &e));
	assert_int_equal(d.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_specimen_is_found),
		cmocka_unit_test(nine_digits_alone_are_nobodys_number),
		cmocka_unit_test(numbers_of_court_prose_are_nothing),
		cmocka_unit_test(one_label_speaks_for_one_value),
		cmocka_unit_test(a_label_speaks_for_a_list),
		cmocka_unit_test(a_form_has_its_labels_above),
		cmocka_unit_test(a_number_in_any_guise_is_found),
		cmocka_unit_test(the_better_rule_names_the_number),
		cmocka_unit_test(rank_tells_what_speaks_for_a_value),
		cmocka_unit_test(all_units_are_searched_whatever_their_kind),
		cmocka_unit_test(none_means_terms_only),
		cmocka_unit_test(an_unknown_rule_opens_nothing),
		cmocka_unit_test(terms_are_found_and_handed_out_for_the_hunt),
		cmocka_unit_test(a_missing_terms_file_opens_nothing),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
