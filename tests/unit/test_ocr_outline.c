/* Ink dealt out to the letters of a word. */
#include "formats/lib/ocr/outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static PIX *paper(void)
{
	PIX *p = pixCreate(300, 100, 8);
	assert_non_null(p);
	pixSetAll(p);
	return p;
}

static void ink(PIX *p, int x0, int y0, int x1, int y1)
{
	pixRasterop(p, x0, y0, x1 - x0, y1 - y0, PIX_CLR, NULL, 0, 0);
}

/* "aby;" whose last boxes stand half a letter too far to the left. */
static void a_letter_before_a_sign_has_all_of_its_ink(void **state)
{
	(void)state;
	PIX *p = paper();
	ink(p, 10, 30, 30, 60), ink(p, 34, 20, 54, 60), ink(p, 58, 30, 78, 68), ink(p, 82, 30, 86, 34), ink(p, 82, 56, 86, 60);
	ocr_char c[] = { { 0, 1, { 10, 20, 30, 68 } }, { 1, 2, { 30, 20, 50, 68 } }, { 2, 3, { 50, 20, 66, 68 } }, { 3, 4, { 66, 20, 86, 68 } } };
	ocr_word w = { .text = STR("aby;"), .box = { 10, 20, 86, 68 }, .chars = c, .nchars = 4 };
	outline_letters(p, &w);
	assert_int_equal(c[2].box.x0, 58);
	assert_int_equal(c[2].box.x1, 78);
	assert_int_equal(c[3].box.x0, 82);
	pixDestroy(&p);
}

static void an_arm_over_a_full_stop_is_the_letters(void **state)
{
	(void)state;
	PIX *p = paper();
	ink(p, 10, 30, 30, 60), ink(p, 34, 30, 54, 60), ink(p, 60, 40, 66, 60), ink(p, 58, 30, 84, 40), ink(p, 78, 56, 82, 60);
	ocr_char c[] = { { 0, 1, { 10, 20, 32, 68 } }, { 1, 2, { 32, 20, 56, 68 } }, { 2, 3, { 56, 20, 74, 68 } }, { 3, 4, { 74, 20, 84, 68 } } };
	ocr_word w = { .text = STR("nay."), .box = { 10, 20, 84, 68 }, .chars = c, .nchars = 4 };
	outline_letters(p, &w);
	assert_int_equal(c[2].box.x1, 84);
	assert_int_equal(c[3].box.x0, 78);
	pixDestroy(&p);
}

static void a_word_without_ink_stays_as_it_is(void **state)
{
	(void)state;
	PIX *p = paper();
	ocr_char c[] = { { 0, 1, { 10, 20, 60, 60 } }, { 1, 2, { 60, 20, 110, 60 } } };
	ocr_word w = { .text = STR("ab"), .box = { 10, 20, 110, 60 }, .chars = c, .nchars = 2 };
	outline_letters(p, &w);
	assert_int_equal(c[0].box.x1, 60);
	pixDestroy(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_letter_before_a_sign_has_all_of_its_ink),
		cmocka_unit_test(an_arm_over_a_full_stop_is_the_letters),
		cmocka_unit_test(a_word_without_ink_stays_as_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
