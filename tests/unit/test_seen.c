/* What OCR saw: shared out, put together, taken in, and what becomes of what it could not read. */
#include "redact/boxes.h"
#include "redact/engine.h"
#include "redact/model/json.h"
#include "redact/work/shares.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

/* ---- shares ------------------------------------------------------------------------------------ */

/* An answer with the units of pages `first`, `first` + step ... below `end`. */
static str answer(arena *mem, unsigned first, unsigned step, unsigned end)
{
	text t = { .mem = mem };
	for (unsigned n = first; n < end; n += step) {
		unit *u = text_add(&t, UNIT_PAGE, str_fmt(mem, "page %u in pixels", n));
		u->page = n;
		u->stays = true;
		u->text = STR("words");
	}
	reply r = { .format = STR("pdf") };
	buf out = { 0 };
	reply_print(&out, &r, text_json(&t, true));
	str line = str_dup(buf_view(&out), mem);
	buf_free(&out);
	return line;
}

static void every_share_is_given_out_once(void **state)
{
	shares s;
	int owner;
	shares_begin(&s, 5, 2, &owner, *state);
	struct share *a = shares_next(&s), *b = shares_next(&s);
	assert_int_equal(s.n, 2);
	assert_int_equal(a->number, 0);
	assert_int_equal(b->number, 1);
	assert_ptr_equal(a->owner, &owner);
	assert_null(shares_next(&s));
	shares_drop(&s);
}

static void a_long_document_has_more_shares_than_workers(void **state)
{
	shares s;
	shares_begin(&s, 300, 2, NULL, *state);
	assert_true(s.n > 20);
	shares_drop(&s);
}

static void one_page_is_one_share_however_many_could_work(void **state)
{
	shares s;
	shares_begin(&s, 1, 8, NULL, *state);
	assert_int_equal(s.n, 1);
	shares_drop(&s);
}

static void what_several_saw_comes_together_in_the_documents_order(void **state)
{
	shares s;
	shares_begin(&s, 5, 2, NULL, *state);
	struct share *a = shares_next(&s), *b = shares_next(&s);
	assert_int_equal(shares_take(&s, b, answer(*state, 2, 2, 6), NULL), SHARES_WAIT);
	assert_int_equal(shares_take(&s, a, answer(*state, 1, 2, 6), NULL), SHARES_OVER);
	assert_int_equal(json_array_size(s.seen), 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(json_int(json_array_get(s.seen, i), "page", 0, 9), i + 1);
	shares_drop(&s);
}

static void after_trouble_of_the_whole_document_nothing_more_is_given_out(void **state)
{
	shares s;
	err e = ERR_INIT;
	shares_begin(&s, 100, 2, NULL, *state);
	struct share *a = shares_next(&s), *b = shares_next(&s);
	err_set(&e, ERR_USAGE, "no such language");
	assert_int_equal(shares_take(&s, a, STR(""), &e), SHARES_WAIT);
	assert_null(shares_next(&s));
	assert_int_equal(shares_take(&s, b, answer(*state, 2, 9, 100), NULL), SHARES_OVER);
	assert_int_equal(s.trouble.kind, ERR_USAGE);
	assert_null(s.seen);
	shares_drop(&s);
}

static void a_share_that_crashed_is_read_again_page_by_page(void **state)
{
	shares s;
	err e = ERR_INIT;
	int owner;
	shares_begin(&s, 3, 1, &owner, *state);
	struct share *all = shares_next(&s);
	err_set(&e, ERR_INTERNAL, "the reader was stopped by signal 11");
	assert_int_equal(shares_take(&s, all, STR(""), &e), SHARES_MORE);
	for (unsigned n = 1; n <= 3; n++) {
		struct share *one = shares_next(&s);
		assert_non_null(one);
		assert_int_equal(one->number, n - 1);
		assert_int_equal(one->of, 3);
		assert_ptr_equal(one->owner, &owner);
		assert_int_equal(shares_take(&s, one, answer(*state, n, 9, n + 1), NULL), n < 3 ? SHARES_WAIT : SHARES_OVER);
	}
	assert_int_equal(s.trouble.kind, ERR_NONE);
	assert_int_equal(json_array_size(s.seen), 3);
	assert_int_equal(json_int(json_array_get(s.seen, 1), "page", 0, 9), 2);
	shares_drop(&s);
}

static void a_page_that_crashes_again_is_given_up_and_the_document_goes_on(void **state)
{
	shares s;
	err e = ERR_INIT;
	job j = { 0 };
	shares_begin(&s, 2, 2, NULL, *state);
	struct share *a = shares_next(&s), *b = shares_next(&s);
	err_set(&e, ERR_SYSTEM, "took too long and was stopped");
	assert_int_equal(shares_take(&s, a, answer(*state, 1, 9, 2), NULL), SHARES_WAIT);
	assert_int_equal(shares_take(&s, b, STR(""), &e), SHARES_MORE);
	struct share *again = shares_next(&s);
	shares_job(again, &j);
	assert_false(j.given_up);
	assert_int_equal(shares_take(&s, again, STR(""), &e), SHARES_MORE);
	struct share *last = shares_next(&s);
	shares_job(last, &j);
	assert_true(j.given_up && j.verb == JOB_OCR && j.share == 1 && j.shares == 2);
	assert_int_equal(shares_take(&s, last, answer(*state, 2, 9, 3), NULL), SHARES_OVER);
	assert_int_equal(json_array_size(s.seen), 2);
	shares_drop(&s);
}

static void what_cannot_even_be_given_up_ends_the_document(void **state)
{
	shares s;
	err e = ERR_INIT;
	shares_begin(&s, 1, 1, NULL, *state);
	err_set(&e, ERR_INTERNAL, "crashed");
	assert_int_equal(shares_take(&s, shares_next(&s), STR(""), &e), SHARES_MORE);
	assert_int_equal(shares_take(&s, shares_next(&s), STR(""), &e), SHARES_MORE);
	assert_int_equal(shares_take(&s, shares_next(&s), STR(""), &e), SHARES_OVER);
	assert_int_equal(s.trouble.kind, ERR_INTERNAL);
	shares_drop(&s);
}

static void an_answer_with_more_pages_than_asked_is_damaged(void **state)
{
	shares s;
	shares_begin(&s, 1, 1, NULL, *state);
	assert_int_equal(shares_take(&s, shares_next(&s), answer(*state, 1, 1, 4), NULL), SHARES_MORE);
	shares_drop(&s);
}

/* ---- through a pipe ---------------------------------------------------------------------------- */

static void units_come_through_json_with_their_places(void **state)
{
	text t = { .mem = *state }, back = { .mem = *state };
	span places[] = { { 0, 1, { 1, 2, 3, 4 } }, { 1, 3, { 3, 2, 9, 4 } } };
	unit *u = text_add(&t, UNIT_PAGE, STR("page 7 in pixels"));
	*u = (unit){ .kind = UNIT_PAGE, .id = u->id, .text = STR("abc"), .page = 7, .stays = true, .unsearchable = true,
	             .frame = { 0, 0, 612, 792 }, .spans = places, .nspans = 2 };
	json_t *list = text_json(&t, true);
	assert_true(text_of_json(list, &back, NULL));
	assert_int_equal(back.n, 1);
	assert_true(str_is(back.units[0].text, "abc"));
	assert_true(back.units[0].page == 7 && back.units[0].stays && back.units[0].unsearchable);
	assert_true(back.units[0].frame.x1 == 612);
	assert_int_equal(back.units[0].nspans, 2);
	assert_true(back.units[0].spans[1].end == 3 && back.units[0].spans[1].box.x1 == 9);
	json_decref(list);
}

static void a_place_outside_the_text_is_no_unit(void **state)
{
	text back = { .mem = *state };
	json_t *list = json_parse(STR("[{\"kind\":\"page\",\"id\":\"page 1\",\"text\":\"ab\","
	                              "\"boxes\":[{\"beg\":1,\"end\":3,\"box\":[0,0,1,1]}]}]"), NULL);
	assert_non_null(list);
	assert_false(text_of_json(list, &back, NULL));
	json_decref(list);
}

/* ---- marks on what was seen -------------------------------------------------------------------- */

static void a_mark_on_pixels_is_a_box_to_the_format(void **state)
{
	plan p = { .mem = *state };
	rect box = { 10, 10, 50, 20 };
	*plan_add(&p) = (mark){ .kind = MARK_TEXT, .unit = text_pixels_id(STR("page 1"), *state), .end = 4, .page = 1,
	                        .boxes = &box, .nboxes = 1, .state = MARK_ACCEPTED };
	*plan_add(&p) = (mark){ .kind = MARK_TEXT, .unit = STR("page 1"), .end = 4, .page = 1, .state = MARK_ACCEPTED };
	plan own = engine_own_plan(&p);
	assert_int_equal(own.n, 2);
	assert_int_equal(own.marks[0].kind, MARK_BOX);
	assert_int_equal(own.marks[0].nboxes, 1);
	assert_int_equal(own.marks[1].kind, MARK_TEXT);
	assert_int_equal(p.marks[0].kind, MARK_TEXT);
}

static text with_an_unreadable_page(arena *mem)
{
	text t = { .mem = mem };
	unit *u = text_add(&t, UNIT_PAGE, STR("page 2 in pixels"));
	u->page = 2;
	u->unsearchable = true;
	u->frame = (rect){ 0, 0, 612, 792 };
	return t;
}

static void an_unreadable_page_is_left_and_told(void **state)
{
	text t = with_an_unreadable_page(*state);
	plan p = { .mem = *state };
	assert_true(boxes_unreadable(&p, &t, STR("now"), NULL));
	assert_int_equal(p.n, 0);
}

static void an_unreadable_page_is_blacked_out_once_when_asked(void **state)
{
	text t = with_an_unreadable_page(*state);
	plan p = { .mem = *state, .how = { .unreadable = UNREADABLE_BLACK } };
	assert_true(boxes_unreadable(&p, &t, STR("now"), NULL));
	assert_true(boxes_unreadable(&p, &t, STR("now"), NULL));
	assert_int_equal(p.n, 1);
	assert_true(p.marks[0].kind == MARK_BOX && p.marks[0].page == 2 && p.marks[0].state == MARK_ACCEPTED);
	assert_true(p.marks[0].boxes[0].y1 == 792);
}

static void a_document_with_an_unreadable_page_is_withheld_when_asked(void **state)
{
	text t = with_an_unreadable_page(*state);
	plan p = { .mem = *state, .how = { .unreadable = UNREADABLE_WITHHOLD } };
	err e = ERR_INIT;
	assert_false(boxes_unreadable(&p, &t, STR("now"), &e));
	assert_int_equal(e.kind, ERR_REFUSED);
	assert_true(e.hint[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_share_is_given_out_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_long_document_has_more_shares_than_workers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_page_is_one_share_however_many_could_work, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_several_saw_comes_together_in_the_documents_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(after_trouble_of_the_whole_document_nothing_more_is_given_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_share_that_crashed_is_read_again_page_by_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_page_that_crashes_again_is_given_up_and_the_document_goes_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_cannot_even_be_given_up_ends_the_document, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_answer_with_more_pages_than_asked_is_damaged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(units_come_through_json_with_their_places, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_place_outside_the_text_is_no_unit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_mark_on_pixels_is_a_box_to_the_format, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_unreadable_page_is_left_and_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_unreadable_page_is_blacked_out_once_when_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_document_with_an_unreadable_page_is_withheld_when_asked, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
