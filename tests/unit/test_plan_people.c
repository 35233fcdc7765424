/* What people leave in a plan: numbers of marks, notes, approvals, pages seen, documents withheld; and where it lies. */
#include "redact/model/json.h"
#include "redact/plans/from.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static str printed(arena *mem, const page_set *s)
{
	buf out = { 0 };
	pages_print(&out, s);
	str words = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return words;
}

static void pages_are_sorted_and_joined(void **state)
{
	page_set s;
	assert_true(pages_read(STR(" 7, 1-2 ,3,9 - 12,10"), *state, &s));
	assert_true(str_is(printed(*state, &s), "1-3,7,9-12"));
	assert_true(pages_have(&s, 2) && pages_have(&s, 12) && !pages_have(&s, 8));
	pages_add(&s, 4, 8, *state);
	assert_true(str_is(printed(*state, &s), "1-12"));
}

static void what_is_no_list_of_pages_is_refused(void **state)
{
	page_set s;
	const char *const wrong[] = { "0", "3-1", "a", "1;2", "1-", "-3", "1,,2", "99999999999", "all,1" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(pages_read(str_of(wrong[i]), *state, &s));
	assert_true(pages_read(STR(""), *state, &s) && s.n == 0);
}

static void pages_that_nobody_saw_are_told(void **state)
{
	plan p = { .mem = *state, .pages = 9 };
	plan_see(&p, 2, 3, STR("J. Ruiz"), STR("1"));
	plan_see(&p, 5, 5, STR("A. Chen"), STR("2"));
	plan_see(&p, 4, 4, STR("J. Ruiz"), STR("3"));
	page_set left = plan_unseen(&p, *state);
	assert_int_equal(p.nseen, 2);
	assert_true(str_is(printed(*state, &left), "1,6-9"));
	assert_true(str_is(printed(*state, &p.seen[0].pages), "2-4") && str_is(p.seen[0].at, "3"));
}

static void a_document_without_pages_is_seen_as_a_whole(void **state)
{
	plan p = { .mem = *state };
	page_set left = plan_unseen(&p, *state);
	assert_true(left.all);
	plan_see(&p, 0, 0, STR("J. Ruiz"), STR("1"));
	left = plan_unseen(&p, *state);
	assert_true(!left.all && left.n == 0);
}

static plan one_of_each(arena *mem)
{
	plan p = { .mem = mem, .source = STR("a.pdf"), .format = STR("pdf"), .pages = 3 };
	memset(p.sha256, 'a', 64);
	rect *box = arena_array(mem, rect, 1);
	*box = (rect){ 1, 2, 3, 4 };
	for (int i = 0; i < 3; i++)
		*plan_add(&p) = (mark){ .kind = MARK_BOX, .page = 1, .boxes = box, .nboxes = 1, .state = MARK_ACCEPTED, .by = STR("rule"), .at = STR("0") };
	plan_number(&p);
	p.marks[1].note = STR("ask\nher");
	p.marks[1].approved_by = STR("A. Chen");
	p.marks[1].approved_at = STR("2026-11-22T18:00:00Z");
	withheld *w = arena_alloc(mem, sizeof *w);
	*w = (withheld){ STR("AC"), STR("attorney-client"), STR("J. Ruiz"), STR("1") };
	p.withheld = w;
	plan_see(&p, 1, 2, STR("J. Ruiz"), STR("1"));
	return p;
}

static plan back_from_a_file(arena *mem, const plan *p)
{
	buf out = { 0 };
	plans_print_head(&out, NULL);
	plans_print_document(&out, p, false);
	plans_print_end(&out);
	err e = ERR_INIT;
	fault f;
	const json_t *documents;
	json_t *file = json_parse(buf_view(&out), &e);
	plan back;
	assert_true(plans_of_json(file, &documents, &f, &e));
	assert_true(plan_of_file(json_array_get(documents, 0), mem, &back, &f, &e));
	json_decref(file);
	buf_free(&out);
	return back;
}

static void a_plan_file_keeps_what_people_said(void **state)
{
	plan p = one_of_each(*state), back = back_from_a_file(*state, &p);
	assert_int_equal(back.pages, 3);
	assert_true(back.withheld && str_is(back.withheld->code, "AC") && str_is(back.withheld->by, "J. Ruiz"));
	assert_true(back.nseen == 1 && str_is(printed(*state, &back.seen[0].pages), "1-2"));
	assert_true(str_is(back.marks[1].note, "ask\nher") && str_is(back.marks[1].approved_by, "A. Chen"));
	assert_int_equal(back.marks[0].note.n, 0);
}

static void a_number_is_never_given_twice(void **state)
{
	plan p = one_of_each(*state);
	p.n--;
	plan back = back_from_a_file(*state, &p);
	*plan_add(&back) = back.marks[0];
	back.marks[2].id = 0;
	plan_number(&back);
	assert_int_equal(back.marks[2].id, 4);
}

static void marks_without_a_number_get_one_by_their_order(void **state)
{
	plan p = one_of_each(*state);
	for (size_t i = 0; i < p.n; i++)
		p.marks[i].id = 0;
	p.marks[1].id = 7;
	plan back = back_from_a_file(*state, &p);
	assert_int_equal(back.marks[0].id, 8);
	assert_int_equal(back.marks[1].id, 7);
	assert_int_equal(back.marks[2].id, 9);
}

/* The fault of a plan with one document and this mark. */
static const char *fault_of(arena *mem, const char *mark, fault *f)
{
	err e = ERR_INIT;
	plan p;
	str file = str_fmt(mem, "{\"sha256\":\"%064d\",\"marks\":[%s]}", 0, mark);
	json_t *o = json_parse(file, &e);
	assert_non_null(o);
	bool ok = plan_of_file(o, mem, &p, f, &e);
	const char *text = ok ? "" : str_fmt(mem, "%s", e.text).p;
	f->field = f->field ? str_z(str_of(f->field), mem) : NULL;
	json_decref(o);
	return text;
}

static void a_fault_is_told_by_mark_and_field(void **state)
{
	static const char good[] = "{\"kind\":\"text\",\"state\":\"accepted\",\"unit\":\"a\",\"beg\":0,\"end\":2}";
	fault f;
	assert_string_equal(fault_of(*state, good, &f), "");
	assert_non_null(strstr(fault_of(*state, str_fmt(*state, "%s,{\"kind\":\"text\",\"sate\":\"accepted\"}", good).p, &f), "nearly one"));
	assert_int_equal(f.mark, 2);
	assert_string_equal(f.field, "sate");
	fault_of(*state, "{\"kind\":\"box\",\"state\":\"accepted\",\"page\":\"3\",\"boxes\":[[0,0,5,5]]}", &f);
	assert_string_equal(f.field, "page");
	fault_of(*state, "{\"kind\":\"box\",\"state\":\"accepted\",\"page\":3,\"boxes\":[[0,0,5]]}", &f);
	assert_string_equal(f.field, "boxes");
	fault_of(*state, "{\"id\":3,\"kind\":\"box\",\"state\":\"accepted\",\"page\":3,\"boxes\":[[0,0,5,5]]},"
	                 "{\"id\":3,\"kind\":\"box\",\"state\":\"accepted\",\"page\":3,\"boxes\":[[0,0,5,5]]}", &f);
	assert_string_equal(f.field, "id");
	assert_int_equal(f.mark, 2);
	assert_string_equal(fault_of(*state, "{\"kind\":\"box\",\"state\":\"accepted\",\"page\":3,\"boxes\":[[0,0,5,5]],\"reviewer-tool\":1}", &f), "");
}

static void a_plan_names_its_folder_from_where_it_lies(void **state)
{
	err e = ERR_INIT;
	assert_string_equal(from_of("/var/log/plan.json", "/var/log/docs", *state, &e), "docs");
	assert_string_equal(from_of("/var/log/plan.json", "/var/log", *state, &e), ".");
	assert_string_equal(from_of("/var/log/plan.json", "/var/cache/docs", *state, &e), "../cache/docs");
	assert_string_equal(from_of("/var/log/plan.json", "/var/logs", *state, &e), "../logs");
	assert_string_equal(from_of("/var/log/plan.json", "/usr/share", *state, &e), "/usr/share");
	assert_string_equal(from_path("/var/log/plan.json", STR("../cache/docs"), *state), "/var/log/../cache/docs");
	assert_string_equal(from_path("plan.json", STR("docs"), *state), "docs");
	assert_string_equal(from_path("/a/plan.json", STR("/b"), *state), "/b");
	assert_string_equal(from_path("/a/plan.json", STR("."), *state), "/a");
}

static void a_sheet_takes_places_both_ways(void **state)
{
	(void)state;
	const affine turned = { 0, -1, -1, 0, 792, 612 };
	affine back;
	assert_true(affine_inverse(turned, &back));
	rect r = affine_rect(turned, (rect){ 10, 20, 30, 50 }), same = affine_rect(back, r);
	assert_true(r.x0 == 742 && r.y0 == 582 && r.x1 == 772 && r.y1 == 602);
	assert_true(same.x0 == 10 && same.y0 == 20 && same.x1 == 30 && same.y1 == 50);
	assert_false(affine_inverse((affine){ 1, 2, 2, 4, 0, 0 }, &back));
}

#define WITH_MEMORY(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MEMORY(pages_are_sorted_and_joined),
		WITH_MEMORY(what_is_no_list_of_pages_is_refused),
		WITH_MEMORY(pages_that_nobody_saw_are_told),
		WITH_MEMORY(a_document_without_pages_is_seen_as_a_whole),
		WITH_MEMORY(a_plan_file_keeps_what_people_said),
		WITH_MEMORY(a_number_is_never_given_twice),
		WITH_MEMORY(marks_without_a_number_get_one_by_their_order),
		WITH_MEMORY(a_fault_is_told_by_mark_and_field),
		WITH_MEMORY(a_plan_names_its_folder_from_where_it_lies),
		WITH_MEMORY(a_sheet_takes_places_both_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
