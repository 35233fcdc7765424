/* JPEG pictures that are damaged and decode all the same. */
#include "fixtures/lettering.h"
#include "formats/lib/picture/faulty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_whole_jpeg_is_not_faulty(void **state)
{
	arena *mem = arena_new();
	lettering l = lettering_letter(mem);
	assert_false(picture_is_faulty(lettering_jpeg(mem, &l, 80)));
	arena_drop(mem);
	(void)state;
}

static void a_jpeg_with_other_codes_in_its_midst_is_faulty(void **state)
{
	arena *mem = arena_new();
	lettering l = lettering_letter(mem);
	str whole = lettering_jpeg(mem, &l, 80);
	char *bytes = (char *)str_dup(whole, mem).p;
	for (size_t i = whole.n / 2; i < whole.n / 2 + 200; i++)
		bytes[i] = (char)((i * 13 + 7) % 255);
	assert_true(picture_is_faulty((str){ bytes, whole.n }));
	arena_drop(mem);
	(void)state;
}

static void a_jpeg_that_ends_early_is_faulty(void **state)
{
	arena *mem = arena_new();
	lettering l = lettering_letter(mem);
	str whole = lettering_jpeg(mem, &l, 80);
	assert_true(picture_is_faulty(str_sub(whole, 0, whole.n / 2)));
	assert_true(picture_is_faulty(str_sub(whole, 0, 40)));
	arena_drop(mem);
	(void)state;
}

static void what_is_no_jpeg_is_not_asked(void **state)
{
	(void)state;
	assert_false(picture_is_faulty(STR("\x89PNG\r\n")));
	assert_false(picture_is_faulty(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_jpeg_is_not_faulty),
		cmocka_unit_test(a_jpeg_with_other_codes_in_its_midst_is_faulty),
		cmocka_unit_test(a_jpeg_that_ends_early_is_faulty),
		cmocka_unit_test(what_is_no_jpeg_is_not_asked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
