#include "share/sign.h"

#include "share/base64.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "

/* minisign's binary forms. */
enum {
	PUBLIC_SIZE = 2 + 8 + 32,
	SIGNATURE_SIZE = 2 + 8 + 64,
};

/* ---- public keys ------------------------------------------------------------------------------- */

void sign_public_print(char out[static SIGN_PUBLIC_TEXT], const sign_public *pub)
{
	unsigned char bytes[PUBLIC_SIZE] = { 'E', 'd' };
	memcpy(bytes + 2, pub->id, 8);
	memcpy(bytes + 10, pub->key, 32);
	base64_encode(out, bytes, sizeof bytes, true);
}

bool sign_public_read(str text, sign_public *out)
{
	unsigned char bytes[PUBLIC_SIZE];
	size_t n = 0;
	if (!base64_decode(text, true, bytes, sizeof bytes, &n) || n != sizeof bytes ||
	    bytes[0] != 'E' || bytes[1] != 'd')
		return false;
	memcpy(out->id, bytes + 2, 8);
	memcpy(out->key, bytes + 10, 32);
	return true;
}

void sign_print_id(char out[static SIGN_ID_TEXT], const sign_public *pub)
{
	for (int i = 0; i < 8; i++)
		snprintf(out + 2 * i, 3, "%02X", pub->id[7 - i]);
}

/* ---- signatures -------------------------------------------------------------------------------- */

static void hash_message(unsigned char out[static 64], str message)
{
	crypto_generichash(out, 64, (const unsigned char *)message.p, message.n, NULL, 0);
}

void sign_make(const sign_key *k, str message, str comment, buf *out)
{
	unsigned char hash[64], bytes[SIGNATURE_SIZE] = { 'E', 'D' }, global[64];
	char text[BASE64_ROOM(SIGNATURE_SIZE)], id[SIGN_ID_TEXT];
	hash_message(hash, message);
	memcpy(bytes + 2, k->pub.id, 8);
	crypto_sign_detached(bytes + 10, NULL, hash, sizeof hash, k->key.p);

	buf both = { 0 };
	buf_add(&both, bytes + 10, 64);
	buf_str(&both, comment);
	crypto_sign_detached(global, NULL, (const unsigned char *)both.p, both.n, k->key.p);
	buf_free(&both);

	sign_print_id(id, &k->pub);
	base64_encode(text, bytes, sizeof bytes, true);
	buf_fmt(out, UNTRUSTED "underseal, key %s\n%s\n" TRUSTED, id, text);
	buf_str(out, comment);
	base64_encode(text, global, sizeof global, true);
	buf_fmt(out, "\n%s\n", text);
}

bool sign_check(const sign_public *pub, str message, str minisig, err *e)
{
	unsigned char hash[64], bytes[SIGNATURE_SIZE], global[64];
	str rest = minisig, untrusted, first, trusted, second, end;
	size_t n = 0, m = 0;
	if (!str_cut(&rest, '\n', &untrusted) || !str_cut(&rest, '\n', &first) ||
	    !str_cut(&rest, '\n', &trusted) || !str_cut(&rest, '\n', &second) ||
	    !str_cut(&rest, '\n', &end) || end.n || rest.p || !str_starts(untrusted, UNTRUSTED) ||
	    !str_starts(trusted, TRUSTED) ||
	    !base64_decode(first, true, bytes, sizeof bytes, &n) || n != sizeof bytes ||
	    !base64_decode(second, true, global, sizeof global, &m) || m != sizeof global)
		return err_set(e, ERR_INPUT, "the signature is malformed");
	if (memcmp(bytes, "ED", 2) != 0 || memcmp(bytes + 2, pub->id, 8) != 0)
		return err_set(e, ERR_INPUT, "the signature was made with another key");

	hash_message(hash, message);
	if (crypto_sign_verify_detached(bytes + 10, hash, sizeof hash, pub->key) != 0)
		return err_set(e, ERR_INPUT, "the signature does not hold");
	buf both = { 0 };
	buf_add(&both, bytes + 10, 64);
	buf_str(&both, str_sub(trusted, strlen(TRUSTED), trusted.n));
	bool ok = crypto_sign_verify_detached(global, (const unsigned char *)both.p, both.n,
	                                      pub->key) == 0;
	buf_free(&both);
	return ok || err_set(e, ERR_INPUT, "the signature's comment was changed");
}

/* ---- keys in memory ---------------------------------------------------------------------------- */

bool sign_key_make(sign_key *out, err *e)
{
	if (!secret_new(&out->key, crypto_sign_SECRETKEYBYTES, e))
		return false;
	crypto_sign_keypair(out->pub.key, out->key.p);
	randombytes_buf(out->pub.id, sizeof out->pub.id);
	return true;
}

void sign_key_drop(sign_key *k)
{
	secret_drop(&k->key);
}
