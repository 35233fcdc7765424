/* Names of persons in the forms that documents give them, and what is no such form. */
#include "patterns/namewords.h"
#include "patterns/terms.h"
#include "tests/unit/arena_kit.h"
#include "tests/unit/marked_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What is found stands between [ and ]. */
static void finds(const char *list, const char *wanted)
{
	err e = ERR_INIT;
	terms_file file = { .name = STR("list.txt"), .bytes = str_of(list) };
	findings f = { .mem = mem };
	str source = unmarked(wanted, "[]", mem);
	terms *set = terms_new(&file, 1, &e);
	assert_non_null(set);
	assert_true(terms_find(set, source, 0, &f, &e));
	findings_sort(&f);
	findings_merge(&f);
	terms_drop(set);
	assert_string_equal(marked(source, &f, "[]", mem), wanted);
}

static void a_name_is_found_family_name_first(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "by [Okonjo, Margaret] and [OKONJO, MARGARET]; [Okonjo,Margaret]");
	finds("Margaret Okonjo", "[Okonjo, Margaret A].: [Okonjo, M]. said. See [Okonjo, M], there.");
	finds("Margaret Okonjo", "[OKONJO MARGARET] but Okonjo Margaret, Okonjo, Martha and Okonjo, M is it");
	finds("Margaret Okonjo", "[Okonjo\tMargaret]; [Okonjo_Margaret].pdf [okonjo_margaret]_2.pdf; [Okonjo, Dr. Margaret]");
}

static void a_name_is_found_by_its_initial(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "[M. Okonjo], [M Okonjo]; [M.Okonjo]; [M. A. Okonjo] and [M.A. Okonjo]'s car");
	finds("Margaret Okonjo", "of [M. Okonjo], M. Smith and N. Okonjo, M. Bell");
	finds("Margaret Okonjo", "N. Okonjo, P.M.N. Okonjo, m Okonjo, am Okonjo");
	finds("Jean-Pierre Martin", "[J.-P. Martin], [J. Martin], [Jean-Pierre Martin], [Jean Pierre Martin]");
}

static void a_family_name_is_found_behind_a_title(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "[Ms. Okonjo]'s, [Mrs. Okonjo], [MS. OKONJO], [Dr Okonjo] and [plaintiff Okonjo]; Okonjo");
	finds("Margaret Okonjo", "[Ms.\nOkonjo], [Ms.\u00A0Okonjo], [Hon. Okonjo], Ms. Oko, Ms. Margaret");
	finds("Grant Park", "I miss Park Street; [Miss Park] does not");
}

static void a_middle_name_or_initial_is_seen_through(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "[Margaret A. Okonjo], [Margaret Anne Okonjo] and [MARGARET ANNE OKONJO]");
	finds("Margaret Okonjo", "Margaret and Okonjo; Margaret v. Okonjo; Margaret, Okonjo; Margaret said Okonjo");
	finds("Margaret Okonjo", "Margaret Bell Anne Okonjo");
	finds("Margaret Anne Okonjo", "[Margaret Okonjo], [M. A. Okonjo], [Margaret A. Okonjo], [Okonjo, Margaret Anne]");
}

static void guises_of_the_other_forms_are_seen_through(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "[Okon-\njo, Margaret], [Okonjo,\nMargaret], [M. Okon\u00ADjo], [Ók\u00F3njo, Margaret]");
	finds("José de la Cruz", "[de la Cruz, Jose], [J. de la Cruz], [Mr. de la Cruz], [Mr. De La Cruz]");
	finds("Ada Lee-Okonjo", "[Ms. Lee-Okonjo], [Lee-Okonjo, Ada], [A. Lee Okonjo]; Ms. Lee");
	finds("Liam O'Brien", "[O'Brien, Liam], [Mr. O’Brien]'s");
}

static void an_entry_may_be_written_family_name_first(void **state)
{
	(void)state;
	finds("Okonjo, Margaret", "[Margaret Okonjo], [Okonjo, Margaret], [Ms. Okonjo]");
	finds("\"Okonjo, Margaret\"", "[Margaret Okonjo]");
	finds("Dr. Margaret Okonjo", "[Margaret Okonjo] and [Ms. Okonjo]");
}

static void junior_is_not_senior(void **state)
{
	(void)state;
	finds("Robert Hale Jr.", "[Robert Hale, Jr]., [Robert Hale], [Mr. Hale], [Hale, Robert, Jr]. [Hale, Jr., Robert]");
	finds("Robert Hale Jr.", "R. Hale Sr., Hale, Sr., Robert, Mr. Hale III");
	finds("Robert Hale", "[Robert Hale] Jr., [R. Hale], Jr.");
}

static void two_names_in_a_list_are_not_one(void **state)
{
	(void)state;
	finds("Lee Smith", "John Smith, Lee Grant and [Smith, Lee]");
	finds("Paul Grant\nPaul Whitfield", "with Grant, [Paul Whitfield] and [Grant, Paul]");
	finds("John Smith\nLee Smith", "[John Smith], Lee said");
}

static void a_date_is_no_name(void **state)
{
	(void)state;
	finds("May Day", "on Memorial Day, May 25, and [Day, May]");
	finds("April Summer", "in Summer, April 2023");
}

static void what_is_no_persons_name_is_found_as_written(void **state)
{
	(void)state;
	finds("Acme Bank", "[Acme Bank], Bank, Acme, A. Bank, Ms. Bank");
	finds("Maple Street", "Street, Maple; Mr. Street");
	finds("Okonjo", "Ms. [Okonjo]");
	finds("trade secret", "Secret, Trade; [trade secret]");
	finds("Route 66", "[Route 66]; R. 66");
}

static void an_entry_can_say_what_it_is(void **state)
{
	(void)state;
	finds("=Grant Park", "[Grant Park]; G. Park, Park, Grant, Mr. Park");
	finds("\"Grant Park\"", "[Grant Park]; G. Park");
	finds("Grant Park", "[Grant Park]; [G. Park]");
	finds("person: ngozi bank | NAME", "[Bank, Ngozi], [Ms. Bank]");
	finds("\\=Grant Park", "[=Grant Park]");
}

static void a_finding_says_whose_line_it_is(void **state)
{
	(void)state;
	arena *mem = arena_new();
	err e = ERR_INIT;
	findings f = { .mem = mem };
	terms_file files[] = { { STR("a.txt"), STR("Margaret Okonjo | PARTY | a party"), false },
	                       { STR("m.txt"), STR("\nTobias Lee"), true } };
	terms *set = terms_new(files, 2, &e);
	assert_true(terms_find(set, STR("Okonjo, M. and Mr. Lee"), 0, &f, &e));
	findings_sort(&f);
	assert_int_equal(f.n, 2);
	assert_true(str_is(f.list[0].code, "PARTY") && str_is(f.list[0].rule, "term"));
	assert_true(str_is(f.list[1].code, "MINOR") && str_is(f.list[1].rule, "minor"));
	assert_true(terms_about(set, 0).met);
	assert_int_equal(terms_about(set, 1).file, 1);
	assert_int_equal(terms_about(set, 1).line, 2);
	terms_drop(set);
	arena_drop(mem);
}

static void words_around_names_are_known(void **state)
{
	(void)state;
	const struct { const char *word; nameword_kind kind; } all[] = {
		{ "academy", NAMEWORD_NO_NAME }, { "ms", NAMEWORD_TITLE }, { "appellee", NAMEWORD_TITLE }, { "appellant", NAMEWORD_TITLE },
		{ "jr", NAMEWORD_SUFFIX }, { "zur", NAMEWORD_PARTICLE }, { "okonjo", NAMEWORD_NONE }, { "", NAMEWORD_NONE },
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		assert_int_equal(nameword_of(str_of(all[i].word)), all[i].kind);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_found_family_name_first),
		cmocka_unit_test(a_name_is_found_by_its_initial),
		cmocka_unit_test(a_family_name_is_found_behind_a_title),
		cmocka_unit_test(a_middle_name_or_initial_is_seen_through),
		cmocka_unit_test(guises_of_the_other_forms_are_seen_through),
		cmocka_unit_test(an_entry_may_be_written_family_name_first),
		cmocka_unit_test(junior_is_not_senior),
		cmocka_unit_test(two_names_in_a_list_are_not_one),
		cmocka_unit_test(a_date_is_no_name),
		cmocka_unit_test(what_is_no_persons_name_is_found_as_written),
		cmocka_unit_test(an_entry_can_say_what_it_is),
		cmocka_unit_test(a_finding_says_whose_line_it_is),
		cmocka_unit_test(words_around_names_are_known),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
