#include "share/fingerprint.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void fingerprint_of(unsigned char out[static FINGERPRINT_SIZE], const sign_public *pub)
{
	crypto_generichash(out, FINGERPRINT_SIZE, pub->key, sizeof pub->key, NULL, 0);
}

void fingerprint_hex(char out[static FINGERPRINT_HEX], const sign_public *pub)
{
	unsigned char hash[FINGERPRINT_SIZE];
	char hex[2 * FINGERPRINT_SIZE + 1];
	fingerprint_of(hash, pub);
	sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
	for (int i = 0; i < 8; i++)
		snprintf(out + 5 * i, 6, "%.4s%s", hex + 4 * i, i < 7 ? " " : "");
}

/* Divides the number in place and returns the rest. */
static unsigned divide(unsigned char number[static FINGERPRINT_SIZE], unsigned by)
{
	unsigned rest = 0;
	for (int i = 0; i < FINGERPRINT_SIZE; i++) {
		rest = rest << 8 | number[i];
		number[i] = (unsigned char)(rest / by);
		rest %= by;
	}
	return rest;
}

bool fingerprint_words(char out[static FINGERPRINT_TEXT], const sign_public *pub, err *e)
{
	unsigned char number[FINGERPRINT_SIZE];
	str digits[FINGERPRINT_WORDS];
	arena *mem = arena_new();
	const words *list = words_load(mem, e);
	if (list) {
		size_t n = 0;
		fingerprint_of(number, pub);
		for (int i = FINGERPRINT_WORDS; i-- > 0;)
			digits[i] = list->list[divide(number, WORDS_COUNT)];
		for (int i = 0; i < FINGERPRINT_WORDS; i++)
			n += (size_t)snprintf(out + n, FINGERPRINT_TEXT - n, "%s" STR_FMT, i ? "-" : "", STR_ARG(digits[i]));
	}
	arena_drop(mem);
	return list != NULL;
}

/* The letters and digits alone, small; false when there are more than fit. */
static bool squeeze(str s, char *out, size_t room)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			continue;
		if (n + 1 >= room)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return true;
}

static bool same_letters(str a, str b)
{
	char x[256], y[256];
	return squeeze(a, x, sizeof x) && squeeze(b, y, sizeof y) && strcmp(x, y) == 0;
}

bool fingerprint_is(const sign_public *pub, str typed)
{
	char hex[FINGERPRINT_HEX], spoken[FINGERPRINT_TEXT], key[SIGN_PUBLIC_TEXT];
	fingerprint_hex(hex, pub);
	sign_public_print(key, pub);
	/* A key is case-sensitive base64: letters alone would let another one pass. */
	return same_letters(typed, str_of(hex)) || str_is(str_trim(typed), key) ||
	       (fingerprint_words(spoken, pub, NULL) && same_letters(typed, str_of(spoken)));
}
