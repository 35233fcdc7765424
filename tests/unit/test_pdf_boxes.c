/* boxes.h: what black boxes bear. */
#include "formats/pdf/walk/boxes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* How often `op` stands in what draws two boxes. */
static int count(const char *op, struct rpdf_box a, struct rpdf_box b)
{
	fz_context *ctx = fz_new_context(NULL, NULL, FZ_STORE_DEFAULT);
	pdf_document *doc = pdf_create_document(ctx);
	pdf_obj *resources = pdf_new_dict(ctx, doc, 1);
	fz_buffer *out = fz_new_buffer(ctx, 256);
	arena *mem = arena_new();
	struct rpdf_boxes boxes = { 0 };
	rpdf_add_box(&boxes, a.at, a.label, mem);
	rpdf_add_box(&boxes, b.at, b.label, mem);
	rpdf_draw_boxes(ctx, doc, &boxes, fz_identity, out, resources);
	int n = 0;
	for (const char *at = fz_string_from_buffer(ctx, out); (at = strstr(at, op)); at++)
		n++;
	arena_drop(mem);
	fz_drop_buffer(ctx, out);
	pdf_drop_obj(ctx, resources);
	pdf_drop_document(ctx, doc);
	fz_drop_context(ctx);
	return n;
}

static void words_found_twice_at_one_place_bear_one_label(void **state)
{
	(void)state;
	struct rpdf_box layer = { { 100, 100, 180, 112 }, STR("SSN") }, seen = { { 98, 102, 176, 114 }, STR("SSN") };
	assert_int_equal(count(" re f", layer, seen), 2);
	assert_int_equal(count("BT ", layer, seen), 1);
	assert_int_equal(count("BT ", seen, seen), 1);
}

static void words_beside_each_other_bear_one_each(void **state)
{
	(void)state;
	struct rpdf_box one = { { 100, 100, 180, 112 }, STR("SSN") }, next = { { 178, 100, 260, 112 }, STR("SSN") };
	assert_int_equal(count("BT ", one, next), 2);
}

static void a_word_below_a_large_box_bears_its_own(void **state)
{
	(void)state;
	struct rpdf_box one = { { 100, 100, 180, 112 }, STR("SSN") }, page = { { 0, 0, 600, 700 }, STR("UNREADABLE") };
	assert_int_equal(count("BT ", one, page), 2);
}

static void a_box_without_a_label_takes_none_away(void **state)
{
	(void)state;
	struct rpdf_box one = { { 100, 100, 180, 112 }, STR("SSN") }, drawn = { { 98, 98, 182, 114 }, STR("") };
	assert_int_equal(count("BT ", one, drawn), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_found_twice_at_one_place_bear_one_label),
		cmocka_unit_test(words_beside_each_other_bear_one_each),
		cmocka_unit_test(a_word_below_a_large_box_bears_its_own),
		cmocka_unit_test(a_box_without_a_label_takes_none_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
