/* Pictures of a Word document as places of their own: listed, read, blackened in every use, and proven. */
#include "docx_kit.h"

static const char PLACE[] = "word/media/image1.png";

static job *read_by_ocr(const char *fixture, text *seen)
{
	job *j = job_new(fixture);
	strcpy(j->in.how.languages, "eng");
	j->before = format_docx.open(&j->in, j->mem, &j->e);
	assert_true(format_docx.extract(j->before, &j->was, &j->e));
	*seen = (text){ .mem = j->mem };
	const ocr_order all = { .shares = 1 };
	assert_true(format_docx.ocr(j->before, &all, seen, &j->e));
	return j;
}

static void box(job *j, const char *unit, rect where)
{
	rect *r = arena_array(j->mem, rect, 1);
	*r = where;
	*plan_add(&j->p) = (mark){ .kind = MARK_BOX, .unit = str_of(unit), .boxes = r, .nboxes = 1, .state = MARK_ACCEPTED };
}

static void a_picture_is_listed_as_unread(void **state)
{
	job *j = job_read("value-in-png");
	const unit *u = text_lookup(&j->was, str_of(PLACE));
	(void)state;
	assert_non_null(u);
	assert_true(u->unread && u->unsearchable && u->stays);
	assert_int_equal(u->kind, UNIT_PICTURE);
	assert_true(u->frame.x1 == 560);
	job_drop(j);
}

static void a_picture_used_twice_is_listed_once(void **state)
{
	job *j = job_read("value-in-picture-used-twice");
	size_t n = 0;
	(void)state;
	for (size_t i = 0; i < j->was.n; i++)
		n += j->was.units[i].kind == UNIT_PICTURE;
	assert_int_equal(n, 1);
	job_drop(j);
}

static void its_words_are_a_unit_with_places(void **state)
{
	text seen;
	job *j = read_by_ocr("value-in-png", &seen);
	(void)state;
	const unit *u = text_lookup(&seen, STR("word/media/image1.png in pixels"));
	assert_non_null(u);
	assert_true(u->stays && !u->unsearchable && u->nspans > 20 && u->page == 0);
	assert_non_null(strstr(str_z(u->text, j->mem), "Okonjo"));
	job_drop(j);
}

static void what_a_crop_hides_is_not_read(void **state)
{
	text seen;
	job *j = read_by_ocr("value-in-cut-picture", &seen);
	(void)state;
	assert_non_null(strstr(unit_text(&seen, "word/media/image1.png in pixels"), "Okonjo"));
	assert_null(strstr(unit_text(&seen, "word/media/image1.png in pixels"), "1120"));
	job_drop(j);
}

static void a_picture_shown_in_a_mirror_is_read_there(void **state)
{
	text seen;
	job *j = read_by_ocr("value-in-a-mirrored-picture", &seen);
	(void)state;
	const unit *u = text_lookup(&seen, STR("word/media/image1.png in pixels"));
	assert_false(u->unsearchable);
	const char *said = str_z(u->text, j->mem), *at = strstr(said, "Okonjo");
	assert_non_null(at);
	/* the name ends the line, which in the mirror is its left end */
	for (size_t i = 0; i < u->nspans; i++)
		if (u->spans[i].beg == (uint32_t)(at - said))
			assert_true(u->spans[i].box.x1 < 350 && u->spans[i].box.x0 > 280);
	job_drop(j);
}

static void a_picture_that_was_given_up_is_told(void **state)
{
	job *j = job_read("value-in-png");
	text seen = { .mem = j->mem };
	const ocr_order order = { .shares = 1, .given_up = true };
	(void)state;
	assert_true(format_docx.ocr(j->before, &order, &seen, &j->e));
	assert_int_equal(seen.n, 1);
	assert_true(seen.units[0].unsearchable);
	assert_int_equal(seen.units[0].text.n, 0);
	job_drop(j);
}

static void shares_divide_the_pictures(void **state)
{
	job *j = job_read("value-in-png");
	text seen = { .mem = j->mem };
	const ocr_order other = { .share = 1, .shares = 2 };
	(void)state;
	assert_true(format_docx.ocr(j->before, &other, &seen, &j->e));
	assert_int_equal(seen.n, 0);
	job_drop(j);
}

static void a_box_in_a_picture_is_proven(void **state)
{
	job *j = job_read("value-in-jpeg");
	(void)state;
	box(j, "word/media/image1.jpeg in pixels", (rect){ 230, 60, 350, 110 });
	job_run(j);
	job_compare(j);
	assert_int_equal(job_check(j, "pictures-kept")->is, CHECK_PASS);
	assert_int_equal(job_check(j, "text-kept")->is, CHECK_PASS);
	job_drop(j);
}

static void a_box_that_was_not_painted_is_noticed(void **state)
{
	job *j = job_read("value-in-png");
	(void)state;
	job_run(j);
	box(j, "word/media/image1.png in pixels", (rect){ 230, 60, 350, 110 });
	job_compare(j);
	assert_int_equal(job_check(j, "pictures-kept")->is, CHECK_FAIL);
	job_drop(j);
}

static void a_box_that_nobody_asked_for_is_noticed(void **state)
{
	job *j = job_read("value-in-png");
	(void)state;
	box(j, "word/media/image1.png in pixels", (rect){ 230, 60, 350, 110 });
	job_run(j);
	j->p.n = 0;
	job_compare(j);
	assert_int_equal(job_check(j, "pictures-kept")->is, CHECK_FAIL);
	job_drop(j);
}

static void a_picture_that_nobody_read_can_be_blackened(void **state)
{
	job *j = job_read("value-in-one-bit-png");
	(void)state;
	box(j, PLACE, text_lookup(&j->was, str_of(PLACE))->frame);
	job_run(j);
	job_compare(j);
	assert_int_equal(job_check(j, "pictures-kept")->is, CHECK_PASS);
	job_drop(j);
}

static void a_box_in_no_picture_is_refused(void **state)
{
	job *j = job_read("value-in-png");
	(void)state;
	box(j, "word/media/image7.png in pixels", (rect){ 0, 0, 9, 9 });
	assert_false(format_docx.apply(j->before, &j->p, &j->report, &j->e));
	assert_int_equal(j->e.kind, ERR_REFUSED);
	job_drop(j);
}

static void only_pictures_with_boxes_are_read_again(void **state)
{
	job *j = job_read("value-in-png");
	(void)state;
	text none = { .mem = j->mem }, one = { .mem = j->mem };
	ocr_order order = { .shares = 1, .around = &j->p };
	assert_true(format_docx.ocr(j->before, &order, &none, &j->e));
	assert_int_equal(none.n, 0);
	/* in a written file a picture is called as its part is */
	box(j, "word/media/scan7.png in pixels", (rect){ 230, 60, 350, 110 });
	assert_true(format_docx.ocr(j->before, &order, &one, &j->e));
	assert_int_equal(one.n, 1);
	assert_non_null(strstr(str_z(one.units[0].text, j->mem), "Okonjo"));
	job_drop(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_picture_is_listed_as_unread),
		cmocka_unit_test(a_picture_used_twice_is_listed_once),
		cmocka_unit_test(its_words_are_a_unit_with_places),
		cmocka_unit_test(what_a_crop_hides_is_not_read),
		cmocka_unit_test(a_picture_shown_in_a_mirror_is_read_there),
		cmocka_unit_test(a_picture_that_was_given_up_is_told),
		cmocka_unit_test(shares_divide_the_pictures),
		cmocka_unit_test(a_box_in_a_picture_is_proven),
		cmocka_unit_test(a_box_that_was_not_painted_is_noticed),
		cmocka_unit_test(a_box_that_nobody_asked_for_is_noticed),
		cmocka_unit_test(a_picture_that_nobody_read_can_be_blackened),
		cmocka_unit_test(a_box_in_no_picture_is_refused),
		cmocka_unit_test(only_pictures_with_boxes_are_read_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
