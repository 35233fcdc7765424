/* The envelope against damage, and against itself; other programs stand in tests/golden/share.sh. */
#include "redact/base/buf.h"
#include "share/agehead.h"
#include "share/agekeys.h"
#include "share/base64.h"
#include "share/envelope.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

enum { LOW = 10 };

static secret pass_of(const char *z)
{
	secret s;
	assert_true(secret_of(&s, str_of(z), NULL));
	return s;
}

static int memory_file(void)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	assert_true(fd >= 0);
	return fd;
}

static void put(int fd, const void *bytes, size_t n)
{
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(pwrite(fd, bytes, n, 0), (ssize_t)n);
}

static unsigned char *contents(int fd, size_t *n)
{
	*n = (size_t)lseek(fd, 0, SEEK_END);
	unsigned char *p = malloc(*n + 1);
	assert_int_equal(pread(fd, p, *n, 0), (ssize_t)*n);
	return p;
}

/* A payload whose every byte tells where it stands. */
static unsigned char *payload(size_t n)
{
	unsigned char *p = malloc(n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(i * 7 + (i >> 8) * 13 + (i >> 16) * 29);
	return p;
}

static int sealed(size_t n)
{
	int fd = memory_file();
	secret pass = pass_of("correct horse");
	unsigned char *bytes = payload(n);
	envelope_writer *w = envelope_create(fd, "t", envelope_prepare(&(envelope_lock){ .pass = &pass, .work = LOW }, NULL), NULL);
	assert_non_null(w);
	assert_true(envelope_write(w, bytes, n, NULL));
	assert_true(envelope_finish(w, NULL));
	envelope_writer_drop(w);
	secret_drop(&pass);
	free(bytes);
	return fd;
}

/* Opens and reads everything; true when all of it came, n bytes as payload() makes them. */
static bool reads_back(int fd, size_t n, err *e)
{
	secret pass = pass_of("correct horse");
	envelope *v = envelope_open(fd, "t", &(envelope_keys){ .pass = &pass }, e);
	secret_drop(&pass);
	if (!v)
		return false;
	size_t size = (size_t)envelope_size(v);
	unsigned char *got = malloc(size + 1), *want = payload(n);
	bool ok = envelope_read(v, 0, got, size, e);
	if (ok) {
		assert_int_equal(size, n);
		assert_memory_equal(got, want, n);
	}
	envelope_drop(v);
	free(got);
	free(want);
	return ok;
}

static void sizes_around_a_chunk_come_back(void **state)
{
	(void)state;
	const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 300000 };
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		int fd = sealed(sizes[i]);
		assert_true(reads_back(fd, sizes[i], NULL));
		close(fd);
	}
}

static void any_stretch_can_be_read_alone(void **state)
{
	(void)state;
	size_t n = 200000;
	int fd = sealed(n);
	secret pass = pass_of("correct horse");
	envelope *v = envelope_open(fd, "t", &(envelope_keys){ .pass = &pass }, NULL);
	assert_non_null(v);
	unsigned char *want = payload(n), got[70000];
	const size_t at[] = { 199999, 0, 65530, 131072, 65536, 1, 130000 };
	for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
		size_t len = n - at[i] < sizeof got ? n - at[i] : sizeof got;
		assert_true(envelope_read(v, at[i], got, len, NULL));
		assert_memory_equal(got, want + at[i], len);
	}
	assert_false(envelope_read(v, n, got, 1, NULL));
	assert_false(envelope_read(v, UINT64_MAX, got, 2, NULL));
	assert_true(envelope_read(v, n, got, 0, NULL));
	envelope_drop(v);
	secret_drop(&pass);
	free(want);
	close(fd);
}

static void another_passphrase_does_not_open(void **state)
{
	(void)state;
	int fd = sealed(10);
	secret pass = pass_of("correct horsf");
	err e = ERR_INIT;
	assert_null(envelope_open(fd, "t", &(envelope_keys){ .pass = &pass }, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text, "t: wrong passphrase, or the file is damaged");
	secret_drop(&pass);
	close(fd);
}

static void no_truncation_is_accepted(void **state)
{
	(void)state;
	int fd = sealed(40);
	size_t n;
	unsigned char *bytes = contents(fd, &n);
	for (size_t keep = 0; keep < n; keep++) {
		put(fd, bytes, keep);
		assert_false(reads_back(fd, 40, NULL));
	}
	put(fd, bytes, n);
	assert_true(reads_back(fd, 40, NULL));
	free(bytes);
	close(fd);
}

static void no_cut_of_a_long_payload_is_accepted(void **state)
{
	(void)state;
	int fd = sealed(200000);
	size_t n;
	unsigned char *bytes = contents(fd, &n);
	size_t head = n - 200000 - 4 * ENVELOPE_TAG - AGEKEYS_NONCE;
	/* At, and one byte to either side of, every border of nonce and chunks. */
	for (int chunk = -1; chunk < 4; chunk++)
		for (int off = -1; off <= 1; off++) {
			size_t start = chunk < 0 ? 0 : AGEKEYS_NONCE + (size_t)chunk * (65536 + 16);
			put(fd, bytes, head + start + (size_t)off);
			assert_false(reads_back(fd, 200000, NULL));
		}
	free(bytes);
	close(fd);
}

static void no_flipped_bit_is_accepted(void **state)
{
	(void)state;
	int fd = sealed(40);
	size_t n;
	unsigned char *bytes = contents(fd, &n);
	for (size_t bit = 0; bit < n * 8; bit++) {
		bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
		put(fd, bytes, n);
		assert_false(reads_back(fd, 40, NULL));
		bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	free(bytes);
	close(fd);
}

static void no_trailing_byte_is_accepted(void **state)
{
	(void)state;
	int fd = sealed(40);
	size_t n;
	unsigned char *bytes = contents(fd, &n);
	assert_int_equal(pwrite(fd, "", 1, (off_t)n), 1);
	assert_false(reads_back(fd, 40, NULL));
	free(bytes);
	close(fd);
}

enum { SEALED = 65536 + 16 };

/* Rewrites the file as its header and the given chunks in the given order. */
static bool accepts_chunks(int fd, const unsigned char *bytes, size_t head, const int *order,
                           size_t count, size_t last_size)
{
	unsigned char *out = malloc(head + count * SEALED);
	size_t n = head;
	memcpy(out, bytes, head);
	for (size_t i = 0; i < count; i++) {
		size_t len = order[i] == 3 ? last_size : SEALED;
		memcpy(out + n, bytes + head + (size_t)order[i] * SEALED, len);
		n += len;
	}
	put(fd, out, n);
	free(out);
	return reads_back(fd, 200000, NULL);
}

static void no_swapped_dropped_or_doubled_chunk_is_accepted(void **state)
{
	(void)state;
	int fd = sealed(200000);
	size_t n;
	unsigned char *bytes = contents(fd, &n);
	size_t last = 200000 - 3 * 65536 + 16, head = n - 3 * SEALED - last;
	assert_true(accepts_chunks(fd, bytes, head, (int[]){ 0, 1, 2, 3 }, 4, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 1, 0, 2, 3 }, 4, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 0, 2, 1, 3 }, 4, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 0, 2, 3 }, 3, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 1, 2, 3 }, 3, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 0, 1, 2 }, 3, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 0, 0, 1, 2, 3 }, 5, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 0, 1, 2, 2, 3 }, 5, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 0, 1, 2, 3, 3 }, 5, last));
	assert_false(accepts_chunks(fd, bytes, head, (int[]){ 3 }, 1, last));
	free(bytes);
	close(fd);
}

static void two_files_of_one_passphrase_share_nothing(void **state)
{
	(void)state;
	int a = sealed(40), b = sealed(40);
	size_t n, m;
	unsigned char *x = contents(a, &n), *y = contents(b, &m);
	assert_int_equal(n, m);
	assert_memory_not_equal(x + n - 56, y + n - 56, 56);
	/* The payload of one behind the header of the other. */
	memcpy(x + n - 56 - AGEKEYS_NONCE, y + n - 56 - AGEKEYS_NONCE, 56 + AGEKEYS_NONCE);
	put(a, x, n);
	assert_false(reads_back(a, 40, NULL));
	free(x);
	free(y);
	close(a);
	close(b);
}

static void writing_after_the_end_is_refused(void **state)
{
	(void)state;
	int fd = memory_file();
	secret pass = pass_of("x");
	envelope_writer *w = envelope_create(fd, "t", envelope_prepare(&(envelope_lock){ .pass = &pass, .work = LOW }, NULL), NULL);
	assert_non_null(w);
	assert_true(envelope_finish(w, NULL));
	assert_false(envelope_write(w, "a", 1, NULL));
	assert_false(envelope_finish(w, NULL));
	envelope_writer_drop(w);
	secret_drop(&pass);
	close(fd);
}

/* On a disk, where whole blocks go another way than the rest; written and read in odd pieces. */
static void a_payload_of_many_blocks_reads_back(void **state)
{
	(void)state;
	enum { LONG = (5 << 20) + 3 };
	secret pass = pass_of("x");
	envelope_keys keys = { .pass = &pass };
	unsigned char *in = malloc(LONG), *out = malloc(LONG);
	int fd = open(".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	assert_true(in && out && fd >= 0);
	for (size_t i = 0; i < LONG; i++)
		in[i] = (unsigned char)(i * 31 + (i >> 9));
	envelope_writer *w = envelope_create(fd, "t", envelope_prepare(&(envelope_lock){ .pass = &pass, .work = LOW }, NULL), NULL);
	assert_non_null(w);
	for (size_t at = 0, n = 70001; at < LONG; at += n, n = n * 3 % 900000 + 1)
		assert_true(envelope_write(w, in + at, n = n < LONG - at ? n : LONG - at, NULL));
	assert_true(envelope_finish(w, NULL));
	envelope_writer_drop(w);
	envelope *v = envelope_open(fd, "t", &keys, NULL);
	assert_non_null(v);
	assert_int_equal(envelope_size(v), LONG);
	for (size_t at = 0, n = 99991; at < LONG; at += n, n = n * 3 % 2000000 + 1)
		assert_true(envelope_read(v, at, out + at, n = n < LONG - at ? n : LONG - at, NULL));
	assert_memory_equal(in, out, LONG);
	envelope_drop(v);
	close(fd);
	free(in);
	free(out);
	secret_drop(&pass);
}

static void a_full_disk_is_told(void **state)
{
	(void)state;
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	secret pass = pass_of("x");
	err e = ERR_INIT;
	envelope_writer *w = envelope_create(fd, "b.age", envelope_prepare(&(envelope_lock){ .pass = &pass, .work = LOW }, &e), &e);
	assert_non_null(w);
	assert_false(envelope_finish(w, &e));
	assert_int_equal(e.kind, ERR_SYSTEM);
	assert_non_null(strstr(e.text, "b.age: No space left"));
	envelope_writer_drop(w);
	secret_drop(&pass);
	close(fd);
}

static void hkdf_gives_what_the_rfc_says(void **state)
{
	(void)state;
	/* RFC 5869, test case 3, first 32 bytes; and test case 1. */
	unsigned char ikm[22], salt[13], info[10], out[32];
	char hex[65];
	memset(ikm, 0x0b, sizeof ikm);
	for (unsigned i = 0; i < sizeof salt; i++)
		salt[i] = (unsigned char)i;
	for (unsigned i = 0; i < sizeof info; i++)
		info[i] = (unsigned char)(0xf0 + i);
	agekeys_hkdf(out, (str){ (char *)ikm, 22 }, STR(""), STR(""));
	assert_string_equal(sodium_bin2hex(hex, sizeof hex, out, 32),
	                    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
	agekeys_hkdf(out, (str){ (char *)ikm, 22 }, (str){ (char *)salt, 13 }, (str){ (char *)info, 10 });
	assert_string_equal(sodium_bin2hex(hex, sizeof hex, out, 32),
	                    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

/* ---- headers that are refused before any key is derived ----------------------------------------- */

#define V "age-encryption.org/v1\n"
#define SALT "AAAAAAAAAAAAAAAAAAAAAA"
#define BODY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define END "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
#define STANZA(work) "-> scrypt " SALT " " work "\n" BODY "\n"

static bool header_is_fine(const char *text)
{
	arena *mem = arena_new();
	agehead head;
	agehead_scrypt s;
	err e = ERR_INIT;
	bool ok = agehead_parse(str_of(text), mem, &head, &e) && agehead_passphrase(&head, &s, &e);
	assert_true(ok || (e.kind == ERR_INPUT && e.text[0]));
	arena_drop(mem);
	return ok;
}

static void a_plain_header_is_read(void **state)
{
	(void)state;
	assert_true(header_is_fine(V STANZA("10") END));
	assert_true(header_is_fine(V STANZA("18") END "payload"));
	assert_true(header_is_fine(V STANZA("20") END));
}

static void odd_work_factors_are_refused(void **state)
{
	(void)state;
	const char *const odd[] = {
		V STANZA("9") END,  V STANZA("21") END, V STANZA("018") END, V STANZA("+18") END,
		V STANZA("0x12") END, V STANZA("-18") END, V STANZA("18 ") END, V STANZA("") END,
		V STANZA("1844674407370955163418") END, V STANZA("0") END, V STANZA("18\r") END,
	};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_false(header_is_fine(odd[i]));
}

static void odd_stanzas_are_refused(void **state)
{
	(void)state;
	const char *const odd[] = {
		"", V, V END, V STANZA("18"), "age-encryption.org/v2\n" STANZA("18") END,
		V STANZA("18") STANZA("18") END,
		V "-> X25519 " BODY "\n" BODY "\n" STANZA("18") END,
		V STANZA("18") "-> grease\n\n" END,
		V "-> X25519 " BODY "\n" BODY "\n" END,
		V "-> scrypt " SALT " 18 x\n" BODY "\n" END,
		V "-> scrypt " SALT "\n" BODY "\n" END,
		V "-> scrypt " SALT "A 18\n" BODY "\n" END,
		V "-> scrypt AAAAAAAAAAAAAAAAAAAAAB 18\n" BODY "\n" END,
		V "-> scrypt " SALT "== 18\n" BODY "\n" END,
		V "-> scrypt  " SALT " 18\n" BODY "\n" END,
		V "-> scrypt " SALT " 18\n" BODY "A\n" END,
		V "-> scrypt " SALT " 18\nAAAA\n" END,
		V "-> scrypt " SALT " 18\n\n" END,
		V "-> scrypt " SALT " 18\n" BODY BODY "\n" END,
		V "-> scrypt " SALT " 18\n\xff" BODY "\n" END,
		V STANZA("18") "--- AAAA\n",
		V STANZA("18") "---AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		V STANZA("18") "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n",
		V STANZA("18") "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		V STANZA("18") "\n" END,
		"-----BEGIN AGE ENCRYPTED FILE-----\n",
	};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		assert_false(header_is_fine(odd[i]));
}

static void a_header_without_end_is_refused(void **state)
{
	(void)state;
	arena *mem = arena_new();
	buf b = { 0 };
	buf_z(&b, V);
	while (b.n < AGEHEAD_LIMIT)
		buf_z(&b, "-> grease\n\n");
	buf_z(&b, END);
	agehead head;
	err e = ERR_INIT;
	assert_false(agehead_parse(buf_view(&b), mem, &head, &e));
	buf_free(&b);
	arena_drop(mem);
}

static void base64_has_one_spelling(void **state)
{
	(void)state;
	unsigned char in[64], out[64];
	char text[BASE64_ROOM(64)];
	for (size_t n = 0; n < sizeof in; n++) {
		size_t got;
		randombytes_buf(in, n);
		for (int pad = 0; pad < 2; pad++) {
			size_t len = base64_encode(text, in, n, pad);
			char reference[BASE64_ROOM(64)];
			sodium_bin2base64(reference, sizeof reference, in, n,
			                  pad ? sodium_base64_VARIANT_ORIGINAL
			                      : sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
			assert_string_equal(text, reference);
			assert_true(base64_decode((str){ text, len }, pad, out, sizeof out, &got));
			assert_int_equal(got, n);
			assert_memory_equal(in, out, n);
		}
	}
}

static void every_other_byte_is_no_base64(void **state)
{
	(void)state;
	const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char out[8];
	size_t n;
	for (int c = 0; c < 256; c++) {
		char text[] = { 'A', 'A', 'A', (char)c };
		bool known = c && strchr(alphabet, c);
		assert_int_equal(base64_decode((str){ text, 4 }, false, out, sizeof out, &n), known);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_around_a_chunk_come_back),
		cmocka_unit_test(any_stretch_can_be_read_alone),
		cmocka_unit_test(another_passphrase_does_not_open),
		cmocka_unit_test(no_truncation_is_accepted),
		cmocka_unit_test(no_cut_of_a_long_payload_is_accepted),
		cmocka_unit_test(no_flipped_bit_is_accepted),
		cmocka_unit_test(no_trailing_byte_is_accepted),
		cmocka_unit_test(no_swapped_dropped_or_doubled_chunk_is_accepted),
		cmocka_unit_test(two_files_of_one_passphrase_share_nothing),
		cmocka_unit_test(writing_after_the_end_is_refused),
		cmocka_unit_test(a_payload_of_many_blocks_reads_back),
		cmocka_unit_test(a_full_disk_is_told),
		cmocka_unit_test(hkdf_gives_what_the_rfc_says),
		cmocka_unit_test(a_plain_header_is_read),
		cmocka_unit_test(odd_work_factors_are_refused),
		cmocka_unit_test(odd_stanzas_are_refused),
		cmocka_unit_test(a_header_without_end_is_refused),
		cmocka_unit_test(base64_has_one_spelling),
		cmocka_unit_test(every_other_byte_is_no_base64),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
