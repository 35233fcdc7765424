/* The archive in a bundle, read by libzip. */
#include "share/zipout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <zip.h>

static bool to_buf(void *arg, const void *bytes, size_t n, err *e)
{
	(void)e;
	buf_add(arg, bytes, n);
	return true;
}

static void libzip_reads(bool wide)
{
	arena *mem = arena_new();
	buf b = { 0 };
	zipout z;
	zipout_init(&z, to_buf, &b, wide);
	assert_true(zipout_begin(&z, STR("one.txt"), 5, zipout_crc(0, "first", 5), NULL));
	assert_true(zipout_write(&z, "fir", 3, NULL) && zipout_write(&z, "st", 2, NULL));
	assert_true(zipout_begin(&z, STR("f/\xc3\xbc.txt"), 0, 0, NULL));
	assert_true(zipout_begin(&z, STR("f/three"), 6, zipout_crc(0, "second", 6), NULL));
	assert_true(zipout_write(&z, "second", 6, NULL));
	assert_true(zipout_finish(&z, NULL));
	zipout_drop(&z);

	zip_source_t *source = zip_source_buffer_create(b.p, b.n, 0, NULL);
	zip_t *za = zip_open_from_source(source, ZIP_CHECKCONS | ZIP_RDONLY, NULL);
	assert_non_null(za);
	assert_int_equal(zip_get_num_entries(za, 0), 3);
	assert_string_equal(zip_get_name(za, 1, ZIP_FL_ENC_STRICT), "f/\xc3\xbc.txt");
	char got[7] = "";
	zip_file_t *f = zip_fopen(za, "f/three", 0);
	assert_non_null(f);
	assert_int_equal(zip_fread(f, got, 6), 6);
	assert_string_equal(got, "second");
	zip_fclose(f);
	zip_discard(za);
	buf_free(&b);
	arena_drop(mem);
}

static void libzip_reads_the_narrow_archive(void **state)
{
	(void)state;
	libzip_reads(false);
}

static void libzip_reads_the_wide_archive(void **state)
{
	(void)state;
	libzip_reads(true);
}

static void announced_and_written_bytes_must_agree(void **state)
{
	(void)state;
	arena *mem = arena_new();
	buf b = { 0 };
	zipout z;
	zipout_init(&z, to_buf, &b, false);
	assert_true(zipout_begin(&z, STR("a"), 3, zipout_crc(0, "abc", 3), NULL));
	assert_false(zipout_write(&z, "abcd", 4, NULL));
	assert_true(zipout_write(&z, "ab", 2, NULL));
	assert_false(zipout_finish(&z, NULL));
	assert_true(zipout_write(&z, "x", 1, NULL));
	assert_false(zipout_finish(&z, NULL));
	zipout_drop(&z);
	buf_free(&b);
	arena_drop(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(libzip_reads_the_narrow_archive),
		cmocka_unit_test(libzip_reads_the_wide_archive),
		cmocka_unit_test(announced_and_written_bytes_must_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
