/* The page about a batch: what goes into it, and what cannot get out of where it stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/report/entry.h"
#include "cli/report/page.h"
#include "cli/png.h"
#include "redact/base/file.h"
#include "redact/model/json.h"
#include "redact/work/worker/thumb.h"
#include "tests/unit/arena_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* ---- data in a page -------------------------------------------------------------------------- */

static const char *const hostile[] = {
	"</script><script>alert(1)</script>", "<!--<script>", "a\"b'c`d", "\xe2\x80\xa8 line", "&lt;b&gt;", "]]>", "\\u003c/script>",
};

static void no_name_ends_the_element_it_stands_in(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		buf out = { 0 };
		json_t *value = json_string(hostile[i]);
		page_json(&out, value);
		assert_null(strchr(out.p, '<'));
		assert_null(strchr(out.p, '\n'));
		json_decref(value);
		buf_free(&out);
	}
}

static void every_name_is_read_as_it_was(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		buf out = { 0 };
		json_t *value = json_string(hostile[i]);
		page_json(&out, value);
		json_t *back = json_loadb(out.p, out.n, JSON_DECODE_ANY, NULL);
		assert_string_equal(json_string_value(back), hostile[i]);
		json_decref(back);
		json_decref(value);
		buf_free(&out);
	}
}

/* ---- the file -------------------------------------------------------------------------------- */

static const char *temporary(void)
{
	char *path = str_z(STR("/tmp/underseal-report-XXXXXX"), mem);
	close(mkstemp(path));
	return path;
}

static void a_file_of_somebody_else_is_not_written_over(void **state)
{
	(void)state;
	const char *path = temporary();
	FILE *f = fopen(path, "w");
	fputs("<!doctype html>my own page", f);
	fclose(f);
	page p;
	err e = ERR_INIT;
	assert_false(page_open(&p, path, mem, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	unlink(path);
}

static void a_page_replaces_an_older_one_of_its_kind(void **state)
{
	(void)state;
	const char *path = temporary();
	err e = ERR_INIT;
	for (int i = 0; i < 2; i++) {
		page p;
		assert_true(page_open(&p, path, mem, &e));
		page_value(&p, "sum", json_integer(i));
		assert_true(page_close(&p, &e));
	}
	unlink(path);
}

static void a_page_that_is_dropped_leaves_nothing(void **state)
{
	(void)state;
	const char *path = temporary();
	err e = ERR_INIT;
	page p;
	assert_true(page_open(&p, path, mem, &e));
	const char *temp = str_z(str_of(p.temp), mem);
	page_drop(&p);
	assert_int_not_equal(access(temp, F_OK), 0);
	unlink(path);
}

/* ---- a document ------------------------------------------------------------------------------ */

#define PROOF(name) "{\"name\":\"" name "\",\"state\":\"proven\",\"output\":\"" name "\",\"checks\":[{\"name\":\"opens\",\"outcome\":\"pass\"}," \
	"{\"name\":\"pixels-gone\",\"outcome\":\"skip\",\"detail\":\"nothing to see\"}],\"drops\":[{\"what\":\"script\",\"count\":2}],\"notes\":[\"read this\"]}"

static entries all;

/* Its output lies there, of no bytes. */
static json_t *entry_of(const char *proof, const char *log, size_t most, entry_pages *pages)
{
	err e = ERR_INIT;
	ledger_doc doc = { .row = 7, .name = STR("in/letter.pdf"), .state = STR("proven"), .output = STR("letter.pdf"), .marks = 3, .pages = 9 };
	ledger_row row = { 7, STR("{\"milliseconds\":12}"), str_of(proof), str_of(log) };
	char *folder = str_z(STR("/tmp/underseal-report-XXXXXX"), mem);
	assert_non_null(mkdtemp(folder));
	const char *output = str_fmt(mem, "%s/letter.pdf", folder).p;
	assert_true(file_write(output, STR(""), 0600, true, &e));
	all = (entries){ .mem = mem, .folder = folder, .found.mem = mem };
	json_t *made = entry_json(&all, &doc, &row, most, mem, pages, &e);
	unlink(output);
	rmdir(folder);
	return made;
}

#define ROW(page, code, rule, status) ",,,letter.pdf," page "," code ",\"a \"\"reason\"\", of some\"," rule ",underseal,2024,,," status ",full\r\n"

static void redactions_are_counted_by_rule_and_code(void **state)
{
	(void)state;
	entry_pages pages;
	json_t *o = entry_of(PROOF("letter.pdf"), ROW("1", "SSN", "ssn", "applied") ROW("2", "SSN", "ssn", "applied") ROW("", "SSN", "ssn", "dropped") ROW("2", "PII", "term", "kept"), 3, &pages);
	const json_t *first = json_array_get(json_object_get(o, "found"), 0);
	assert_string_equal(json_string_value(json_array_get(first, 0)), "ssn");
	assert_string_equal(json_string_value(json_array_get(first, 2)), "a \"reason\", of some");
	assert_int_equal(json_integer_value(json_array_get(first, 3)), 2);
	assert_int_equal(json_integer_value(json_array_get(first, 4)), 1);
	json_decref(o);
}

static void the_first_pages_with_redactions_are_drawn(void **state)
{
	(void)state;
	entry_pages pages;
	json_decref(entry_of(PROOF("letter.pdf"), ROW("9", "A", "a", "applied") ROW("3 and 4", "A", "a", "applied") ROW("3", "A", "a", "applied") ROW("1", "A", "a", "kept"), 2, &pages));
	assert_int_equal(pages.n, 2);
	assert_int_equal(pages.list[0], 3);
	assert_int_equal(pages.list[1], 4);
}

static void without_pictures_no_page_is_drawn(void **state)
{
	(void)state;
	entry_pages pages;
	json_decref(entry_of(PROOF("letter.pdf"), ROW("9", "A", "a", "applied"), 0, &pages));
	assert_int_equal(pages.n, 0);
}

static void what_turns_the_direction_of_writing_is_shown(void **state)
{
	(void)state;
	entry_pages pages;
	json_t *o = entry_of(PROOF("evil\\u202efdp.exe"), "", 1, &pages);
	assert_string_equal(json_string_value(json_object_get(o, "name")), "evil\\u{202e}fdp.exe");
	json_decref(o);
}

static void checks_drops_and_notes_are_told(void **state)
{
	(void)state;
	entry_pages pages;
	json_t *o = entry_of(PROOF("letter.pdf"), "", 1, &pages);
	assert_int_equal(json_array_size(json_object_get(o, "passed")), 1);
	assert_string_equal(json_string_value(json_array_get(json_array_get(json_object_get(o, "checks"), 0), 2)), "nothing to see");
	assert_string_equal(json_string_value(json_array_get(json_object_get(o, "notes"), 0)), "read this");
	json_decref(o);
	json_t *sum = entries_json(&all);
	assert_int_equal(json_integer_value(json_array_get(json_array_get(json_object_get(sum, "drops"), 0), 1)), 2);
	json_decref(sum);
}

static void a_row_that_is_no_proof_is_an_error(void **state)
{
	(void)state;
	entry_pages pages;
	assert_null(entry_of("{\"name\":\"x\"}", "", 1, &pages));
}

static void rare_codes_are_counted_together_where_there_are_too_many(void **state)
{
	(void)state;
	tally t = { .mem = mem };
	uint64_t sum = 0;
	for (int i = 0; i < 2 * TALLY_MOST; i++)
		tally_row(&t, &(rlog_row){ .rule = STR("term"), .code = str_fmt(mem, "C%d", i), .status = STR("applied") });
	for (size_t i = 0; i < t.n; i++)
		sum += t.list[i].applied;
	assert_true(t.n <= TALLY_MOST);
	assert_int_equal(sum, 2 * TALLY_MOST);
}

/* ---- pictures -------------------------------------------------------------------------------- */

static void a_picture_is_a_png_of_sixteen_greys(void **state)
{
	(void)state;
	const unsigned char grey[6] = { 0, 255, 128, 255, 0, 16 };
	buf png = { 0 };
	png_grey(&png, grey, 3, 2);
	const unsigned char *p = (const unsigned char *)png.p;
	assert_memory_equal(p, "\x89PNG\r\n\x1a\n", 8);
	assert_int_equal(p[19], 3);
	assert_int_equal(p[23], 2);
	size_t n = (size_t)p[33] << 24 | (size_t)p[34] << 16 | (size_t)p[35] << 8 | p[36];
	unsigned char rows[6];
	uLongf got = sizeof rows;
	assert_int_equal(uncompress(rows, &got, p + 41, n), Z_OK);
	assert_memory_equal(rows, "\x00\x0f\x80\x00\xf0\x10", 6);
	buf_free(&png);
}

static void only_samples_of_the_right_number_are_a_thumb(void **state)
{
	(void)state;
	const unsigned char grey[6] = { 0, 255, 128, 255, 0, 16 };
	thumb t = { 4, 3, 2, grey }, back;
	json_t *o = thumb_json(&t);
	assert_true(thumb_of_json(o, mem, &back));
	assert_memory_equal(back.grey, grey, 6);
	json_object_set_new(o, "height", json_integer(3));
	assert_false(thumb_of_json(o, mem, &back));
	json_object_set_new(o, "height", json_integer(1 << 20));
	assert_false(thumb_of_json(o, mem, &back));
	json_object_set_new(o, "height", json_integer(2));
	json_object_set_new(o, "grey", json_string("\" onerror=\""));
	assert_false(thumb_of_json(o, mem, &back));
	json_decref(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_name_ends_the_element_it_stands_in),
		cmocka_unit_test(every_name_is_read_as_it_was),
		cmocka_unit_test(a_file_of_somebody_else_is_not_written_over),
		cmocka_unit_test(a_page_replaces_an_older_one_of_its_kind),
		cmocka_unit_test(a_page_that_is_dropped_leaves_nothing),
		cmocka_unit_test(redactions_are_counted_by_rule_and_code),
		cmocka_unit_test(the_first_pages_with_redactions_are_drawn),
		cmocka_unit_test(without_pictures_no_page_is_drawn),
		cmocka_unit_test(what_turns_the_direction_of_writing_is_shown),
		cmocka_unit_test(checks_drops_and_notes_are_told),
		cmocka_unit_test(a_row_that_is_no_proof_is_an_error),
		cmocka_unit_test(rare_codes_are_counted_together_where_there_are_too_many),
		cmocka_unit_test(a_picture_is_a_png_of_sixteen_greys),
		cmocka_unit_test(only_samples_of_the_right_number_are_a_thumb),
	};
	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
