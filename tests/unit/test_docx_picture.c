/* Pictures come out with their pixels and nothing else. */
#include "fixtures/pieces.h"
#include "formats/docx/picture/crop.h"
#include "tests/unit/docx_kit.h"

/* Grey, 8 bits; the pixel at (x, y) is x + 10 y. */
static str png_of(uint32_t w, uint32_t h, arena *mem)
{
	buf rows = { 0 }, b = { 0 }, head = { 0 };
	for (uint32_t y = 0; y < h; y++) {
		buf_byte(&rows, 0);
		for (uint32_t x = 0; x < w; x++)
			buf_byte(&rows, (int)(x + 10 * y));
	}
	uLongf n = compressBound(rows.n);
	char *packed = arena_alloc(mem, n);
	compress((Bytef *)packed, &n, (const Bytef *)rows.p, rows.n);
	be(&head, w, 4);
	be(&head, h, 4);
	buf_add(&head, "\10\0\0\0\0", 5);
	buf_add(&b, "\211PNG\r\n\032\n", 8);
	chunk(&b, "IHDR", buf_view(&head));
	chunk(&b, "tEXt", STR("Comment\0secret"));
	chunk(&b, "iCCP", STR("secret\0\0x"));
	chunk(&b, "eXIf", STR("secret"));
	chunk(&b, "IDAT", (str){ packed, n });
	chunk(&b, "IDAT", STR("secret slack"));
	chunk(&b, "IEND", STR(""));
	buf_z(&b, "secret tail");
	str out = str_dup(buf_view(&b), mem);
	buf_free(&rows);
	buf_free(&b);
	buf_free(&head);
	return out;
}

/* The shape of a JPEG; nobody decodes it. */
static const char jpeg[] =
	"\xff\xd8"
	"\xff\xe0\x00\x19JFIF\0\1\2\1\0\x48\0\x48\0\0secret!!!"
	"\xff\xe1\x00\x0e" "Exif\0\0secret"
	"\xff\xe2\x00\x08secret"
	"\xff\xfe\x00\x08secret"
	"\xff\xdb\x00\x04qq"
	"\xff\xc0\x00\x0b\x08\x00\x20\x00\x10\x01\x01\x11\x00"
	"\xff\xda\x00\x04ss" "pixels\xff\x00more\xff\xd0pixels"
	"\xff\xd9secret";

static bool holds(str s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static void png_keeps_its_pixels_and_loses_its_words(void **state)
{
	arena *mem = arena_new();
	clean_picture p;
	(void)state;
	assert_true(picture_clean(png_of(20, 10, mem), mem, &p));
	assert_int_equal(p.kind, PICTURE_PNG);
	assert_int_equal(p.width, 20);
	assert_int_equal(p.height, 10);
	assert_true(holds(p.bytes, "IDAT"));
	assert_false(holds(p.bytes, "secret"));
	arena_drop(mem);
}

static void jpeg_keeps_its_scans_and_loses_its_words(void **state)
{
	arena *mem = arena_new();
	clean_picture p;
	(void)state;
	assert_true(picture_clean((str){ jpeg, sizeof jpeg - 1 }, mem, &p));
	assert_int_equal(p.kind, PICTURE_JPEG);
	assert_int_equal(p.width, 16);
	assert_int_equal(p.height, 32);
	assert_memory_equal(p.bytes.p, "\xff\xd8\xff\xe0\x00\x10JFIF\0\1\2\1\0\x48\0\x48\0\0", 20);
	assert_true(holds(p.bytes, "pixels"));
	assert_true(str_ends(p.bytes, "\xff\xd9"));
	assert_false(holds(p.bytes, "secret"));
	arena_drop(mem);
}

static void a_cleaned_picture_does_not_change_again(void **state)
{
	arena *mem = arena_new();
	clean_picture p, q;
	(void)state;
	assert_true(picture_clean(png_of(20, 10, mem), mem, &p));
	assert_true(picture_clean(p.bytes, mem, &q));
	assert_true(str_eq(p.bytes, q.bytes));
	assert_true(picture_clean((str){ jpeg, sizeof jpeg - 1 }, mem, &p));
	assert_true(picture_clean(p.bytes, mem, &q));
	assert_true(str_eq(p.bytes, q.bytes));
	arena_drop(mem);
}

static void a_picture_cut_short_is_not_taken_over(void **state)
{
	arena *mem = arena_new();
	str png = png_of(20, 10, mem);
	size_t end = (size_t)((const char *)memmem(png.p, png.n, "IEND", 4) - png.p);
	clean_picture p;
	(void)state;
	for (size_t n = 0; n < end + 8; n++)
		assert_false(picture_clean((str){ png.p, n }, mem, &p));
	size_t scan = (size_t)((const char *)memmem(jpeg, sizeof jpeg - 1, "\xff\xda", 2) - jpeg);
	for (size_t n = 0; n < scan + 4; n++)
		assert_false(picture_clean((str){ jpeg, n }, mem, &p));
	arena_drop(mem);
}

static void a_jpeg_cut_short_in_its_pixels_is_ended_there(void **state)
{
	arena *mem = arena_new();
	size_t pixels = (size_t)((const char *)memmem(jpeg, sizeof jpeg - 1, "pixels", 6) - jpeg);
	clean_picture p;
	(void)state;
	assert_true(picture_clean((str){ jpeg, pixels + 3 }, mem, &p));
	assert_true(str_ends(p.bytes, "pix\xff\xd9"));
	assert_false(holds(p.bytes, "secret"));
	arena_drop(mem);
}

static void other_kinds_are_not_taken_over(void **state)
{
	arena *mem = arena_new();
	clean_picture p;
	(void)state;
	assert_false(picture_clean(STR("GIF89a and so on"), mem, &p));
	assert_false(picture_clean(STR("\x01\x00\x00\x00 an EMF"), mem, &p));
	assert_false(picture_clean(STR("<svg>words</svg>"), mem, &p));
	arena_drop(mem);
}

static void a_crop_leaves_what_was_in_sight(void **state)
{
	arena *mem = arena_new();
	clean_picture p, q;
	(void)state;
	assert_true(picture_clean(png_of(20, 10, mem), mem, &p));
	assert_true(picture_crop(&p, (crop){ .left = 50000, .top = 20000 }, mem));
	assert_int_equal(p.width, 10);
	assert_int_equal(p.height, 8);
	assert_true(picture_clean(p.bytes, mem, &q));
	assert_int_equal(q.width, 10);
	assert_int_equal(q.height, 8);
	arena_drop(mem);
}

static void a_crop_of_everything_leaves_a_pixel(void **state)
{
	arena *mem = arena_new();
	clean_picture p;
	(void)state;
	assert_true(picture_clean(png_of(20, 10, mem), mem, &p));
	assert_true(picture_crop(&p, (crop){ 100000, 100000, 100000, 100000 }, mem));
	assert_int_equal(p.width, 1);
	assert_int_equal(p.height, 1);
	arena_drop(mem);
}

static void a_picture_that_does_not_decode_is_not_cropped(void **state)
{
	arena *mem = arena_new();
	clean_picture p;
	(void)state;
	assert_true(picture_clean((str){ jpeg, sizeof jpeg - 1 }, mem, &p));
	assert_false(picture_crop(&p, (crop){ .left = 50000 }, mem));
	arena_drop(mem);
}

/* The same picture cropped in two ways: two pictures in the file, no trace of the crop. */
static void each_crop_of_a_picture_becomes_a_picture(void **state)
{
	job *j = job_redact("half-a-picture-hidden-by-crop");
	(void)state;
	assert_memory_equal(job_part(j, "word/media/image1.png") + 16, "\0\0\0\4\0\0\0\6", 8);
	assert_memory_equal(job_part(j, "word/media/image2.png") + 16, "\0\0\0\4\0\0\0\10", 8);
	assert_false(job_holds(j, "srcRect"));
	assert_false(job_holds(j, "crop"));
	assert_int_equal(job_dropped(j, "part of a picture out of sight"), 2);
	job_drop(j);
}

#define T(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(png_keeps_its_pixels_and_loses_its_words), T(jpeg_keeps_its_scans_and_loses_its_words),
		T(a_cleaned_picture_does_not_change_again), T(a_picture_cut_short_is_not_taken_over),
		T(a_jpeg_cut_short_in_its_pixels_is_ended_there),
		T(other_kinds_are_not_taken_over), T(a_crop_leaves_what_was_in_sight),
		T(a_crop_of_everything_leaves_a_pixel), T(a_picture_that_does_not_decode_is_not_cropped),
		T(each_crop_of_a_picture_becomes_a_picture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
