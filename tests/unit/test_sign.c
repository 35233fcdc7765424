/* Signatures and the sender's key; stock minisign checks both in tests/golden/share.sh. */
#include "share/sign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

/* Made with minisign 0.11, key without password, prehashed. */
static const char known_public[] = "RWTJQyiZ51Gd1YTVZBQ8//TzZXC0EaSnwWHfeEo/25Ytogmu9tkuNvp5";
static const char known_message[] = "hi\n";
static const char known_signature[] =
	"untrusted comment: signature from minisign secret key\n"
	"RUTJQyiZ51Gd1U3LSJslq6p+V8wpHnLKU+m+e83wq+EYArioZCWD95IunD12rNCzxogZGpm4wsFft9OiHVScfDCA9lLBXh+"
	"ymwo=\n"
	"trusted comment: tc\n"
	"NZS2fbSHMdIE0/0mBTXtxDO/mzNP7Q3rZWLvbKCI3wGDJNoO9oGBI27IpjuoTEE5svhc2vhv4+YxVUwMMXI9BA==\n";

static void a_signature_of_minisign_holds(void **state)
{
	(void)state;
	sign_public pub;
	err e = ERR_INIT;
	assert_true(sign_public_read(STR(known_public), &pub));
	if (!sign_check(&pub, STR(known_message), STR(known_signature), &e))
		fail_msg("%s", e.text);
}

static void no_changed_byte_of_it_holds(void **state)
{
	(void)state;
	sign_public pub;
	char text[sizeof known_signature];
	assert_true(sign_public_read(STR(known_public), &pub));
	memcpy(text, known_signature, sizeof text);
	const char *first = strchr(known_signature, '\n') + 1;
	for (size_t i = (size_t)(first - known_signature); i < sizeof text - 1; i++) {
		text[i] ^= 1;
		if (sign_check(&pub, STR(known_message), (str){ text, sizeof text - 1 }, NULL))
			fail_msg("byte %zu", i);
		text[i] ^= 1;
	}
	assert_false(sign_check(&pub, STR("hi"), STR(known_signature), NULL));
	assert_false(sign_check(&pub, STR(known_message), (str){ text, sizeof text - 2 }, NULL));
}

static void a_signature_of_ours_holds_for_its_key_only(void **state)
{
	(void)state;
	sign_key a, b;
	buf sig = { 0 };
	assert_true(sign_key_make(&a, NULL) && sign_key_make(&b, NULL));
	sign_make(&a, STR("message"), STR("a comment"), &sig);
	assert_true(sign_check(&a.pub, STR("message"), buf_view(&sig), NULL));
	assert_false(sign_check(&b.pub, STR("message"), buf_view(&sig), NULL));
	/* The number alone does not make the key. */
	memcpy(b.pub.id, a.pub.id, sizeof b.pub.id);
	assert_false(sign_check(&b.pub, STR("message"), buf_view(&sig), NULL));
	buf_free(&sig);
	sign_key_drop(&a);
	sign_key_drop(&b);
}

static void a_public_key_reads_back(void **state)
{
	(void)state;
	sign_public pub;
	char text[SIGN_PUBLIC_TEXT];
	assert_true(sign_public_read(STR(known_public), &pub));
	sign_public_print(text, &pub);
	assert_string_equal(text, known_public);
	assert_false(sign_public_read(STR("RWTJQyiZ51Gd1YTVZBQ8"), &pub));
	assert_false(sign_public_read(STR(""), &pub));
}

static void a_fingerprint_has_eight_groups(void **state)
{
	(void)state;
	sign_public pub;
	char print[SIGN_FINGERPRINT];
	assert_true(sign_public_read(STR(known_public), &pub));
	sign_fingerprint(print, &pub);
	assert_int_equal(strlen(print), SIGN_FINGERPRINT - 1);
	for (size_t i = 4; i < 39; i += 5)
		assert_int_equal(print[i], ' ');
}

struct home {
	char top[64], path[128];
};

static int set_up(void **state)
{
	struct home *h = calloc(1, sizeof *h);
	strcpy(h->top, "/tmp/underseal-keys-XXXXXX");
	if (!mkdtemp(h->top))
		return -1;
	snprintf(h->path, sizeof h->path, "%s/a/underseal/sender.key", h->top);
	*state = h;
	return 0;
}

static int tear_down(void **state)
{
	struct home *h = *state;
	char line[128];
	snprintf(line, sizeof line, "rm -rf '%s'", h->top);
	int status = system(line);
	free(h);
	return status;
}

static void a_key_is_made_once_and_kept(void **state)
{
	struct home *h = *state;
	sign_key a, b;
	bool made;
	struct stat st;
	assert_true(sign_key_load(h->path, &a, &made, NULL));
	assert_true(made);
	assert_int_equal(stat(h->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(sign_key_load(h->path, &b, &made, NULL));
	assert_false(made);
	assert_memory_equal(&a.pub, &b.pub, sizeof a.pub);
	assert_memory_equal(a.key.p, b.key.p, 64);
	sign_key_drop(&a);
	sign_key_drop(&b);
}

static void a_key_that_others_can_read_is_refused(void **state)
{
	struct home *h = *state;
	sign_key k;
	bool made;
	err e = ERR_INIT;
	assert_true(sign_key_load(h->path, &k, &made, NULL));
	sign_key_drop(&k);
	assert_int_equal(chmod(h->path, 0640), 0);
	assert_false(sign_key_load(h->path, &k, &made, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.hint, "chmod 600"));
}

static void a_damaged_key_never_signs(void **state)
{
	struct home *h = *state;
	sign_key k;
	bool made;
	char text[512];
	assert_true(sign_key_load(h->path, &k, &made, NULL));
	sign_key_drop(&k);
	FILE *f = fopen(h->path, "r+");
	size_t n = fread(text, 1, sizeof text, f);
	const char *line = memchr(text, '\n', n);
	size_t from = (size_t)(line - text) + 1;
	/* In the secret half, in the public half. */
	const size_t at[] = { from + 90, from + 130 };
	for (size_t i = 0; i < 2; i++) {
		char other = text[at[i]] == 'A' ? 'B' : 'A';
		fseek(f, (long)at[i], SEEK_SET);
		fputc(other, f);
		fflush(f);
		assert_false(sign_key_load(h->path, &k, &made, NULL));
		fseek(f, (long)at[i], SEEK_SET);
		fputc(text[at[i]], f);
		fflush(f);
	}
	fclose(f);
	assert_true(sign_key_load(h->path, &k, &made, NULL));
	sign_key_drop(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signature_of_minisign_holds),
		cmocka_unit_test(no_changed_byte_of_it_holds),
		cmocka_unit_test(a_signature_of_ours_holds_for_its_key_only),
		cmocka_unit_test(a_public_key_reads_back),
		cmocka_unit_test(a_fingerprint_has_eight_groups),
		cmocka_unit_test_setup_teardown(a_key_is_made_once_and_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_key_that_others_can_read_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_damaged_key_never_signs, set_up, tear_down),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
