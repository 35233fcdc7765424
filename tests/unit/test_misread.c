/* Values in text that OCR read, with letters of it misread. */
#include "redact/misread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

struct hits { size_t n, value, beg, end; };

static bool count(void *arg, size_t value, size_t unit, size_t beg, size_t end)
{
	struct hits *h = arg;
	(void)unit;
	h->n++;
	h->value = value, h->beg = beg, h->end = end;
	return true;
}

static struct hits look(const char *id, const char *said, const char *value, misread_how how)
{
	arena *mem = arena_new();
	text t = { .mem = mem };
	struct hits h = { 0 };
	text_add(&t, UNIT_PAGE, str_of(id))->text = str_of(said);
	str values[] = { str_of(value) };
	misread_find(&t, values, 1, how, count, &h);
	arena_drop(mem);
	return h;
}

#define PIXELS "page 1 in pixels"

static void a_name_with_another_letter_is_found_as_whole_words(void **state)
{
	(void)state;
	struct hits h = look(PIXELS, "spoke to Okonji, who", "Okonjo", MISREAD_DOUBT);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.beg, 9);
	assert_int_equal(h.end, 15);
}

static void look_alikes_are_found_without_a_wrong_letter(void **state)
{
	(void)state;
	assert_int_equal(look(PIXELS, "Margaret 0konj0 said", "Okonjo", MISREAD_ALIKE).n, 1);
	assert_int_equal(look(PIXELS, "Margaret Okonjx said", "Okonjo", MISREAD_ALIKE).n, 0);
}

static void text_that_is_known_is_not_guessed_at(void **state)
{
	(void)state;
	assert_int_equal(look("page 1", "the modem law", "modern", MISREAD_DOUBT).n, 0);
	assert_int_equal(look(PIXELS, "the modem law", "modern", MISREAD_DOUBT).n, 1);
}

static void another_digit_is_another_number(void **state)
{
	(void)state;
	assert_int_equal(look(PIXELS, "account 100234018", "100234017", MISREAD_DOUBT).n, 0);
	assert_int_equal(look(PIXELS, "account 1002340l7", "100234017", MISREAD_DOUBT).n, 1);
}

static void a_piece_of_a_longer_word_is_none(void **state)
{
	(void)state;
	assert_int_equal(look(PIXELS, "the Martinsville road", "Martins", MISREAD_DOUBT).n, 0);
}

static void short_words_have_to_look_the_same(void **state)
{
	(void)state;
	assert_int_equal(look(PIXELS, "a bank on the left", "Hank", MISREAD_DOUBT).n, 0);
}

static void a_number_with_a_sign_among_its_digits_is_found(void **state)
{
	(void)state;
	for (int alike = 0; alike < 2; alike++) {
		misread_how how = alike ? MISREAD_ALIKE : MISREAD_DOUBT;
		struct hits h = look(PIXELS, "meter 410924\u20AC44415 of", "410924644415", how);
		assert_int_equal(h.n, 1);
		assert_int_equal(h.beg, 6);
		assert_int_equal(h.end, 20);
		assert_int_equal(look(PIXELS, "meter 410924\u20AC44416 of", "410924644415", how).n, 0);
		assert_int_equal(look("page 1", "meter 410924\u20AC44415 of", "410924644415", how).n, 0);
	}
	assert_int_equal(look(PIXELS, "pay 12\u20AC45", "12345", MISREAD_DOUBT).n, 0);
}

static void a_long_number_with_another_digit_is_near(void **state)
{
	(void)state;
	assert_true(look(PIXELS, "call (635) 507-1338 now", "(535) 507-1338", MISREAD_NEAR).n > 0);
	assert_int_equal(look(PIXELS, "call (635) 501-1338 now", "(535) 507-1338", MISREAD_NEAR).n, 0);
	assert_int_equal(look(PIXELS, "no 12345679", "12345678", MISREAD_NEAR).n, 0);
	assert_int_equal(look(PIXELS, "Margaret Okonji", "Margaret Okonjo", MISREAD_NEAR).n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_with_another_letter_is_found_as_whole_words),
		cmocka_unit_test(look_alikes_are_found_without_a_wrong_letter),
		cmocka_unit_test(text_that_is_known_is_not_guessed_at),
		cmocka_unit_test(another_digit_is_another_number),
		cmocka_unit_test(a_piece_of_a_longer_word_is_none),
		cmocka_unit_test(short_words_have_to_look_the_same),
		cmocka_unit_test(a_number_with_a_sign_among_its_digits_is_found),
		cmocka_unit_test(a_long_number_with_another_digit_is_near),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
