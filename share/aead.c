#include "share/aead.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct aead {
	EVP_CIPHER_CTX *seal, *open;
};

static EVP_CIPHER_CTX *prepared(const unsigned char *key, int encrypt)
{
	EVP_CIPHER_CTX *c = EVP_CIPHER_CTX_new();
	if (c && EVP_CipherInit_ex(c, EVP_chacha20_poly1305(), NULL, key, NULL, encrypt) == 1)
		return c;
	EVP_CIPHER_CTX_free(c);
	return NULL;
}

aead *aead_new(const unsigned char key[static AEAD_KEY], err *e)
{
	aead *a = calloc(1, sizeof *a);
	if (a && (a->seal = prepared(key, 1)) && (a->open = prepared(key, 0)))
		return a;
	err_set(e, ERR_SYSTEM, "the cipher cannot be set up");
	aead_drop(a);
	return NULL;
}

void aead_drop(aead *a)
{
	if (!a)
		return;
	EVP_CIPHER_CTX_free(a->seal);
	EVP_CIPHER_CTX_free(a->open);
	free(a);
}

bool aead_seal(aead *a, const unsigned char nonce[static AEAD_NONCE], const unsigned char *plain, size_t n,
               unsigned char *out)
{
	int done = 0;
	return EVP_EncryptInit_ex(a->seal, NULL, NULL, NULL, nonce) == 1 &&
	       (n == 0 || EVP_EncryptUpdate(a->seal, out, &done, plain, (int)n) == 1) &&
	       EVP_EncryptFinal_ex(a->seal, out + done, &done) == 1 &&
	       EVP_CIPHER_CTX_ctrl(a->seal, EVP_CTRL_AEAD_GET_TAG, AEAD_TAG, out + n) == 1;
}

bool aead_open(aead *a, const unsigned char nonce[static AEAD_NONCE], const unsigned char *sealed, size_t n,
               unsigned char *out)
{
	int done = 0, rest = 0;
	unsigned char tag[AEAD_TAG];
	if (n < AEAD_TAG)
		return false;
	n -= AEAD_TAG;
	memcpy(tag, sealed + n, sizeof tag);
	return EVP_DecryptInit_ex(a->open, NULL, NULL, NULL, nonce) == 1 &&
	       EVP_CIPHER_CTX_ctrl(a->open, EVP_CTRL_AEAD_SET_TAG, AEAD_TAG, tag) == 1 &&
	       (n == 0 || EVP_DecryptUpdate(a->open, out, &done, sealed, (int)n) == 1) &&
	       EVP_DecryptFinal_ex(a->open, out + done, &rest) == 1;
}
