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

static findings look(const char *list, const char *source)
{
	err e = ERR_INIT;
	terms_file file = { .name = STR("list.txt"), .bytes = str_of(list) };
	findings found = { .mem = mem };
	terms *set = terms_new(&file, 1, &e);
	assert_non_null(set);
	assert_true(terms_find(set, str_of(source), 0, &found, &e));
	findings_sort(&found);
	findings_merge(&found);
	for (size_t i = 0; i < found.n; i++) {
		found.list[i].code = str_dup(found.list[i].code, mem);
		found.list[i].reason = str_dup(found.list[i].reason, mem);
	}
	terms_drop(set);
	return found;
}

/* What is found stands between [ and ]. */
static void finds(const char *list, const char *wanted)
{
	str source = unmarked(wanted, "[]", mem);
	findings f = look(list, source.p);
	assert_string_equal(marked(source, &f, "[]", mem), wanted);
}

static void refuses(const char *list, const char *wanted)
{
	err e = ERR_INIT;
	terms_file file = { .name = STR("list.txt"), .bytes = str_of(list) };
	assert_null(terms_new(&file, 1, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_string_equal(e.text, wanted);
}

static void a_term_is_found_in_any_case(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "[MARGARET OKONJO] and [margaret okonjo] of [Margaret Okonjo].");
}

static void a_term_is_no_part_of_a_longer_word(void **state)
{
	(void)state;
	finds("Lee", "[Lee] in Leeds, fleece, [Lee]2? [Lee]; ([LEE]) lees");
}

static void a_term_is_found_beside_digits(void **state)
{
	(void)state;
	finds("Okonjo", "[Okonjo]2 and [Okonjo]_2.pdf");
}

static void accents_do_not_matter(void **state)
{
	(void)state;
	finds("Jose Muller", "[José Müller] [Jose\u0301 Mu\u0308ller] [Jose Muller]");
	finds("José Müller", "[Jose Muller]");
}

static void a_name_over_two_lines_is_one(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "x [Margaret\nOkonjo] [Margaret\r\n   Okonjo] [Margaret\u00A0Okonjo] [Margaret\tOkonjo]");
}

static void a_hyphen_at_a_line_end_is_seen_through(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "[Mar-\ngaret Okonjo], [Margaret Okon\u00AD\njo], [Margaret Ok\u00ADonjo]");
}

static void a_broken_word_is_not_two(void **state)
{
	(void)state;
	finds("Mar", "Mar-\ngaret, [Mar]-Garet");
}

static void the_possessive_stays(void **state)
{
	(void)state;
	finds("Okonjo", "[Okonjo]'s car, [Okonjo]’s car, the [Okonjo]' house");
}

static void a_possessive_of_the_list_goes_along(void **state)
{
	(void)state;
	finds("Macy's", "at [Macy's], [Macy’s] or [Macy]");
}

static void a_part_of_a_double_name_is_found(void **state)
{
	(void)state;
	finds("Okonjo", "[Okonjo]-Smith, Ada-[Okonjo], pre–[Okonjo]—she");
}

static void a_double_name_is_found_with_any_dash_or_none(void **state)
{
	(void)state;
	finds("Smith-Jones", "[Smith-Jones] [Smith–Jones] [Smith Jones] [SmithJones] [Smith-\nJones]");
}

static void two_words_are_not_found_as_one(void **state)
{
	(void)state;
	finds("a rose", "arose [a rose]");
	finds("arose", "a rose [arose]");
	finds("Margaret Okonjo", "[Margaret-Okonjo].pdf but margaretokonjo");
}

static void letters_that_stand_apart_are_a_word(void **state)
{
	(void)state;
	finds("Margaret Okonjo", "Ms. [M a r g a r e t  O k o n j o] says");
	finds("Margaret Okonjo", "[M-A-R-G-A-R-E-T O-K-O-N-J-O]");
	finds("Okonjo", "M A R G A R E T [O K O N J O]");
	finds("Margaret", "M argaret, Marga ret");
}

static void a_word_in_three_pieces_is_a_word(void **state)
{
	(void)state;
	finds("Margaret", "[M arg aret], [Marg a ret]");
	finds("Margaret Okonjo", "[Mar g ar et Ok onj o]");
	finds("Okonjo", "[Ok onj o], Ok onjo");
	finds("Theodora Ito", "The Odora Ito");
}

static void a_short_word_in_a_spaced_longer_one_is_not_it(void **state)
{
	(void)state;
	finds("Lee", "L E E D S, [L E E], S L E E P  [L E E]  B");
}

static void ligatures_and_full_width_letters_are_letters(void **state)
{
	(void)state;
	finds("Griffith", "[Gri\uFB03th] [\uFF27\uFF32\uFF29\uFF26\uFF26\uFF29\uFF34\uFF28]");
}

static void a_thai_name_is_found_as_readers_of_pdf_spell_it(void **state)
{
	(void)state;
	finds("น้ำใจ\n", "นาง [น้ ำใจ] มา");
}

static void a_long_word_may_be_broken_without_a_hyphen(void **state)
{
	(void)state;
	finds("Okonjo\n", "for [Okon\njo] and O\nkon\njo");
	finds("Halls\n", "the hal\nls were");
	finds("Okonjo\n", "for Okon jo and Okon \tjo");
}

static void where_a_term_stands_and_whether_it_was_met_is_told(void **state)
{
	err e = ERR_INIT;
	(void)state;
	terms_file file = { STR("list.txt"), STR("# names\nOkonjo\n\nLee\n"), false };
	findings found = { .mem = mem };
	terms *set = terms_new(&file, 1, &e);
	assert_true(terms_find(set, STR("Mr Lee spoke"), 0, &found, &e));
	literal okonjo = terms_about(set, 0), lee = terms_about(set, 1);
	terms_drop(set);
	assert_int_equal(okonjo.line, 2);
	assert_false(okonjo.met);
	assert_int_equal(lee.line, 4);
	assert_true(lee.met);
}

static void names_in_scripts_without_blanks_go_on_over_a_lines_end(void **state)
{
	(void)state;
	finds("山田太郎\n", "原告[山田\n太郎]は");
	finds("山田太郎\n", "原告[山田　太郎]は");
	finds("山田 太郎\n", "原告[山田太郎]は");
	finds("น้ำใจดี\n", "นาง [น้ำ\nใจดี] มา");
	finds("김철수\n", "원고 [김철\n수] 변호사");
	finds("김철수\n", "원고 [김철수]\n변호사");
}

static void a_footnote_mark_does_not_hide_a_name(void **state)
{
	(void)state;
	finds("Okonjo", "[Okonjo]\u00B2 [Okonjo]\u1D43");
}

static void a_number_is_found_with_any_separators(void **state)
{
	(void)state;
	finds("536-90-4399", "[536904399] [536 90 4399] [536.90.4399] [536–90–4399] [536-90-\n4399] [536/90/4399]");
	finds("536904399", "[536-90-4399]");
	finds("(202) 555-0143", "([202) 555-0143] [202.555.0143] [2025550143]");
}

static void a_number_is_no_part_of_a_longer_one(void **state)
{
	(void)state;
	finds("536904399", "1536904399 5369043990 [536904399]");
}

static void two_numbers_are_not_one(void **state)
{
	(void)state;
	finds("123456", "12, 3456; 12          3456; [123,456]");
}

static void an_identifier_is_found_grouped(void **state)
{
	(void)state;
	finds("GB29NWBK60161331926819", "[GB29 NWBK 6016 1331 9268 19]");
	finds("MRN 00-12345", "[MRN 0012345] [mrn 00 12345]");
}

static void comments_blank_lines_and_line_ends_are_passed_over(void **state)
{
	(void)state;
	finds("Okonjo\rLee\r", "[Okonjo] [Lee] Smith");
	finds("\xEF\xBB\xBF# names\r\n\r\nOkonjo\r\n   \n  Lee  \n# Smith\n", "[Okonjo] [Lee] Smith names");
}

static void a_term_may_begin_with_a_hash(void **state)
{
	(void)state;
	finds("\\#Okonjo", "[#Okonjo]");
}

static void a_line_may_give_code_and_reason(void **state)
{
	(void)state;
	findings f = look("Okonjo | MINOR | name of a minor\nLee|NAME\nSmith", "Okonjo Lee Smith");
	assert_int_equal(f.n, 3);
	assert_true(str_is(f.list[0].code, "MINOR") && str_is(f.list[0].reason, "name of a minor"));
	assert_true(str_is(f.list[1].code, "NAME") && str_is(f.list[1].reason, "listed term"));
	assert_true(str_is(f.list[2].code, "REDACTED"));
	assert_true(str_is(f.list[2].rule, "term"));
}

static void wrong_lines_are_told_by_number(void **state)
{
	(void)state;
	refuses("Lee\nOkonjo |\n", "list.txt:2: nothing stands before or behind the bar");
	refuses("| NAME\n", "list.txt:1: nothing stands before or behind the bar");
	refuses("a | b | c | d\n", "list.txt:1: too many bars");
	refuses("\n\n--- \n", "list.txt:3: the term has neither a letter nor a digit");
}

static void a_list_that_is_no_text_is_refused(void **state)
{
	(void)state;
	refuses("PK\x03\x04 and more", "list.txt: not a list in plain text");
	terms_file file = { STR("list.txt"), STR("Lee\0\0\0Okonjo, which is no text of any kind"), false };
	assert_null(terms_new(&file, 1, NULL));
}

/* What one list in another encoding finds, and the note about it. */
static void reads(str bytes, const char *source, const char *wanted)
{
	err e = ERR_INIT;
	terms_file file = { STR("list.txt"), bytes, false };
	findings found = { .mem = mem };
	const str *notes;
	terms *set = terms_new(&file, 1, &e);
	assert_non_null(set);
	assert_true(terms_find(set, str_of(source), 0, &found, &e));
	assert_int_equal(found.n, 1);
	assert_int_equal(terms_notes(set, &notes), wanted ? 1 : 0);
	if (wanted)
		assert_string_equal(notes[0].p, wanted);
	terms_drop(set);
}

static void a_list_in_utf_16_is_read(void **state)
{
	(void)state;
	reads(STR("\xFF\xFEM\0\xFC\0l\0l\0e\0r\0\r\0\n\0"), "Frau MÜLLER", NULL);
	reads(STR("\xFE\xFF\0M\0\xFC\0l\0l\0e\0r"), "Frau Müller", NULL);
	reads(STR("O\0k\0o\0n\0j\0o\0\n\0"), "Okonjo", NULL);
	reads(STR("\0O\0k\0o\0n\0j\0o\0\n"), "Okonjo", NULL);
	reads(STR("\xFF\xFE\x35\xD8\x1E\xDD\x0A\0m\0n\0"), "mn", NULL);
}

static void a_list_in_old_letters_is_read_and_told(void **state)
{
	(void)state;
	const char *note = "list.txt: is not UTF-8: read as Windows-1252 (Latin-1); see that accents are right";
	reads(STR("M\xFCller\n"), "Müller", note);
	reads(STR("Du\x9A" "an\n"), "Dušan", note);
}

static void a_line_that_repeats_another_counts_once(void **state)
{
	(void)state;
	const str *list;
	err e = ERR_INIT;
	terms_file files[] = { { STR("a.txt"), STR("Okonjo\nOKONJO\n=Okonjo\n"), false }, { STR("b.txt"), STR("okonjo"), true } };
	terms *set = terms_new(files, 2, &e);
	assert_int_equal(terms_list(set, &list), 2);
	const str *notes;
	assert_int_equal(terms_notes(set, &notes), 2);
	assert_string_equal(notes[0].p, "a.txt: 1 line repeats what stands in the lists already");
	terms_drop(set);
}

static void a_term_that_would_be_found_everywhere_is_refused(void **state)
{
	(void)state;
	refuses("Okonjo\nJ.\n", "list.txt:2: a single letter or digit would be found everywhere");
	refuses("7\n", "list.txt:1: a single letter or digit would be found everywhere");
	refuses("*\n", "list.txt:1: the term has neither a letter nor a digit");
	refuses("\"...\"\n", "list.txt:1: the term has neither a letter nor a digit");
	finds("王\n", "[王]先生");
}

static void a_table_of_a_spreadsheet_is_told_from_a_list(void **state)
{
	(void)state;
	refuses("\"Okonjo, Margaret\",NAME\n", "list.txt:1: something stands behind the closing quote");
	refuses("Lee\n\"Okonjo\n", "list.txt:2: a quote that does not end");
	finds("\"Robert \"\"Bob\"\" Hale\" | NAME\n", "[Robert \"Bob\" Hale]");
	finds("\\\"Bob\n", "a [\"Bob]");
}

static void an_empty_list_is_refused(void **state)
{
	(void)state;
	refuses("# nobody\n", "list.txt: the list holds no terms");
}

static void a_missing_list_is_a_usage_error(void **state)
{
	(void)state;
	err e = ERR_INIT;
	str path = STR("/nonexistent/list.txt");
	assert_null(terms_load(&path, 1, NULL, 0, &e));
	assert_int_equal(e.kind, ERR_USAGE);
}

static void han_names_are_found_in_running_text(void **state)
{
	(void)state;
	finds("王小明", "原告[王小明]先生");
}

static void a_space_of_no_width_parts_words_and_joins_them(void **state)
{
	(void)state;
	finds("Okonjo\n", "the [Okonjo]\xe2\x80\x8bSmith file");
	finds("Smith\n", "the Okonjo\xe2\x80\x8b[Smith] file");
	finds("McDonald\n", "the [Mc\xe2\x80\x8b" "Donald] file");
	finds("Margaret Okonjo\n", "the [Margaret\xe2\x80\x8bOkonjo] file");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_space_of_no_width_parts_words_and_joins_them),
		cmocka_unit_test(a_term_is_found_in_any_case),
		cmocka_unit_test(a_term_is_no_part_of_a_longer_word),
		cmocka_unit_test(a_term_is_found_beside_digits),
		cmocka_unit_test(accents_do_not_matter),
		cmocka_unit_test(a_name_over_two_lines_is_one),
		cmocka_unit_test(a_hyphen_at_a_line_end_is_seen_through),
		cmocka_unit_test(a_broken_word_is_not_two),
		cmocka_unit_test(the_possessive_stays),
		cmocka_unit_test(a_possessive_of_the_list_goes_along),
		cmocka_unit_test(a_part_of_a_double_name_is_found),
		cmocka_unit_test(a_double_name_is_found_with_any_dash_or_none),
		cmocka_unit_test(two_words_are_not_found_as_one),
		cmocka_unit_test(letters_that_stand_apart_are_a_word),
		cmocka_unit_test(a_word_in_three_pieces_is_a_word),
		cmocka_unit_test(a_short_word_in_a_spaced_longer_one_is_not_it),
		cmocka_unit_test(ligatures_and_full_width_letters_are_letters),
		cmocka_unit_test(a_thai_name_is_found_as_readers_of_pdf_spell_it),
		cmocka_unit_test(a_long_word_may_be_broken_without_a_hyphen),
		cmocka_unit_test(where_a_term_stands_and_whether_it_was_met_is_told),
		cmocka_unit_test(names_in_scripts_without_blanks_go_on_over_a_lines_end),
		cmocka_unit_test(a_footnote_mark_does_not_hide_a_name),
		cmocka_unit_test(a_number_is_found_with_any_separators),
		cmocka_unit_test(a_number_is_no_part_of_a_longer_one),
		cmocka_unit_test(two_numbers_are_not_one),
		cmocka_unit_test(an_identifier_is_found_grouped),
		cmocka_unit_test(comments_blank_lines_and_line_ends_are_passed_over),
		cmocka_unit_test(a_term_may_begin_with_a_hash),
		cmocka_unit_test(a_line_may_give_code_and_reason),
		cmocka_unit_test(wrong_lines_are_told_by_number),
		cmocka_unit_test(a_list_that_is_no_text_is_refused),
		cmocka_unit_test(a_list_in_utf_16_is_read),
		cmocka_unit_test(a_list_in_old_letters_is_read_and_told),
		cmocka_unit_test(a_line_that_repeats_another_counts_once),
		cmocka_unit_test(a_term_that_would_be_found_everywhere_is_refused),
		cmocka_unit_test(a_table_of_a_spreadsheet_is_told_from_a_list),
		cmocka_unit_test(an_empty_list_is_refused),
		cmocka_unit_test(a_missing_list_is_a_usage_error),
		cmocka_unit_test(han_names_are_found_in_running_text),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
