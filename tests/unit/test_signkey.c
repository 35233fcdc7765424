/* The sender's key in its file, the fingerprint people compare, and the senders one knows. */
#include "share/fingerprint.h"
#include "share/known.h"
#include "share/signkey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <sodium.h>

struct home {
	char top[64], path[128];
	sign_key key;
	arena *mem;
};

static int set_up(void **state)
{
	struct home *h = calloc(1, sizeof *h);
	strcpy(h->top, "/tmp/underseal-keys-XXXXXX");
	if (!mkdtemp(h->top) || setenv("XDG_CONFIG_HOME", h->top, 1) != 0 || !sign_key_make(&h->key, NULL))
		return -1;
	snprintf(h->path, sizeof h->path, "%s/underseal/sender.key", h->top);
	h->mem = arena_new();
	*state = h;
	return 0;
}

static int tear_down(void **state)
{
	struct home *h = *state;
	char line[128];
	snprintf(line, sizeof line, "rm -rf '%s'", h->top);
	int status = system(line);
	sign_key_drop(&h->key);
	arena_drop(h->mem);
	free(h);
	return status;
}

static secret secret_from(const char *text)
{
	secret s;
	assert_true(secret_of(&s, str_of(text), NULL));
	return s;
}

/* ---- the file ----------------------------------------------------------------------------------- */

static void a_key_without_a_password_reads_back_for_its_owner_alone(void **state)
{
	struct home *h = *state;
	sign_key k;
	struct stat st;
	bool locked = true;
	assert_true(signkey_save(h->path, &h->key, NULL, false, NULL));
	assert_int_equal(stat(h->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(signkey_locked(h->path, &locked, NULL));
	assert_false(locked);
	assert_true(signkey_load(h->path, NULL, &k, NULL));
	assert_memory_equal(&k.pub, &h->key.pub, sizeof k.pub);
	assert_memory_equal(k.key.p, h->key.key.p, 64);
	sign_key_drop(&k);
}

static void a_saved_key_is_not_replaced_unasked(void **state)
{
	struct home *h = *state;
	assert_true(signkey_save(h->path, &h->key, NULL, false, NULL));
	assert_false(signkey_save(h->path, &h->key, NULL, false, NULL));
}

static void a_locked_key_opens_with_its_password_and_no_other(void **state)
{
	struct home *h = *state;
	sign_key k;
	err e = ERR_INIT;
	bool locked = false;
	secret right = secret_from("tea and biscuits"), wrong = secret_from("tea and Biscuits");
	assert_true(signkey_save(h->path, &h->key, &right, false, NULL));
	assert_true(signkey_locked(h->path, &locked, NULL));
	assert_true(locked);
	assert_false(signkey_load(h->path, NULL, &k, &e));
	assert_non_null(strstr(e.text, "locked with a password"));
	assert_false(signkey_load(h->path, &wrong, &k, &e));
	assert_non_null(strstr(e.text, "wrong password"));
	assert_true(signkey_load(h->path, &right, &k, NULL));
	assert_memory_equal(k.key.p, h->key.key.p, 64);
	sign_key_drop(&k);
	secret_drop(&right);
	secret_drop(&wrong);
}

static void a_key_that_others_can_read_is_refused(void **state)
{
	struct home *h = *state;
	sign_key k;
	err e = ERR_INIT;
	assert_true(signkey_save(h->path, &h->key, NULL, false, NULL));
	assert_int_equal(chmod(h->path, 0640), 0);
	assert_false(signkey_load(h->path, NULL, &k, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.hint, "chmod 600"));
}

static void a_damaged_key_never_signs(void **state)
{
	struct home *h = *state;
	sign_key k;
	char text[512];
	assert_true(signkey_save(h->path, &h->key, NULL, false, NULL));
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
		assert_false(signkey_load(h->path, NULL, &k, NULL));
		fseek(f, (long)at[i], SEEK_SET);
		fputc(text[at[i]], f);
		fflush(f);
	}
	fclose(f);
	assert_true(signkey_load(h->path, NULL, &k, NULL));
	sign_key_drop(&k);
}

static void a_key_that_asks_for_endless_work_is_refused(void **state)
{
	struct home *h = *state;
	sign_key k;
	err e = ERR_INIT;
	secret password = secret_from("x");
	char text[512];
	assert_true(signkey_save(h->path, &h->key, &password, false, NULL));
	FILE *f = fopen(h->path, "r+");
	size_t n = fread(text, 1, sizeof text, f);
	size_t from = (size_t)((char *)memchr(text, '\n', n) - text) + 1;
	/* The limits' bytes 38 to 54 are columns 50 to 72 of the base64. */
	fseek(f, (long)from + 56, SEEK_SET);
	fputs("////", f);
	fclose(f);
	assert_false(signkey_load(h->path, &password, &k, &e));
	assert_int_equal(e.kind, ERR_INPUT);
	secret_drop(&password);
}

/* ---- fingerprints ------------------------------------------------------------------------------- */

/* BLAKE2b-128 of 32 zero bytes is ff0f 2249 2f44 bac4 … ; the words were computed by another program:
 * b2sum's digest as a number in base 7776. */
static void a_fingerprint_is_the_hash_in_groups_and_in_words(void **state)
{
	(void)state;
	sign_public pub = { { 0 }, { 0 } };
	char hex[FINGERPRINT_HEX], spoken[FINGERPRINT_TEXT];
	fingerprint_hex(hex, &pub);
	assert_string_equal(hex, "ff0f 2249 2f44 bac4 c4b3 0ae5 8d0e 8daa");
	assert_true(fingerprint_words(spoken, &pub, NULL));
	assert_string_equal(spoken, "hubcap-probing-coma-snowbound-wannabe-elope-carbon-reentry-unrushed-discard");
}

static void a_fingerprint_is_known_as_it_is_typed(void **state)
{
	struct home *h = *state;
	char hex[FINGERPRINT_HEX], spoken[FINGERPRINT_TEXT], key[SIGN_PUBLIC_TEXT];
	fingerprint_hex(hex, &h->key.pub);
	assert_true(fingerprint_words(spoken, &h->key.pub, NULL));
	sign_public_print(key, &h->key.pub);
	assert_true(fingerprint_is(&h->key.pub, str_of(hex)));
	assert_true(fingerprint_is(&h->key.pub, str_of(spoken)));
	assert_true(fingerprint_is(&h->key.pub, str_of(key)));
	for (char *c = spoken; *c; c++)
		*c = *c == '-' ? ' ' : (char)(*c - ('a' <= *c && *c <= 'z' ? 32 : 0));
	assert_true(fingerprint_is(&h->key.pub, str_of(spoken)));
	hex[38] = hex[38] == '0' ? '1' : '0';
	assert_false(fingerprint_is(&h->key.pub, str_of(hex)));
	assert_false(fingerprint_is(&h->key.pub, STR("")));
	assert_false(fingerprint_is(&h->key.pub, str_sub(str_of(hex), 0, 9)));
}

/* ---- known senders ------------------------------------------------------------------------------ */

static void the_first_sender_is_first_and_then_known(void **state)
{
	struct home *h = *state;
	known_list k;
	const known_sender *as;
	sign_key other;
	assert_true(sign_key_make(&other, NULL));
	assert_true(known_load(h->mem, &k, NULL));
	assert_int_equal(known_judge(&k, &h->key.pub, NULL), KNOWN_FIRST);
	assert_true(known_add(&k, &h->key.pub, 1790000000, STR("Barrow LLP"), NULL));
	assert_true(known_load(h->mem, &k, NULL));
	assert_int_equal(known_judge(&k, &h->key.pub, &as), KNOWN_BEFORE);
	assert_true(str_is(as->since, "2026-09-21"));
	assert_true(str_is(as->label, "Barrow LLP"));
	assert_int_equal(known_judge(&k, &other.pub, &as), KNOWN_NEVER);
	assert_null(as);
	sign_key_drop(&other);
}

static void a_sender_is_written_once_and_can_be_forgotten(void **state)
{
	struct home *h = *state;
	known_list k;
	for (int i = 0; i < 2; i++) {
		assert_true(known_load(h->mem, &k, NULL));
		assert_true(known_add(&k, &h->key.pub, 1790000000, STR(""), NULL));
	}
	assert_true(known_load(h->mem, &k, NULL));
	assert_int_equal(k.n, 1);
	assert_true(known_forget(&k, &h->key.pub, NULL));
	assert_true(known_load(h->mem, &k, NULL));
	assert_int_equal(k.n, 0);
}

static void ones_own_key_is_known_as_such(void **state)
{
	struct home *h = *state;
	known_list k;
	assert_true(signkey_save(h->path, &h->key, NULL, false, NULL));
	assert_true(known_load(h->mem, &k, NULL));
	assert_int_equal(known_judge(&k, &h->key.pub, NULL), KNOWN_OWN);
}

static void a_line_that_is_no_sender_is_named(void **state)
{
	struct home *h = *state;
	known_list k;
	err e = ERR_INIT;
	assert_true(known_load(h->mem, &k, NULL));
	assert_true(known_add(&k, &h->key.pub, 1790000000, STR(""), NULL));
	FILE *f = fopen(k.path, "a");
	fputs("RWQ 2026-01-01 nobody\n", f);
	fclose(f);
	assert_false(known_load(h->mem, &k, &e));
	assert_non_null(strstr(e.text, "line 3 is not a sender"));
}

int main(void)
{
#define AT_HOME(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		AT_HOME(a_key_without_a_password_reads_back_for_its_owner_alone),
		AT_HOME(a_saved_key_is_not_replaced_unasked),
		AT_HOME(a_locked_key_opens_with_its_password_and_no_other),
		AT_HOME(a_key_that_others_can_read_is_refused),
		AT_HOME(a_damaged_key_never_signs),
		AT_HOME(a_key_that_asks_for_endless_work_is_refused),
		cmocka_unit_test(a_fingerprint_is_the_hash_in_groups_and_in_words),
		AT_HOME(a_fingerprint_is_known_as_it_is_typed),
		AT_HOME(the_first_sender_is_first_and_then_known),
		AT_HOME(a_sender_is_written_once_and_can_be_forgotten),
		AT_HOME(ones_own_key_is_known_as_such),
		AT_HOME(a_line_that_is_no_sender_is_named),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
