/* Pictures as documents: their pages, what stands beside the pixels, boxes in points, and the proof. */
#include "tests/saved.h"
#include "fixtures/lettering.h"
#include "fixtures/pieces.h"
#include "formats/image/image.h"
#include "formats/image/inner.h"
#include "redact/base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static int set_up(void **state) { *state = arena_new(); return 0; }
static int tear_down(void **state) { arena_drop(*state); return 0; }

static source *source_of(arena *mem, str bytes)
{
	source *s = arena_alloc(mem, sizeof *s);
	*s = (source){ .name = STR("scan"), .bytes = bytes };
	return s;
}

static doc *opened(arena *mem, const format *is, str bytes)
{
	err e = ERR_INIT;
	doc *d = is->open(source_of(mem, bytes), mem, &e);
	if (!d)
		fail_msg("%s", e.text);
	return d;
}

static text units_of(arena *mem, const format *is, doc *d)
{
	text t = { .mem = mem };
	err e = ERR_INIT;
	assert_true(is->extract(d, &t, &e));
	return t;
}

/* A box in points on the first page. */
static plan boxed(arena *mem, rect where)
{
	plan p = { .mem = mem };
	rect *r = arena_array(mem, rect, 1);
	*r = where;
	*plan_add(&p) = (mark){ .kind = MARK_BOX, .page = 1, .boxes = r, .nboxes = 1, .state = MARK_ACCEPTED };
	return p;
}

static str written(arena *mem, const format *is, str bytes, const plan *p)
{
	char path[64];
	proof report = { .mem = mem };
	err e = ERR_INIT;
	doc *d = opened(mem, is, bytes);
	str out = STR("");
	snprintf(path, sizeof path, "/tmp/underseal-image-%d", (int)getpid());
	unlink(path);
	units_of(mem, is, d);
	bool ok = is->apply(d, p, &report, &e) && is->rebuild(d, &report, &e) && save_as(is, d, path, &e) &&
	          file_read(path, 1 << 24, mem, &out, &e);
	unlink(path);
	if (!ok)
		fail_msg("%s", e.text);
	return out;
}

static outcome verdict(arena *mem, const format *is, str before, str after, const plan *p, const char *name)
{
	proof report = { .mem = mem };
	text none = { .mem = mem };
	err e = ERR_INIT;
	assert_true(is->compare(opened(mem, is, before), &none, opened(mem, is, after), &none, p, false, &report, &e));
	for (size_t i = 0; i < report.nchecks; i++)
		if (str_is(report.checks[i].name, name))
			return report.checks[i].is;
	fail_msg("no check %s", name);
	return CHECK_SKIP;
}

static lettering letter(arena *mem, const char *line)
{
	return lettering_draw(mem, &line, 1, 20, 200);
}

static str a_png(arena *mem)
{
	lettering l = letter(mem, "Payable to Ada");
	return lettering_png(mem, &l, LETTERS_GREY);
}

static str a_jpeg(arena *mem)
{
	lettering l = letter(mem, "Payable to Ada");
	return lettering_jpeg(mem, &l, 85);
}

/* ---- kinds and sizes --------------------------------------------------------------------------- */

static void each_kind_is_known_by_its_first_bytes(void **state)
{
	assert_int_equal(format_png.probe(a_png(*state)), 100);
	assert_int_equal(format_jpeg.probe(a_jpeg(*state)), 100);
	assert_int_equal(format_tiff.probe(STR("II*\0\10\0\0\0")), 100);
	assert_int_equal(format_tiff.probe(STR("MM\0*\0\0\0\10")), 100);
	assert_int_equal(format_jpeg.probe(a_png(*state)), 0);
	assert_int_equal(format_png.probe(STR("")), 0);
}

static void a_page_is_measured_in_points(void **state)
{
	doc *d = opened(*state, &format_png, a_png(*state));
	text t = units_of(*state, &format_png, d);
	assert_true(t.units[0].unread);
	assert_int_equal(t.units[0].page, 1);
	/* 200 pixels of 5906 a metre, which is 150 an inch */
	assert_true(t.units[0].frame.x1 > 95.9f && t.units[0].frame.x1 < 96.1f);
}

static void without_dots_an_inch_a_pixel_is_a_point(void **state)
{
	text t = units_of(*state, &format_jpeg, opened(*state, &format_jpeg, a_jpeg(*state)));
	assert_true(t.units[0].frame.x1 == 200);
}

/* Where a JPEG's pixels begin; the end of anything else. */
static size_t pixels_of(str bytes)
{
	const char *scan = memmem(bytes.p, bytes.n, "\xff\xda", 2);
	return scan && bytes.p[0] == '\xff' ? (size_t)(scan - bytes.p) : bytes.n;
}

static void a_damaged_file_is_refused(void **state)
{
	str whole[] = { a_png(*state), a_jpeg(*state) };
	const format *is[] = { &format_png, &format_jpeg };
	for (int i = 0; i < 2; i++)
		for (size_t n = 3; n + 20 < whole[i].n && n < pixels_of(whole[i]); n += whole[i].n / 15) {
			err e = ERR_INIT;
			assert_null(is[i]->open(source_of(*state, str_sub(whole[i], 0, n)), *state, &e));
			assert_int_equal(e.kind, ERR_INPUT);
			assert_true(e.hint[0]);
		}
}

static void a_tiff_without_pages_is_refused(void **state)
{
	err e = ERR_INIT;
	assert_null(format_tiff.open(source_of(*state, STR("II*\0\10\0\0\0\0\0\0\0\0\0")), *state, &e));
	assert_int_equal(e.kind, ERR_INPUT);
}

/* ---- beside the pixels ------------------------------------------------------------------------- */

static const char *beside(arena *mem, const format *is, str bytes)
{
	text t = units_of(mem, is, opened(mem, is, bytes));
	const unit *u = text_lookup(&t, STR("what stands beside the pixels"));
	if (u)
		assert_false(u->stays);
	return u ? str_z(u->text, mem) : "";
}

static void nothing_stands_beside_a_plain_picture(void **state)
{
	assert_string_equal(beside(*state, &format_png, a_png(*state)), "");
	assert_string_equal(beside(*state, &format_jpeg, a_jpeg(*state)), "");
}

static void a_comment_is_read_and_not_written(void **state)
{
	str with = put_in(*state, a_jpeg(*state), 20, STR("\xff\xfe\0\x0ftaken by Ada "));
	plan none = { .mem = *state };
	assert_non_null(strstr(beside(*state, &format_jpeg, with), "taken by Ada"));
	str out = written(*state, &format_jpeg, with, &none);
	assert_null(memmem(out.p, out.n, "Ada", 3));
}

static void words_of_two_bytes_are_read(void **state)
{
	str with = put_in(*state, a_jpeg(*state), 20, STR("\xff\xe1\0\x0a" "O\0k\0o\0n\0"));
	assert_non_null(strstr(beside(*state, &format_jpeg, with), "Okon"));
}

static void what_follows_the_end_is_read_and_not_written(void **state)
{
	str png = a_png(*state), with = put_in(*state, png, png.n, STR("later words"));
	plan none = { .mem = *state };
	assert_non_null(strstr(beside(*state, &format_png, with), "later words"));
	assert_null(memmem(written(*state, &format_png, with, &none).p, png.n, "later", 5));
}

static void entries_beside_the_pixels_fail_the_proof(void **state)
{
	str png = a_png(*state), with = put_in(*state, png, png.n, STR("later words"));
	plan none = { .mem = *state };
	assert_int_equal(verdict(*state, &format_png, png, png, &none, "pixels-alone"), CHECK_PASS);
	assert_int_equal(verdict(*state, &format_png, png, with, &none, "pixels-alone"), CHECK_FAIL);
}

/* ---- boxes ------------------------------------------------------------------------------------- */

static unsigned char grey_at(arena *mem, str picture, int x, int y)
{
	shown s;
	assert_true(shown_decode(picture, mem, &s, NULL));
	return s.on_white[((size_t)y * (size_t)s.width + (size_t)x) * 3];
}

static void a_box_in_points_blackens_pixels(void **state)
{
	plan p = boxed(*state, (rect){ 48, 4.8f, 72, 9.6f });
	str out = written(*state, &format_png, a_png(*state), &p);
	assert_int_equal(grey_at(*state, out, 101, 11), 0);
	assert_int_equal(grey_at(*state, out, 149, 19), 0);
	assert_int_equal(grey_at(*state, out, 190, 5), 255);
	assert_int_equal(verdict(*state, &format_png, a_png(*state), out, &p, "text-kept"), CHECK_PASS);
}

static void a_box_that_was_not_painted_is_noticed(void **state)
{
	plan p = boxed(*state, (rect){ 20, 5, 60, 20 });
	assert_int_equal(verdict(*state, &format_png, a_png(*state), a_png(*state), &p, "text-kept"), CHECK_FAIL);
}

static void a_jpeg_that_ends_early_comes_out_with_what_it_has(void **state)
{
	plan p = boxed(*state, (rect){ 0, 0, 20, 4 }), none = { .mem = *state };
	str whole = a_jpeg(*state), early = str_sub(whole, 0, pixels_of(whole) + (whole.n - pixels_of(whole)) / 2);
	str out = written(*state, &format_jpeg, early, &p), plain = written(*state, &format_jpeg, early, &none);
	assert_true(grey_at(*state, out, 5, 2) < 16); /* coded anew */
	assert_int_equal(verdict(*state, &format_jpeg, early, out, &p, "text-kept"), CHECK_PASS);
	assert_int_equal(verdict(*state, &format_jpeg, early, plain, &none, "text-kept"), CHECK_PASS);
	assert_memory_equal(plain.p + plain.n - 2, "\xff\xd9", 2);
}

static void another_picture_is_noticed(void **state)
{
	lettering l = letter(*state, "Payable to Bob");
	plan none = { .mem = *state };
	assert_int_equal(verdict(*state, &format_jpeg, a_jpeg(*state), lettering_jpeg(*state, &l, 85), &none, "text-kept"), CHECK_FAIL);
}

/* ---- turned ------------------------------------------------------------------------------------ */

/* Three by two pixels, numbered by rows; what the eight ways make of them (TIFF 6.0, Orientation). */
static void each_way_up_is_put_right(void **state)
{
	static const struct { int turn, w; const char *reads; } ways[] = {
		{ 1, 3, "123456" }, { 2, 3, "321654" }, { 3, 3, "654321" }, { 4, 3, "456123" },
		{ 5, 2, "142536" }, { 6, 2, "415263" }, { 7, 2, "635241" }, { 8, 2, "362514" },
	};
	for (size_t i = 0; i < 8; i++) {
		unsigned char pixels[18];
		char reads[7] = { 0 };
		for (int k = 0; k < 18; k++)
			pixels[k] = (unsigned char)('1' + k / 3);
		shown s = { .width = 3, .height = 2, .on_white = pixels };
		image_turn(&s, ways[i].turn, *state);
		for (int k = 0; k < 6; k++)
			reads[k] = (char)s.on_white[3 * k];
		assert_string_equal(reads, ways[i].reads);
		assert_int_equal(s.width, ways[i].w);
	}
}

static void which_way_up_is_read_from_exif(void **state)
{
	static const char exif[] = "\xff\xe1\0\x22" "Exif\0\0II*\0\10\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0";
	str with = put_in(*state, a_jpeg(*state), 20, (str){ exif, 36 });
	assert_int_equal(image_turn_of(a_jpeg(*state)), 1);
	assert_int_equal(image_turn_of(with), 6);
	text t = units_of(*state, &format_jpeg, opened(*state, &format_jpeg, with));
	assert_true(t.units[0].frame.y1 == 200);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(each_kind_is_known_by_its_first_bytes), T(a_page_is_measured_in_points),
		T(without_dots_an_inch_a_pixel_is_a_point), T(a_damaged_file_is_refused),
		T(a_jpeg_that_ends_early_comes_out_with_what_it_has),
		T(a_tiff_without_pages_is_refused), T(nothing_stands_beside_a_plain_picture),
		T(a_comment_is_read_and_not_written), T(words_of_two_bytes_are_read),
		T(what_follows_the_end_is_read_and_not_written), T(entries_beside_the_pixels_fail_the_proof),
		T(a_box_in_points_blackens_pixels), T(a_box_that_was_not_painted_is_noticed),
		T(another_picture_is_noticed), T(each_way_up_is_put_right), T(which_way_up_is_read_from_exif),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
