/* The redaction log, and the names of outputs. */
#include "redact/model/rlog.h"
#include "redact/name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static const char *const suffixes[] = { ".docx", ".docm", NULL };
static const format words = { .name = "docx", .suffixes = suffixes };

static str log_of(arena *mem, const char *file, const char *code, const char *reason)
{
	plan p = { .mem = mem };
	mark *m = plan_add(&p);
	m->state = MARK_ACCEPTED;
	m->page = 3;
	m->code = str_of(code);
	m->reason = str_of(reason);
	m->rule = STR("ssn");
	m->by = STR("rule");
	m->value = STR("123-45-6789");
	plan_add(&p)->state = MARK_REJECTED;
	buf out = { 0 };
	rlog_rows(&out, &p, str_of(file), "tool", STR("now"));
	str rows = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return rows;
}

static void a_row_names_place_and_reason_and_no_words(void **state)
{
	str rows = log_of(*state, "a.pdf", "SSN", "a number");
	assert_string_equal(rows.p, ",,,a.pdf,3,SSN,a number,ssn,tool,now,,,applied,full\r\n");
}

static void fields_are_quoted_and_formulas_disarmed(void **state)
{
	str rows = log_of(*state, "=cmd,\"x\".pdf", "SSN", "line\nbreak");
	assert_string_equal(rows.p, ",,,\"'=cmd,\"\"x\"\".pdf\",3,SSN,\"line break\",ssn,tool,now,,,applied,full\r\n");
}

static bool is_old(void *arg, str file)
{
	return str_is(file, arg);
}

static void rows_of_an_older_log_are_kept_but_for_rewritten_files(void **state)
{
	arena *mem = *state;
	buf rows = { 0 }, all = { 0 };
	buf_str(&rows, log_of(mem, "a, b.pdf", "SSN", ""));
	buf_str(&rows, log_of(mem, "c.pdf", "SSN", ""));
	buf_str(&rows, log_of(mem, "=d.pdf", "SSN", ""));
	size_t next = 1;
	rlog_head(&all);
	rlog_number(&all, buf_view(&rows), &next);
	buf kept = { 0 };
	rlog_old_rows(&kept, buf_view(&all), is_old, (void *)"a, b.pdf");
	assert_non_null(strstr(kept.p, "c.pdf"));
	assert_non_null(strstr(kept.p, "=d.pdf"));
	assert_null(strstr(kept.p, "a, b.pdf"));
	buf_clear(&kept);
	rlog_old_rows(&kept, buf_view(&all), is_old, (void *)"=d.pdf");
	assert_null(strstr(kept.p, "=d.pdf"));
	buf_free(&rows);
	buf_free(&all);
	buf_free(&kept);
}

static void rows_of_a_log_without_profiles_get_an_empty_one(void **state)
{
	(void)state;
	buf kept = { 0 };
	rlog_old_rows(&kept, STR("No,File,Status\r\n1,,,,a.pdf,applied\r\n"), is_old, (void *)"b.pdf");
	assert_string_equal(kept.p, ",,,a.pdf,applied,\r\n");
	buf_free(&kept);
}

static plan name_plan(arena *mem, str name, const char *value, const char *code)
{
	text t = { .mem = mem };
	plan p = { .mem = mem };
	name_add(&t, name, &words);
	for (size_t i = 0; i < t.n; i++) {
		const char *at = memmem(t.units[i].text.p, t.units[i].text.n, value, strlen(value));
		if (!at)
			continue;
		mark *m = plan_add(&p);
		m->unit = t.units[i].id;
		m->beg = (uint32_t)(at - t.units[i].text.p);
		m->end = m->beg + (uint32_t)strlen(value);
		m->state = MARK_ACCEPTED;
		m->code = str_of(code);
	}
	return p;
}

static void a_value_in_a_name_is_replaced_by_its_code(void **state)
{
	str name = STR("Okonjo/to Ann Okonjo.docx");
	plan p = name_plan(*state, name, "Okonjo", "NAME");
	assert_true(str_is(name_clean(name, &p, *state), "[NAME]/to Ann Okonjo.docx"));
}

static void underscores_in_names_are_read_as_blanks(void **state)
{
	str name = STR("to_Ann_Okonjo.docx");
	plan p = name_plan(*state, name, "Ann Okonjo", "NAME");
	assert_true(str_is(name_clean(name, &p, *state), "to_[NAME].docx"));
}

static void codes_in_names_are_made_harmless(void **state)
{
	str name = STR("a Okonjo.docx");
	plan p = name_plan(*state, name, "Okonjo", "../(b)(6)");
	assert_true(str_is(name_clean(name, &p, *state), "a [b-6-].docx"));
	p = name_plan(*state, name, "Okonjo", "");
	assert_true(str_is(name_clean(name, &p, *state), "a [removed].docx"));
}

static void outputs_have_the_suffix_of_their_format(void **state)
{
	assert_true(str_is(name_output(STR("a.docm"), &words, *state), "a.docx"));
	assert_true(str_is(name_output(STR("a.DOCX"), &words, *state), "a.DOCX"));
	assert_true(str_is(name_output(STR("a.pdf"), &words, *state), "a.pdf.docx"));
	assert_true(str_is(name_output(STR("b/.docx"), &words, *state), "b/.docx.docx"));
}

static void outputs_are_named_in_letters_that_are_seen(void **state)
{
	assert_true(str_is(name_output(STR("a\xe2\x80\xaegpj.docx"), &words, *state), "a_gpj.docx"));
	assert_true(str_is(name_output(STR("\xe2\x81\xa6" "a\xe2\x80\x8b.docx"), &words, *state), "_a_.docx"));
	assert_true(str_is(name_output(STR("M\xc3\xbcller.docx"), &words, *state), "M\xc3\xbcller.docx"));
}

static void names_that_leave_their_folder_are_not_safe(void **state)
{
	(void)state;
	assert_true(name_is_safe(STR("a/b..c/d")));
	assert_false(name_is_safe(STR("../a")));
	assert_false(name_is_safe(STR("a/../../b")));
	assert_false(name_is_safe(STR("/etc/passwd")));
	assert_false(name_is_safe(STR("a//b")));
	assert_false(name_is_safe(STR("a\0b")));
	assert_false(name_is_safe(STR("")));
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(a_row_names_place_and_reason_and_no_words),
		WITH_MEMORY(fields_are_quoted_and_formulas_disarmed),
		WITH_MEMORY(rows_of_an_older_log_are_kept_but_for_rewritten_files),
		WITH_MEMORY(rows_of_a_log_without_profiles_get_an_empty_one),
		WITH_MEMORY(a_value_in_a_name_is_replaced_by_its_code),
		WITH_MEMORY(underscores_in_names_are_read_as_blanks),
		WITH_MEMORY(codes_in_names_are_made_harmless),
		WITH_MEMORY(outputs_have_the_suffix_of_their_format),
		WITH_MEMORY(outputs_are_named_in_letters_that_are_seen),
		cmocka_unit_test(names_that_leave_their_folder_are_not_safe),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
