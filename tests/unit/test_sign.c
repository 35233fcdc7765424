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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signature_of_minisign_holds),
		cmocka_unit_test(no_changed_byte_of_it_holds),
		cmocka_unit_test(a_signature_of_ours_holds_for_its_key_only),
		cmocka_unit_test(a_public_key_reads_back),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
