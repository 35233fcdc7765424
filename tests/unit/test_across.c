/* Values of one document looked for in the others: which, and where they stand. */
#include "redact/base/file.h"
#include "redact/work/across.h"
#include "redact/work/texts.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	arena_drop(*state);
	return 0;
}

static void add_mark(plan *p, const char *rule, const char *value, int rank, const char *by)
{
	mark *m = plan_add(p);
	*m = (mark){ .kind = MARK_TEXT, .rule = str_of(rule), .code = STR("X"), .value = str_of(value), .rank = rank,
		         .state = MARK_ACCEPTED, .by = str_of(by) };
}

static void a_value_in_two_shapes_is_one(void **state)
{
	across a = { .mem = *state };
	plan p = { .mem = *state }, q = { .mem = *state };
	add_mark(&p, "email", "Margaret.Okonjo@example.com", 95, "rule");
	add_mark(&q, "email", "margaret.okonjo@EXAMPLE.com", 95, "rule");
	across_note(&a, 3, &p);
	across_note(&a, 7, &q);
	assert_int_equal(a.n, 1);
	assert_true(across_is_in(&a.list[0], 3) && across_is_in(&a.list[0], 7));
	assert_false(across_is_in(&a.list[0], 4));
	assert_false(a.list[0].told);
}

static void terms_and_what_was_followed_are_no_sources(void **state)
{
	across a = { .mem = *state };
	plan p = { .mem = *state };
	add_mark(&p, "term", "Okonjo Industries", 100, "rule");
	add_mark(&p, "hunt", "536904399", 80, "rule");
	p.marks[1].state = MARK_ACCEPTED;
	add_mark(&p, "ssn", "536-90-4399", 80, "rule");
	p.marks[2].state = MARK_REJECTED;
	across_note(&a, 0, &p);
	assert_int_equal(a.n, 0);
}

static void short_doubtful_and_drawn_marks_are_only_told(void **state)
{
	across a = { .mem = *state };
	plan p = { .mem = *state };
	add_mark(&p, "account", "10-23", 90, "rule");
	add_mark(&p, "routing", "021000022", 20, "rule");
	add_mark(&p, "by hand", "a privileged passage", 100, "J. Pryce");
	across_note(&a, 0, &p);
	assert_int_equal(a.n, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(a.list[i].told);
	/* Surer elsewhere: then it goes everywhere. */
	plan q = { .mem = *state };
	add_mark(&q, "routing", "021000022", 75, "rule");
	across_note(&a, 1, &q);
	assert_int_equal(a.n, 3);
	assert_false(a.list[1].told);
}

static void thousands_of_values_are_told_apart(void **state)
{
	across a = { .mem = *state };
	plan p = { .mem = *state };
	for (int i = 0; i < 3000; i++)
		add_mark(&p, "account", str_fmt(*state, "%09d", i * 7919).p, 90, "rule");
	across_note(&a, 0, &p);
	across_note(&a, 1, &p);
	assert_int_equal(a.n, 3000);
	assert_int_equal(a.list[2999].n, 2);
}

static void texts_are_searched_as_people_read_them(void **state)
{
	arena *mem = *state;
	char top[] = "/tmp/underseal-test-XXXXXX";
	assert_non_null(mkdtemp(top));
	const char *one = str_fmt(mem, "%s/1", top).p, *two = str_fmt(mem, "%s/2", top).p, *all = str_fmt(mem, "%s/all", top).p;
	text a = { .mem = mem }, b = { .mem = mem };
	text_add_string(&a, UNIT_BODY, STR("body"), STR("Account 536 90 4399\nand 536-90-4399 again."), true);
	text_add_string(&b, UNIT_METADATA, STR("title"), STR("MARGARET OKON\u00adJO"), false);
	text_add_string(&b, UNIT_NAME, STR("name"), STR("nothing.pdf"), true);
	assert_true(texts_write(one, 5, &a, NULL) && texts_write(two, 9, &b, NULL));
	int to = open(all, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	assert_true(texts_append(to, one, NULL) && texts_append(to, two, NULL));
	close(to);

	buf values = { 0 };
	texts_add_value(&values, STR("Margaret Okonjo"));
	texts_add_value(&values, STR("536904399"));
	texts_add_value(&values, STR("904399"));
	str bytes;
	texts_hit *hits;
	size_t n;
	err e = ERR_INIT;
	assert_true(file_read(all, 1 << 20, mem, &bytes, &e));
	if (!texts_hunt(bytes, buf_view(&values), mem, &hits, &n, &e))
		fail_msg("%s", e.text);
	assert_int_equal(n, 2);
	assert_int_equal(hits[0].document, 5);
	assert_int_equal(hits[0].value, 1);
	assert_int_equal(hits[1].document, 9);
	assert_int_equal(hits[1].value, 0);
	buf_free(&values);
	unlink(one), unlink(two), unlink(all), rmdir(top);
}

static void damaged_lists_and_texts_are_an_error(void **state)
{
	texts_hit *hits;
	size_t n;
	err e = ERR_INIT;
	assert_false(texts_hunt(STR(""), STR("[\"a\"]\n{}\n"), *state, &hits, &n, &e));
	assert_false(texts_hunt(STR("{\"document\":1,\"units\":[3]}\n"), STR("[\"a\"]\n"), *state, &hits, &n, &e));
	assert_false(texts_hunt(STR("no json\n"), STR("[\"a\"]\n"), *state, &hits, &n, &e));
	assert_true(texts_hunt(STR(""), STR(""), *state, &hits, &n, &e));
	assert_int_equal(n, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(a_value_in_two_shapes_is_one),
		TEST(terms_and_what_was_followed_are_no_sources),
		TEST(short_doubtful_and_drawn_marks_are_only_told),
		TEST(thousands_of_values_are_told_apart),
		TEST(texts_are_searched_as_people_read_them),
		TEST(damaged_lists_and_texts_are_an_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
