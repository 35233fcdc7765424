#include "redact/base/fold.h"
#include "tests/unit/arena_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void folds_to(const char *source, unsigned how, const char *wanted)
{
	folded f = fold(str_of(source), how, mem);
	assert_string_equal(str_z(f.text, mem), wanted);
}

/* The source of the one place where `part` stands in the fold. */
static str source_of(const char *source, unsigned how, const char *part)
{
	folded f = fold(str_of(source), how, mem);
	const char *text = str_z(f.text, mem), *hit = strstr(text, part);
	assert_non_null(hit);
	size_t beg = (size_t)(hit - text);
	return fold_source(&f, str_of(source), beg, beg + strlen(part));
}

static void source_is(const char *source, unsigned how, const char *part, const char *wanted)
{
	assert_string_equal(str_z(source_of(source, how, part), mem), wanted);
}

static void case_folds_as_unicode_does(void **state)
{
	(void)state;
	folds_to("OKONJO Stra\u00DFe \u0391\u03A3", FOLD_CASE, "okonjo strasse \u03B1\u03C3");
}

static void case_stays_without_the_flag(void **state)
{
	(void)state;
	folds_to("Okonjo", 0, "Okonjo");
}

static void a_ligature_is_two_letters_of_one_source(void **state)
{
	(void)state;
	folds_to("o\uFB03ce", 0, "office");
	source_is("O\uFB01ce", 0, "f", "\uFB01");
	source_is("O\uFB01ce", 0, "i", "\uFB01");
	source_is("O\uFB01ce", 0, "Ofice", "O\uFB01ce");
}

static void composed_and_decomposed_accents_are_the_same(void **state)
{
	(void)state;
	folded a = fold(str_of("Jos\u00E9"), FOLD_CASE, mem), b = fold(str_of("Jose\u0301"), FOLD_CASE, mem);
	assert_true(str_eq(a.text, b.text));
}

static void a_blank_before_a_thai_sign_that_hangs_is_none(void **state)
{
	(void)state;
	folded a = fold(str_of("น้ำใจ"), FOLD_WORDS, mem), b = fold(str_of("น้ ำใจ"), FOLD_WORDS, mem);
	assert_true(str_eq(a.text, b.text));
	source_is("น้ ำ", 0, "\u0E4D", "ำ");
}

static void marks_in_any_order_are_the_same(void **state)
{
	(void)state;
	folded a = fold(str_of("a\u0323\u0301x"), 0, mem), b = fold(str_of("a\u0301\u0323x"), 0, mem);
	assert_true(str_eq(a.text, b.text));
	source_is("a\u0301\u0323x", 0, "\u0323", "\u0301\u0323");
	source_is("a\u0301\u0323x", 0, "x", "x");
}

static void accents_go_and_belong_to_their_letter(void **state)
{
	(void)state;
	folds_to("M\u00FCller Jose\u0301", FOLD_MARKS, "Muller Jose");
	source_is("Jose\u0301, x", FOLD_MARKS, "Jose", "Jose\u0301");
}

static void strokes_go_with_the_accents(void **state)
{
	(void)state;
	folds_to("\u0141ukasz S\u00F8rensen \u00C6sir", FOLD_WORDS, "lukasz sorensen aesir");
}

static void full_width_digits_are_digits(void **state)
{
	(void)state;
	folds_to("\uFF11\uFF12\uFF13\uFF0D\uFF14\uFF15", 0, "123-45");
	source_is("\uFF11\uFF12\uFF13", 0, "2", "\uFF12");
}

static void every_dash_is_a_hyphen(void **state)
{
	(void)state;
	folds_to("1\u20102\u20113\u20124\u20135\u20146\u22127\uFE638", 0, "1-2-3-4-5-6-7-8");
}

static void every_run_of_blanks_is_one_blank(void **state)
{
	(void)state;
	folds_to("a\u00A0\u2003\t b\r\n\r\nc", 0, "a b c");
	source_is("a \t\u00A0b", 0, " ", " \t\u00A0");
}

static void what_nobody_sees_is_gone(void **state)
{
	(void)state;
	folds_to("Ok\u00ADon\u200Bj\u2060o\uFEFF\u202E", 0, "Okonjo");
	source_is("Ok\u00ADon\u200Bjo", 0, "Okonjo", "Ok\u00ADon\u200Bjo");
}

static void curly_quotes_are_straight(void **state)
{
	(void)state;
	folds_to("\u201COkonjo\u2019s\u201D", 0, "\"Okonjo's\"");
}

static void a_hyphen_at_a_line_end_joins_letters(void **state)
{
	(void)state;
	folds_to("Mar-\ngaret", 0, "Margaret");
	folds_to("Mar-\r\ngaret", 0, "Margaret");
	folds_to("Mar\u2010 \n  garet", 0, "Margaret");
	source_is("Mar-\ngaret", 0, "Margaret", "Mar-\ngaret");
}

static void a_soft_hyphen_at_a_line_end_joins(void **state)
{
	(void)state;
	folds_to("Mar\u00AD\ngaret", 0, "Margaret");
	folds_to("12\u00AD\n34", 0, "1234");
}

static void a_hyphen_at_a_line_end_stays_between_digits(void **state)
{
	(void)state;
	folds_to("123-45-\n6789", 0, "123-45-6789");
	folds_to("123-45\u2013\r\n6789", 0, "123-45-6789");
}

static void a_dash_between_blanks_joins_nothing(void **state)
{
	(void)state;
	folds_to("the witness -\nOkonjo", 0, "the witness - Okonjo");
}

static void an_em_dash_joins_no_letters(void **state)
{
	(void)state;
	folds_to("witness\u2014\nOkonjo", FOLD_HYPHENS, "witness- Okonjo");
	folds_to("witness\u2014Okonjo", FOLD_HYPHENS, "witness-Okonjo");
	folds_to("witness--Okonjo", FOLD_HYPHENS, "witness--Okonjo");
}

static void hyphens_between_letters_go_when_asked(void **state)
{
	(void)state;
	folds_to("Smith-Jones 4-5 a-4", FOLD_HYPHENS, "SmithJones 4-5 a-4");
	folds_to("Smith-Jones", 0, "Smith-Jones");
}

static void tight_takes_every_blank_and_dash(void **state)
{
	(void)state;
	folds_to("M a r - g\n5-6", FOLD_TIGHT, "Marg56");
	source_is("x M a r y z", FOLD_TIGHT, "Mary", "M a r y");
}

static void a_footnote_mark_is_not_a_part_of_the_number(void **state)
{
	(void)state;
	folds_to("6789\u00B9\u00B2", 0, "6789^^");
	folded f = fold(str_of("Okonjo\u2122"), 0, mem);
	assert_true(fold_boundary(f.text, 6));
}

static void a_number_all_in_superscript_is_a_number(void **state)
{
	(void)state;
	folds_to("\u00B9\u00B2\u00B3-\u2074", 0, "123-4");
}

static void bad_bytes_are_told_apart_and_kept_in_place(void **state)
{
	(void)state;
	folds_to("a\xFF\xC3z", 0, "a\uFFFD\uFFFDz");
	source_is("a\xFF\xC3z", 0, "z", "z");
}

static void a_nul_is_a_blank(void **state)
{
	(void)state;
	folded f = fold((str){ "a\0b", 3 }, 0, mem);
	assert_true(str_is(f.text, "a b"));
}

static void nothing_folds_to_nothing(void **state)
{
	(void)state;
	folded f = fold(STR(""), FOLD_WORDS, mem);
	assert_int_equal(f.text.n, 0);
	assert_int_equal(f.at[0], 0);
}

static void boundaries_lie_between_words_and_numbers(void **state)
{
	(void)state;
	str s = STR("Lee Leeds4");
	assert_true(fold_boundary(s, 0));
	assert_true(fold_boundary(s, 3));
	assert_false(fold_boundary(s, 7));
	assert_true(fold_boundary(s, 9));
	assert_true(fold_boundary(s, 10));
	assert_false(fold_boundary(STR("1234"), 2));
	assert_false(fold_boundary(STR("e\u0301"), 1));
	assert_false(fold_boundary(STR("\u00E9x"), 2));
}

static void a_han_letter_is_a_word_of_its_own(void **state)
{
	(void)state;
	assert_true(fold_boundary(STR("\u738B\u5C0F"), 3));
}

static void an_edge_is_where_a_hyphen_was(void **state)
{
	(void)state;
	str both = STR("Smith-Jones"), broken = STR("Mar-\ngaret"), line = STR("Smith-\nJones");
	folded f = fold(both, FOLD_WORDS, mem);
	assert_true(str_is(f.text, "smithjones"));
	assert_true(fold_edge(&f, both, 5));
	assert_false(fold_edge(&f, both, 4));
	f = fold(broken, FOLD_WORDS, mem);
	assert_false(fold_edge(&f, broken, 3));
	f = fold(line, FOLD_WORDS, mem);
	assert_true(fold_edge(&f, line, 5));
}

/* Over all of Unicode: offsets stay inside, ascend, and every source begins a character. */
static void offsets_hold_for_every_character(void **state)
{
	(void)state;
	static char all[5 * 0x110000];
	size_t n = 0;
	for (unsigned c = 1; c < 0x110000; c++) {
		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		if (c >= 0x10000)
			all[n++] = (char)(0xF0 | c >> 18), all[n++] = (char)(0x80 | (c >> 12 & 0x3F));
		else if (c >= 0x800)
			all[n++] = (char)(0xE0 | c >> 12);
		if (c >= 0x800)
			all[n++] = (char)(0x80 | (c >> 6 & 0x3F));
		else if (c >= 0x80)
			all[n++] = (char)(0xC0 | c >> 6);
		all[n++] = (char)(c < 0x80 ? c : 0x80 | (c & 0x3F));
	}
	str s = { all, n };
	for (unsigned how = 0; how < 16; how++) {
		arena *tmp = arena_new();
		folded f = fold(s, how, tmp);
		for (size_t i = 0; i < f.text.n; i++) {
			assert_true(f.at[i] < f.end[i] && f.end[i] <= n);
			assert_true(f.at[i] <= f.at[i + 1]);
			assert_true((s.p[f.at[i]] & 0xC0) != 0x80);
		}
		assert_int_equal(f.at[f.text.n], n);
		arena_drop(tmp);
	}
}

static double seconds_for(size_t n, const char *piece)
{
	size_t k = strlen(piece);
	arena *tmp = arena_new();
	char *p = arena_alloc(tmp, n * k);
	for (size_t i = 0; i < n; i++)
		memcpy(p + i * k, piece, k);
	struct timespec a, b;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	fold((str){ p, n * k }, FOLD_CASE, tmp);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	arena_drop(tmp);
	return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

/* Marks in falling order are the worst that sorting them can meet. */
static void a_million_marks_take_no_time_to_speak_of(void **state)
{
	(void)state;
	assert_true(seconds_for(500000, "\u0301\u0323") < 2.0);
	assert_true(seconds_for(500000, "-\n \u00AD") < 2.0);
}

static void a_mark_that_makes_another_letter_stays(void **state)
{
	(void)state;
	arena *mem = arena_new();
	assert_false(str_eq(fold(STR("компаний"), FOLD_WORDS, mem).text, fold(STR("компании"), FOLD_WORDS, mem).text));
	assert_false(str_eq(fold(STR("คำ"), FOLD_WORDS, mem).text, fold(STR("คา"), FOLD_WORDS, mem).text));
	assert_true(str_eq(fold(STR("Семёнов"), FOLD_WORDS, mem).text, fold(STR("СЕМЕНОВ"), FOLD_WORDS, mem).text));
	assert_true(str_eq(fold(STR("Müller"), FOLD_WORDS, mem).text, fold(STR("MULLER"), FOLD_WORDS, mem).text));
	assert_true(str_eq(fold(STR("حَبيبي"), FOLD_WORDS, mem).text, fold(STR("حبيبي"), FOLD_WORDS, mem).text));
	arena_drop(mem);
}

static void a_letter_that_nobody_knows_is_seen_through(void **state)
{
	(void)state;
	folds_to("Oko\uFFFDnjo", FOLD_WORDS, "okonjo");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_that_makes_another_letter_stays),
		cmocka_unit_test(case_folds_as_unicode_does),
		cmocka_unit_test(a_letter_that_nobody_knows_is_seen_through),
		cmocka_unit_test(case_stays_without_the_flag),
		cmocka_unit_test(a_ligature_is_two_letters_of_one_source),
		cmocka_unit_test(composed_and_decomposed_accents_are_the_same),
		cmocka_unit_test(marks_in_any_order_are_the_same),
		cmocka_unit_test(accents_go_and_belong_to_their_letter),
		cmocka_unit_test(strokes_go_with_the_accents),
		cmocka_unit_test(full_width_digits_are_digits),
		cmocka_unit_test(every_dash_is_a_hyphen),
		cmocka_unit_test(every_run_of_blanks_is_one_blank),
		cmocka_unit_test(what_nobody_sees_is_gone),
		cmocka_unit_test(curly_quotes_are_straight),
		cmocka_unit_test(a_hyphen_at_a_line_end_joins_letters),
		cmocka_unit_test(a_soft_hyphen_at_a_line_end_joins),
		cmocka_unit_test(a_hyphen_at_a_line_end_stays_between_digits),
		cmocka_unit_test(a_dash_between_blanks_joins_nothing),
		cmocka_unit_test(an_em_dash_joins_no_letters),
		cmocka_unit_test(hyphens_between_letters_go_when_asked),
		cmocka_unit_test(tight_takes_every_blank_and_dash),
		cmocka_unit_test(a_footnote_mark_is_not_a_part_of_the_number),
		cmocka_unit_test(a_number_all_in_superscript_is_a_number),
		cmocka_unit_test(bad_bytes_are_told_apart_and_kept_in_place),
		cmocka_unit_test(a_nul_is_a_blank),
		cmocka_unit_test(nothing_folds_to_nothing),
		cmocka_unit_test(boundaries_lie_between_words_and_numbers),
		cmocka_unit_test(a_han_letter_is_a_word_of_its_own),
		cmocka_unit_test(a_blank_before_a_thai_sign_that_hangs_is_none),
		cmocka_unit_test(an_edge_is_where_a_hyphen_was),
		cmocka_unit_test(offsets_hold_for_every_character),
		cmocka_unit_test(a_million_marks_take_no_time_to_speak_of),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
