/* What goes between a parent and its workers. */
#include "redact/work/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static reply with_marks(arena *mem, size_t n)
{
	reply r = { .format = STR("docx"), .marks = { .mem = mem, .format = STR("docx") }, .report = { .mem = mem } };
	memset(r.marks.sha256, 'a', 64);
	for (size_t i = 0; i < n; i++)
		*plan_add(&r.marks) = (mark){
			.kind = MARK_TEXT, .unit = STR("word/document.xml"), .beg = (uint32_t)i, .end = (uint32_t)i + 1, .state = MARK_ACCEPTED,
			.rule = STR("term"), .code = str_fmt(mem, "CODE%zu", i / 2), .reason = STR("because"), .value = str_fmt(mem, "line\n%zu", i),
		};
	return r;
}

static str printed(arena *mem, const reply *r)
{
	buf out = { 0 };
	reply_print(&out, r, NULL);
	str s = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return s;
}

static void every_mark_of_a_reply_comes_back(void **state)
{
	reply r = with_marks(*state, 5), back;
	err e = ERR_INIT;
	assert_true(reply_read(printed(*state, &r), *state, &back, NULL, &e));
	assert_int_equal(back.marks.n, 5);
	for (size_t i = 0; i < 5; i++) {
		const mark *a = &r.marks.marks[i], *b = &back.marks.marks[i];
		assert_int_equal(b->beg, i);
		assert_true(str_eq(a->unit, b->unit) && str_eq(a->rule, b->rule) && str_eq(a->code, b->code));
		assert_true(str_eq(a->value, b->value));
	}
}

static void marks_share_the_strings_that_the_one_before_has(void **state)
{
	reply r = with_marks(*state, 4), back;
	err e = ERR_INIT;
	assert_true(reply_read(printed(*state, &r), *state, &back, NULL, &e));
	const mark *m = back.marks.marks;
	assert_ptr_equal(m[0].unit.p, m[3].unit.p);
	assert_ptr_equal(m[0].code.p, m[1].code.p);
	assert_ptr_not_equal(m[1].code.p, m[2].code.p);
}

static void a_reply_without_a_plan_has_no_marks(void **state)
{
	reply r = with_marks(*state, 3), back;
	err e = ERR_INIT;
	r.marks.sha256[0] = '\0';
	assert_true(reply_read(printed(*state, &r), *state, &back, NULL, &e));
	assert_int_equal(back.marks.n, 0);
	assert_true(str_is(back.format, "docx"));
}

static void a_damaged_mark_spoils_the_reply(void **state)
{
	reply r = with_marks(*state, 3), back;
	err e = ERR_INIT;
	str whole = printed(*state, &r);
	assert_false(reply_read(str_sub(whole, 0, whole.n - 10), *state, &back, NULL, &e));
	assert_int_equal(e.kind, ERR_INTERNAL);
}

static void a_job_takes_its_marks_along(void **state)
{
	reply r = with_marks(*state, 3);
	job j = { .verb = JOB_PROVE_KEPT, .name = STR("a.docx"), .marks = &r.marks }, back;
	buf out = { 0 };
	err e = ERR_INIT;
	job_print(&out, &j);
	assert_true(job_read(buf_view(&out), *state, &back, &e));
	buf_free(&out);
	assert_int_equal(back.verb, JOB_PROVE_KEPT);
	assert_int_equal(back.marks->n, 3);
	assert_true(str_is(back.marks->marks[2].value, "line\n2"));
}

/* A list's label "Ms. Oko" before "njo signed.": what one document holds by rule is hunted in the texts of all. */
static text labelled(arena *mem)
{
	text t = { .mem = mem };
	text_add(&t, UNIT_BODY, STR("word/document.xml"))->text = STR("First.\nnjo signed.\n");
	text_add(&t, UNIT_STRUCTURE, STR("word/numbering.xml"))->text = STR("Ms. Oko\n");
	*ARENA_PUSH(mem, t.shown, t.nshown, t.shown_room) = (shown_piece){ .unit = 0, .at = 7, .from = 1, .beg = 0, .end = 7, .says = STR("") };
	return t;
}

static void labels_of_lists_go_along_with_a_text(void **state)
{
	text t = labelled(*state), back = { .mem = *state };
	json_t *o = text_json(&t, false);
	text_add(&back, UNIT_BODY, STR("before"));
	assert_true(text_of_json(o, &back, NULL));
	json_decref(o);
	assert_int_equal(back.nshown, 1);
	assert_int_equal(back.shown[0].unit, 1);
	assert_int_equal(back.shown[0].from, 2);
	assert_int_equal(back.shown[0].at, 7);
	assert_int_equal(back.shown[0].end, 7);
}

static void a_label_outside_of_its_unit_is_refused(void **state)
{
	text t = labelled(*state), back = { .mem = *state };
	err e = ERR_INIT;
	t.shown[0].end = 70;
	json_t *o = text_json(&t, false);
	assert_false(text_of_json(o, &back, &e));
	json_decref(o);
}

static void a_value_over_a_label_is_hunted_in_the_texts_of_a_batch(void **state)
{
	text t = labelled(*state);
	str texts, value = STR("Okonjo");
	texts_found found;
	int fd = texts_open("/tmp", NULL);
	assert_true(fd >= 0 && texts_add(fd, 3, &t, NULL));
	char bytes[4096];
	ssize_t n = pread(fd, bytes, sizeof bytes, 0);
	assert_true(n > 0);
	close(fd);
	texts = (str){ bytes, (size_t)n };
	assert_true(texts_hunt(texts, &value, 1, 0, 1, *state, &found, NULL));
	assert_int_equal(found.n, 1);
	assert_int_equal(found.hits[0].document, 3);
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(every_mark_of_a_reply_comes_back),
		WITH_MEMORY(marks_share_the_strings_that_the_one_before_has),
		WITH_MEMORY(a_reply_without_a_plan_has_no_marks),
		WITH_MEMORY(a_damaged_mark_spoils_the_reply),
		WITH_MEMORY(a_job_takes_its_marks_along),
		WITH_MEMORY(labels_of_lists_go_along_with_a_text),
		WITH_MEMORY(a_label_outside_of_its_unit_is_refused),
		WITH_MEMORY(a_value_over_a_label_is_hunted_in_the_texts_of_a_batch),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
