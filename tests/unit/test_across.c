/* Values of one document looked for in the others: which, and where they stand. */
#include "redact/work/across.h"
#include "redact/work/texts.h"

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

/* What a file of texts holds, read back. */
static str all_of(int texts, arena *mem)
{
	off_t size = lseek(texts, 0, SEEK_END);
	char *p = arena_alloc(mem, (size_t)size + 1);
	assert_int_equal(pread(texts, p, (size_t)size, 0), size);
	return (str){ p, (size_t)size };
}

static void add_one(arena *mem, int texts, uint32_t document, const char *words)
{
	text t = { .mem = mem };
	text_add_string(&t, UNIT_BODY, STR("body"), str_of(words), true);
	assert_true(texts_add(texts, document, &t, NULL));
}

static void texts_are_searched_as_people_read_them(void **state)
{
	arena *mem = *state;
	int texts = texts_open("/tmp", NULL);
	assert_true(texts >= 0);
	add_one(mem, texts, 5, "Account 536 90 4399\nand 536-90-4399 again.");
	add_one(mem, texts, 9, "MARGARET OKON\xc2\xadJO");
	str values[] = { STR("Margaret Okonjo"), STR("536904399"), STR("904399") };
	texts_found f;
	err e = ERR_INIT;
	if (!texts_hunt(all_of(texts, mem), values, 3, 0, 1, mem, &f, &e))
		fail_msg("%s", e.text);
	close(texts);
	assert_int_equal(f.ndocuments, 2);
	assert_int_equal(f.n, 2);
	assert_true(f.hits[0].document == 5 && f.hits[0].value == 1);
	assert_true(f.hits[1].document == 9 && f.hits[1].value == 0);
}

static void shares_of_the_texts_are_all_of_them_once(void **state)
{
	arena *mem = *state;
	int texts = texts_open("/tmp", NULL);
	for (uint32_t i = 0; i < 10; i++)
		add_one(mem, texts, i, "the same words");
	str bytes = all_of(texts, mem), values[] = { STR("same words") };
	close(texts);
	size_t sum = 0;
	for (uint32_t share = 0; share < 3; share++) {
		texts_found f;
		assert_true(texts_hunt(bytes, values, 1, share, 3, mem, &f, NULL));
		assert_int_equal(f.n, f.ndocuments);
		sum += f.n;
	}
	assert_int_equal(sum, 10);
}

static void a_line_that_was_cut_off_counts_as_none(void **state)
{
	arena *mem = *state;
	int texts = texts_open("/tmp", NULL);
	add_one(mem, texts, 1, "first words");
	assert_int_equal(write(texts, "\n{\"document\":2,\"units\":[", 25), 25);
	add_one(mem, texts, 3, "third words");
	str values[] = { STR("words") };
	texts_found f;
	assert_true(texts_hunt(all_of(texts, mem), values, 1, 0, 1, mem, &f, NULL));
	close(texts);
	assert_int_equal(f.ndocuments, 2);
	assert_int_equal(f.documents[1], 3);
}

static void a_file_of_texts_has_no_name(void **state)
{
	char top[] = "/tmp/underseal-test-XXXXXX";
	(void)state;
	assert_non_null(mkdtemp(top));
	int texts = texts_open(top, NULL);
	assert_true(texts >= 0);
	assert_int_equal(rmdir(top), 0);
	close(texts);
	err e = ERR_INIT;
	assert_true(texts_open("/no/such/folder", &e) < 0);
	assert_int_equal(e.kind, ERR_SYSTEM);
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
		TEST(shares_of_the_texts_are_all_of_them_once),
		TEST(a_line_that_was_cut_off_counts_as_none),
		TEST(a_file_of_texts_has_no_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
