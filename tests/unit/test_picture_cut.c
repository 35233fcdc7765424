/* Pixels taken out of PNG and JPEG files, and the look at what else changed. */
#include "fixtures/lettering.h"
#include "formats/lib/ocr/seen.h"
#include "formats/lib/picture/jpeg_cut.h"
#include "formats/lib/picture/pixeldiff.h"
#include "formats/lib/picture/png_cut.h"
#include "formats/lib/picture/shown.h"
#include "redact/model/stretch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static const char *const LINES[] = { "Payable to Ada", "Number 12345" };

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static lettering letter(arena *mem)
{
	return lettering_draw(mem, LINES, 2, 24, 240);
}

static rect BOX[] = { { 30, 20, 90, 40 } };

static mask_boxes boxes(void)
{
	return (mask_boxes){ BOX, 1, 1 };
}

static str cut_of(arena *mem, str picture, bool jpeg)
{
	mask_boxes b = boxes();
	str out = STR("");
	assert_true(jpeg ? jpeg_cut(picture, mask_boxes_mark, &b, mem, &out) : png_cut(picture, mask_boxes_mark, &b, mem, &out));
	return out;
}

static unsigned char red_at(arena *mem, str picture, int x, int y)
{
	shown s;
	assert_true(shown_decode(picture, mem, &s, NULL));
	return s.on_white[((size_t)y * (size_t)s.width + (size_t)x) * 3];
}

/* Byte 24 of a PNG is its depth, byte 25 its kind of colour. */
#define KEEPS_ITS_KIND(test, kind) \
static void test(void **state) \
{ \
	lettering l = letter(*state); \
	str png = lettering_png(*state, &l, kind), out = cut_of(*state, png, false); \
	assert_memory_equal(out.p + 16, png.p + 16, 10); \
	mask_boxes b = boxes(); \
	assert_null(pixeldiff(png, out, false, &b, *state)); \
	assert_true(red_at(*state, out, 60, 30) <= 10); \
	assert_true(out.n < png.n + 200); \
}
KEEPS_ITS_KIND(a_grey_png_stays_grey, LETTERS_GREY)
KEEPS_ITS_KIND(a_png_of_one_bit_stays_one, LETTERS_BITS)
KEEPS_ITS_KIND(a_png_of_sixteen_bits_stays_one, LETTERS_16)
KEEPS_ITS_KIND(a_png_that_is_seen_through_stays_one, LETTERS_CLEAR)

static void the_resolution_of_a_png_stays(void **state)
{
	lettering l = letter(*state);
	str out = cut_of(*state, lettering_png(*state, &l, LETTERS_GREY), false);
	assert_non_null(memmem(out.p, out.n, "pHYs", 4));
}

static void a_jpeg_changes_under_the_box_only(void **state)
{
	lettering l = letter(*state);
	str jpeg = lettering_jpeg(*state, &l, 75), out = cut_of(*state, jpeg, true);
	mask_boxes b = boxes();
	assert_null(pixeldiff(jpeg, out, true, &b, *state));
	assert_true(red_at(*state, out, 60, 30) < 40);
	assert_int_equal(red_at(*state, out, 150, 30), red_at(*state, jpeg, 150, 30));
	assert_true(out.n < jpeg.n + jpeg.n / 10);
}

static void a_png_cut_short_is_refused(void **state)
{
	lettering l = letter(*state);
	str png = lettering_png(*state, &l, LETTERS_GREY), out;
	mask_boxes b = boxes();
	for (size_t n = 0; n + 30 < png.n; n += png.n / 20)
		assert_false(png_cut(str_sub(png, 0, n), mask_boxes_mark, &b, *state, &out));
}

static void a_pixel_changed_elsewhere_is_noticed(void **state)
{
	lettering l = letter(*state);
	str png = lettering_png(*state, &l, LETTERS_GREY);
	l.grey[5 * 240 + 200] = 254;
	str out = cut_of(*state, lettering_png(*state, &l, LETTERS_GREY), false);
	mask_boxes b = boxes();
	assert_non_null(pixeldiff(png, out, false, &b, *state));
}

static void letters_left_under_a_box_are_noticed(void **state)
{
	lettering l = letter(*state);
	str png = lettering_png(*state, &l, LETTERS_GREY), jpeg = lettering_jpeg(*state, &l, 90);
	mask_boxes b = boxes();
	assert_non_null(pixeldiff(png, png, false, &b, *state));
	assert_non_null(pixeldiff(jpeg, jpeg, true, &b, *state));
}

static void another_jpeg_is_noticed(void **state)
{
	static const char *const other[] = { "Payable to Bob", "Number 54321" };
	lettering l = letter(*state), m = lettering_draw(*state, other, 2, 24, 240);
	mask_boxes b = boxes();
	assert_non_null(pixeldiff(lettering_jpeg(*state, &l, 90), cut_of(*state, lettering_jpeg(*state, &m, 90), true), true, &b, *state));
}

static void clear_pixels_show_two_grounds(void **state)
{
	lettering l = letter(*state);
	shown s;
	assert_true(shown_decode(lettering_png(*state, &l, LETTERS_CLEAR), *state, &s, NULL));
	assert_non_null(s.on_black);
	assert_int_equal(s.on_white[0], 255);
	assert_int_equal(s.on_black[0], 0);
}

/* ---- words ------------------------------------------------------------------------------------- */

static void words_have_boxes_in_the_units_asked_for(void **state)
{
	arena *mem = *state;
	lettering l = lettering_draw(mem, LINES, 2, 40, 420);
	shown s;
	assert_true(shown_decode(lettering_png(mem, &l, LETTERS_GREY), mem, &s, NULL));
	ocr_picture p = shown_picture(&s, s.on_white);
	seer r = { .languages = "eng" };
	seen words = { .mem = mem, .pixels = 2 };
	unit u = { 0 };
	err e = ERR_INIT;
	assert_true(seen_read(&r, &words, &p, &e));
	seen_end(&words, &u);
	seer_end(&r);
	assert_true(str_eq(u.text, STR("Payable to Ada\nNumber 12345\n")));
	assert_false(u.unsearchable);
	assert_true(u.spans[0].box.x0 >= 15 && u.spans[0].box.x0 <= 22);
	assert_true(u.spans[0].box.y1 <= 42);
}

static void a_blank_picture_has_no_words_and_no_doubt(void **state)
{
	unsigned char *white = arena_alloc(*state, 300 * 100);
	memset(white, 250, 300 * 100);
	ocr_picture p = { .samples = white, .w = 300, .h = 100, .stride = 300, .channels = 1 };
	seer r = { .languages = "no such language" };
	seen words = { .mem = *state, .pixels = 1 };
	unit u = { 0 };
	assert_true(seen_read(&r, &words, &p, NULL));
	seen_end(&words, &u);
	assert_int_equal(u.text.n, 0);
	assert_false(u.unsearchable);
}

static rect place_of_word(const unit *u, const char *word, arena *mem)
{
	const char *at = memmem(u->text.p, u->text.n, word, strlen(word));
	rect *where;
	assert_non_null(at);
	uint32_t beg = (uint32_t)(at - u->text.p);
	assert_int_equal(stretch_boxes(u, beg, beg + (uint32_t)strlen(word), mem, &where), 1);
	return *where;
}

static void what_stands_beside_a_box_is_read_again_and_where(void **state)
{
	arena *mem = *state;
	lettering l = lettering_draw(mem, LINES, 2, 40, 420), turned = lettering_turn(mem, &l);
	ocr_picture p = { .samples = turned.grey, .w = turned.w, .h = turned.h, .stride = (size_t)turned.w, .channels = 1 };
	ocr_picture upright = { .samples = l.grey, .w = l.w, .h = l.h, .stride = (size_t)l.w, .channels = 1 };
	const rect box[] = { { (float)turned.w - 80, 20, (float)turned.w - 20, 300 } };
	seer r = { .languages = "eng" };
	seen words = { .mem = mem, .pixels = 2 }, plain = { .mem = mem, .pixels = 1 };
	unit u = { 0 }, first = { 0 };
	err e = ERR_INIT;
	assert_true(seen_again(&r, &words, &p, box, 1, &e));
	assert_true(seen_read(&r, &plain, &upright, &e));
	seer_end(&r);
	seen_end(&words, &u);
	seen_end(&plain, &first);
	rect found = place_of_word(&u, "Payable", mem), was = place_of_word(&first, "Payable", mem);
	rect found_pixels = { 2 * found.x0, 2 * found.y0, 2 * found.x1, 2 * found.y1 };
	rect there = { (float)l.h - was.y1, was.x0, (float)l.h - was.y0, was.x1 };
	rect both = rect_intersect(found_pixels, there);
	assert_true(rect_area(both) > 0.8f * rect_area(there) && rect_area(both) > 0.8f * rect_area(found_pixels));
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_grey_png_stays_grey),
		T(a_png_of_one_bit_stays_one),
		T(a_png_of_sixteen_bits_stays_one),
		T(a_png_that_is_seen_through_stays_one),
		T(the_resolution_of_a_png_stays),
		T(a_jpeg_changes_under_the_box_only),
		T(a_png_cut_short_is_refused),
		T(a_pixel_changed_elsewhere_is_noticed),
		T(letters_left_under_a_box_are_noticed),
		T(another_jpeg_is_noticed),
		T(clear_pixels_show_two_grounds),
		T(words_have_boxes_in_the_units_asked_for),
		T(a_blank_picture_has_no_words_and_no_doubt),
		T(what_stands_beside_a_box_is_read_again_and_where),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
