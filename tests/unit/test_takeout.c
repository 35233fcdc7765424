/* Names for files that came out of a document. */
#include "redact/work/worker/takeout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void named(const char *raw, const char *safe)
{
	arena *mem = arena_new();
	str got = takeout_name(str_of(raw), mem);
	bool same = str_is(got, safe);
	if (!same)
		print_message("%s: " STR_FMT "\n", raw, STR_ARG(got));
	arena_drop(mem);
	assert_true(same);
}

static void a_plain_name_stays(void **state)
{
	(void)state;
	named("Exhibit 12 (final).pdf", "Exhibit 12 (final).pdf");
	named("R\xc3\xa9sum\xc3\xa9.docx", "R\xc3\xa9sum\xc3\xa9.docx");
}

static void folders_are_left_out(void **state)
{
	(void)state;
	named("../../etc/passwd", "passwd");
	named("C:\\Users\\jane\\list.pdf", "list.pdf");
	named("a/b/", "attachment");
}

static void what_names_nothing_is_an_attachment(void **state)
{
	(void)state;
	named("", "attachment");
	named("..", "attachment");
	named(" . ", "attachment");
}

static void controls_and_reserved_marks_are_replaced(void **state)
{
	(void)state;
	named("a\x1b[31m\n.pdf", "a_[31m_.pdf");
	named("who?.pdf", "who_.pdf");
	named("fdp.\xe2\x80\xaetxt.pdf", "fdp._txt.pdf");
	named("bad\xff.pdf", "bad_.pdf");
}

static void devices_and_hidden_files_get_a_mark_in_front(void **state)
{
	(void)state;
	named("con.pdf", "_con.pdf");
	named("LPT1", "_LPT1");
	named(".underseal-work", "_.underseal-work");
	named("console.pdf", "console.pdf");
}

static void a_long_name_keeps_its_suffix(void **state)
{
	(void)state;
	char raw[400];
	memset(raw, 'x', sizeof raw);
	memcpy(raw + sizeof raw - 5, ".pdf", 5);
	arena *mem = arena_new();
	str got = takeout_name(str_of(raw), mem);
	bool fits = got.n == 120 && str_ends(got, "x.pdf");
	arena_drop(mem);
	assert_true(fits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_name_stays),
		cmocka_unit_test(folders_are_left_out),
		cmocka_unit_test(what_names_nothing_is_an_attachment),
		cmocka_unit_test(controls_and_reserved_marks_are_replaced),
		cmocka_unit_test(devices_and_hidden_files_get_a_mark_in_front),
		cmocka_unit_test(a_long_name_keeps_its_suffix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
