/* Names that may travel, and names that are one on some systems. */
#include "share/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void plain_names_are_safe(void **state)
{
	(void)state;
	const char *const fine[] = {
		"a", "exhibit 12.pdf", "a/b/c.docx", "M\xc3\xbcller \xe2\x80\x93 Brief.pdf", "a..b", "x.part",
		"\xe5\xa5\x91\xe7\xb4\x84\xe6\x9b\xb8.pdf", "console.pdf", "com.pdf", "com10.pdf", "nulls",
		"O'Brien & Sons (2), [copy] #1 100% ~$=+;,!.pdf", "-rf",
	};
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		if (names_trouble(str_of(fine[i])))
			fail_msg("%s: %s", fine[i], names_trouble(str_of(fine[i])));
}

static void names_that_leave_the_folder_are_not(void **state)
{
	(void)state;
	const char *const bad[] = {
		"", "/", "/etc/passwd", "..", "../a", "a/..", "a/../b", ".", "./a", "a//b", "a/", "\\a", "a\\b",
		"C:\\a", "C:a", "a:stream", "\\\\host\\a", "~/../a",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!names_trouble(str_of(bad[i])))
			fail_msg("%s passed", bad[i]);
}

static void names_that_deceive_are_not(void **state)
{
	(void)state;
	const char *const bad[] = {
		"a\nb", "a\tb", "\x1b[2Ja", "a\x7f", "a\xc2\x85z",            /* control, NEL        */
		"fdp.\xe2\x80\xae" "exe.pdf", "a\xe2\x81\xa6z", "a\xe2\x80\x8fz", "a\xd8\x9cz", /* bidi */
		"a\xe2\x80\x8bz", "a\xef\xbb\xbfz", "a\xc2\xadz", "a\xe2\x80\xa8z",  /* unseen       */
		"a\xf3\xa0\x81\x81z", "a\xff", "a\xc3", "\xed\xa0\x80",              /* tags, no UTF-8 */
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!names_trouble(str_of(bad[i])))
			fail_msg("case %zu passed", i);
	assert_non_null(names_trouble((str){ "a\0b", 3 }));
}

static void names_windows_reads_otherwise_are_not(void **state)
{
	(void)state;
	const char *const bad[] = {
		"CON", "con.pdf", "a/NUL", "nul.tar.gz", "COM1", "com9.txt", "LPT0.x", "lpt\xc2\xb9", "AUX .pdf",
		"CONIN$", "a.", "a ", "a./b", "a /b", " a", "a?", "a*", "a<b", "a>b", "a|b", "a\"b",
		".hidden", "a/.ssh/b",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!names_trouble(str_of(bad[i])))
			fail_msg("%s passed", bad[i]);
}

static void names_have_limits(void **state)
{
	(void)state;
	char name[2000];
	memset(name, 'a', sizeof name);
	assert_null(names_trouble((str){ name, NAMES_PART_MAX }));
	assert_non_null(names_trouble((str){ name, NAMES_PART_MAX + 1 }));
	for (size_t i = 1; i < sizeof name; i += 2)
		name[i] = '/';
	assert_null(names_trouble((str){ name, 2 * NAMES_DEEPEST - 1 }));
	assert_non_null(names_trouble((str){ name, 2 * NAMES_DEEPEST + 1 }));
	memset(name, 'a', sizeof name);
	for (size_t i = 100; i < sizeof name; i += 100)
		name[i] = '/';
	assert_null(names_trouble((str){ name, NAMES_WHOLE_MAX }));
	assert_non_null(names_trouble((str){ name, NAMES_WHOLE_MAX + 1 }));
}

static bool collide(const char *a, const char *b)
{
	arena *mem = arena_new();
	const str names[] = { STR("other"), str_of(a), STR("x/y/z"), str_of(b) };
	size_t i = 0, k = 0;
	bool yes = names_collide(names, 4, &i, &k);
	if (yes)
		assert_true((i == 1 && k == 3) || (i == 3 && k == 1));
	arena_drop(mem);
	return yes;
}

static void names_alike_on_some_system_collide(void **state)
{
	(void)state;
	assert_true(collide("a.pdf", "a.pdf"));
	assert_true(collide("A.pdf", "a.PDF"));
	assert_true(collide("M\xc3\xbcller", "Mu\xcc\x88ller"));
	assert_true(collide("M\xc3\x9cLLER", "mu\xcc\x88ller"));
	assert_true(collide("stra\xc3\x9f" "e", "STRASSE"));
	assert_true(collide("a", "A/b"));
	assert_true(collide("d/e", "d/e/f"));
	assert_false(collide("a", "ab/c"));
	assert_false(collide("a-b", "a/b"));
	assert_false(collide("a.pdf", "a.docx"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_names_are_safe),
		cmocka_unit_test(names_that_leave_the_folder_are_not),
		cmocka_unit_test(names_that_deceive_are_not),
		cmocka_unit_test(names_windows_reads_otherwise_are_not),
		cmocka_unit_test(names_have_limits),
		cmocka_unit_test(names_alike_on_some_system_collide),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
