/* Words of which only a part was read: that they are told from whole ones, and that no reading puts them in the place
 * of whole ones. Without Tesseract. */
#include "formats/lib/ocr/frayed.h"
#include "formats/lib/ocr/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { HIGH = 20, WIDE = 12, STEP = 14 };

typedef struct desk { arena *mem; ocr_list words; letters ink; } desk;

static int setup(void **state)
{
	static desk d;
	d = (desk){ .mem = arena_new() };
	d.words.mem = d.mem;
	d.ink.height = HIGH;
	*state = &d;
	return 0;
}

static int teardown(void **state)
{
	arena_drop(((desk *)*state)->mem);
	return 0;
}

/* Letter number `at` of the line. */
static ocr_box letter(int at)
{
	return (ocr_box){ at * STEP, 0, at * STEP + WIDE, HIGH };
}

static void ink(desk *d, int first, int n)
{
	for (int i = first; i < first + n; i++)
		*ARENA_PUSH(d->mem, d->ink.boxes, d->ink.n, d->ink.room) = letter(i);
}

static ocr_found found(const char *text, int first, int sure)
{
	str s = str_of(text);
	ocr_box a = letter(first), b = letter(first + (int)s.n - 1);
	return (ocr_found){ .word = { .text = s, .box = { a.x0, a.y0, b.x1, b.y1 }, .sure = sure }, .line = 1 };
}

static void add(desk *d, ocr_found f)
{
	*ARENA_PUSH(d->mem, d->words.words, d->words.n, d->words.room) = f;
	d->words.lines = 1;
}

static ocr_list more_of(const ocr_found *list, size_t n)
{
	return (ocr_list){ .words = (ocr_found *)list, .n = n, .lines = 1 };
}

static bool is_left(desk *d)
{
	letters unread = trust_unread(&d->ink, &d->words, 30, d->mem);
	return frayed_are_left(&unread, &d->words, d->mem);
}

/* ---- what is frayed ----------------------------------------------------------------------------- */

static void a_word_whose_first_digits_were_not_read_is_frayed(void **state)
{
	desk *d = *state;
	ink(d, 0, 11);
	add(d, found("1-22-0741", 2, 90));
	assert_true(is_left(d));
}

static void a_word_whose_last_digits_were_not_read_is_frayed(void **state)
{
	desk *d = *state;
	ink(d, 0, 11);
	add(d, found("451-22-07", 0, 90));
	assert_true(is_left(d));
}

static void a_word_that_was_read_whole_is_not_frayed(void **state)
{
	desk *d = *state;
	ink(d, 0, 11);
	add(d, found("451-22-0741", 0, 90));
	assert_false(is_left(d));
}

static void a_single_stroke_beside_a_word_is_no_part_of_it(void **state)
{
	desk *d = *state;
	ink(d, 0, 10);
	add(d, found("1-22-0741", 1, 90));
	assert_false(is_left(d));
}

static void letters_far_from_any_word_fray_none(void **state)
{
	desk *d = *state;
	ink(d, 0, 2), ink(d, 6, 9);
	add(d, found("1-22-0741", 6, 90));
	assert_false(is_left(d));
}

/* ---- readings made one -------------------------------------------------------------------------- */

static void a_surer_part_does_not_take_the_place_of_the_whole(void **state)
{
	desk *d = *state;
	ink(d, 0, 11);
	add(d, found("451-22-0741", 0, 20));
	ocr_list more = more_of((ocr_found[]){ found("1-22-0741", 2, 96) }, 1);
	pass_unite(&d->words, &more, &d->ink);
	assert_int_equal(d->words.n, 1);
	assert_true(str_is(d->words.words[0].word.text, "451-22-0741"));
}

static void a_surer_reading_of_the_whole_takes_its_place(void **state)
{
	desk *d = *state;
	ink(d, 0, 11);
	add(d, found("45l-22-O741", 0, 20));
	ocr_list more = more_of((ocr_found[]){ found("451-22-0741", 0, 96) }, 1);
	pass_unite(&d->words, &more, &d->ink);
	assert_int_equal(d->words.n, 1);
	assert_true(str_is(d->words.words[0].word.text, "451-22-0741"));
}

static void two_words_take_the_place_of_one_together(void **state)
{
	desk *d = *state;
	ink(d, 0, 11);
	add(d, found("451-2290741", 0, 20));
	ocr_list more = more_of((ocr_found[]){ found("451-22", 0, 96), found("0741", 7, 96) }, 2);
	d->ink.boxes[6].x1 = d->ink.boxes[6].x0 = letter(5).x1 - 1; /* a mere speck of the sixth letter */
	pass_unite(&d->words, &more, &d->ink);
	assert_int_equal(d->words.n, 2);
}

static void words_in_no_other_place_are_added(void **state)
{
	desk *d = *state;
	add(d, found("Okonjo", 0, 90));
	ocr_list more = more_of((ocr_found[]){ found("451-22-0741", 10, 50) }, 1);
	pass_unite(&d->words, &more, &d->ink);
	assert_int_equal(d->words.n, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(a_word_whose_first_digits_were_not_read_is_frayed),
		TEST(a_word_whose_last_digits_were_not_read_is_frayed),
		TEST(a_word_that_was_read_whole_is_not_frayed),
		TEST(a_single_stroke_beside_a_word_is_no_part_of_it),
		TEST(letters_far_from_any_word_fray_none),
		TEST(a_surer_part_does_not_take_the_place_of_the_whole),
		TEST(a_surer_reading_of_the_whole_takes_its_place),
		TEST(two_words_take_the_place_of_one_together),
		TEST(words_in_no_other_place_are_added),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
