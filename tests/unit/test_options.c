/* Options, the matter file, and what a terminal gets to see. */
#include "cli/asked.h"
#include "redact/base/log.h"
#include "tests/unit/plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static const command some = { "some", "", "", "", NULL };

static int read_asked(asked *a, arena *mem, int argc, const char **argv, operands *rest)
{
	struct poptOption options[] = { ASKED_WHAT(*a), ASKED_HOW(*a), POPT_TABLEEND };
	return options_read(&some, argc, argv, options, mem, rest);
}

static void options_and_operands_are_told_apart(void **state)
{
	asked a = ASKED_INIT;
	operands rest;
	const char *argv[] = { "some", "a.pdf", "-t", "one", "--terms=two", "b.pdf", "-j3", NULL };
	assert_int_equal(read_asked(&a, *state, 7, argv, &rest), -1);
	assert_int_equal(rest.n, 2);
	assert_string_equal(rest.list[1], "b.pdf");
	assert_string_equal(a.terms[1], "two");
	assert_null(a.terms[2]);
	assert_int_equal(a.jobs, 3);
}

static void an_unknown_option_is_a_usage_error(void **state)
{
	asked a = ASKED_INIT;
	operands rest;
	const char *argv[] = { "some", "--nonsense", NULL };
	assert_int_equal(read_asked(&a, *state, 2, argv, &rest), 2);
}

static void a_matter_file_is_joined_with_the_options(void **state)
{
	char *folder = test_folder();
	asked a = ASKED_INIT;
	err e = ERR_INIT;
	char *terms[] = { (char *)"mine.txt", NULL };
	put(folder, "m/matter.ini", "[matter]\ncaption = A v. B\nlabel = SEALED\n[redact]\nterms = names.txt\n"
	                            "terms = /abs/more.txt\nrules = ssn\npacks = packs\n");
	a.terms = terms;
	a.rules = (char *)"email";
	a.matter = test_path(folder, "m/matter.ini", *state);
	assert_true(asked_settle(&a, *state, &e));
	assert_int_equal(a.want.nterms, 3);
	assert_string_equal(a.want.terms[0].p, test_path(folder, "m/names.txt", *state));
	assert_string_equal(a.want.terms[1].p, "/abs/more.txt");
	assert_true(str_is(a.want.terms[2], "mine.txt"));
	assert_true(str_is(a.want.rules, "email"));
	assert_true(str_is(a.title, "SEALED"));
	assert_int_equal(a.want.npacks, 1);
	assert_int_equal(a.naside, 4);
	remove_folder(folder);
}

static void a_wrong_matter_file_is_named_with_its_line(void **state)
{
	char *folder = test_folder();
	asked a = ASKED_INIT;
	err e = ERR_INIT;
	put(folder, "matter.ini", "[redact]\nrules = ssn\ntemrs = names.txt\n");
	a.matter = test_path(folder, "matter.ini", *state);
	assert_false(asked_settle(&a, *state, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	assert_non_null(strstr(e.text, "line 3"));
	assert_non_null(strstr(e.text, "temrs"));
	remove_folder(folder);
}

static void a_missing_matter_file_is_a_usage_error(void **state)
{
	asked a = ASKED_INIT;
	err e = ERR_INIT;
	a.matter = (char *)"/nonexistent/matter.ini";
	assert_false(asked_settle(&a, *state, &e));
	assert_int_equal(e.kind, ERR_USAGE);
}

static void the_password_is_the_first_line(void **state)
{
	char *folder = test_folder();
	asked a = ASKED_INIT;
	err e = ERR_INIT;
	put(folder, "pw", "s e c\r\nnot this\n");
	a.password_file = test_path(folder, "pw", *state);
	assert_true(asked_settle(&a, *state, &e));
	assert_true(str_is(a.password, "s e c"));
	remove_folder(folder);
}

static void what_a_terminal_would_act_on_is_made_visible(void **state)
{
	(void)state;
	buf out = { 0 };
	log_visible(&out, STR("a\x1b[2J\n\xff\xe2\x80\xae.pdf \xc3\xbc"));
	assert_string_equal(out.p, "a\\x1b[2J\\x0a\\xff\\u{202e}.pdf \xc3\xbc");
	buf_free(&out);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(options_and_operands_are_told_apart),
		WITH_MEMORY(an_unknown_option_is_a_usage_error),
		WITH_MEMORY(a_matter_file_is_joined_with_the_options),
		WITH_MEMORY(a_wrong_matter_file_is_named_with_its_line),
		WITH_MEMORY(a_missing_matter_file_is_a_usage_error),
		WITH_MEMORY(the_password_is_the_first_line),
		cmocka_unit_test(what_a_terminal_would_act_on_is_made_visible),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
