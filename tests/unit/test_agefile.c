/* Text armour: any stretch of it reads as the binary file does, and what is not strict is refused. */
#include "share/agefile.h"
#include "share/ageout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 100000 };

static unsigned char byte_at(size_t i)
{
	return (unsigned char)(i * 7 + (i >> 8) * 13);
}

static int armoured(size_t n, size_t step)
{
	ageout o;
	int fd = memfd_create("armour", MFD_CLOEXEC);
	assert_true(ageout_begin(&o, fd, "t", true, NULL));
	unsigned char part[512];
	for (size_t at = 0; at < n;) {
		size_t some = n - at < step ? n - at : step;
		for (size_t i = 0; i < some; i++)
			part[i] = byte_at(at + i);
		assert_true(ageout_write(&o, part, some, NULL));
		at += some;
	}
	assert_true(ageout_end(&o, NULL));
	ageout_drop(&o);
	return fd;
}

static bool reads(int fd, size_t at, size_t n)
{
	agefile f;
	size_t got = 0;
	unsigned char *p = malloc(n + 1);
	bool ok = agefile_open(&f, fd, "t", NULL) && agefile_read(&f, at, p, n, &got, NULL) && got == n;
	for (size_t i = 0; ok && i < n; i++)
		ok = p[i] == byte_at(at + i);
	free(p);
	return ok;
}

static void every_length_near_a_line_reads_back(void **state)
{
	(void)state;
	for (size_t n = 1; n < 200; n++) {
		agefile f;
		int fd = armoured(n, 1 + n % 50);
		assert_true(agefile_open(&f, fd, "t", NULL));
		assert_int_equal(f.size, n);
		assert_true(reads(fd, 0, n));
		close(fd);
	}
}

static void any_stretch_of_a_large_one_reads(void **state)
{
	(void)state;
	int fd = armoured(LARGE, 509);
	for (size_t at = 0; at < LARGE; at += 997)
		for (size_t n = 1; n <= LARGE - at; n = n * 5 + 1)
			if (!reads(fd, at, n))
				fail_msg("%zu bytes from %zu", n, at);
	close(fd);
}

static void reading_past_the_end_gives_what_is_there(void **state)
{
	(void)state;
	agefile f;
	size_t got = 99;
	char p[100];
	int fd = armoured(100, 100);
	assert_true(agefile_open(&f, fd, "t", NULL));
	assert_true(agefile_read(&f, 60, p, 100, &got, NULL));
	assert_int_equal(got, 40);
	assert_true(agefile_read(&f, 100, p, 1, &got, NULL));
	assert_int_equal(got, 0);
	close(fd);
}

/* A text with one byte changed opens and reads, or not; no change may make other bytes of it. */
static void no_changed_byte_reads_as_something_else(void **state)
{
	(void)state;
	enum { N = 150 };
	int fd = armoured(N, 64);
	off_t size = lseek(fd, 0, SEEK_END);
	for (off_t at = 0; at < size; at++) {
		char was, is;
		agefile f;
		size_t got = 0;
		unsigned char p[N];
		assert_int_equal(pread(fd, &was, 1, at), 1);
		const char tries[] = { ' ', '\r', '\n', '=', '-', (char)0x80, 'A' };
		for (size_t t = 0; t < sizeof tries; t++) {
			is = tries[t];
			if (is == was)
				continue;
			assert_int_equal(pwrite(fd, &is, 1, at), 1);
			if (agefile_open(&f, fd, "t", NULL) && f.text && agefile_read(&f, 0, p, N, &got, NULL) && got == f.size) {
				bool same = got == N;
				for (size_t i = 0; same && i < N; i++)
					same = p[i] == byte_at(i);
				/* Another letter, or one letter less at the end, is for the encryption to notice. */
				assert_true(same || is == 'A' || is == '=');
			}
		}
		assert_int_equal(pwrite(fd, &was, 1, at), 1);
	}
	close(fd);
}

static void a_binary_file_is_read_as_it_is(void **state)
{
	(void)state;
	agefile f;
	size_t got = 0;
	char p[8] = "";
	int fd = memfd_create("binary", MFD_CLOEXEC);
	assert_int_equal(write(fd, "age-encryption.org/v1\n", 22), 22);
	assert_true(agefile_open(&f, fd, "t", NULL));
	assert_int_equal(f.size, 22);
	assert_true(agefile_read(&f, 4, p, 7, &got, NULL));
	assert_string_equal(p, "encrypt");
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_length_near_a_line_reads_back),
		cmocka_unit_test(any_stretch_of_a_large_one_reads),
		cmocka_unit_test(reading_past_the_end_gives_what_is_there),
		cmocka_unit_test(no_changed_byte_reads_as_something_else),
		cmocka_unit_test(a_binary_file_is_read_as_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
