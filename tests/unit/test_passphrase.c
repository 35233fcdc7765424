/* Passphrases made, read and judged. */
#include "share/passphrase.h"
#include "share/strength.h"
#include "share/words.h"

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

static int bits_of(str pass)
{
	arena *mem = arena_new();
	const words *list = words_load(mem, NULL);
	secret s;
	int bits = -1;
	assert_non_null(list);
	assert_true(secret_of(&s, pass, NULL));
	assert_true(strength_bits(&s, list, &bits, NULL));
	secret_drop(&s);
	arena_drop(mem);
	return bits;
}

static void the_list_is_the_one_of_the_eff(void **state)
{
	(void)state;
	arena *mem = arena_new();
	err e = ERR_INIT;
	const words *w = words_load(mem, &e);
	assert_non_null(w);
	assert_true(str_is(w->list[0], "abacus"));
	assert_true(str_is(w->list[WORDS_COUNT - 1], "zoom"));
	assert_true(words_has(w, STR("yo-yo")) && words_has(w, STR("lavender")));
	assert_false(words_has(w, STR("lavende")) || words_has(w, STR("")));
	arena_drop(mem);
}

static void joining_words_by_hyphens_loses_nothing(void **state)
{
	(void)state;
	/* Two choices of words that gave one passphrase would halve its worth: the four words with a
	 * hyphen must not be made of two others. */
	arena *mem = arena_new();
	const words *w = words_load(mem, NULL);
	assert_non_null(w);
	for (size_t i = 0; i < WORDS_COUNT; i++) {
		str rest = w->list[i], first;
		str_cut(&rest, '-', &first);
		if (rest.p)
			assert_false(words_has(w, first) && words_has(w, rest));
	}
	arena_drop(mem);
}

static void a_made_passphrase_has_six_words_and_is_strong(void **state)
{
	(void)state;
	arena *mem = arena_new();
	const words *w = words_load(mem, NULL);
	for (int round = 0; round < 50; round++) {
		secret s;
		assert_true(passphrase_make(&s, NULL));
		int found = 0;
		size_t from = 0;
		str text = secret_view(&s);
		for (size_t i = 0; i <= text.n; i++)
			if ((i == text.n || text.p[i] == '-') && words_has(w, str_sub(text, from, i))) {
				found++;
				from = i + 1;
			}
		assert_int_equal(found, PASSPHRASE_WORDS);
		assert_int_equal(from, text.n + 1);
		secret_drop(&s);
	}
	arena_drop(mem);
}

static void no_two_made_passphrases_are_the_same(void **state)
{
	(void)state;
	secret a, b;
	assert_true(passphrase_make(&a, NULL) && passphrase_make(&b, NULL));
	assert_false(str_eq(secret_view(&a), secret_view(&b)));
	secret_drop(&a);
	secret_drop(&b);
}

static void easy_passphrases_are_called_weak(void **state)
{
	(void)state;
	const char *const weak[] = {
		"", "password", "Password1!", "P@ssw0rd2024!", "correct horse", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"12345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz0123456789",
		"passwordpasswordpasswordpassword", "Okonjo v. Halden", "2024-12-31 2025-12-31",
		"iloveyouiloveyouiloveyou", "lavender-lunacy-quickness", "Summer2025!Winter2025!", "tR7#kQ9z",
		"antidisestablishmentarianism",
	};
	for (size_t i = 0; i < sizeof weak / sizeof *weak; i++)
		if (bits_of(str_of(weak[i])) >= STRENGTH_ENOUGH)
			fail_msg("%s: %d bits", weak[i], bits_of(str_of(weak[i])));
}

static void hard_passphrases_are_taken(void **state)
{
	(void)state;
	const char *const strong[] = {
		"lavender-lunacy-quickness-ladybug-playful-reaffirm", "k8Zq!vR2#mWx9Tb4pL",
		"fdhwqzkvxbnrtpjglcmyw", "the heron on Ilse's bicycle whistles mazurkas to nobody at 3",
	};
	for (size_t i = 0; i < sizeof strong / sizeof *strong; i++)
		if (bits_of(str_of(strong[i])) < STRENGTH_ENOUGH)
			fail_msg("%s: %d bits", strong[i], bits_of(str_of(strong[i])));
}

static void more_characters_never_count_less(void **state)
{
	(void)state;
	const char *text = "k8Zq lavender aaab 2024 \xc3\xbc quickquick!";
	int before = 0;
	for (size_t n = 0; n <= strlen(text); n++) {
		int bits = bits_of((str){ text, n });
		/* A word that becomes whole may be cheaper than its letters, but not by more than them. */
		assert_true(bits + 12 >= before);
		before = bits;
	}
}

static char *scratch(void)
{
	static char path[64];
	snprintf(path, sizeof path, "/tmp/underseal-pass-%d", getpid());
	unlink(path);
	return path;
}

static err_kind read_back(str content, secret *out)
{
	char *path = scratch();
	FILE *f = fopen(path, "w");
	fwrite(content.p, 1, content.n, f);
	fclose(f);
	err e = ERR_INIT;
	*out = (secret){ NULL, 0 };
	passphrase_read(path, out, &e);
	unlink(path);
	return e.kind;
}

static void a_line_end_is_no_part_of_a_passphrase(void **state)
{
	(void)state;
	const char *const spellings[] = { "open sesame ", "open sesame \n", "open sesame \r\n" };
	for (size_t i = 0; i < 3; i++) {
		secret s;
		assert_int_equal(read_back(str_of(spellings[i]), &s), ERR_NONE);
		assert_true(str_is(secret_view(&s), "open sesame "));
		secret_drop(&s);
	}
}

static void a_file_that_holds_no_one_line_is_refused(void **state)
{
	(void)state;
	secret s;
	char lots[PASSPHRASE_MAX + 10];
	memset(lots, 'x', sizeof lots);
	assert_int_equal(read_back(STR(""), &s), ERR_USAGE);
	assert_int_equal(read_back(STR("\n"), &s), ERR_USAGE);
	assert_int_equal(read_back(STR("a\nb\n"), &s), ERR_USAGE);
	assert_int_equal(read_back(STR("a\n\n"), &s), ERR_USAGE);
	assert_int_equal(read_back((str){ "a\0b", 3 }, &s), ERR_USAGE);
	assert_int_equal(read_back((str){ lots, sizeof lots }, &s), ERR_USAGE);
	assert_int_equal(read_back((str){ lots, PASSPHRASE_MAX }, &s), ERR_NONE);
	secret_drop(&s);
}

static void a_written_passphrase_is_for_its_owner_only(void **state)
{
	(void)state;
	char *path = scratch();
	struct stat st;
	secret a, b;
	err e = ERR_INIT;
	mode_t mask = umask(0);
	assert_true(passphrase_make(&a, NULL));
	assert_true(passphrase_write(path, &a, NULL));
	umask(mask);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(passphrase_read(path, &b, NULL));
	assert_true(str_eq(secret_view(&a), secret_view(&b)));
	assert_false(passphrase_write(path, &a, &e));
	assert_int_equal(e.kind, ERR_USAGE);
	unlink(path);
	secret_drop(&a);
	secret_drop(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_is_the_one_of_the_eff),
		cmocka_unit_test(joining_words_by_hyphens_loses_nothing),
		cmocka_unit_test(a_made_passphrase_has_six_words_and_is_strong),
		cmocka_unit_test(no_two_made_passphrases_are_the_same),
		cmocka_unit_test(easy_passphrases_are_called_weak),
		cmocka_unit_test(hard_passphrases_are_taken),
		cmocka_unit_test(more_characters_never_count_less),
		cmocka_unit_test(a_line_end_is_no_part_of_a_passphrase),
		cmocka_unit_test(a_file_that_holds_no_one_line_is_refused),
		cmocka_unit_test(a_written_passphrase_is_for_its_owner_only),
	};
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
